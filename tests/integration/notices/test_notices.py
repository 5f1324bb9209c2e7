"""Telling people: once, to whom it concerns, and recorded when it is read."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gisgrid.identity import Actor, Post
from gisgrid.identity.tables import Person, Station
from gisgrid.kernel.errors import NotFound
from gisgrid.kernel.settings import Settings
from gisgrid.notices import Notice, Told, inbox, notify, notify_all
from gisgrid.notices.delivery import channels_of, deliver
from gisgrid.notices.service import read
from gisgrid.notices.tables import NoticeRow

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture
def actor(tx: Session) -> Actor:
    station = Station(code="S", kind="unit_office", name="城管局")
    person = Person(code="P", name="王五")
    tx.add_all([station, person])
    tx.flush()
    post = Post(1, "Z", "handler", "", None, station.id, "S", None, None, (), None)
    return Actor(person.id, person.name, (post,))


def to_station(actor: Actor, key: str = "1") -> Notice:
    (station,) = actor.station_ids
    return Notice("dispatched", key, to_station_id=station, params={"number": "20260302-000001-7"})


def test_the_same_notice_is_told_once(tx: Session, actor: Actor) -> None:
    assert notify(tx, to_station(actor)) is True
    assert notify(tx, to_station(actor)) is False
    assert tx.scalar(select(func.count()).select_from(NoticeRow)) == 1


def test_of_many_only_the_new_ones_count(tx: Session, actor: Actor) -> None:
    notify(tx, to_station(actor, "1"))
    assert notify_all(tx, [to_station(actor, key) for key in "123"]) == 2


def test_the_inbox_holds_ones_own_and_ones_stations_notices_only(tx: Session, actor: Actor) -> None:
    stranger = Person(code="X", name="别人")
    tx.add(stranger)
    tx.flush()
    notify(tx, to_station(actor, "station"))
    notify(tx, Notice("slip", "own", to_person_id=actor.person_id))
    notify(tx, Notice("slip", "other", to_person_id=stranger.id))
    assert {row.dedupe for row in inbox(tx, actor)} == {"station", "own"}


def test_reading_is_recorded_once_and_empties_the_unread(
    tx: Session, actor: Actor, at: Callable[[datetime], None]
) -> None:
    at(NOON)
    notify(tx, to_station(actor))
    (row,) = inbox(tx, actor, unread=True)
    read(tx, actor, row.id)
    at(NOON + timedelta(hours=1))
    assert read(tx, actor, row.id).read_at == NOON
    assert list(inbox(tx, actor, unread=True)) == []


def test_nobody_reads_another_persons_notice(tx: Session, actor: Actor) -> None:
    notify(tx, to_station(actor))
    (row,) = inbox(tx, actor)
    with pytest.raises(NotFound):
        read(tx, Actor(actor.person_id, "王五"), row.id)


class Postman:
    def __init__(self) -> None:
        self.sent: list[Told] = []

    def send(self, told: Told) -> None:
        self.sent.append(told)


def test_a_notice_leaves_once_and_not_when_it_is_a_day_old(
    tx: Session, actor: Actor, at: Callable[[datetime], None]
) -> None:
    channel = Postman()
    at(NOON - timedelta(days=2))
    notify(tx, to_station(actor, "old"))
    at(NOON)
    notify(tx, to_station(actor, "new"))
    assert deliver(tx, [channel]) == 1
    assert deliver(tx, [channel]) == 0
    (told,) = channel.sent
    assert told.zh == "案件 20260302-000001-7 已派至贵单位，请于 — 前签收。"


def test_a_gateway_finds_the_notices_in_the_file_that_the_operator_chose(
    tx: Session, actor: Actor, tmp_path: Path
) -> None:
    path = tmp_path / "notices.jsonl"
    notify_all(tx, [to_station(actor, "1"), to_station(actor, "2")])
    assert deliver(tx, channels_of(Settings(notices_file=path))) == 2
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["kind"] for line in lines] == ["dispatched", "dispatched"]
    assert lines[0]["id"] < lines[1]["id"]


def test_without_a_file_notices_go_to_the_log(
    tx: Session, actor: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "gisgrid.notices")
    notify(tx, to_station(actor))
    deliver(tx, channels_of(Settings()))
    assert "20260302-000001-7" in caplog.text
