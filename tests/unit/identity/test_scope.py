"""What posts let their holder see."""

from gisgrid.identity import scope_of
from gisgrid.identity.scope import Limit, Scope
from tests.unit.cases.test_who import Seat


def test_a_unit_sees_its_own_cases_and_a_district_office_all_of_them() -> None:
    street = [Seat("unit_dispatcher", 3, "410803001"), Seat("grid_leader", 3, "410803001")]

    assert scope_of([Seat("unit_dispatcher", 7)]).stations == {7}
    assert not scope_of([Seat("unit_dispatcher", 7)]).everything
    assert scope_of(street).area_codes == {"410803001"}
    assert scope_of([Seat("dispatcher")]).everything


def test_classes_limit_a_district_wide_post() -> None:
    leader = scope_of([Seat("leader", 1, class_prefix="event/03")], led=[9])

    assert leader == Scope(
        roles=frozenset({"leader"}), stations=frozenset({9}), class_prefixes=frozenset({"event/03"})
    )


def test_area_and_class_hold_together_and_a_station_is_limited_too() -> None:
    officer = scope_of([Seat("grid_officer", 5, "410803001", "event")])
    handler = scope_of([Seat("handler", 7, "410803001", "component/01")])

    assert officer.limits == {Limit("event", "410803001", 5)}
    assert not officer.area_codes | officer.stations | officer.class_prefixes
    assert handler.limits == {Limit("component/01", None, 7)}


def test_one_limited_post_takes_nothing_from_another() -> None:
    both = scope_of([Seat("dispatcher"), Seat("leader", class_prefix="event/03")])

    assert both.everything


def test_who_keeps_the_system_sees_no_case() -> None:
    assert scope_of([Seat("system_admin"), Seat("audit_admin")]) == Scope(
        roles=frozenset({"system_admin", "audit_admin"})
    )
