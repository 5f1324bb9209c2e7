"""People at their desks, in the words of the trade: over HTTP, with the worker's jobs between."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.identity import DEMO_PASSWORD
from gisgrid.kernel import jobs, messages

QUEUED = text("DELETE FROM procrastinate_jobs WHERE status = 'todo' RETURNING id, task_name, args")
Json = dict[str, Any]


@dataclass
class Office:
    """The whole district at work; `at` sets the clock, `worker` runs what was queued."""

    tx: Session
    anyone: TestClient
    at: Callable[[datetime], None]

    def worker(self) -> None:
        """Run the queued jobs, and those that they queue, as the worker would."""
        known = {jobs.name(job): job for job in messages.every_job()}
        while queued := sorted(self.tx.execute(QUEUED).all()):
            for _, name, args in queued:
                args.pop("request_id", None)
                known[name](self.tx, **args)

    def desk(self, login: str) -> "Desk":
        """Sit somebody down at their own desk."""
        client = TestClient(self.anyone.app)
        said = {"login": login, "password": DEMO_PASSWORD}
        answer = client.post("/api/session", json=said)
        assert answer.status_code == 201, answer.text
        return Desk(self, client, login)

    def stations(self) -> dict[str, Json]:
        """Return every station by its code."""
        return {one["code"]: one for one in ok(self.anyone.get("/api/stations"))}

    def report(self, client: TestClient | None = None, **said: object) -> Json:
        """Make a report, and let the worker follow."""
        receipt: Json = ok((client or self.anyone).post("/api/reports", json=said), 201)
        self.worker()
        return receipt


@dataclass
class Desk:
    """One person, signed in."""

    office: Office
    client: TestClient
    login: str

    def sit_down_again(self) -> None:
        """Sign in again, after a night in which the session ended."""
        self.client = self.office.desk(self.login).client

    def case(self, number: str) -> Json:
        """Open a case's page."""
        found: Json = ok(self.client.get(f"/api/cases/{number}"))
        return found

    def may(self, number: str) -> set[str]:
        """Return the steps this person may take now."""
        return {one["action"] for one in self.case(number)["actions"]}

    def step(self, number: str, action: str, note: str | None = None, **codes: object) -> Json:
        """Take a step, and let the worker follow."""
        taken: Json = ok(self.send(number, action, note, **codes), 201)
        self.office.worker()
        return taken

    def send(self, number: str, action: str, note: str | None = None, **codes: object) -> Any:
        """Ask for a step, whatever the answer."""
        said = {"action": action, "note": note, "codes": codes}
        return self.client.post(f"/api/cases/{number}/steps", json=said)


def ok(answer: Any, status: int = 200) -> Any:
    """Return what was answered, or fail with what the program said."""
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None
