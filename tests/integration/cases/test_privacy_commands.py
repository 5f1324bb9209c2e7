"""`gisgrid retention` and `gisgrid audit verify`, as an operator runs them."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from gisgrid.cases import Action, Reporter, lock, take
from gisgrid.identity.audit_tables import AuditEntry
from gisgrid.identity.jobs import anchor_audit, seal_audit
from gisgrid.kernel import clock
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.settings import settings
from gisgrid.run import Urls
from tests.integration.cases.conftest import Desk


def run(urls: Urls, *options: str, **env: str) -> subprocess.CompletedProcess[str]:
    database = {"GISGRID_DATABASE_URL": urls.app, "GISGRID_REPORTERS_KEPT_DAYS": "30"}
    order = [sys.executable, "-m", "gisgrid.cli", *options]
    return subprocess.run(
        order, env={**os.environ, **database, **env}, capture_output=True, text=True, check=False
    )


@pytest.mark.long
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
        assert "0 tracks, dry run" in dry.stdout
    assert "1 cases anonymised" in run(own_district, "retention").stdout
    assert "0 cases anonymised" in run(own_district, "retention").stdout
    verified = run(own_district, "audit", "verify")
    assert "0 with a fault" in verified.stdout, verified.stderr


def test_verifying_meets_what_the_jobs_sealed_and_anchored(
    own_database: Urls, tmp_path: Path
) -> None:
    app, owner = engine_of(own_database.app, 1), engine_of(own_database.owner, 1)
    home = {"GISGRID_HOME": str(tmp_path)}
    with sessions_of(app).begin() as tx:
        row = {"at": clock.now(), "verb": "POST", "operation": "/api/session", "status": 201}
        tx.execute(insert(AuditEntry), [row, row])
    for job in (seal_audit, anchor_audit):
        with pytest.MonkeyPatch.context() as said, sessions_of(app).begin() as tx:
            said.setenv("GISGRID_HOME", str(tmp_path))
            settings.cache_clear()
            job(tx)
    settings.cache_clear()
    assert "0 faults in the audit" in run(own_database, "audit", "verify", **home).stdout

    with owner.begin() as tables:
        tables.execute(text("ALTER TABLE audit_link DISABLE TRIGGER USER"))
        tables.execute(text("DELETE FROM audit_link"))
    found = run(own_database, "audit", "verify", **home)
    assert found.returncode == 1
    assert "shorter than its signed anchor" in found.stdout
    app.dispose()
    owner.dispose()
