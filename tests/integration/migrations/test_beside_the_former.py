"""The program of before and today's serve one database that today's has migrated.

The former program is the code before the newest migration, taken from the history of this
checkout; where there is none (a shallow clone, a source archive) the test is skipped, as it is
when the newest migration's CONTRACT says that the older program must be stopped first.
"""

import io
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from gisgrid.identity import DEMO_PASSWORD
from gisgrid.run import Urls
from tests.journeys.office import ok
from tests.serving import ROOT, Serving, ended
from tests.unit.migrations.test_contracts import VERSIONS, contract_of
from tests.waiting import until

Json = dict[str, Any]
PROGRAM = ("gisgrid", "data", "layers", "tiles", "pyproject.toml", "README.md")
LAMP = {"text": "路灯不亮", "lon": 113.17, "lat": 35.239, "class_key": "component/0137"}


def git(*order: str) -> bytes:
    """Return what git says about this checkout, or skip where it knows nothing."""
    try:
        done = subprocess.run(["git", *order], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no history here: a full `git clone` has the former program")
    return done.stdout


def former() -> str:
    """Return the commit before the newest migration; HEAD while that is not committed."""
    asked = ("--diff-filter=A", "--no-renames", "--format=%H", "--", str(VERSIONS[-1]))
    added = git("log", *asked).decode().split()
    return f"{added[0]}^" if added else "HEAD"


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """Lay out the former program in a folder."""
    said = contract_of(VERSIONS[-1].read_text("utf-8"))
    if "stop" in said.lower():
        pytest.skip(f"{VERSIONS[-1].stem}: {said}")
    commit, folder = former(), tmp_path / "former"
    with tarfile.open(fileobj=io.BytesIO(git("archive", commit, *PROGRAM))) as packed:
        packed.extractall(folder, filter="data")
    assert not (folder / VERSIONS[-1].relative_to(ROOT)).exists()
    return folder


@dataclass(frozen=True)
class Browser:
    """Somebody's browser; a balancer may send each of its requests to the other program."""

    cookies: Mapping[str, str]

    def ask(self, site: str, path: str) -> Any:
        return ok(httpx.get(f"{site}{path}", cookies=dict(self.cookies), timeout=60))

    def send(self, site: str, path: str, **said: object) -> Any:
        url, cookies = f"{site}{path}", dict(self.cookies)
        return ok(httpx.post(url, json=said, cookies=cookies, timeout=60), 201)

    def step(self, site: str, number: str, action: str, note: str = "", **codes: object) -> None:
        self.send(site, f"/api/cases/{number}/steps", action=action, note=note, codes=codes)


ANYONE = Browser({})


def signed_in(site: str, login: str) -> Browser:
    said = {"login": login, "password": DEMO_PASSWORD}
    answer = httpx.post(f"{site}/api/session", json=said, timeout=60)
    ok(answer, 201)
    return Browser(dict(answer.cookies))


@pytest.fixture
def sides(own_district: Urls, older: Path, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Serve with both programs, each with a worker of its own."""
    (tmp_path / "today").mkdir()
    shared = {"GISGRID_FILES_URL": (tmp_path / "files").as_uri()}
    before = Serving(own_district, older, shared, root=older)
    today = Serving(own_district, tmp_path / "today", shared)
    with ended(before.web(), before.worker(), today.web(), today.worker()):
        until(lambda: before.answers() and today.answers("/ready"))
        assert not before.answers("/ready"), "a balancer would send new browsers here"
        yield before.address, today.address
        said = (before.said() + today.said()).splitlines()
        assert [line for line in said if " ERROR " in line] == []


def closed(first: str, second: str) -> str:
    """Lead a lamp from its report to the citizen's rating, each step at the other side."""
    receipt: Json = ANYONE.send(first, "/api/reports", **LAMP)
    number, follow = receipt["number"], f"/api/reports/{receipt['token']}"
    dispatcher = signed_in(second, "dispatcher")
    until(lambda: dispatcher.ask(first, f"/api/cases/{number}")["status"] == "dispatched")
    unit = signed_in(first, login_of(dispatcher.ask(second, f"/api/cases/{number}"), second))
    unit.step(second, number, "sign_in")
    unit.step(first, number, "feedback", "已更换灯泡", photos=["lit.jpg"])
    signed_in(first, "checker").step(second, number, "check_pass", photos=["seen.jpg"])
    dispatcher.step(first, number, "close")
    ANYONE.send(second, f"{follow}/rating", score=5, resolved="yes")
    return str(ANYONE.ask(first, follow)["status"])


def login_of(case: Json, site: str) -> str:
    """Return the login of the leading unit's dispatcher."""
    stations = ANYONE.ask(site, "/api/stations")
    code = next(one["code"] for one in stations if one["id"] == case["lead_station_id"])
    return f"unit-{code.removeprefix('S-U-')}"


@pytest.mark.long
def test_a_case_goes_to_and_fro_between_the_program_of_before_and_today_s(
    sides: tuple[str, str],
) -> None:
    before, today = sides
    assert closed(before, today) == "closed"
    assert closed(today, before) == "closed"
