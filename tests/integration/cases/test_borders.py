"""When borders change: who may see a case follows, the path of record never does."""

from datetime import timedelta

from gisgrid import cases
from gisgrid.cases import Action, Status, case, lock, take, verify_chain
from gisgrid.cases.jobs import make_months, reroute_open_cases
from gisgrid.cases.tables import CaseFile, Step
from gisgrid.identity import Actor, Post, system_actor
from tests.integration.cases.conftest import MONDAY, Desk

TODAY = MONDAY, MONDAY + timedelta(minutes=1)


def elsewhere(desk: Desk, found: CaseFile) -> list[int]:
    """Let a case lie where it lay before some border changed."""
    true_path = list(found.path_today)
    found.path_today = [true_path[0], -1]
    desk.tx.flush()
    return true_path


def steps(desk: Desk, found: CaseFile) -> list[str]:
    rows = desk.tx.query(Step).filter_by(case_id=found.id).order_by(Step.seq)
    return [step.action for step in rows]


def test_a_filed_case_is_routed_anew_and_says_so_once(desk: Desk) -> None:
    found = case(desk.tx, desk.report().number)
    path = elsewhere(desk, found)

    for _ in range(2):  # a job may run twice
        reroute_open_cases(desk.tx, found.edition_id or 0)
    assert found.path_today == path
    assert steps(desk, found) == ["report", "file", "reroute"]
    assert verify_chain(desk.tx, found.number).fault is None


def test_a_case_under_way_keeps_its_order_and_notes_the_change(desk: Desk) -> None:
    found = lock(desk.tx, desk.report().number)
    lead = found.lead_station_id
    take(desk.tx, found, Action.DISPATCH, actor=system_actor(), codes={"lead": lead})
    elsewhere(desk, found)

    reroute_open_cases(desk.tx, found.edition_id or 0)
    assert (found.status, found.lead_station_id) == (Status.DISPATCHED, lead)
    assert steps(desk, found)[-1] == "note"


def test_an_ended_case_changes_who_may_see_it_without_a_step(desk: Desk) -> None:
    found = lock(desk.tx, desk.report(class_key=None).number)
    take(desk.tx, found, Action.DECLINE, actor=desk.who("dispatcher"), note="非本区事项")
    path = elsewhere(desk, found)

    reroute_open_cases(desk.tx, found.edition_id or 0)
    assert found.path_today == path
    assert steps(desk, found) == ["report", "decline"]


def test_past_cases_can_be_asked_again_with_the_lead_they_had(desk: Desk) -> None:
    found = case(desk.tx, desk.report().number)

    past = list(cases.past_questions(desk.tx, *TODAY, system_actor()))
    mine = next(one for one in past if one.label == found.number)
    assert mine.lead == found.lead_station_id
    assert mine.question.located is not None
    assert mine.question.located.path == tuple(found.path_of_record)


def test_a_past_case_is_named_to_whoever_may_see_it_and_tried_for_everybody(desk: Desk) -> None:
    found = case(desk.tx, desk.report().number)
    post = Post(1, "T", "planner", "", None, -1, "", "nowhere", None, (), None)

    past = list(cases.past_questions(desk.tx, *TODAY, Actor(1, "planner", (post,))))
    assert [one.label for one in past] == [None]
    assert past[0].lead == found.lead_station_id


def test_months_are_made_ahead_and_again_without_harm(desk: Desk) -> None:
    for _ in range(2):
        make_months(desk.tx)
