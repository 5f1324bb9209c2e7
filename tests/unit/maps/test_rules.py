"""The arithmetic of tiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisgrid.maps.rules import Box, Tile, etag, masked, matches, tile_at, tiles_of

LON = st.floats(-180, 180)
LAT = st.floats(-90, 90)
ZOOM = st.integers(0, 22)


@given(LON, LAT, ZOOM)
def test_every_point_lies_in_a_tile_that_exists(lon: float, lat: float, z: int) -> None:
    assert tile_at(lon, lat, z).exists()


@given(LON, LAT, st.integers(1, 22))
def test_a_finer_tile_lies_inside_the_coarser_one(lon: float, lat: float, z: int) -> None:
    fine, coarse = tile_at(lon, lat, z), tile_at(lon, lat, z - 1)
    assert (fine.x >> 1, fine.y >> 1) == (coarse.x, coarse.y)


def test_the_district_lies_where_the_map_asks_for_it() -> None:
    assert tile_at(113.15, 35.25, 10) == Tile(10, 833, 404)


@pytest.mark.parametrize("tile", [Tile(-1, 0, 0), Tile(23, 0, 0), Tile(3, 8, 0), Tile(3, 0, -1)])
def test_what_is_no_tile_does_not_exist(tile: Tile) -> None:
    assert not tile.exists()


def test_a_box_is_covered_once_at_every_zoom() -> None:
    tiles = list(tiles_of(Box(113.08, 35.17, 113.21, 35.36), range(8, 13)))
    assert len(tiles) == len(set(tiles))
    for z in range(8, 13):
        corners = {tile_at(lon, lat, z) for lon in (113.08, 113.21) for lat in (35.17, 35.36)}
        assert corners <= set(tiles)


def test_the_same_bytes_have_the_same_name() -> None:
    assert etag(b"one") == etag(b"one") != etag(b"two")


@pytest.mark.parametrize("said", ['"a"', 'W/"a"', '"b", "a"', "*"])
def test_who_holds_the_content_is_told_so(said: str) -> None:
    assert matches(said, '"a"')


@pytest.mark.parametrize("said", [None, "", '"b"', "a"])
def test_who_does_not_is_sent_it(said: str | None) -> None:
    assert not matches(said, '"a"')


@pytest.mark.parametrize(
    ("phone", "shown"), [("13812341234", "138****1234"), ("123", "****"), ("", "****")]
)
def test_a_telephone_is_shown_without_its_middle(phone: str, shown: str) -> None:
    assert masked(phone) == shown
