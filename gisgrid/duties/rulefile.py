"""Read changed duty rules from a file in the form of rules.csv."""

from pathlib import Path

from gisgrid.duties.answers import RuleDraft
from gisgrid.duties.bookfiles import doubled, faults, read, refuse
from gisgrid.duties.bookrows import Row
from gisgrid.duties.classbook import hour, texts
from gisgrid.kernel.errors import Invalid


def read_rules(path: Path) -> list[RuleDraft]:
    """Read changed duty rules from a file in the form of rules.csv.

    Raises:
        Invalid: there is no file, or no rule in it.
        BadCells: it is no table in UTF-8, or lines make no sense; all are named.
    """
    if not path.exists():
        raise Invalid(f"没有文件 {path} · there is no file {path}.")
    refuse(list(faults(path, as_file="rules.csv")))
    refuse(list(doubled(path.parent, [path.name], "code", "")))
    lines = read(path.parent, path.name)
    if not lines:
        raise Invalid(f"{path} 中没有规则 · there are no rules in {path}.")
    return [draft_of(line) for line in lines]


def draft_of(row: Row) -> RuleDraft:
    """Read one line of rules.csv as a draft."""
    return RuleDraft(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"] or None,
        area_code=row["area_code"] or None,
        class_pattern=row["class"],
        from_time=hour(row["from_time"]),
        to_time=hour(row["to_time"]),
        owner=row["owner"] or None,
        priority=int(row["priority"] or 0),
        lead=row["lead"],
        assists=tuple(texts(row["assists"])),
        note=row.get("note") or None,
    )
