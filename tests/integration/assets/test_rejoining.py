import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import grid, reactions
from gisgrid.assets.jobs import rejoin_assets

JOINED = text("SELECT count(DISTINCT asset_id) FROM asset_area WHERE edition_id = :edition")


def test_a_published_edition_has_the_assets_joined_to_it_anew(zhongzhan: Session) -> None:
    assert rejoin_assets in reactions.FOLLOWS[grid.EditionPublished]
    first = grid.current_edition(zhongzhan)
    book = grid.book(zhongzhan, first)
    given = [
        grid.GivenArea("community", one.code, "x", one.name, shape_of(zhongzhan, one.id))
        for one in book.refs.values()
        if one.level == "community"
    ]
    options = grid.ImportOptions(edition="flat", fresh=True)
    grid.import_coverage(zhongzhan, given, [grid.GivenLevel("community", 2, "社区")], options)
    second = grid.publish(zhongzhan, "flat")
    assert zhongzhan.scalar(JOINED, {"edition": second.id}) == 0
    rejoin_assets(zhongzhan, edition_id=second.id)
    rejoin_assets(zhongzhan, edition_id=second.id)
    joined = [zhongzhan.scalar(JOINED, {"edition": one.id}) for one in (first, second)]
    assert joined[0] == joined[1] > 300


def shape_of(tx: Session, area_id: int) -> BaseGeometry:
    wkb = "SELECT ST_AsBinary(geom) FROM area_shape WHERE area_id = :id"
    return shapely.from_wkb(bytes(tx.execute(text(wkb), {"id": area_id}).scalar_one()))
