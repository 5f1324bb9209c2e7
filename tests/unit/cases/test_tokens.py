"""Links that are signed: what was changed or cut short opens nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisgrid.cases.rules import Action, Status
from gisgrid.cases.rules.labels import ACTIONS, STATUSES
from gisgrid.cases.rules.reporters import sees_reporter
from gisgrid.cases.rules.tokens import UnknownToken, report_of, token_of
from gisgrid.cases.service.forgetting import without_numbers
from tests.unit.cases.test_who import Seat

ids = st.integers(1, 2**53)


@given(ids)
def test_a_token_opens_its_own_report(report_id: int) -> None:
    assert report_of(token_of(report_id, "secret"), "secret") == report_id


@given(ids, st.integers(0, 27), st.sampled_from("ABCxyz019-_"))
def test_a_changed_token_opens_nothing(report_id: int, place: int, letter: str) -> None:
    token = token_of(report_id, "secret")
    if token[place] == letter:
        return
    with pytest.raises(UnknownToken):
        report_of(token[:place] + letter + token[place + 1 :], "secret")


@pytest.mark.parametrize("token", ["", "a", "20261123-000017-3", "路灯", "AAAA" * 20])
def test_what_is_no_token_opens_nothing(token: str) -> None:
    with pytest.raises(UnknownToken):
        report_of(token, "secret")


def test_another_secret_opens_nothing() -> None:
    with pytest.raises(UnknownToken):
        report_of(token_of(7, "secret"), "other")


def test_every_status_and_action_has_a_name_in_both_languages() -> None:
    assert set(STATUSES) == set(Status)
    assert set(ACTIONS) == set(Action)
    assert all(zh and en for zh, en in (*STATUSES.values(), *ACTIONS.values()))


def test_the_reporter_is_shown_to_the_desk_and_never_to_whoever_handles() -> None:
    assert sees_reporter([Seat("dispatcher")])
    assert not sees_reporter([Seat("handler"), Seat("unit_dispatcher"), Seat("grid_officer")])


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("请回电13812341234谢谢", "请回电［已隐去］谢谢"),
        ("身份证410803199001011234", "身份证［已隐去］"),
        ("座机0391-2345678", "座机［已隐去］"),
        ("路灯编号 20261123001", "路灯编号 20261123001"),
    ],
)
def test_numbers_of_people_are_taken_out_of_words(said: str, left: str) -> None:
    assert without_numbers(said) == left
