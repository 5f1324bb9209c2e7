"""Questions that are asked all day are answered by an index, in one partition where it can be."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.cases.sql import load
from tests.integration.cases.conftest import MONDAY, SQUARE

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


@pytest.mark.parametrize(("first", "after"), [(202611 * 10**9, 202612 * 10**9 - 1)])
def test_a_case_number_is_looked_up_in_one_month_only(tx: Session, first: int, after: int) -> None:
    found = plan(tx, NUMBERED.format(first, after))

    assert "case_file_202611_number_idx" in found
    assert "case_file_202612" not in found


def test_a_scope_of_areas_and_stations_is_one_index(tx: Session) -> None:
    found = plan(tx, REACHED)

    assert "path_today_stations" in found or "reach" in found
    assert "Seq Scan" not in found
