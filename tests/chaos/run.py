"""The chaos run: reports and steps while web, worker and database are killed again and again.

    python -m tests.chaos.run [--kills 10] [--seed 1] [--write]

With --write the figures are put into docs/reliability.md.
"""

import argparse
import os
import random
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from gisgrid.identity import DEMO_PASSWORD
from gisgrid.kernel.db import engine_of
from gisgrid.run import Cluster, Urls
from tests.chaos.clients import NEXT_AT_A_UNIT, TIMEOUT_S, Citizen, Officer
from tests.chaos.history import History
from tests.chaos.judging import faults
from tests.chaos.killing import Program, Victim, database_of, web_of, worker_of
from tests.databases import build_district
from tests.serving import Serving
from tests.waiting import until

CITIZENS = 4
PATIENCE_S = 120.0
WAITING = text("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
CASES = text("SELECT status, count(*) AS n FROM case_file GROUP BY status ORDER BY status")
MARKS = ("<!-- chaos -->", "<!-- /chaos -->")
PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"


@dataclass
class Outcome:
    """What a run showed."""

    history: History
    victims: list[Victim]
    seconds: float
    cases: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, object]:
        """Return the figures, by the words under which they are printed."""
        told = self.history
        return {
            "reports acknowledged": len(told.acknowledged),
            "reports sent again until they were": sum(one.tries - 1 for one in told.acknowledged),
            "acknowledged reports sent once more, same answer": told.asked_again,
            "steps acknowledged": len(told.steps),
            "requests broken off": told.broken_off,
            "requests answered 503 with Retry-After": told.refused,
            **{f"kills of the {one.name}": len(one.asking) for one in self.victims},
            "fewest clients waiting at a kill": min(min(one.asking) for one in self.victims),
            "cases by status": ", ".join(f"{n} {status}" for status, n in self.cases.items()),
            "seconds under fire": round(self.seconds, 1),
            "faults": len(self.faults),
        }


def run(kills: int, seed: int) -> Outcome:
    """Run it on a cluster of its own, with its real settings."""
    dice = random.Random(seed)
    with own_cluster() as cluster, tempfile.TemporaryDirectory() as logs, ExitStack() as after:
        urls = cluster.ensure()
        build_district(urls)
        serving = Serving(urls, Path(logs))
        web, worker = Program(serving.web), Program(serving.worker)
        victims = [web_of(serving, web), worker_of(serving, worker), database_of(cluster)]
        for victim, program in zip(victims, (web, worker), strict=False):
            after.callback(program.kill)
            victim.start()
        until(lambda: serving.answers("/ready"))
        unit = login_of_the_unit(serving.address)
        began = time.monotonic()
        told = fire(serving, unit, victims, kills, dice)
        outcome = Outcome(told, victims, time.monotonic() - began)
        judge(outcome, urls)
        worker.stop()
        web.stop()
    return outcome


def login_of_the_unit(address: str) -> str:
    """Report one lamp in peace and return the login of the unit that answers for it."""
    history, over = History(), threading.Event()
    Citizen(address, history, over, random.Random(0)).report(history.begin("peace"))
    http = httpx.Client(base_url=address, timeout=TIMEOUT_S)
    said = {"login": "dispatcher", "password": DEMO_PASSWORD}
    http.post("/api/session", json=said).raise_for_status()
    (case,) = http.get("/api/cases").json()["cases"]
    codes = {one["id"]: one["code"] for one in http.get("/api/stations").json()}
    return f"unit-{codes[case['lead_station_id']].removeprefix('S-U-')}"


def fire(
    serving: Serving, unit: str, victims: list[Victim], kills: int, dice: random.Random
) -> History:
    """Let the clients live while everything is killed; return what they remember."""
    history, stop = History(), threading.Event()
    clients = list(people(serving.address, unit, history, stop, dice))
    with ThreadPoolExecutor(len(clients) + len(victims)) as threads:
        try:
            living = [threads.submit(one.live) for one in clients]
            dying = [
                threads.submit(one.suffer, kills, history, random.Random(dice.random()))
                for one in victims
            ]
            for one in as_completed(dying):
                one.result()
        finally:
            stop.set()
            wait(living, PATIENCE_S)
            history.over.set()
        for one in living:
            one.result()
    for client in clients:
        client.http.close()
    return history


def people(
    address: str, unit: str, history: History, stop: threading.Event, dice: random.Random
) -> Iterator[Citizen | Officer]:
    """Return who reports and who works."""

    def die() -> random.Random:
        return random.Random(dice.random())

    for _ in range(CITIZENS):
        yield Citizen(address, history, stop, die())
    yield Officer(address, history, stop, die(), login=unit, steps=NEXT_AT_A_UNIT)
    yield Officer(address, history, stop, die(), login="checker", steps={"feedback": "check_pass"})
    yield Officer(address, history, stop, die(), login="dispatcher", steps={"checked": "close"})


def judge(outcome: Outcome, urls: Urls) -> None:
    """Wait until the worker has nothing left to do, and look for faults."""
    engine = engine_of(urls.app, 2)
    until(lambda: waiting(engine) == 0, PATIENCE_S)
    with Session(engine) as tx:
        outcome.cases = {row.status: row.n for row in tx.execute(CASES)}
        outcome.faults = list(faults(tx, outcome.history))
    engine.dispose()


def waiting(engine: Engine) -> int:
    """Count the jobs that are not done."""
    with engine.connect() as connection:
        return int(connection.scalar(WAITING) or 0)


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """Give a private server whose account may enter its folder; nothing of it is left."""
    folder = Path(tempfile.mkdtemp(prefix="gg-"))
    folder.chmod(0o755)
    cluster = Cluster(folder / "own")
    try:
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder)


def write(lines: list[str]) -> None:
    """Put the figures between their marks in docs/reliability.md."""
    page = PAGE.read_text("utf-8")
    head, rest = page.split(MARKS[0])
    tail = rest.split(MARKS[1])[1]
    table = "\n".join(["| figure | value |", "|---|---|", *lines])
    PAGE.write_text(f"{head}{MARKS[0]}\n{table}\n{MARKS[1]}{tail}", "utf-8")


def main() -> None:
    """Run, print the figures, and end with 1 when anything is wrong."""
    os.environ.setdefault("GISGRID_DEMO", "true")
    asked = argparse.ArgumentParser(description="Kill everything, again and again.")
    asked.add_argument("--kills", type=int, default=10)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--write", action="store_true")
    chosen = asked.parse_args()
    outcome = run(chosen.kills, chosen.seed)
    for name, value in outcome.figures().items():
        print(f"{name:>50}: {value}")
    for fault in outcome.faults:
        print(fault)
    if chosen.write:
        write([f"| {name} | {value} |" for name, value in outcome.figures().items()])
    raise SystemExit(1 if outcome.faults else 0)


if __name__ == "__main__":
    main()
