"""Read changed duty rules from a file in the form of rules.csv."""

import csv
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
    """Read changed duty rules from a file in the form of rules.csv.

    Raises:
        Invalid: there is no file, no table in UTF-8, no rule, or a line that makes no sense.
    """
    if not path.exists():
        raise Invalid(f"没有文件 {path} · there is no file {path}.")
    try:
        rows = read(path.parent, path.name)
    except (OSError, UnicodeDecodeError, csv.Error):
        raise Invalid(f"{path} 不是 UTF-8 编码的 CSV 文件 · it is no CSV file in UTF-8.") from None
    if not rows:
        raise Invalid(f"{path} 中没有规则 · there are no rules in {path}.")
    return [_draft_in(n, row) for n, row in enumerate(rows, 2)]


def _draft_in(line: int, row: Row) -> RuleDraft:
    try:
        return draft_of({name: cell or "" for name, cell in row.items() if name})
    except ValueError:
        raise Invalid(
            f"第 {line} 行的时间或优先级无法识别 · hours or priority make no sense in line {line}."
        ) from None


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
