from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from gisgrid.kernel import messages
from gisgrid.kernel.messages import Message, NoReactions, publish


@dataclass(frozen=True)
class KettleBoiled(Message):
    litres: int


@dataclass(frozen=True)
class NobodyCares(Message):
    pass


@dataclass(frozen=True)
class Undeclared(Message):
    pass


def make_tea(tx: Session, litres: int) -> None: ...
def turn_off(tx: Session, litres: int) -> None: ...


@pytest.fixture(autouse=True)
def _table() -> Iterator[None]:
    before = messages.installed()
    messages.install({KettleBoiled: (make_tea, turn_off), NobodyCares: ()})
    yield
    messages.install(before)


def test_a_message_that_nobody_decided_about_is_an_error() -> None:
    with pytest.raises(NoReactions, match="Undeclared has no line"):
        publish(Session(), Undeclared())


def test_a_message_that_nothing_follows_touches_no_database() -> None:
    publish(Session(), NobodyCares())


def test_a_sink_receives_the_jobs_in_the_order_of_the_table() -> None:
    session, seen = Session(), list[object]()
    messages.sink(session, lambda job, args: seen.append((job, dict(args))))
    publish(session, KettleBoiled(litres=2))
    assert seen == [(make_tea, {"litres": 2}), (turn_off, {"litres": 2})]


def test_a_sink_receives_every_message_of_a_batch() -> None:
    session, seen = Session(), list[int]()
    messages.sink(session, lambda _, args: seen.append(args["litres"]))
    messages.publish_many(session, [KettleBoiled(1), KettleBoiled(2)])
    assert seen == [1, 1, 2, 2]
