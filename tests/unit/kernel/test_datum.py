import math

import geocoordinates_ffi as oracle
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisgrid.kernel.datum import BadCoordinates, Datum, check, from_wgs84, to_wgs84

METRES_PER_DEGREE = 111_320.0
MILLIMETRE = 0.001
lons = st.floats(73.0, 137.0)
lats = st.floats(1.5, 55.0)


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    return math.hypot(a[0] - b[0], a[1] - b[1]) * METRES_PER_DEGREE


@given(lons, lats)
def test_gcj02_agrees_with_the_oracle_within_a_millimetre(lon: float, lat: float) -> None:
    shifted = oracle.wgs84_to_gcj02(oracle.Wgs84(lat=lat, lon=lon))
    back = oracle.gcj02_to_wgs84_refined(shifted)

    assert metres(from_wgs84(lon, lat, Datum.GCJ02), (shifted.lon, shifted.lat)) <= MILLIMETRE
    ours = to_wgs84(shifted.lon, shifted.lat, Datum.GCJ02)
    assert metres(ours, (back.lon, back.lat)) <= MILLIMETRE


@given(lons, lats)
def test_bd09_agrees_with_the_oracle_within_a_millimetre(lon: float, lat: float) -> None:
    shifted = oracle.wgs84_to_bd09(oracle.Wgs84(lat=lat, lon=lon))
    back = oracle.bd09_to_wgs84_refined(shifted)

    assert metres(from_wgs84(lon, lat, Datum.BD09), (shifted.lon, shifted.lat)) <= MILLIMETRE
    ours = to_wgs84(shifted.lon, shifted.lat, Datum.BD09)
    assert metres(ours, (back.lon, back.lat)) <= MILLIMETRE


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_there_and_back_again_is_the_same_place(datum: Datum) -> None:
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(73, 137, 20_000), rng.uniform(1.5, 55, 20_000)

    back = to_wgs84(*from_wgs84(lon, lat, datum), datum)

    assert np.hypot(back[0] - lon, back[1] - lat).max() * METRES_PER_DEGREE <= MILLIMETRE / 10


@pytest.mark.parametrize("datum", list(Datum))
def test_one_point_and_many_points_get_the_same_answer(datum: Datum) -> None:
    one = to_wgs84(113.17, 35.24, datum)
    many = to_wgs84(np.array([113.17]), np.array([35.24]), datum)

    assert metres(one, (float(many[0][0]), float(many[1][0]))) < 1e-6


def test_gcj02_shifts_the_district_by_about_590_metres() -> None:
    moved = from_wgs84(113.17, 35.24, "gcj02")
    east = (moved[0] - 113.17) * math.cos(math.radians(35.24))

    assert 540 < math.hypot(east, moved[1] - 35.24) * METRES_PER_DEGREE < 640


def test_outside_china_gcj02_is_wgs84() -> None:
    assert from_wgs84(-71.06, 42.36, "gcj02") == (-71.06, 42.36)
    assert to_wgs84(-71.06, 42.36, "gcj02") == (-71.06, 42.36)


def test_missing_places_stay_missing_in_a_column() -> None:
    lon, lat = to_wgs84(np.array([113.0, np.nan]), np.array([35.0, 35.0]), "bd09")

    assert np.isfinite([lon[0], lat[0]]).all()
    assert np.isnan(lon[1])


@pytest.mark.parametrize(
    ("lon", "lat", "said"),
    [
        (math.nan, 35.0, "finite"),
        (113.0, math.inf, "finite"),
        (35.24, 113.17, "swapped"),
        (38433210.0, 3901234.0, "metres of a projection"),
        (181.0, 95.0, "within ±180"),
    ],
)
def test_what_is_no_place_is_refused_in_clear_words(lon: float, lat: float, said: str) -> None:
    with pytest.raises(BadCoordinates, match=said):
        check(lon, lat)
    with pytest.raises(BadCoordinates, match=said):
        to_wgs84(lon, lat, Datum.WGS84)


def test_an_unknown_datum_is_refused() -> None:
    with pytest.raises(BadCoordinates, match="wgs84, cgcs2000, gcj02, bd09"):
        to_wgs84(113.0, 35.0, "tokyo")
