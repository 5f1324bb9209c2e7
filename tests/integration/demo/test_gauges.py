"""The demo's rivers stand at a stage, one of them at its warning stage."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.demo.gauges import tell_stages

NOW = datetime.fromisoformat("2026-11-23T09:30:00+08:00")
STANDINGS = text("""
    SELECT standing, count(*) AS n FROM map.layer_river_point(
        ST_TileEnvelope(0, 0, 0), 14, jsonb_build_object('at', CAST(:at AS timestamptz)))
    GROUP BY standing
""")


def test_one_river_point_of_the_demo_is_at_its_warning_stage(district: Session) -> None:
    told = tell_stages(district, NOW)
    found = {row.standing: row.n for row in district.execute(STANDINGS, {"at": NOW})}
    assert told > 5
    assert (found["warning"], found["normal"]) == (1, told - 1)
