"""The demo's rivers stand at a stage, one of them at its warning stage."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.demo.gauges import DAYS, tell_history, tell_stages
from gisgrid.demo.live import STAGES_EVERY, keep_telling

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


def test_the_live_demo_keeps_its_stages_fresh(
    district: Session, at: Callable[[datetime], None]
) -> None:
    at(NOW)
    told = keep_telling(district, None)
    later = NOW + timedelta(hours=3)
    found = {row.standing for row in district.execute(STANDINGS, {"at": later})}
    assert found == {"old"}
    at(NOW + STAGES_EVERY - timedelta(seconds=1))
    assert keep_telling(district, told) == NOW
    at(later)
    assert keep_telling(district, told) == later
    found = {row.standing for row in district.execute(STANDINGS, {"at": later})}
    assert found == {"normal", "warning"}


def test_the_demo_s_rivers_have_a_history_that_meets_the_stage_of_now(district: Session) -> None:
    tell_stages(district, NOW)
    tell_history(district, NOW)
    facts = text("""
        SELECT count(DISTINCT asset_id), count(*), max(abs(stage_m - before)),
               count(DISTINCT asset_id) FILTER (WHERE stage_m > warning_m)
        FROM (SELECT r.asset_id, r.stage_m, lag(r.stage_m) OVER (
                       PARTITION BY r.asset_id ORDER BY r.at) AS before,
                     (a.attrs->>'warning_stage_m')::float8 AS warning_m
              FROM gauge_reading r JOIN asset a ON a.id = r.asset_id) AS told
    """)
    points, count, leap, flooded = district.execute(facts).one()
    assert count == points * DAYS * 96
    assert leap < 0.3
    assert 1 < flooded < points
