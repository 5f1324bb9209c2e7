"""Every operation of the interface, asked in thousands of ways: no 5xx, no undocumented answer.

schemathesis reads the document and makes the requests (boundaries, random ones, chains of calls)
against a live web process on a real PostGIS, as the public and in several roles. Same seed, same
requests. Run by itself:

    pytest -m long tests/integration/edge/test_every_answer.py -s
"""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from gisgrid.identity import start_session
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.run import Urls
from tests.databases import Databases, district_template
from tests.serving import Serving, ended
from tests.waiting import until

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance"
)
PHASES = "examples,coverage,fuzzing,stateful"
HATS = {
    "public": ".*",
    "dispatcher": "/api/(cases|reports|photos|duplicates|assets|me|board|bulletins)",
    "planner": "/api/(duties|classes)",
    "system_admin": "/api/(people|posts|devices)",
    "audit_admin": "/api/audit",
    "unit_dispatcher": "/api/(cases|links|board|notices)",
}
"""Who asks, and which operations: whatever the role is for; the public asks all."""
SIGNS_OUT = "^/(api/sessions?|ready)$"
"""Whoever tried these in a role would be the public afterwards, so only the public does. `/ready`
is 503 where no worker runs, as it should be."""
ENDLESS = "^/(ready|api/live/public)$"
"""What the public does not ask: an answer to it is a stream that goes on."""
CONFIG = """
[parameters]
"path.number" = "{number}"
"path.token" = "{token}"
[cache]
enabled = false
"""
ANSWERED = re.compile(
    r'gisgrid_http_seconds_count\{method="(\w+)",route="([^"]+)",status="(\d+)"\} (\d+)'
)
POST = text("SELECT person_id FROM post WHERE role = :role ORDER BY id LIMIT 1")
LAMP = {"text": "路灯不亮", "lon": 113.17, "lat": 35.239, "class_key": "component/0137"}


@dataclass(frozen=True)
class Hat:
    """Who asks which operations, with a case and a report that there are."""

    address: str
    folder: Path
    cookie: str | None
    paths: str

    def asks(self) -> str:
        """Ask everything; return what schemathesis says in the end, or fail with all of it."""
        order = [
            str(Path(sys.executable).parent / "schemathesis"),
            *("--config-file", str(self.folder / "schemathesis.toml")),
            *("run", f"{self.address}/openapi.json", "--checks", CHECKS, "--phases", PHASES),
            *("--max-examples", "2", "--seed", "1", "--generation-database", "none"),
            *("--include-path-regex", self.paths, "--warnings", "off", "--no-color"),
        ]
        if self.cookie:
            out = ["--exclude-path-regex", SIGNS_OUT, "-H", f"Cookie: gisgrid={self.cookie}"]
        else:
            out = ["--exclude-path-regex", ENDLESS]
        done = subprocess.run(
            order + out, cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def serving(databases: Databases, tmp_path: Path) -> Iterator[tuple[Serving, Urls]]:
    urls = databases.clone("test_every_answer", district_template)
    found = Serving(urls, tmp_path)
    web = found.web()
    with ended(web):
        until(found.answers)
        yield found, urls
    databases.drop("test_every_answer")


@pytest.mark.long
def test_no_answer_is_5xx_and_none_is_undocumented(
    serving: tuple[Serving, Urls], tmp_path: Path
) -> None:
    web, urls = serving
    receipt = httpx.post(f"{web.address}/api/reports", json=LAMP).json()
    config = CONFIG.format(number=receipt["number"], token=receipt["token"])
    (tmp_path / "schemathesis.toml").write_text(config)
    began = time.monotonic()
    for role, paths in HATS.items():
        said = Hat(web.address, tmp_path, cookie_of(urls, role), paths).asks()
        print(role, *re.findall(r"Tested: \d+|\d+ generated", said))
    print(f"{time.monotonic() - began:.0f} s")
    found = ANSWERED.findall(httpx.get(f"{web.address}/metrics").text)
    statuses = {int(status) for _, _, status, _ in found}
    done = {f"{verb} {route}" for verb, route, status, _ in found if status[0] in "23"}
    print(f"{sum(int(n) for *_, n in found)} answers, {len(done)} operations did what was asked")
    assert statuses.isdisjoint(range(500, 600))
    assert len(done) >= DID_WHAT_WAS_ASKED


DID_WHAT_WAS_ASKED = 40
"""So many operations must have answered 2xx or 3xx too: refusals alone would prove nothing."""


def cookie_of(urls: Urls, role: str) -> str | None:
    engine = engine_of(urls.app, 1)
    with sessions_of(engine).begin() as tx:
        person = tx.scalar(POST, {"role": role})
        token = start_session(tx, person) if person is not None else None
    engine.dispose()
    assert (token is None) == (role == "public"), role
    return token
