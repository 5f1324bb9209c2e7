"""The live stream on real commits: told at once, to whom it concerns and nobody else."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import cases, identity, reactions
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.live import tell_presence
from gisgrid.maps import Live, Looking, PublicLive
from gisgrid.maps.live import Client
from gisgrid.maps.live.clients import ROOM, event_of
from gisgrid.run import Urls
from tests.integration.maps.test_tiles import MIDDLE
from tests.loops import alone
from tests.serving import Serving, ended
from tests.waiting import until

LOGINS = ("dispatcher", "supervisor", "officer1", "unit-cg", "citygov", "gridoffice")
PATIENCE_S = 20
Event = tuple[str, Any]


@pytest.fixture
def committed(own_district: Urls) -> Iterator[sessionmaker[Session]]:
    reactions.install()
    engine = engine_of(own_district.app)
    yield sessions_of(engine)
    engine.dispose()


@pytest.fixture
def tokens(committed: sessionmaker[Session]) -> dict[str, str]:
    with committed.begin() as tx:
        asked = "SELECT login, person_id FROM account WHERE login = ANY (:logins)"
        people = tx.execute(text(asked), {"logins": list(LOGINS)}).all()
        return {login: identity.start_session(tx, person) for login, person in people}


@dataclass
class Office:
    """The hub of one process, and what the world commits meanwhile."""

    live: Live
    sessions: sessionmaker[Session]
    listens: bool = False

    async def open(self, token: str) -> Client:
        """Open a stream; the first one begins to listen, and is told when it does."""
        client = self.live.join(token, None)
        assert (await event(client))[0] == "hello"
        if not self.listens:
            self.listens = (await event(client))[0] == "again"
        return client

    async def commit(self, work: Callable[[Session], Any]) -> Any:
        """Do something in a transaction of its own, elsewhere."""

        def done() -> Any:
            with self.sessions.begin() as tx:
                return work(tx)

        return await asyncio.to_thread(done)


async def event(client: Client) -> Event:
    """Return the next event of a stream."""
    raw = await asyncio.wait_for(client.mail.get(), PATIENCE_S)
    if raw is None:
        return ("end", None)
    lines = dict(one.split(": ", 1) for one in raw.decode().strip().split("\n"))
    return lines["event"], json.loads(lines["data"])


async def next_of(client: Client, part: str) -> Any:
    """Return the next change's part that is not empty."""
    while True:
        kind, said = await event(client)
        if kind == "change" and said[part]:
            return said[part]


@asynccontextmanager
async def office(url: str, sessions: sessionmaker[Session]) -> AsyncIterator[Office]:
    public = PublicLive(most=1)
    live = Live(url, Looking(sessions, is_demo=True), asyncio.Semaphore(4), public)
    try:
        yield Office(live, sessions)
    finally:
        await live.close()


def reported(tx: Session) -> str:
    new = cases.NewReport(
        source=cases.Source.CITIZEN, text="路灯不亮", class_key="component/0118",
        x=MIDDLE[0], y=MIDDLE[1],
    )  # fmt: skip
    return cases.submit(tx, new).number


def test_a_commit_is_told_to_who_may_see_it_and_to_nobody_else(
    own_district: Urls, committed: sessionmaker[Session], tokens: dict[str, str]
) -> None:
    async def told() -> None:
        async with office(own_district.app, committed) as house:
            desk = await house.open(tokens["dispatcher"])
            elsewhere = await house.open(tokens["officer1"])
            number = await house.commit(reported)
            assert [number, 0] in [[n, 0] for n, _ in await next_of(desk, "cases")]
            kind, said = await event(elsewhere)
            assert (kind, said["cases"], said["orders"]) == ("change", [], [])
            assert number not in json.dumps(said)
            assert "case" in said["layers"]

    alone(told())


def test_signing_out_ends_the_stream(
    own_district: Urls, committed: sessionmaker[Session], tokens: dict[str, str]
) -> None:
    async def ended_stream() -> None:
        async with office(own_district.app, committed) as house:
            desk = await house.open(tokens["dispatcher"])
            other = await house.open(tokens["supervisor"])
            await house.commit(lambda tx: identity.sign_out(tx, tokens["dispatcher"]))
            assert [await event(desk), await event(desk)] == [("bye", ""), ("end", None)]
            assert other.mail.empty()

    alone(ended_stream())


def test_who_lost_the_post_is_told_no_more(
    own_district: Urls, committed: sessionmaker[Session], tokens: dict[str, str]
) -> None:
    """Rights are those of the moment in which something is told."""
    end = text("""
        UPDATE post SET valid_to = valid_from + interval '1 second' WHERE person_id =
        (SELECT person_id FROM account WHERE login = 'dispatcher')
    """)

    async def lost() -> None:
        async with office(own_district.app, committed) as house:
            desk = await house.open(tokens["dispatcher"])
            await house.commit(lambda tx: tx.execute(end))
            number = await house.commit(reported)
            await house.commit(lambda tx: identity.sign_out(tx, tokens["dispatcher"]))
            said = []
            while (one := await event(desk))[0] != "end":
                said.append(one)
            assert number not in json.dumps(said)

    alone(lost())


def test_two_at_one_case_see_each_other_and_the_unit_sees_neither(
    own_district: Urls, committed: sessionmaker[Session], tokens: dict[str, str]
) -> None:
    async def seen() -> None:
        async with office(own_district.app, committed) as house:
            number = await house.commit(reported)
            desk = await house.open(tokens["dispatcher"])
            unit = await house.open(tokens["unit-cg"])
            person = "SELECT person_id FROM account WHERE login = 'supervisor'"

            def look(tx: Session, seconds: int = 45) -> None:
                found = tx.scalar(text("SELECT id FROM case_file WHERE number = :n"), {"n": number})
                tell_presence(tx, found, tx.scalar(text(person)), seconds)

            await house.commit(look)
            kind, (here,) = await event(desk)
            assert (kind, here["number"], len(here["people"])) == ("here", number, 1)
            await house.commit(lambda tx: look(tx, 0))
            assert await event(desk) == ("here", [{"number": number, "people": []}])
            assert unit.mail.empty()

    alone(seen())


def test_a_slow_client_is_told_to_ask_again_instead_of_filling_the_memory() -> None:
    slow = Client("token")
    for _ in range(ROOM + 1):
        slow.put(event_of("change"), event_of("again"))
    assert slow.mail.qsize() == 1
    assert slow.mail.get_nowait() == event_of("again")


def test_who_missed_something_is_told_to_ask_again(
    own_district: Urls, committed: sessionmaker[Session], tokens: dict[str, str]
) -> None:
    async def back() -> None:
        async with office(own_district.app, committed) as house:
            desk = await house.open(tokens["dispatcher"])
            name = house.live.name
            house.live.leave(desk)
            same = house.live.join(tokens["dispatcher"], name)
            assert (await event(same))[0] == "hello"
            other = house.live.join(tokens["dispatcher"], "of-before-0")
            assert (await event(other))[0] == "again"

    alone(back())


NEW_EDITION = text("SELECT pg_notify('edition', '7')")


def test_the_public_is_told_of_borders_and_of_its_own_layers_alone(
    own_district: Urls, committed: sessionmaker[Session]
) -> None:
    async def told() -> None:
        async with office(own_district.app, committed) as house:
            citizen = house.live.join_public()
            assert citizen is not None
            assert house.live.join_public() is None, "as many as may be"
            assert [(await event(citizen))[0], (await event(citizen))[0]] == ["hello", "again"]
            number = await house.commit(reported)
            kind, said = await event(citizen)
            assert (kind, said["edition"]) == ("change", None)
            assert "case_count" in said["layers"]
            assert not {"case", "dispatch_order", "officer"} & set(said["layers"])
            assert number not in json.dumps(said)
            await house.commit(reported)  # told of at the end of the pause, not now
            await house.commit(lambda tx: tx.execute(NEW_EDITION))
            assert await event(citizen) == ("change", {"edition": 7, "layers": []})
            house.live.leave(citizen)
            assert house.live.join_public() is not None

    alone(told())


def test_the_stream_goes_over_http_and_ends_with_the_session(
    own_district: Urls, committed: sessionmaker[Session], tokens: dict[str, str], tmp_path: Path
) -> None:
    serving = Serving(own_district, tmp_path)
    web = serving.web()
    with ended(web):
        until(lambda: serving.answers("/health"))
        with httpx.Client(
            base_url=serving.address, cookies={"gisgrid": tokens["dispatcher"]}, timeout=PATIENCE_S
        ) as browser:
            with browser.stream("GET", "/api/live") as stream:
                assert stream.headers["content-type"].startswith("text/event-stream")
                lines = stream.iter_lines()
                assert "event: again" in lines  # from now on it listens
                with committed.begin() as tx:
                    number = reported(tx)
                assert any(number in line for line in lines)
                with committed.begin() as tx:
                    identity.sign_out(tx, tokens["dispatcher"])
                assert "event: bye" in lines
                assert [line for line in lines if line.startswith("event")] == []
            assert browser.get("/api/live").status_code == 401
