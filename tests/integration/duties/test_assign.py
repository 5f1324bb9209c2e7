"""Who answers in the town: from a point to a station, with real people and borders."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import duties, grid, identity
from gisgrid.duties.shelf import book

SQUARE = (113.177, 35.2401)
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
NIGHT = datetime(2026, 11, 22, 17, tzinfo=UTC)


def ask(tx: Session, key: str, at: datetime = NOON) -> duties.Assignment:
    entry = duties.class_by_key(tx, key)
    located = grid.locate(tx, *SQUARE)
    return duties.assign(tx, duties.Question(entry.id, located, *SQUARE, at))


def named(tx: Session, station: int | None) -> str:
    assert station is not None
    return identity.stations(tx, [station])[station].code


def test_a_manhole_goes_to_the_construction_bureau_not_to_the_subdistrict(town: Session) -> None:
    found = ask(town, "component/0101")
    assert named(town, found.lead) == "S-U-zj"


def test_street_order_goes_to_the_subdistrict_by_day_and_to_enforcement_by_night(
    town: Session,
) -> None:
    day, night = ask(town, "event/0406"), ask(town, "event/0406", NIGHT)
    here = [area.code for area in grid.area_refs(town, grid.locate(town, *SQUARE).path).values()]
    assert named(town, day.lead).removeprefix("S-") in here
    assert named(town, night.lead) == "S-U-cg"


def test_the_grid_leader_is_the_one_that_identity_names(town: Session) -> None:
    found = grid.book(town)
    entry = duties.class_by_key(town, "event/0110")
    for leaf in found.leaves[::7]:
        path = found.paths[leaf]
        place = grid.Located(found.edition.id, leaf, path, False, False, None, None)
        answer = duties.assign(town, duties.Question(entry.id, place, None, None, NOON))
        codes = [found.refs[area].code for area in reversed(path)]
        holder = identity.grid_leader(town, codes, NOON)
        assert answer.leader_person_id == (holder.person_id if holder else None)


RIVER = text(
    "INSERT INTO asset (kind, code, name, geom, owner_station_id)"
    " SELECT 'river', 'river-t', '试验河段',"
    " ST_GeomFromText('LINESTRING(113.177 35.2301, 113.177 35.2501)', 4326), id"
    " FROM station WHERE code = 'S-U-jt'"
)
ALONG_RIVERS = text(
    "INSERT INTO owner_override (code, name, asset_kind, buffer_m, pattern, lead)"
    " VALUES ('O-T', '试验', 'river', 30, 'component/0138', 'owner')"
)


def test_what_lies_within_metres_of_a_river_belongs_to_its_keeper(town: Session) -> None:
    town.execute(RIVER)
    town.execute(ALONG_RIVERS)
    duties.forget(town)
    assert named(town, at_metres_east(town, 25).lead) == "S-U-jt"
    assert named(town, at_metres_east(town, 35).lead) == "S-U-cg"


def test_a_telecom_manhole_goes_to_the_telecom_side_whatever_lies_around_it(
    town: Session,
) -> None:
    found = text("SELECT id, ST_X(geom), ST_Y(geom) FROM asset WHERE code = 'telecom-manhole-01'")
    asset, lon, lat = town.execute(found).one()
    entry = duties.class_by_key(town, "component/0123")
    located = grid.locate(town, lon, lat)
    for named_asset in (asset, None):
        asked = duties.Question(entry.id, located, lon, lat, NOON, named_asset)
        answer = duties.assign(town, asked)
        assert named(town, answer.lead) == "S-U-gx"
        assert answer.reasons[3]["override"] == "O-TELECOM-MANHOLE"


def test_an_unknown_manhole_elsewhere_goes_to_enforcement(town: Session) -> None:
    assert named(town, ask(town, "component/0123").lead) == "S-U-cg"


def at_metres_east(tx: Session, metres: float) -> duties.Assignment:
    lon, lat = SQUARE[0] + metres / 91_080, SQUARE[1]
    entry = duties.class_by_key(tx, "component/0138")
    located = grid.locate(tx, lon, lat)
    return duties.assign(tx, duties.Question(entry.id, located, lon, lat, NOON))


def test_all_answers_of_one_transaction_cost_one_small_query(
    town: Session, sessions: sessionmaker[Session]
) -> None:
    book(town)
    said: list[str] = []
    with sessions() as fresh:
        located = grid.locate(fresh, *SQUARE)
        driver = fresh.connection().connection.driver_connection
        assert driver is not None
        execute = driver.execute

        def heard(statement: str, *args: object, **more: object) -> object:
            said.append(statement)
            return execute(statement, *args, **more)

        driver.execute = heard
        event.listen(fresh.connection(), "before_cursor_execute", lambda *a: said.append(a[2]))
        entry = duties.class_by_key(fresh, "event/0301")
        duties.assign(fresh, duties.Question(entry.id, located, *SQUARE, NOON))
        policy = duties.filing(fresh, "officer", entry.id, None)
        assert policy.condition_id is not None
        duties.limits(fresh, policy.condition_id)
        duties.fastest_limits(fresh, entry.id)
        del driver.execute
        assert said == ["SELECT stamp::text FROM duty_stamp"]


def test_a_change_in_another_transaction_is_seen_by_the_next_one(
    town: Session, district_engine: Engine
) -> None:
    key = "event/0137"
    first = ask(town, key).lead
    town.execute(
        text("UPDATE case_class SET default_lead = 'dept:police' WHERE key = :k"), {"k": key}
    )
    duties.forget(town)
    assert ask(town, key).lead != first
    with Session(district_engine) as other:
        assert ask(other, key).lead == first


def test_a_change_that_is_undone_is_forgotten(town: Session) -> None:
    before = ask(town, "event/0137").lead
    savepoint = town.begin_nested()
    duties.save_rule(town, draft("dept:police"))
    during = ask(town, "event/0137").lead
    savepoint.rollback()
    assert during != before
    assert ask(town, "event/0137").lead == before


def draft(lead: str) -> duties.RuleDraft:
    return duties.RuleDraft("T-1", "试验", "event/0137", lead)


@pytest.mark.parametrize(
    ("source", "key", "confidence", "kind"),
    [
        ("officer", "event/0110", None, "file"),
        ("citizen", "event/0110", 0.9, "file"),
        ("citizen", "event/0110", 0.5, "queue"),
        ("citizen", "event/0502", 0.9, "dispatch_first"),
        ("hotline", "appeal/0104", None, "queue"),
        ("camera", "detection/9399", 1.0, "queue"),
        ("camera", "detection/9198", 0.9, "file"),
        ("gauge", "detection/9499", 0.9, "dispatch_first"),
    ],
)
def test_policy_files_queues_or_dispatches_first(
    town: Session, source: str, key: str, confidence: float | None, kind: str
) -> None:
    found = duties.filing(town, source, duties.class_by_key(town, key).id, confidence)
    assert found.kind == kind
    assert (found.condition_id is not None) == (kind == "file")


def test_a_report_without_a_class_waits_for_a_person(town: Session) -> None:
    assert duties.filing(town, "officer", None, None) == duties.Filing("queue", None, None)


def test_a_citizens_street_light_is_filed_under_the_condition_that_policy_names(
    town: Session,
) -> None:
    entry = duties.class_by_key(town, "component/0137")
    found = duties.filing(town, "citizen", entry.id, 0.8)
    assert duties.condition(town, found.condition_id or 0).seq == 3
