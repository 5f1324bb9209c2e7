"""`gisgrid retention` in a process of its own, as an operator runs it."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

from gisgrid.cases import Action, Reporter, lock, take
from gisgrid.kernel import clock
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.run import Urls
from tests.integration.cases.conftest import Desk


def run(urls: Urls, *options: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "GISGRID_DATABASE_URL": urls.app, "GISGRID_REPORTERS_KEPT_DAYS": "30"}
    order = [sys.executable, "-m", "gisgrid.cli", *options]
    return subprocess.run(order, env=env, capture_output=True, text=True, check=False)


def test_a_dry_run_changes_nothing_and_the_second_run_finds_nothing(
    own_district: Urls, told: None, at: Callable[[datetime], None]
) -> None:
    at(clock.now() - timedelta(days=40))
    month = f"{clock.now():%Y-%m}"
    engine = engine_of(own_district.app, 1)
    with sessions_of(engine).begin() as tx:
        desk = Desk(tx)
        found = lock(tx, desk.report(reporter=Reporter("王某"), class_key=None).number)
        take(tx, found, Action.DECLINE, actor=desk.who("dispatcher"), note="不属于本区")
    engine.dispose()

    for said in ("1 cases, dry run", "1 cases, dry run"):
        dry = run(own_district, "retention", "--dry-run")
        assert month in dry.stdout
        assert said in dry.stdout
    assert "1 cases anonymised" in run(own_district, "retention").stdout
    assert "0 cases anonymised" in run(own_district, "retention").stdout
    verified = run(own_district, "audit", "verify")
    assert "0 with a fault" in verified.stdout, verified.stderr
