"""Steps are the only way in which a case changes, and every one of them is chained."""

import pytest
from sqlalchemy import text

from gisgrid.cases import (
    REPORTER,
    Action,
    Correction,
    NotNow,
    NotYours,
    Reporter,
    Status,
    StepLacks,
    Verdict,
    Words,
    act,
    allowed,
    anonymise,
    case,
    lock,
    merge,
    rate,
    reroute,
    take,
    unmerge,
    verify_all,
    verify_chain,
)
from gisgrid.cases.service.evaluation import RatedAlready
from gisgrid.cases.service.personal import payload_of
from gisgrid.cases.service.refusals import ChangedMeanwhile
from gisgrid.cases.tables import CaseFile
from gisgrid.identity import system_actor
from gisgrid.kernel.errors import Invalid
from tests.integration.cases.conftest import MONDAY, Desk, Tampered


def closed(desk: Desk) -> CaseFile:
    """A case that was worked, checked and closed, without orders."""
    found = lock(desk.tx, desk.report(reporter=Reporter("王某", "13812341234")).number)
    system = system_actor()
    lead = found.lead_station_id
    take(desk.tx, found, Action.DISPATCH, actor=system, codes={"lead": lead})
    found.status = Status.CHECKED  # what lies between belongs to the orders
    desk.tx.flush()
    take(desk.tx, found, Action.CLOSE, actor=desk.who("dispatcher"))
    return found


def waiting(desk: Desk) -> CaseFile:
    return lock(desk.tx, desk.report(class_key=None, text="有问题").number)


def test_a_step_is_refused_in_the_wrong_status_with_what_is_possible(desk: Desk) -> None:
    found = waiting(desk)

    with pytest.raises(NotNow) as refused:
        take(desk.tx, found, Action.CLOSE, actor=desk.who("dispatcher"))
    assert "decline" in refused.value.codes["possible"]  # type: ignore[operator]


def test_a_step_is_refused_to_whom_no_post_allows_it(desk: Desk) -> None:
    with pytest.raises(NotYours):
        take(desk.tx, waiting(desk), Action.DECLINE, actor=desk.who("officer1"), note="不属实")


def test_a_step_is_refused_without_what_it_needs(desk: Desk) -> None:
    with pytest.raises(StepLacks, match="理由"):
        take(desk.tx, waiting(desk), Action.DECLINE, actor=desk.who("dispatcher"))


def test_a_declined_case_ends_with_its_reason_in_the_chain(desk: Desk) -> None:
    found, clerk = waiting(desk), desk.who("dispatcher")

    step = take(desk.tx, found, Action.DECLINE, actor=clerk, note="非本区事项")
    assert (found.status, step.note, step.person_id) == ("not_filed", "非本区事项", clerk.person_id)
    assert verify_chain(desk.tx, found.number).fault is None


def test_verification_goes_there_and_back_before_filing(desk: Desk) -> None:
    found = waiting(desk)
    take(desk.tx, found, Action.ASK_VERIFY, actor=desk.who("gridoffice"))

    take(desk.tx, found, Action.VERIFY, actor=desk.who("checker"), codes={"genuine": True})
    assert found.status == "received"


def test_a_class_found_later_routes_and_files_the_case(desk: Desk) -> None:
    found, lamp = waiting(desk), case(desk.tx, desk.report().number)

    reroute(desk.tx, found, Correction(class_id=lamp.class_id), actor=desk.who("dispatcher"))
    assert found.status == "filed"
    assert found.lead_station_id == lamp.lead_station_id
    assert found.unrouted is None
    assert verify_chain(desk.tx, found.number).fault is None


def test_a_case_is_filed_under_a_condition_of_its_own_class_only(desk: Desk) -> None:
    found = waiting(desk)

    with pytest.raises(Invalid, match="类别"):
        take(
            desk.tx,
            found,
            Action.FILE,
            actor=desk.who("dispatcher"),
            codes={"condition_id": 1},
        )


def test_nobody_acts_on_a_case_that_changed_meanwhile(desk: Desk) -> None:
    found = waiting(desk)
    take(desk.tx, found, Action.NOTE, actor=desk.who("dispatcher"), note="已电话联系")

    with pytest.raises(ChangedMeanwhile):
        lock(desk.tx, found.number, version=1)


def test_what_may_be_done_is_what_is_then_allowed(desk: Desk) -> None:
    found = waiting(desk)

    assert Action.DECLINE in allowed(desk.tx, found, desk.who("dispatcher"))
    assert Action.DECLINE not in allowed(desk.tx, found, desk.who("officer1"))
    assert allowed(desk.tx, found, REPORTER) == []


def test_repeat_reports_are_merged_counted_and_taken_apart_again(desk: Desk) -> None:
    first, second = desk.report().number, desk.report().number
    clerk = desk.who("dispatcher")

    merged = lock(desk.tx, second)
    merge(desk.tx, merged, first, actor=clerk)
    assert (merged.status, merged.merged_into) == ("merged", case(desk.tx, first).id)
    assert case(desk.tx, first).repeat_count == 1
    unmerge(desk.tx, merged, actor=clerk)
    assert (merged.status, merged.merged_into) == ("filed", None)
    assert case(desk.tx, first).repeat_count == 0
    assert all(verify_chain(desk.tx, one).fault is None for one in (first, second))


def test_a_case_is_not_merged_into_itself_or_into_one_that_ended(desk: Desk) -> None:
    found, ended, clerk = lock(desk.tx, desk.report().number), closed(desk), desk.who("dispatcher")

    with pytest.raises(Invalid, match="自己"):
        merge(desk.tx, found, found.number, actor=clerk)
    with pytest.raises(NotNow):
        merge(desk.tx, found, ended.number, actor=clerk)


def test_each_side_rates_once_a_round(desk: Desk) -> None:
    found = closed(desk)

    step = rate(desk.tx, found, Verdict(5, "yes", "很快，谢谢张师傅"), actor=REPORTER)
    assert step.note is None  # words of a person can be erased; they are never in the clear
    assert payload_of(step) == {"text": "很快，谢谢张师傅"}
    with pytest.raises(RatedAlready):
        rate(desk.tx, found, Verdict(1), actor=REPORTER)


def test_an_unhappy_reporter_reopens_twice_and_no_more(desk: Desk) -> None:
    found = closed(desk)
    for _ in range(2):
        take(desk.tx, found, Action.REOPEN, actor=REPORTER, note="又坏了")
        found.status, found.closed_at = Status.CLOSED, MONDAY
        desk.tx.flush()

    with pytest.raises(NotNow, match="最多 2 次"):
        take(desk.tx, found, Action.REOPEN, actor=REPORTER, note="又坏了")


def test_a_forgotten_person_leaves_a_chain_that_still_verifies(desk: Desk) -> None:
    receipt = desk.report(reporter=Reporter("王某", "13812341234"), text="请回电 13812341234")
    found = lock(desk.tx, receipt.number)

    anonymise(desk.tx, found, actor=desk.who("secadmin"), note="本人申请")
    kept = desk.tx.execute(text("SELECT r::text || c::text FROM report r, case_file c")).scalars()
    steps = desk.tx.execute(text("SELECT s::text FROM step s")).scalars()
    assert not any("13812341234" in row or "王某" in row for row in (*kept, *steps))
    assert verify_chain(desk.tx, receipt.number).fault is None


TAMPERING = {
    "DELETE FROM step WHERE case_id = :id AND seq = 1": "missing",
    "DELETE FROM step WHERE case_id = :id AND seq = 2": "missing",
    "UPDATE step SET note = '改' WHERE case_id = :id AND seq = 2": "edited",
    "UPDATE step SET at = at + interval '1 s' WHERE case_id = :id AND seq = 1": "edited",
    "UPDATE step SET personal_sealed = set_byte(personal_sealed, 40, 0) WHERE case_id = :id":
        "personal_edited",
    "UPDATE step SET personal_sealed = NULL WHERE case_id = :id AND seq = 1": "personal_edited",
    "UPDATE case_file SET status = 'closed' WHERE id = :id": "status_edited",
    "UPDATE case_file SET last_seq = 1 WHERE id = :id": "added",
}  # fmt: skip


def test_whoever_edits_or_removes_a_step_is_found_out(tampered: Tampered) -> None:
    assert {change: tampered.fault_after(change) for change in TAMPERING} == TAMPERING


def test_everything_verifies_as_long_as_nobody_tampers(desk: Desk) -> None:
    desk.report()
    closed_by_hand = lock(desk.tx, desk.report().number)
    take(desk.tx, closed_by_hand, Action.NOTE, actor=desk.who("dispatcher"), note="核对")

    found = list(verify_all(desk.tx))
    assert len(found) >= 2
    assert [one for one in found if one.fault] == []


def test_one_address_takes_every_action(desk: Desk) -> None:
    first, second = desk.report().number, lock(desk.tx, desk.report().number)

    words = Words(codes={"target": first})
    act(desk.tx, second, Action.MERGE, words, actor=desk.who("dispatcher"))
    assert second.status == "merged"
    with pytest.raises(Invalid, match="target"):
        act(desk.tx, lock(desk.tx, first), Action.MERGE, Words(), actor=desk.who("dispatcher"))
