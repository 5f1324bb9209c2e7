"""What makes a report acceptable, and which place a text means."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisgrid.cases.rules import intake
from gisgrid.cases.rules.intake import NewReport, Source, faults, the_one_meant

LATER = datetime(2026, 11, 24, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    name: str
    score: float


def report(**said: object) -> NewReport:
    return NewReport(**{"source": Source.CITIZEN, "text": "路灯不亮", **said})  # type: ignore[arg-type]


def test_a_plain_report_has_no_fault() -> None:
    assert list(faults(report(x=113.18, y=35.24))) == []


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"x": 113.18}, "同时给出"),
        ({"x": nan, "y": 35.0}, "有限"),
        ({"x": 113.0, "y": -inf}, "有限"),
        ({"text": "  "}, "发生了什么"),
        ({"text": "长" * 4001}, "4000"),
        ({"text": "a\0b"}, "NUL"),
        ({"photos": ("p",) * 10}, "9"),
        ({"accuracy_m": -1.0}, "accuracy_m"),
        ({"accuracy_m": nan}, "accuracy_m"),
        ({"confidence": 1.5}, "confidence"),
        ({"external_number": "A1"}, "external_platform"),
        ({"external_deadline": LATER.replace(tzinfo=None)}, "时区"),
        ({"external_deadline": datetime.max.replace(tzinfo=UTC)}, "9999"),
    ],
)
def test_a_fault_is_named_in_one_sentence(said: dict[str, object], word: str) -> None:
    found = list(faults(report(**said)))

    assert len(found) == 1
    assert word in found[0]


def test_a_report_without_text_is_enough_when_it_has_a_class() -> None:
    assert list(faults(report(text="", class_id=3))) == []


def test_a_place_well_ahead_of_the_others_is_the_one_meant() -> None:
    square, street = Place("许衡广场", 0.95), Place("许衡街道", 0.70)

    assert the_one_meant([street, square]) is square


@pytest.mark.parametrize("scores", [[], [0.84], [0.95, 0.90], [0.86, 0.86]])
def test_a_doubtful_place_is_nobodys_guess(scores: list[float]) -> None:
    assert the_one_meant([Place(str(score), score) for score in scores]) is None


@given(st.lists(st.floats(0, 1), max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(scores: list[float], chance: object) -> None:
    places = [Place(str(at), score) for at, score in enumerate(scores)]

    found = the_one_meant(places)
    assert found == the_one_meant(places[::-1])


def test_our_deadline_is_never_later_than_theirs() -> None:
    ours = LATER + timedelta(hours=1)

    assert intake.never_later(ours, LATER) == LATER
    assert intake.never_later(LATER, ours) == LATER
    assert intake.never_later(None, LATER) == LATER
    assert intake.never_later(None, None) is None


def test_every_source_has_an_origin_and_only_people_speak_unsigned() -> None:
    open_to_all = {source for source in Source if intake.may_speak(source, frozenset())}

    assert set(intake.SOURCES) == set(Source)
    assert open_to_all == {Source.CITIZEN, Source.ENTERPRISE}


def test_a_grid_officer_does_not_speak_for_a_camera() -> None:
    assert not intake.may_speak(Source.CAMERA, frozenset({"grid_officer"}))
    assert intake.may_speak(Source.CAMERA, frozenset({"dispatcher"}))
