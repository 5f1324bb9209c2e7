from pathlib import Path

import pytest

from gisgrid.grid import files
from gisgrid.grid.rules.datums import suspicion
from gisgrid.kernel.datum import Datum

REAL = Path(__file__).parents[4] / "shared" / "data" / "zhongzhan"
AMAP = REAL / "district_amap_cnmaps_gcj02_ORIGINAL.geojson"
TIANDITU = REAL / "district_tianditu_wgs84.geojson"


@pytest.mark.skipif(not AMAP.exists(), reason="the shared data folder is not here")
@pytest.mark.parametrize("declared", [Datum.WGS84, Datum.BD09])
def test_the_real_outline_of_another_publisher_is_known_to_be_gcj02(declared: Datum) -> None:
    columns = files.Columns(code="adcode")
    (district,) = files.read_areas(TIANDITU, level="district", columns=columns)
    amap = files.read_areas(AMAP, level="district", datum=declared, columns=columns)
    (question,) = suspicion(amap, district.ground, declared)
    assert question.params["fits"] == "gcj02"
    right = files.read_areas(AMAP, level="district", datum=Datum.GCJ02, columns=columns)
    assert suspicion(right, district.ground, Datum.GCJ02) == []
