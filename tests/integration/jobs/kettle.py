"""A worker of its own for the tests: `python -m tests.integration.jobs.kettle URL`."""

import logging
import sys
import time
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.kernel.jobs import job
from gisgrid.kernel.messages import Message
from gisgrid.worker import Pace, Work, work

TABLE = "CREATE TABLE cup (id bigint GENERATED ALWAYS AS IDENTITY, litres int, made_by int)"
BREW = text("INSERT INTO cup (litres, made_by) VALUES (:litres, pg_backend_pid())")
FAST = Pace(heartbeat_s=0.2, dead_after_s=1.0, sweep_s=0.2, longest_pause_s=0.5)


@dataclass(frozen=True)
class KettleBoiled(Message):
    litres: int


def make_tea(tx: Session, litres: int) -> None:
    """Make one cup; a big pot takes longer than any test waits."""
    tx.execute(BREW, {"litres": litres})
    tx.flush()
    if litres > 100 and tx.scalar(text("SELECT count(*) FROM cup")) == 1:
        time.sleep(120)


@job(attempts=2)
def spill(tx: Session, litres: int) -> None:
    """Do half of the work, then fail."""
    tx.execute(BREW, {"litres": litres})
    raise RuntimeError("spilt")


REACTIONS: dict[type[Message], tuple[object, ...]] = {KettleBoiled: (make_tea,)}

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stdout)
    work(sys.argv[1], Work(frozenset({make_tea, spill})), FAST)
