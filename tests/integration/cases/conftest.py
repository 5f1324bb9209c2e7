from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import dispatch, identity
from gisgrid.cases import (
    CaseFiled,
    CaseRouted,
    EmergencyRouted,
    NewReport,
    Receipt,
    Reporter,
    ReportReceived,
    Source,
    StepTaken,
    submit,
    verify_chain,
)
from gisgrid.identity import Actor
from gisgrid.kernel import clock, messages
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.run import Urls

MONDAY = datetime.fromisoformat("2026-11-23T09:30:00+08:00")
SQUARE = (113.1700, 35.2390)
"""A point well inside the district, far from any border of a community."""
LAMP = "component/0137"
TOLD = (ReportReceived, CaseRouted, EmergencyRouted, CaseFiled, StepTaken)


@dataclass(frozen=True)
class Desk:
    """The district's transaction, and the people who work in it, by their logins."""

    tx: Session

    def who(self, login: str) -> Actor:
        asked = text("SELECT person_id FROM account WHERE login = :login")
        person = self.tx.scalar(asked, {"login": login})
        assert person is not None, f"no login {login}"
        return identity.actor_of(self.tx, person, clock.now())

    def report(self, **said: object) -> Receipt:
        """Submit a citizen's dark street lamp, changed by what the test says."""
        usual = {"source": Source.CITIZEN, "text": "路灯不亮", "class_key": LAMP}
        here = {"x": SQUARE[0], "y": SQUARE[1]}
        return submit(self.tx, NewReport(**{**usual, **here, **said}))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Tampered:
    """A case in a database of its own, and somebody who may write where the app may not."""

    urls: Urls

    def fault_after(self, change: str) -> str | None:
        """Change the history of a fresh case as the tables' owner; return what is found."""
        app, owner = engine_of(self.urls.app, 1), engine_of(self.urls.owner, 1)
        with sessions_of(app).begin() as tx:
            receipt = Desk(tx).report(reporter=Reporter("王某", "13812341234"))
        with owner.begin() as tables:
            tables.execute(text(change), {"id": receipt.case_id})
        with sessions_of(app)() as tx:
            fault = verify_chain(tx, receipt.number).fault
        app.dispose()
        owner.dispose()
        return fault.kind if fault else None


@pytest.fixture
def tampered(own_district: Urls, told: None, at: Callable[[datetime], None]) -> Tampered:
    """A district of the test's own on a Monday morning."""
    at(MONDAY)
    return Tampered(own_district)


@pytest.fixture(autouse=True)
def signing(secret: None) -> None:
    """Let links be signed."""


@pytest.fixture
def web(
    client: TestClient, district: Session, at: Callable[[datetime], None]
) -> Iterator[TestClient]:
    """The whole application on a Monday morning."""
    before = messages.installed()
    at(MONDAY)
    yield client
    messages.install(before)


@pytest.fixture
def told() -> Iterator[None]:
    """Let the cases speak with nobody listening, on the district's own calendar."""
    before = messages.installed()
    messages.install(dict.fromkeys(TOLD, ()))
    dispatch.plug_in()
    yield
    messages.install(before)


@pytest.fixture
def desk(district: Session, told: None, at: Callable[[datetime], None]) -> Desk:
    """The demo district on a Monday morning."""
    at(MONDAY)
    return Desk(district)
