"""Reports for the benchmarks: where in the district, and as they arrive over HTTP."""

import json
import random

from sqlalchemy import text

from gisgrid.kernel.db import engine_of
from gisgrid.run import Urls

CLASSES = ("component/0137", "event/0104", "component/0101", "event/0106", "component/0102")
POINTS_SQL = text("""
    SELECT ST_X(p.geom), ST_Y(p.geom)
    FROM area_shape AS s, LATERAL ST_Dump(ST_GeneratePoints(s.geom, :count, 7)) AS p
    WHERE cardinality(s.path) = 1
""")


def points(urls: Urls, count: int) -> list[tuple[float, float]]:
    """Return points in the district, the same ones every time."""
    engine = engine_of(urls.app)
    with engine.connect() as connection:
        found = connection.execute(POINTS_SQL, {"count": count}).all()
    engine.dispose()
    return [(lon, lat) for lon, lat in found]


def bodies(urls: Urls, count: int) -> list[bytes]:
    """Return reports as they arrive over HTTP."""
    chance = random.Random(7)
    made = []
    for at, (lon, lat) in enumerate(points(urls, count)):
        body = {
            "class_key": chance.choice(CLASSES),
            "text": f"第 {at} 号：路边设施损坏，请尽快处理",
            "lon": lon,
            "lat": lat,
            "accuracy_m": None,
            "reporter": {"name": "王某", "phone": "13812341234"},
        }
        made.append(json.dumps(body, ensure_ascii=False).encode())
    return made
