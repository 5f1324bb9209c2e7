"""Questions that are asked all day are answered by an index, in one partition where it can be."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.cases import NewReport, Source, submit_many
from gisgrid.cases.arrivals import Around
from gisgrid.cases.rules.repeats import Box
from gisgrid.cases.sql import load
from gisgrid.identity import system_actor
from gisgrid.kernel import ids
from gisgrid.kernel.db import execute
from tests.integration.cases.conftest import LAMP, MONDAY, SQUARE, Desk

NEAR = {
    "class_id": 1,
    "lon": SQUARE[0],
    "lat": SQUARE[1],
    "radius_m": 30.0,
    "since": MONDAY,
    "dx": 0.0004,
    "dy": 0.0003,
    "blur": 0.0,
    "first_id": 202611 * 10**9,
}
NUMBERED = "SELECT * FROM case_file WHERE number = '20261123-000001-1' AND id BETWEEN {0} AND {1}"
REACHED = (
    "SELECT * FROM case_file WHERE case_in_scope(path_today, stations, class_id, false,"
    " ARRAY[1::bigint], ARRAY[1::bigint], NULL, NULL)"
)


def plan(tx: Session, question: str, asked: dict[str, object] | None = None) -> str:
    """Return how PostgreSQL answers, when tables are too large to be read whole."""
    tx.execute(text("SET LOCAL enable_seqscan = off"))
    lines = tx.execute(text(f"EXPLAIN {question}"), asked or {}).scalars()
    return "\n".join(lines)


def test_duplicates_are_found_by_the_index_on_points(tx: Session) -> None:
    found = plan(tx, load("duplicates"), dict(NEAR))

    assert "Index Cond: (point && " in found
    assert "Seq Scan" not in found


def test_what_is_near_is_found_by_the_index_on_points(tx: Session) -> None:
    found = plan(tx, load("nearby"), {**NEAR, "now": NEAR["since"]})

    assert "Index Cond: (point && " in found


def test_open_things_are_found_box_by_box_by_the_index_on_points(desk: Desk) -> None:
    tx, (lon, lat) = desk.tx, SQUARE
    lamp = NewReport(source=Source.CITIZEN, class_key=LAMP, text="路灯不亮", x=lon, y=lat)
    submit_many(tx, [replace(lamp, x=lon + n * 1e-4) for n in range(300)], system_actor())
    around = [Box(one, lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001) for one in (1, 2)]
    asked = Around(around, MONDAY, *ids.span_of(MONDAY.date(), MONDAY.date())).named()

    lines = execute(tx, f"EXPLAIN {load('open_things')}", asked, prepare=False).fetchall()

    found = "\n".join(line for (line,) in lines)
    assert "Index Cond: (point && st_makeenvelope(box.west" in found
    assert "Seq Scan" not in found


@pytest.mark.parametrize(("first", "after"), [(202611 * 10**9, 202612 * 10**9 - 1)])
def test_a_case_number_is_looked_up_in_one_month_only(tx: Session, first: int, after: int) -> None:
    found = plan(tx, NUMBERED.format(first, after))

    assert "case_file_202611_number_idx" in found
    assert "case_file_202612" not in found


def test_a_scope_of_areas_and_stations_is_one_index(tx: Session) -> None:
    found = plan(tx, REACHED)

    assert "path_today_stations" in found or "reach" in found
    assert "Seq Scan" not in found
