import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import assets, grid
from tests.integration.assets.conftest import DISTRICT

JOINS = "SELECT asset_id, area_id, share, lead FROM asset_area ORDER BY 1, 2"
LEAD = """
    SELECT aa.area_id FROM asset_area aa JOIN asset a ON a.id = aa.asset_id
    WHERE a.code = :code AND aa.lead
"""


def test_every_asset_inside_has_one_lead_and_shares_of_at_most_one(zhongzhan: Session) -> None:
    rows = zhongzhan.execute(
        text(
            "SELECT sum(share) AS whole, count(*) FILTER (WHERE lead) AS leads FROM asset_area"
            " GROUP BY asset_id"
        )
    ).all()
    assert len(rows) > 300
    assert {row.leads for row in rows} == {1}
    assert all(0 < row.whole <= 1 + 1e-9 for row in rows)


def test_a_point_belongs_to_the_leaf_that_the_locator_names(zhongzhan: Session) -> None:
    lamps = zhongzhan.execute(
        text(
            "SELECT code, ST_X(geom) AS lon, ST_Y(geom) AS lat FROM asset"
            " WHERE kind = 'street_lamp'"
        )
    ).all()
    assert lamps
    for lamp in lamps:
        here = grid.locate(zhongzhan, lamp.lon, lamp.lat)
        assert zhongzhan.scalar(text(LEAD), {"code": lamp.code}) == here.leaf


def test_a_river_touches_several_leaves_and_a_tower_sees_more_than_its_own(
    zhongzhan: Session,
) -> None:
    count = text(
        "SELECT max(n) FROM (SELECT count(*) AS n FROM asset_area aa JOIN asset a"
        " ON a.id = aa.asset_id WHERE a.kind = :kind GROUP BY a.id) AS per_asset"
    )
    assert zhongzhan.scalar(count, {"kind": "river"}) > 1
    assert zhongzhan.scalar(count, {"kind": "forest_camera"}) > 1
    assert zhongzhan.scalar(count, {"kind": "street_lamp"}) == 1


def test_a_line_along_a_border_counts_half_on_each_side(zhongzhan: Session) -> None:
    border = zhongzhan.execute(
        text(
            "SELECT left_area, right_area, ST_AsBinary(geom) AS wkb FROM arc"
            " WHERE left_area IS NOT NULL AND right_area IS NOT NULL ORDER BY id LIMIT 1"
        )
    ).one()
    zhongzhan.execute(
        text(
            "INSERT INTO asset (kind, code, name, geom) VALUES"
            " ('river', 'r', '界河', ST_GeomFromWKB(:wkb, 4326))"
        ),
        {"wkb": border.wkb},
    )
    assets.join_to_grid(zhongzhan, grid.current_edition(zhongzhan).id)
    rows = zhongzhan.execute(
        text(
            "SELECT area_id, share, lead FROM asset_area aa JOIN asset a ON a.id = aa.asset_id"
            " WHERE a.code = 'r' AND share > 0.01"
        )
    ).all()
    assert {row.area_id for row in rows} == {border.left_area, border.right_area}
    assert [row.share for row in rows] == pytest.approx([0.5, 0.5], abs=1e-3)
    assert sum(row.lead for row in rows) == 1


def test_joining_and_loading_again_change_nothing(zhongzhan: Session) -> None:
    before = zhongzhan.execute(text(JOINS)).all()
    assets.join_to_grid(zhongzhan, grid.current_edition(zhongzhan).id)
    assert zhongzhan.execute(text(JOINS)).all() == before
    assert assets.load_assets(zhongzhan, DISTRICT) == 0
