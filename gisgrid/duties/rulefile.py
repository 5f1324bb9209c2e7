"""Read changed duty rules from a file in the form of rules.csv."""

from pathlib import Path

from gisgrid.duties.answers import RuleDraft
from gisgrid.duties.classbook import Row, hour, read, texts
from gisgrid.kernel.errors import Invalid

RULE_COLUMNS = frozenset(
    [
        "code",
        "name",
        "name_en",
        "area_code",
        "class",
        "from_time",
        "to_time",
        "owner",
        "priority",
        "lead",
        "assists",
    ]
)


def read_rules(path: Path) -> list[RuleDraft]:
    """Read changed duty rules from a file in the form of rules.csv."""
    if not path.exists():
        raise Invalid(f"没有文件 {path} · there is no file {path}.")
    return [draft_of(row) for row in read(path.parent, path.name)]


def draft_of(row: Row) -> RuleDraft:
    """Read one line of rules.csv as a draft."""
    missing = RULE_COLUMNS - row.keys()
    if missing:
        names = ", ".join(sorted(missing))
        raise Invalid(f"缺少列 {names} · the file lacks the columns {names}.")
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
