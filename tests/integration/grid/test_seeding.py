from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import grid
from tests.integration.grid.conftest import DISTRICT


def test_the_demo_district_is_loaded_once(tx: Session) -> None:
    first = grid.load_grid(tx, DISTRICT)
    again = grid.load_grid(tx, DISTRICT)
    assert first == again
    counted = "SELECT level, count(*) AS areas FROM area GROUP BY level"
    counts = {row.level: row.areas for row in tx.execute(text(counted))}
    assert counts["district"] == 1
    assert counts["subdistrict"] == 9
    assert counts["community"] == 48
    assert counts["basic_grid"] >= 240
