"""`gisgrid audit`: whether history is what was written."""

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from sqlalchemy.orm import Session

from gisgrid import cases
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.settings import settings

app = typer.Typer(no_args_is_help=True)
WORDS = {
    "missing": "缺少一步 · a step is missing",
    "broken": "与前一步脱节 · does not follow the step before it",
    "edited": "被改动 · was edited",
    "personal_edited": "个人信息被改动 · what is personal was edited",
    "head_edited": "案件记录的末步不符 · the case's own head does not match",
    "added": "多出一步 · a step was added",
    "case_missing": "案件本身已不在 · the case itself is gone",
    "status_edited": "案件状态不是流转得来的 · the status was not reached by a step",
}


@app.callback()
def audit() -> None:
    """Ask whether history is what was written."""


@app.command()
def verify(
    number: Annotated[str | None, typer.Argument(help="A case's number; none: every case.")] = None,
) -> None:
    """Verify the hash chains: find every step that was edited, added or removed.

    Erased personal fields are no fault. Exit code 1 when anything is found.
    """
    engine = engine_of(settings().database_url, pool_size=1)
    with sessions_of(engine)() as tx:
        tried, faulty = _verified(tx, number)
    engine.dispose()
    for one in faulty:
        _say(f"{one.number} 第 {one.fault.seq} 步：{WORDS[one.fault.kind]}" if one.fault else "")
    _say(f"核验 {tried} 案，{len(faulty)} 案有问题 · {tried} cases, {len(faulty)} with a fault")
    sys.exit(1 if faulty else 0)


def _verified(tx: Session, number: str | None) -> tuple[int, list[cases.ChainVerdict]]:
    """Return how many cases were verified, and those with a fault."""
    if number is not None:
        one = cases.verify_chain(tx, number)
        return 1, [one] if one.fault else []
    tried, faulty = 0, []
    for one in track(cases.verify_all(tx), "核验 · verify", console=Console(stderr=True)):
        tried += 1
        if one.fault:
            faulty.append(one)
    return tried, faulty


def _say(words: str) -> None:
    Console(soft_wrap=True, highlight=False).print(words)
