"""`gisgrid audit`: whether history is what was written."""

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from sqlalchemy.orm import Session

from gisgrid import cases, identity
from gisgrid.cli.database import database
from gisgrid.cli.progress import progress
from gisgrid.kernel import clock
from gisgrid.kernel.settings import settings

app = typer.Typer(no_args_is_help=True)
WORDS: Final[Mapping[str, str]] = {
    "missing": "缺少一步或一条 · a step or an entry is missing",
    "broken": "与前一步脱节 · does not follow the step before it",
    "edited": "被改动 · was edited",
    "personal_edited": "个人信息被改动 · what is personal was edited",
    "head_edited": "案件记录的末步不符 · the case's own head does not match",
    "added": "多出一步或一条 · a step or an entry was added",
    "case_missing": "案件本身已不在 · the case itself is gone",
    "partly_retired": "移出的月份缺环 · a retired month has fewer links than were signed",
    "cut": "审计链比签过名的锚点短 · the chain of the audit is shorter than its signed anchor",
    "rewritten": "审计链被重写，与签过名的锚点不符 · the chain was rewritten, its anchor differs",
    "anchor_forged": "锚点的签名不是本系统的 · an anchor was not signed by us",
    "status_edited": "案件状态不是流转得来的 · the status was not reached by a step",
}
"""What is wrong in both languages; the page of the audit says the same."""


@app.callback()
def audit() -> None:
    """Ask whether history is what was written."""


@app.command()
def verify(
    number: Annotated[str | None, typer.Argument(help="A case's number; none: every case.")] = None,
) -> None:
    """Verify the hash chains of cases and of the audit: what was edited, added or removed.

    A chain that was rewritten as a whole is told by the signed anchors in the home folder.
    Erased personal fields are no fault. Exit code 1 when anything is found.
    """
    with database() as sessions, sessions() as tx:
        tried, faulty = _verified(tx, number)
        audited = list(_audit_faults(tx)) if number is None else []
    for one in faulty:
        _say(f"{one.number} 第 {one.fault.seq} 步：{WORDS[one.fault.kind]}" if one.fault else "")
    for fault in audited:
        _say(f"审计{_where(fault)}：{WORDS[fault.kind]}")
    _say(f"核验 {tried} 案，{len(faulty)} 案有问题 · {tried} cases, {len(faulty)} with a fault")
    if number is None:
        _say(f"审计链有 {len(audited)} 处问题 · {len(audited)} faults in the audit")
    sys.exit(1 if faulty or audited else 0)


@app.command()
def retire(
    month: Annotated[int, typer.Argument(help="As 202601.", min=200001, max=999912)],
    folder: Annotated[Path, typer.Argument(help="Where its file is written.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only look whether it could be retired.")
    ] = False,
) -> None:
    """Write a month of the audit, older than six months, to a file, and drop it.

    Its links stay in the chain; a signed line beside the anchors says that it was retired, with
    the digest of what was written. Needs the tables' owner (GISGRID_OWNER_URL).
    """
    with ExitStack() as stack:
        tx = stack.enter_context(stack.enter_context(database(as_owner=True)).begin())
        place = identity.Anchorage.of(settings())
        aside = stack.enter_context(tempfile.TemporaryDirectory())
        target = Path(aside) if dry_run else folder
        found = identity.write_out_audit_month(tx, month, target, place)
        if not dry_run:
            place.sign_retired(month, found.entries, found.sha256, clock.now())
            identity.drop_audit_month(tx.connection(), month)
    done = "试运行 · dry run" if dry_run else f"已移出 · retired to {folder}"
    _say(f"{month}：{found.entries} 条 · entries，{done}，SHA-256 {found.sha256}")


def _audit_faults(tx: Session) -> Iterator[identity.AuditFault]:
    """Look at the audit link by link, then at what was signed of it."""
    place = identity.Anchorage.of(settings())
    yield from identity.audit_faults(tx, place.retired())
    yield from place.faults(tx)


def _where(fault: identity.AuditFault) -> str:
    """Say where in the audit, by the place in its chain, the entry, or both."""
    link = f"链第 {fault.seq} 环" if fault.seq is not None else ""
    entry = f"记录 {fault.entry_id}" if fault.entry_id is not None else ""
    return f"{link}（{entry}）" if link and entry else link or entry


def _verified(tx: Session, number: str | None) -> tuple[int, list[cases.ChainVerdict]]:
    """Return how many cases were verified, and those with a fault."""
    if number is not None:
        one = cases.verify_chain(tx, number)
        return 1, [one] if one.fault else []
    tried, faulty = 0, []
    with progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()) as bar:
        for one in bar.track(cases.verify_all(tx), description="核验 · verify"):
            tried += 1
            if one.fault:
                faulty.append(one)
    return tried, faulty


def _say(words: str) -> None:
    Console(soft_wrap=True, highlight=False).print(words)
