"""Who holds which post when, loaded from the district's own files."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.identity.tables import Account, FiveHave, Person, PostRow, Station, Unit
from gisgrid.kernel.errors import Invalid

FOLDER = Path(__file__).parents[3] / "data" / "zhongzhan"
NOW = datetime(2026, 11, 2, 4, tzinfo=UTC)


def size(tx: Session, table: type) -> int:
    return tx.scalar(select(func.count()).select_from(table)) or 0


def test_the_district_has_86_stations_and_each_its_five_haves(district: Session) -> None:
    kinds = Counter(station.kind for station in identity.every_station(district))
    assert kinds == {
        "district_centre": 1,
        "subdistrict_centre": 9,
        "community_station": 48,
        "unit_office": 28,
    }
    assert size(district, FiveHave) == 86 * 5


def test_loading_again_changes_nothing(district: Session) -> None:
    tables = (Unit, Station, FiveHave, Person, PostRow, Account)
    before = [size(district, table) for table in tables]
    identity.load_people(district, FOLDER)
    assert [size(district, table) for table in tables] == before


def test_every_grid_leader_and_every_station_is_found_for_every_community(
    district: Session,
) -> None:
    communities = [s for s in identity.every_station(district) if s.kind == "community_station"]
    for one in communities:
        assert one.area_code is not None
        assert identity.station_of_area(district, one.area_code) == one
        assert identity.grid_leader(district, [one.area_code, one.area_code[:9]], NOW) is not None


def test_every_unit_has_its_office(district: Session) -> None:
    for unit in district.scalars(select(Unit)):
        office = identity.station_of_unit(district, unit.code)
        assert office is not None
        assert (office.kind, office.unit_code) == ("unit_office", unit.code)


def test_the_leader_in_charge_follows_unit_and_class(district: Session) -> None:
    by_class = identity.leader_in_charge(district, class_key="component/01", unit_code=None, at=NOW)
    by_unit = identity.leader_in_charge(district, class_key=None, unit_code="cg", at=NOW)
    nobody = identity.leader_in_charge(district, class_key="none/1", unit_code="none", at=NOW)
    assert by_class is not None
    assert by_unit is not None
    assert by_class.person_id == by_unit.person_id
    assert nobody is not None
    assert nobody.title == "区政府主要负责同志"


def test_a_file_that_names_somebody_unknown_is_refused_with_its_line(
    tx: Session, tmp_path: Path
) -> None:
    for path in FOLDER.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    logins = tmp_path / "logins.csv"
    logins.write_text("login,person_code,role,title_zh,title_en\nsomebody,P9999,x,x,x\n")
    with pytest.raises(Invalid, match=r"logins.csv line 2: 'P9999' is not known"):
        identity.load_people(tx, tmp_path)


@pytest.fixture
def street(tx: Session) -> int:
    station = Station(code="S", kind="subdistrict_centre", name="街道", area_code="410803001")
    tx.add(station)
    tx.flush()
    return station.id


def post(tx: Session, station_id: int, **given: object) -> PostRow:
    person = Person(code=f"P-{given['code']}", name=str(given["code"]))
    tx.add(person)
    tx.flush()
    values = {"role": "grid_leader", "valid_from": datetime(2020, 1, 1, tzinfo=UTC)} | given
    made = PostRow(person_id=person.id, station_id=station_id, **values)
    tx.add(made)
    tx.flush()
    return made


def test_the_finest_area_that_has_a_leader_decides(tx: Session, street: int) -> None:
    post(tx, street, code="street", area_code="410803001")
    post(tx, street, code="village", area_code="410803001001")
    path = ["410803001001-G01", "410803001001", "410803001", "410803"]
    found = identity.grid_leader(tx, path, NOW)
    assert found is not None
    assert found.name == "village"


def test_posts_are_dated(tx: Session, street: int) -> None:
    change = datetime(2025, 5, 1, tzinfo=UTC)
    post(tx, street, code="old", area_code="410803001", valid_to=change)
    post(tx, street, code="new", area_code="410803001", valid_from=change)
    before = identity.grid_leader(tx, ["410803001"], datetime(2025, 4, 30, tzinfo=UTC))
    on_the_day = identity.grid_leader(tx, ["410803001"], change)
    assert before is not None
    assert on_the_day is not None
    assert (before.name, on_the_day.name) == ("old", "new")


def test_a_deputy_stands_in_only_where_the_post_is_vacant(tx: Session, street: int) -> None:
    leave = datetime(2026, 1, 1, tzinfo=UTC)
    principal = post(tx, street, code="a-principal", area_code="410803001", valid_to=leave)
    post(tx, street, code="a-deputy", area_code="410803001", deputy_for_id=principal.id)
    before = identity.grid_leader(tx, ["410803001"], datetime(2025, 6, 1, tzinfo=UTC))
    after = identity.grid_leader(tx, ["410803001"], NOW)
    assert before is not None
    assert after is not None
    assert (before.is_deputy, after.is_deputy) == (False, True)


def test_nobody_leads_where_there_is_no_post(tx: Session, street: int) -> None:
    assert identity.grid_leader(tx, ["410803009", "410803"], NOW) is None
