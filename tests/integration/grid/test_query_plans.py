import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import grid

EDITION = "from_edition <= :e AND (to_edition IS NULL OR to_edition > :e)"
QUESTIONS = {
    "which areas touch this": (
        "area_shape",
        "idx_area_shape_geom",
        f"ST_Intersects(geom, ST_MakeEnvelope(113.1, 35.2, 113.101, 35.201, 4326)) AND {EDITION}",
    ),
    "which areas lie under this one": (
        "area_shape",
        "area_shape_path_idx",
        "path && ARRAY[1::bigint]",
    ),
    "which borders run here": (
        "arc",
        "idx_arc_geom",
        f"geom && ST_MakeEnvelope(113.1, 35.2, 113.101, 35.201, 4326) AND {EDITION}",
    ),
    "which areas has this parent": (
        "area_shape",
        "area_shape_parent_area_id_idx",
        "parent_area_id = 1",
    ),
}


@pytest.mark.parametrize("asked", QUESTIONS)
def test_a_question_about_place_or_tree_has_an_index(
    tx: Session, small_town: grid.EditionRef, asked: str
) -> None:
    table, index, condition = QUESTIONS[asked]
    tx.execute(text("SET LOCAL enable_seqscan = off"))
    plan = tx.scalars(
        text(f"EXPLAIN SELECT * FROM {table} WHERE {condition}"), {"e": small_town.id}
    )
    assert index in "\n".join(plan)
