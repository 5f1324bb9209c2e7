"""Load a class book's folder: classes, conditions, successors, rules, overrides, policy.

Running it again changes nothing; running it with a changed file writes the next version of what
changed. A rule that cannot work stops the loading: the transaction is the caller's.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import RowMapping, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.duties import classbook, versions
from gisgrid.duties.answers import Loaded
from gisgrid.duties.bookcells import KINDS
from gisgrid.duties.bookfiles import Line, check_files, read, refuse
from gisgrid.duties.bookrows import Row, Values, gathered
from gisgrid.duties.classbook import texts
from gisgrid.duties.editions import goes_back
from gisgrid.duties.reviewing import broken
from gisgrid.duties.shelf import book, forget
from gisgrid.duties.tables import DutyRule, FilingPolicy, OwnerOverride
from gisgrid.kernel import clock
from gisgrid.kernel.db import Table
from gisgrid.kernel.errors import Invalid

SHOWN = 5
ASSET_KINDS = text("SELECT code FROM asset_kind")
ASSETS = text("SELECT code, id FROM asset")
AREAS = text("SELECT code, id FROM area ORDER BY code_list DESC")
"""A code that several lists hold means the first list's area."""


@dataclass(frozen=True)
class Known:
    """The ids behind the codes of the files."""

    classes: Mapping[str, int]
    conditions: Mapping[tuple[str, int], int]
    areas: Mapping[str, int]
    assets: Mapping[str, int]
    kinds: frozenset[str]


def load_classbook(tx: Session, folder: Path, *, go_back: bool = False) -> Loaded:
    """Load a class book's folder and say how much it holds; safe to run again.

    An edition that another followed comes back in force only where going back is meant.
    """
    for name in ("codebooks.csv", "classes.csv", "conditions.csv"):
        if not (folder / name).exists():
            raise Invalid(f"{folder} 中没有 {name} · there is no {name} in {folder}.")
    refuse(strangers(folder))
    check_files(folder)
    classes = classbook.load_classes(tx, folder)
    refuse([] if go_back else goes_back(classes.retired))
    known = known_codes(tx)
    policies = read(folder, "policies.csv")
    written_versions(tx, FilingPolicy, policies, lambda r: policy(r, known))
    overrides = read(folder, "overrides.csv")
    written_versions(tx, OwnerOverride, overrides, lambda r: override(r, known))
    rules = read(folder, "rules.csv")
    written_versions(tx, DutyRule, rules, lambda r: duty_rule(r, known))
    forget(tx)
    refuse_what_cannot_work(tx)
    many = (len(rules), len(overrides), len(policies))
    return Loaded(classes.classes, classes.conditions, *many, retired=classes.retired)


def strangers(folder: Path) -> list[str]:
    """Say which tables in the folder nobody would read: a misspelt name must not go unseen."""
    found = sorted(path.name for path in folder.glob("*.csv") if path.name not in KINDS)
    read_ones = "、".join(KINDS)
    return [f"{name}: 不认识这个文件，只读 {read_ones} · rename it" for name in found]


def known_codes(tx: Session) -> Known:
    """Return the ids that the files' codes mean."""
    forget(tx)
    found = book(tx)
    of_class = {entry.id: entry.key for entry in found.by_key.values()}
    return Known(
        classes={key: entry.id for key, entry in found.by_key.items()},
        conditions={
            (of_class[c.class_id], c.seq): c.id
            for c in found.conditions.values()
            if c.class_id in of_class
        },
        areas={row.code: row.id for row in tx.execute(AREAS)},
        assets={row.code: row.id for row in tx.execute(ASSETS)},
        kinds=frozenset(tx.scalars(ASSET_KINDS)),
    )


def duty_rule(row: Row, known: Known) -> Values:
    """Read one line of rules.csv."""
    if bool(row["from_time"]) != bool(row["to_time"]):
        raise Invalid("起止时刻要一起填 · fill from_time and to_time together, or neither.")
    return {
        **named(row),
        "area_id": wanted(known.areas, row["area_code"], "网格 · area"),
        "pattern": row["class"],
        "class_id": known.classes.get(row["class"]),
        "from_time": classbook.hour(row["from_time"]),
        "to_time": classbook.hour(row["to_time"]),
        "owner": row["owner"] or None,
        "lead": row["lead"],
        "assists": texts(row["assists"]),
    }


def override(row: Row, known: Known) -> Values:
    """Read one line of overrides.csv."""
    if bool(row["asset_code"]) == bool(row["asset_kind"]):
        raise Invalid("asset_code、asset_kind 应填且只填一个 · fill exactly one of the two.")
    if row["asset_kind"] and row["asset_kind"] not in known.kinds:
        raise Invalid(f"没有部件种类 {row['asset_kind']} · there is no such kind of assets.")
    return {
        **named(row),
        "asset_id": wanted(known.assets, row["asset_code"], "部件 · asset"),
        "asset_kind": row["asset_kind"] or None,
        "buffer_m": float(row["buffer_m"] or 0),
        "pattern": row["class"],
        "class_id": known.classes.get(row["class"]),
        "lead": row["lead"],
        "assists": texts(row["assists"]),
    }


def policy(row: Row, known: Known) -> Values:
    """Read one line of policies.csv."""
    seq = row["condition_seq"]
    condition = known.conditions.get((row["class"], int(seq))) if seq else None
    if seq and condition is None:
        raise Invalid(f"{row['class']} 没有第 {seq} 条 · has no condition {seq}.")
    return {
        **named(row),
        "source": row["source"] or None,
        "pattern": row["class"],
        "class_id": known.classes.get(row["class"]),
        "min_confidence": float(row["min_confidence"]) if row["min_confidence"] else None,
        "action": row["action"],
        "condition_id": condition,
    }


def named(row: Row) -> Values:
    """Read the columns that every file has."""
    return {
        "code": row["code"],
        "name": row["name"],
        "name_en": row["name_en"] or None,
        "priority": int(row["priority"] or 0),
        "note": row.get("note") or None,
    }


def wanted(ids: Mapping[str, int], code: str, what: str) -> int | None:
    """Return the id behind a code, None when no code is given; refuse an unknown one."""
    if not code:
        return None
    if code not in ids:
        raise Invalid(f"没有{what} {code!r}: there is none with this code.")
    return ids[code]


def written_versions(
    tx: Session, table: type[Table], lines: list[Line], values_of: Callable[[Row], Values]
) -> None:
    """Write what is new or changed as the next version."""
    current = {row["code"]: row for row in versions.current_rows(tx, table)}
    values = gathered(lines, values_of)
    changed = [one for one in values if differs(current.get(str(one["code"])), one)]
    now = clock.now()
    versions.replace_rows(tx, table, [str(one["code"]) for one in changed], now)
    fresh = [{**one, "version": next_version(current.get(str(one["code"])))} for one in changed]
    if fresh:
        tx.execute(insert(table).values(fresh))


def differs(before: RowMapping | None, after: Values) -> bool:
    """Tell whether a line says something else than the version in force."""
    return before is None or any(before[name] != value for name, value in after.items())


def next_version(before: RowMapping | None) -> int:
    """Return the number of the next version."""
    return 1 if before is None else int(before["version"]) + 1


class BrokenBook(Invalid):
    """The class book holds something that cannot work; `problems` says what, one by one."""

    title = "The class book cannot work"


def refuse_what_cannot_work(tx: Session) -> None:
    """Refuse the whole book when something in it cannot work."""
    found = [asdict(problem) for problem in broken(tx)]
    if found:
        said = "; ".join(f"{one['code']}: {one['text']}" for one in found[:SHOWN])
        raise BrokenBook(said, problems=found)
