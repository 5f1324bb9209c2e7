"""The first view of the map in a browser that has nothing yet: requests, bytes, time until idle.

    python -m tests.benchmarks.first_view [--rounds N] [--out FILE]

A citizen opens `/` and an officer, signed in, `/officer`: on a telephone's screen in headless
Chromium, with an empty cache, the program on the same machine. Bytes are those on the wire. The
time is from the first request to the map's own word that nothing is left to load or to draw; the
graphics are computed by the processor. `officer_js` is what the officer's page has of scripts,
compressed: entry, its lazy parts, MapLibre and its worker, the service worker. Size: the areas.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import grid, identity, maps
from gisgrid.kernel.db import engine_of
from gisgrid.kernel.folders import folder
from gisgrid.maps import cells
from gisgrid.run import Cluster, Urls, roles
from gisgrid.run.databases import make_database
from tests.benchmarks.postgres import bench_cluster
from tests.benchmarks.rows import Row, times_ours, write_rows
from tests.benchmarks.serving import PORT, served
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.profiles import PHONE
from tests.built import gzipped_kb, manifest_of, officer_js
from tests.databases import build_district

SETTLES_MS, PATIENCE_MS = 1000, 60_000
VIEWS = {"first_view_citizen": ("/", None), "first_view_officer": ("/officer", "officer1")}
UNITS = {"requests": "requests", "bytes": "kB", "idle": "s"}
AREAS = text("SELECT count(*) FROM area_shape")
PERSON = text("SELECT person_id FROM account WHERE login = :login")


def viewed(browser: Browser, path: str, token: str | None) -> Mapping[str, float]:
    """Open a page in a fresh context and return its figures."""
    size: Any = PHONE
    context = browser.new_context(viewport=size, has_touch=True, locale="zh-CN")
    if token:
        site = f"http://127.0.0.1:{PORT}"
        context.add_cookies([{"name": "gisgrid", "value": token, "url": site}])
    page = context.new_page()
    wire, received = context.new_cdp_session(page), []
    wire.on("Network.loadingFinished", lambda said: received.append(said["encodedDataLength"]))
    wire.send("Network.enable")
    page.goto(f"http://127.0.0.1:{PORT}{path}")
    page.locator("[data-idle=true]").wait_for(timeout=PATIENCE_MS)
    idle = page.evaluate("performance.now()") / 1000
    page.wait_for_timeout(SETTLES_MS)
    context.close()
    return {"requests": len(received), "bytes": sum(received) / 1000, "idle": idle}


def in_browser(tokens: Mapping[str | None, str | None], areas: int, rounds: int) -> Iterator[Row]:
    """Measure every view some times; the median counts."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
        for name, (path, login) in VIEWS.items():
            found = [viewed(browser, path, tokens[login]) for _ in range(rounds)]
            for metric, unit in UNITS.items():
                value = round(median(one[metric] for one in found), 2)
                yield Row(name, areas, "gisgrid", metric, value, unit)
        browser.close()


def every_row(cluster: Cluster, rounds: int) -> Iterator[Row]:
    """Return the figures, in a fresh district that is dropped after."""
    name = f"first_view_{time.time():.0f}"
    urls = make_database(cluster, name, build_district)
    areas, tokens = prepared(urls)
    with served("gisgrid.web:production", urls):
        yield from in_browser(tokens, areas, rounds)
    dist = folder("frontend/dist")
    manifest = manifest_of(dist)
    if manifest is not None:
        weight = round(gzipped_kb(dist, officer_js(manifest)), 1)
        yield Row("first_view_officer", areas, "gisgrid", "officer_js", weight, "kB")
    with cluster.admin() as admin:
        roles.drop_database(admin, name)


def prepared(urls: Urls) -> tuple[int, Mapping[str | None, str | None]]:
    """Cut the borders' tiles and the hexagons; return how many areas there are, and sign in."""
    engine = engine_of(urls.superuser)
    tokens: dict[str | None, str | None] = {None: None}
    with Session(engine) as tx:
        maps.bake(tx, grid.current_edition(tx).id)
        cells.draw_district(tx)
        for login in filter(None, (login for _, login in VIEWS.values())):
            tokens[login] = identity.start_session(tx, tx.scalars(PERSON, {"login": login}).one())
        areas = tx.scalars(AREAS).one()
        tx.commit()
    engine.dispose()
    return areas, tokens


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    if not CHROMIUM.exists() or not (folder("frontend/dist") / "index.html").is_file():
        print("left out: Chromium or the built web app is missing", file=sys.stderr)
        return
    with bench_cluster() as cluster:
        rows = list(every_row(cluster, asked.rounds))
    write_rows(times_ours(rows), asked.out)


if __name__ == "__main__":
    main()
