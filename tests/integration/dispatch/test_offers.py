"""Which buttons somebody sees: what the orders rule out is not offered."""

from gisgrid import cases
from gisgrid.cases import CaseFile
from tests.integration.dispatch.town import Hold, Town, at


def may(town: Town, case: CaseFile, who: str) -> set[str]:
    return {str(one) for one in cases.allowed(town.tx, case, town.actor(who))}


def assisted(town: Town) -> CaseFile:
    case = town.report()
    stations = town.stations
    town.act(case, "dispatcher", "dispatch", lead=stations["housing"], assists=[stations["city"]])
    return case


def test_an_assisting_unit_is_offered_its_own_part_wherever_the_case_stands(town: Town) -> None:
    case = assisted(town)
    town.act(case, "unit_dispatcher", "sign_in")
    assert {"sign_in", "return"} <= may(town, case, "handler")
    town.act(case, "handler", "sign_in")
    assert "feedback" in may(town, case, "handler")
    assert "sign_in" not in may(town, case, "handler")
    town.act(case, "handler", "feedback", "围挡已设")
    assert "feedback" not in may(town, case, "handler")


def test_a_stranger_is_offered_a_note_and_nothing_else(town: Town) -> None:
    assert may(town, assisted(town), "grid_officer") == {"note"}


def test_what_is_signed_is_not_signed_again_and_what_is_late_not_returned(
    town: Town, at_: Hold
) -> None:
    case = assisted(town)
    assert {"sign_in", "return"} <= may(town, case, "unit_dispatcher")
    town.act(case, "unit_dispatcher", "sign_in")
    at_(at("2026-11-26 09:00"))
    assert may(town, case, "unit_dispatcher").isdisjoint({"sign_in", "return"})


def test_only_a_station_with_one_above_is_offered_to_refer_upward(town: Town) -> None:
    case = assisted(town)
    assert "refer_upward" not in may(town, case, "unit_dispatcher")
    town.act(case, "unit_dispatcher", "return", "不属我中心")
    town.act(case, "dispatcher", "redispatch", lead=town.stations["community"])
    assert "refer_upward" in may(town, case, "grid_leader")


def test_an_extension_is_decided_only_when_one_is_asked_for(town: Town) -> None:
    case = assisted(town)
    town.act(case, "unit_dispatcher", "sign_in")
    assert "grant_extension" not in may(town, case, "supervisor")
    town.act(case, "unit_dispatcher", "ask_extension", "等材料", amount=1)
    assert {"grant_extension", "refuse_extension"} <= may(town, case, "supervisor")
    assert "ask_extension" not in may(town, case, "unit_dispatcher")


def test_only_who_was_asked_is_offered_to_speak(town: Town) -> None:
    case = assisted(town)
    parties = [town.stations["housing"], town.stations["street"]]
    town.act(
        case, "dispatcher", "consult", "权属不清", parties=parties, due="2026-11-24T09:00+08:00"
    )
    assert "say" in may(town, case, "unit_dispatcher")
    assert "say" in may(town, case, "street_officer")
    assert "say" not in may(town, case, "handler")


def test_after_two_returns_only_a_ruling_is_offered(town: Town) -> None:
    case = assisted(town)
    town.act(case, "unit_dispatcher", "return", "不属本单位")
    assert "redispatch" in may(town, case, "dispatcher")
    town.act(case, "dispatcher", "redispatch", lead=town.stations["city"])
    town.act(case, "handler", "return", "不属本单位")
    assert "redispatch" not in may(town, case, "dispatcher")
    assert "arbitrate" in may(town, case, "supervisor")
