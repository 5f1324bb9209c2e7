"""Jobs for the tests of the queue."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.kernel.jobs import Args, job
from gisgrid.kernel.messages import Message

TABLE = "CREATE TABLE cup (id bigint GENERATED ALWAYS AS IDENTITY, litres int, made_by int)"
GRANT = "GRANT ALL ON ALL TABLES IN SCHEMA public TO gisgrid_app, gisgrid_system"
BREW = text("INSERT INTO cup (litres, made_by) VALUES (:litres, pg_backend_pid())")
POT = 100
UNLUCKY = 13


@dataclass(frozen=True)
class KettleBoiled(Message):
    litres: int


def make_tea(tx: Session, litres: int) -> None:
    """Make one cup; the first pot takes longer than any test waits."""
    tx.execute(BREW, {"litres": litres})
    if litres >= POT and tx.scalar(text("SELECT count(*) FROM cup")) == 1:
        time.sleep(120)


def make_tea_once(tx: Session, litres: int) -> None:
    """Make a cup that counts once, however often it is asked for."""
    first = text("INSERT INTO wanted VALUES (:litres) ON CONFLICT DO NOTHING RETURNING litres")
    if tx.scalar(first, {"litres": litres}) is not None:
        tx.execute(BREW, {"litres": litres})


@job(attempts=2)
def spill(tx: Session, litres: int) -> None:
    """Do half of the work, then fail."""
    tx.execute(BREW, {"litres": litres})
    raise RuntimeError("spilt")


def wash_up(tx: Session) -> None:
    """Do what is done every minute."""
    tx.execute(text("DELETE FROM cup"))


def brew_all(tx: Session, asked: Sequence[Args]) -> None:
    """Brew every cup that was asked for at once; one of 13 litres spoils the whole pot."""
    for one in asked:
        tx.execute(BREW, {"litres": one["litres"]})
    if any(one["litres"] == UNLUCKY for one in asked):
        raise RuntimeError("the pot is spoilt")


@job(attempts=1, together=brew_all)
def brew(tx: Session, litres: int) -> None:
    """Brew one cup."""
    brew_all(tx, [{"litres": litres}])
