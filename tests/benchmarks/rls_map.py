"""The second wall's price: maps, lists and searches of 500,000 cases, with policies and without.

The same statements, cut by the same scope, in one database: as the app's role, which PostgreSQL
holds to the scope by itself ("gisgrid"), and as the system's, which it does not ("one wall"). CPU
of the server's process, without parallel workers; the two take turns.

    python -m tests.benchmarks.rls_map [--cases 500000] [--seconds 2] [--only tile] [--out FILE]
"""

import argparse
import json
import os
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import h3
import psutil
from sqlalchemy import Connection, Engine, TextClause, text
from sqlalchemy.orm import Session

from gisgrid.cases.service.listing import Asked
from gisgrid.cases.service.listing import listed as list_cases
from gisgrid.cases.service.queues import counts
from gisgrid.cases.service.seeking import seek
from gisgrid.cases.service.sight import Reach
from gisgrid.kernel.db import bounded_engine_of, connection_of, engine_of
from gisgrid.kernel.rows import see_as
from gisgrid.maps import catalogue, queries
from gisgrid.maps.rules import tile_at
from gisgrid.run import Urls
from tests.benchmarks.rows import Row, times_ours, write_rows
from tests.databases import district_template, on_test_server

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
MONTHS = 12
ROUNDS = 5
PLACES = text("""
    CREATE TEMP TABLE place AS
    SELECT l.path, p.geom, row_number() OVER (ORDER BY random()) AS n
    FROM area_shape AS l
    CROSS JOIN LATERAL ST_Dump(ST_GeneratePoints(l.geom, :each, 7)) AS p
    WHERE l.is_leaf AND l.to_edition IS NULL
    LIMIT :cases
""")
FILL = text("""
    WITH kind AS (
      SELECT array_agg(id ORDER BY id) AS classes, (SELECT array_agg(id ORDER BY id) FROM station)
             AS stations FROM case_class
    )
    INSERT INTO case_file (id, number, status, class_id, point, h3, path_of_record, path_today,
      origin, source, text, place_text, stations, lead_station_id, routing, received_at,
      solve_due, head, last_seq)
    SELECT to_char(m.at, 'YYYYMM')::bigint * 1000000000 + n,
           to_char(m.at, 'YYYYMMDD-') || lpad(n::text, 6, '0') || '-0',
           CASE WHEN n % 5 = 0 THEN 'handling' ELSE 'archived' END,
           k.classes[1 + n % cardinality(k.classes)], geom, cell, path, path, 'complaint',
           'citizen', CASE WHEN n % 500 = 0 THEN '路灯不亮' ELSE '垃圾满溢' END, '人民路',
           ARRAY[s.id], s.id, '{}', m.at, m.at + interval '30 days', '', 2
    FROM place
    JOIN hexagon USING (n)
    CROSS JOIN kind AS k
    CROSS JOIN LATERAL (SELECT k.stations[1 + n % cardinality(k.stations)]) AS s(id)
    CROSS JOIN LATERAL (SELECT :now - (n % :months) * interval '1 month') AS m(at)
""")
SETTLE = (
    "SELECT ensure_months((timestamp '2026-11-23' - interval '12 months')::date, '2026-11-30')",
    "SET synchronous_commit = off",
)
HEART = text("""
    SELECT a.path[2] AS root, a.path[3] AS below, ST_X(p.at) AS lon, ST_Y(p.at) AS lat
    FROM area_shape AS a CROSS JOIN LATERAL (SELECT ST_PointOnSurface(a.geom) AS at) AS p
    WHERE a.is_leaf AND a.to_edition IS NULL ORDER BY a.area_m2 LIMIT 1
""")
Ask = Callable[[Session], object]


@dataclass(frozen=True)
class Question:
    """What somebody asks, and what they may see."""

    name: str
    who: Reach
    ask: Ask


@contextmanager
def filled(cases: int) -> Iterator[Urls]:
    """Give a district with so many cases, a fifth of them open."""
    name = f"bench_{os.getpid()}"
    with on_test_server() as server:
        urls = server.clone(name, district_template)
        try:
            owner = engine_of(urls.owner, 1)
            with owner.begin() as tx:
                for order in SETTLE:
                    tx.execute(text(order))
                leaves = text("SELECT count(*) FROM area_shape WHERE is_leaf")
                each = cases // int(tx.scalar(leaves) or 1) + 1
                said = {"cases": cases, "each": each, "now": NOW, "months": MONTHS}
                tx.execute(PLACES, said)
                draw_hexagons(tx)
                tx.execute(FILL, said)
            with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as tx:
                tx.execute(text("VACUUM ANALYZE case_file, case_cell"))
            owner.dispose()
            yield urls
        finally:
            server.drop(name)


def draw_hexagons(tx: Connection) -> None:
    """Write down in which hexagon each place lies."""
    raw = connection_of(Session(tx))
    found = raw.execute("SELECT n, ST_Y(geom), ST_X(geom) FROM place").fetchall()
    raw.execute("CREATE TEMP TABLE hexagon (n bigint PRIMARY KEY, cell bigint)")
    with raw.cursor().copy("COPY hexagon FROM STDIN") as copy:
        for n, lat, lon in found:
            copy.write_row((n, h3.str_to_int(h3.latlng_to_cell(lat, lon, 10))))


def questions(urls: Urls) -> list[Question]:
    """Return tiles, hexagons, counts, lists and searches, each for every shape of a scope."""
    engine = engine_of(urls.app, 1)
    with Session(engine) as tx:
        heart = tx.execute(HEART).one()
        classes = tuple(tx.scalars(text("SELECT id FROM case_class WHERE domain = 'event'")))
        stations = tuple(tx.scalars(text("SELECT id FROM station ORDER BY id LIMIT 3")))
    engine.dispose()
    limit = {"classes": list(classes), "root": heart.root, "station": stations[0]}
    scopes = {
        "district": Reach(everything=True),
        "area": Reach(roots=(heart.root,)),
        "station": Reach(mine=stations),
        "class_in_area": Reach(limits=(limit,)),
    }
    asked: dict[str, Callable[[Reach], Ask]] = {
        "tile_z16": lambda who: tile("case", heart, 16, who),
        "tile_z14": lambda who: tile("case", heart, 14, who),
        "tile_z12": lambda who: tile("case", heart, 12, who),
        "hexagons_z14": lambda who: tile("case_count", heart, 14, who),
        "hexagons_z12": lambda who: tile("case_count", heart, 12, who),
        "hexagons_z9": lambda who: tile("case_count", heart, 9, who),
        "hotspots_z12": lambda who: tile("hotspot", heart, 12, who),
        "queues": lambda who: lambda tx: counts(tx, who),
        "list": lambda who: lambda tx: list_cases(tx, Asked(queue="open"), who),
        "list_due": lambda who: lambda tx: list_cases(tx, Asked(queue="open", sort="due"), who),
        "search_words": lambda who: lambda tx: seek(tx, "路灯", who, 5),
        "search_number": lambda who: lambda tx: seek(tx, "20261123-499", who, 5),
    }
    return [
        Question(f"{what}_{name}", who, make(who))
        for what, make in asked.items()
        for name, who in scopes.items()
    ]


def tile(layer: str, heart: Any, z: int, who: Reach) -> Ask:
    """Cut a tile as the web does."""
    place = tile_at(heart.lon, heart.lat, z)
    wanted = json.dumps({"at": NOW.isoformat(), "edition": 1, **who.told()})
    return lambda tx: queries.cut(tx, catalogue()[layer], place, wanted)


ALONE: TextClause = text("SET max_parallel_workers_per_gather = 0")


def spent(engine: Engine, question: Question, seconds: float) -> float:
    """Return the milliseconds of the server's CPU for one answer."""
    with Session(engine) as tx:
        tx.execute(ALONE)
        process = psutil.Process(int(tx.scalar(text("SELECT pg_backend_pid()")) or 0))
        see_as(tx, question.who.told())
        for _ in range(2):
            question.ask(tx)
        began, count = sum(process.cpu_times()[:2]), 0
        while sum(process.cpu_times()[:2]) - began < seconds / ROUNDS:
            question.ask(tx)
            count += 1
        return 1000 * (sum(process.cpu_times()[:2]) - began) / count


def measure(urls: Urls, cases: int, seconds: float, only: str) -> list[Row]:
    """Return the figures of both walls and of one, for questions whose names begin so."""
    engines = {"gisgrid": bounded_engine_of(urls.app, 1), "one wall": engine_of(urls.app, 1)}
    found = []
    for question in (one for one in questions(urls) if one.name.startswith(only)):
        rounds: dict[str, list[float]] = {name: [] for name in engines}
        for _ in range(ROUNDS):
            for name, engine in engines.items():
                rounds[name].append(spent(engine, question, seconds))
        found += [
            Row("rls_map", cases, name, question.name, round(statistics.median(values), 3), "ms")
            for name, values in rounds.items()
        ]
    for engine in engines.values():
        engine.dispose()
    return times_ours(found)


def main() -> None:
    """Measure, and write the rows."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--cases", type=int, default=500_000)
    words.add_argument("--seconds", type=float, default=2.0)
    words.add_argument("--only", default="", help="what the questions' names begin with")
    words.add_argument("--out", type=Path)
    given = words.parse_args()
    with filled(given.cases) as urls:
        write_rows(measure(urls, given.cases, given.seconds, given.only), given.out)


if __name__ == "__main__":
    main()
