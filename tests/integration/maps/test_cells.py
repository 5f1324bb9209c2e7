"""Cases are counted by hexagons as they are written: none twice, none lost, for every reader."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import h3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import cases, reactions
from gisgrid.kernel import clock
from gisgrid.kernel.db import engine_of
from gisgrid.maps import cells
from gisgrid.run import Urls
from tests.integration.maps.test_tiles import MIDDLE

NOW = datetime.fromisoformat("2026-11-23T09:30:00+08:00")
PLACES = [(113.16 + n % 7 * 0.0031, 35.22 + n % 5 * 0.0047) for n in range(30)]
ABROAD = (116.4, 39.9)
CELLS = text("""
    SELECT cell, part, cases, ST_DWithin(
      geom, ST_Transform(ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), 3857), 0.01) AS is_there
    FROM map.layer_case_count(ST_TileEnvelope(0, 0, 0), :z, CAST(:told AS jsonb))
""")
SINGLY = text("""
    SELECT h3 FROM map.cases_in_sight(ST_MakeEnvelope(-180, -80, 180, 80, 4326),
                                      CAST(:told AS jsonb))
""")


@pytest.fixture(autouse=True)
def plugged_in() -> None:
    reactions.install()


@pytest.fixture
def filed(district: Session) -> Iterator[Session]:
    """Thirty cases of two classes, some of them ended, merged or refused since.

    The hexagons of the district are drawn already.
    """
    with clock.at(NOW):
        for n, (lon, lat) in enumerate(PLACES):
            submit(district, lon, lat, "component/0118" if n % 3 else "event/0104")
        district.execute(text("""
            UPDATE case_file SET
              status = (ARRAY['received', 'closed', 'closed', 'merged', 'handling'])[id % 5 + 1],
              closed_at = CASE id % 5 WHEN 1 THEN CAST(:now AS timestamptz) - interval '1 day'
                                      WHEN 2 THEN CAST(:now AS timestamptz) - interval '9 days' END
        """), {"now": NOW})  # fmt: skip
        yield district


def submit(tx: Session, lon: float, lat: float, key: str = "component/0118") -> None:
    report = cases.NewReport(
        source=cases.Source.CITIZEN,
        text="路灯不亮",
        class_key=key,
        x=lon,
        y=lat,
        reporter=cases.Reporter("王某", "13812341234"),
    )
    cases.submit(tx, report)


def readers(tx: Session) -> list[dict[str, object]]:
    """Somebody who sees all, an area, one class, one station, and nothing."""
    area, station, sort = tx.execute(
        text("SELECT path_today[3], stations[1], class_id FROM case_file ORDER BY id LIMIT 1")
    ).one()
    reach = cases.Reach
    limit = {"classes": [sort], "root": area, "station": station}
    return [
        reach(everything=True).told(),
        reach(roots=(area,)).told(),
        reach(classes=(sort,)).told(),
        reach(mine=(station,)).told(),
        reach(limits=(limit,)).told(),
        reach().told(),
    ]


def told(reader: dict[str, object]) -> str:
    return json.dumps({"at": NOW.isoformat(), "edition": 1, **reader})


def counted(tx: Session, reader: dict[str, object], z: int) -> dict[str, int]:
    asked = {"z": z, "told": told(reader), "lon": MIDDLE[0], "lat": MIDDLE[1]}
    rows = [row for row in tx.execute(CELLS, asked) if row.part == "centre"]
    assert len({row.cell for row in rows}) == len(rows)
    return {row.cell: row.cases for row in rows}


def one_by_one(tx: Session, reader: dict[str, object], z: int) -> dict[str, int]:
    size = {9: 6, 10: 7, 11: 8, 12: 8, 13: 9, 14: 10, 16: 10}[z]
    found = tx.scalars(SINGLY, {"told": told(reader)})
    return Counter(h3.cell_to_parent(h3.int_to_str(cell), size) for cell in found)


@pytest.mark.parametrize("z", [9, 10, 11, 12, 13, 14, 16])
def test_every_reader_is_told_the_number_of_what_they_see(filed: Session, z: int) -> None:
    seen = [counted(filed, reader, z) for reader in readers(filed)]
    assert seen == [one_by_one(filed, reader, z) for reader in readers(filed)]
    assert sum(seen[0].values()) == 18, "open ones, and those that ended yesterday"
    assert all(sum(one.values()) for one in seen[:5])
    assert not seen[5]


def test_adding_up_changes_no_count(filed: Session) -> None:
    before = [counted(filed, reader, 14) for reader in readers(filed)]
    rows = "SELECT count(*) FROM case_cell"
    many = filed.scalar(text(rows))
    cells.fold(filed)
    cells.fold(filed)
    assert filed.scalar(text(rows)) < many
    assert [counted(filed, reader, 14) for reader in readers(filed)] == before


def test_counts_follow_a_case_that_moves_and_one_that_is_deleted(filed: Session) -> None:
    everything = readers(filed)[0]
    filed.execute(
        text("UPDATE case_file SET h3 = (SELECT max(h3) FROM case_file) WHERE id % 2 = 0")
    )
    assert counted(filed, everything, 14) == one_by_one(filed, everything, 14)
    filed.execute(text("UPDATE case_file SET path_today = path_today[1:2] WHERE id % 3 = 0"))
    for reader in readers(filed):
        assert counted(filed, reader, 12) == one_by_one(filed, reader, 12)


def test_a_hexagon_that_nobody_drew_is_shown_by_its_number_until_it_is(filed: Session) -> None:
    cells.fold(filed)
    submit(filed, *ABROAD)
    everything = readers(filed)[0]
    asked = {"z": 14, "told": told(everything), "lon": ABROAD[0], "lat": ABROAD[1]}

    def there() -> list[tuple[str, int]]:
        rows = filed.execute(CELLS, asked)
        return sorted((row.part, row.cases) for row in rows if row.is_there)

    assert there() == [("centre", 1)]
    assert counted(filed, everything, 14) == one_by_one(filed, everything, 14)
    cells.fold(filed)
    assert ("cell", 1) in there()
    assert filed.scalar(text("SELECT count(*) FROM cell_wanted")) == 0


def test_a_case_lies_in_its_finest_hexagon(filed: Session) -> None:
    stray = """
        SELECT count(*) FROM case_file c
        JOIN cell_shape s ON s.cell = c.h3
        WHERE NOT ST_DWithin(s.geom, ST_Transform(c.point, 3857), 1)
    """
    assert filed.scalar(text(stray)) == 0
    sizes = text("SELECT resolution, count(*) FROM cell_shape GROUP BY 1")
    drawn: dict[int, int] = {size: many for size, many in filed.execute(sizes)}  # noqa: C416
    assert sorted(drawn) == [6, 7, 8, 9, 10]
    assert drawn[10] > 5000


def test_a_heap_of_cases_is_a_hotspot_and_a_few_are_none(filed: Session) -> None:
    asked = text("""
        SELECT cases FROM map.layer_hotspot(ST_TileEnvelope(0, 0, 0), 12, CAST(:told AS jsonb))
    """)
    said = {"told": told(readers(filed)[0])}
    assert filed.scalars(asked, said).all() == []
    heap = "UPDATE case_file SET h3 = (SELECT max(h3) FROM case_file) WHERE id % 2 = 0"
    filed.execute(text(heap))
    for narrow in (cases.Reach(), cases.Reach(roots=(-1,)), cases.Reach(mine=(-1,))):
        assert filed.scalars(asked, {"told": told(narrow.told())}).all() == []
    (found,) = filed.scalars(asked, said)
    assert found == max(counted(filed, readers(filed)[0], 13).values()) >= 5


@given(st.floats(-80, 80), st.floats(-180, 180), st.integers(6, 10))
def test_parents_are_plain_arithmetic(lat: float, lon: float, size: int) -> None:
    finest = h3.str_to_int(h3.latlng_to_cell(lat, lon, 10))
    parent = h3.str_to_int(h3.cell_to_parent(h3.int_to_str(finest), size))
    low = (1 << (3 * (15 - size))) - 1
    assert (finest & ~(15 << 52)) | (size << 52) | low == parent
    first = (parent & ~(15 << 52) & ~low) | (10 << 52) | 32767
    last = (parent & ~(15 << 52)) | (10 << 52) | low
    children = [h3.str_to_int(c) for c in h3.cell_to_children(h3.int_to_str(parent), 10)][:400]
    assert all(first <= one <= last for one in (*children, finest))


def test_the_database_counts_as_h3_does(tx: Session) -> None:
    finest = h3.str_to_int(h3.latlng_to_cell(MIDDLE[1], MIDDLE[0], 10))
    for size in range(6, 11):
        parent = h3.str_to_int(h3.cell_to_parent(h3.int_to_str(finest), size))
        children = [h3.str_to_int(c) for c in h3.cell_to_children(h3.int_to_str(parent), 10)]
        asked = """SELECT map.cell_parent(:finest, :r), map.cell_first(:parent, :r),
                          map.cell_last(:parent, :r)"""
        said = {"finest": finest, "parent": parent, "r": size}
        found, first, last = tx.execute(text(asked), said).one()
        assert found == parent
        assert first <= min(children) <= max(children) <= last


def test_two_who_write_cases_in_one_hexagon_do_not_wait(own_district: Urls) -> None:
    engine = engine_of(own_district.app)
    with Session(engine) as one, Session(engine) as other:
        other.execute(text("SET LOCAL lock_timeout = '2s'"))
        submit(one, *MIDDLE)
        submit(other, *MIDDLE)
        other.commit()
        one.commit()
        with Session(engine) as reader, clock.at(clock.now()):
            asked: dict[str, Any] = {"everything": True}
            told_now = json.dumps({"at": clock.now().isoformat(), **asked})
            said = {"z": 14, "told": told_now, "lon": MIDDLE[0], "lat": MIDDLE[1]}
            rows = reader.execute(CELLS, said).all()
            assert [row.cases for row in rows if row.part == "centre"] == [2]
    engine.dispose()
