"""Citizens who report and people at desks who work; all of them try again when it fails."""

import random
import threading
from dataclasses import dataclass, field
from typing import Any

import httpx

from gisgrid.identity import DEMO_PASSWORD
from tests.chaos.history import History, Reported, Stepped

WEST, SOUTH, EAST, NORTH = 113.16, 35.23, 113.19, 35.25
LAMP = "component/0137"
TIMEOUT_S = 15.0
AGAIN = 0.1
NEXT_AT_A_UNIT = {"dispatched": "sign_in", "handling": "feedback"}
PHOTOS = frozenset({"feedback", "check_pass"})


@dataclass
class Client:
    """Somebody who asks over HTTP until the end; each by a die of their own."""

    address: str
    history: History
    stop: threading.Event
    dice: random.Random
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=TIMEOUT_S))

    def ask(self, method: str, path: str, **said: Any) -> httpx.Response | None:
        """Ask once; None when it was broken off or the service said that it cannot now."""
        with self.history.asking():
            try:
                answer = self.http.request(method, self.address + path, **said)
            except httpx.HTTPError:
                self.history.broken_off += 1
                return None
        if answer.status_code == 503:
            self.history.refused += 1
        if answer.status_code >= 500:
            if answer.status_code != 503 or "retry-after" not in answer.headers:
                self.wrong(answer)
            return None
        return answer

    def wrong(self, answer: httpx.Response) -> None:
        """Remember an answer that nobody should get."""
        self.history.wrong.append(f"{answer.request.url.path}: {answer.status_code} {answer.text}")


@dataclass
class Citizen(Client):
    """Reports lamps, one after the other; each until the number is known."""

    def live(self) -> None:
        """Report until the end; what was begun is finished."""
        while not self.stop.is_set():
            mine = self.history.begin(f"{self.dice.getrandbits(64):016x}")
            self.report(mine)
            if self.dice.random() < 0.1:
                self.report_again(mine)

    def report(self, mine: Reported) -> None:
        """Send one report until it is acknowledged."""
        body = self.body(mine)
        while mine.number is None and not self.history.over.is_set():
            mine.tries += 1
            answer = self.send(mine, body)
            if answer is None:
                self.stop.wait(AGAIN)
            elif answer.status_code == 201:
                mine.number = answer.json()["number"]
            else:
                self.wrong(answer)
                return

    def report_again(self, mine: Reported) -> None:
        """Send a report that was acknowledged again: it must get the same number."""
        answer = self.send(mine, self.body(mine))
        if answer is not None:
            self.history.asked_again += 1
            if answer.status_code != 201 or answer.json()["number"] != mine.number:
                self.wrong(answer)

    def send(self, mine: Reported, body: dict[str, Any]) -> httpx.Response | None:
        """Send a report under its key."""
        return self.ask("POST", "/api/reports", json=body, headers={"Idempotency-Key": mine.key})

    def body(self, mine: Reported) -> dict[str, Any]:
        """Say where and what; the same words for the same key."""
        where = random.Random(mine.key)
        lon, lat = where.uniform(WEST, EAST), where.uniform(SOUTH, NORTH)
        return {"class_key": LAMP, "text": mine.text, "lon": lon, "lat": lat}


@dataclass
class Officer(Client):
    """Somebody at a desk who takes the next steps of the cases that they see."""

    login: str = ""
    steps: dict[str, str] = field(default_factory=dict)

    def live(self) -> None:
        """Work until the end."""
        while not self.stop.is_set():
            found = self.cases() if self.http.cookies or self.sign_in() else []
            for case in found:
                self.step(case["number"], self.steps[case["status"]])
                if self.stop.is_set():
                    return
            self.stop.wait(AGAIN)

    def sign_in(self) -> bool:
        """Sit down; False when that was not possible now."""
        said = {"login": self.login, "password": DEMO_PASSWORD}
        answer = self.ask("POST", "/api/session", json=said)
        return answer is not None and answer.status_code == 201

    def cases(self) -> list[dict[str, Any]]:
        """Return some cases that wait for this desk."""
        status = self.dice.choice(list(self.steps))
        answer = self.ask("GET", "/api/cases", params={"status": status, "limit": 20})
        if answer is not None and answer.status_code == 401:
            self.http.cookies.clear()
        if answer is None or answer.status_code != 200:
            return []
        found: list[dict[str, Any]] = answer.json()["cases"]
        return self.dice.sample(found, min(3, len(found)))

    def step(self, number: str, action: str) -> None:
        """Take a step; who does not know whether it was taken looks again, and does not insist."""
        codes = {"photos": ["seen.jpg"]} if action in PHOTOS else {}
        said = {"action": action, "note": "已办", "codes": codes}
        answer = self.ask("POST", f"/api/cases/{number}/steps", json=said)
        if answer is not None and answer.status_code == 201:
            taken = answer.json()
            self.history.steps.append(Stepped(number, taken["seq"], taken["action"]))
