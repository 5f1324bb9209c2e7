import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gisgrid.cli import app_of

BOSTON = Path(__file__).parents[3] / "shared" / "data" / "boston"
TOWN_HALL = {"lon": -71.0587, "lat": 42.3594, "rows": 4775}

pytestmark = pytest.mark.skipif(
    not BOSTON.is_dir(), reason="the Boston requests are not beside this checkout"
)


def test_real_requests_agree_with_their_recorded_police_district() -> None:
    done = CliRunner().invoke(
        app_of(["locate"]),
        [
            "locate", str(BOSTON / "boston_311_requests.parquet"),
            "--areas", str(BOSTON / "police_districts.geojson"),
            "--area-key", "DISTRICT",
            "--expect", "police_district",
            "--json",
        ],
    )  # fmt: skip
    found = json.loads(done.stdout)

    assert found["points"] == 147_712
    assert found["suspected_defaults"] == [TOWN_HALL]
    assert found["agree_without_defaults"] >= 0.995
    assert found["agree"] < found["agree_without_defaults"]
