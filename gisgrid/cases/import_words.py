"""What the columns and cells of a file of reports mean, and what is wrong with one, in words."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from gisgrid.cases.schemas import ReportIn
from gisgrid.kernel.errors import Invalid

FIELDS: Final = frozenset(ReportIn.model_fields) - {"reporter"} | {
    "reporter_name",
    "reporter_phone",
}
USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("诉求内容", "问题描述", "内容", "描述"),
    "class_key": ("类别编码", "类别"),
    "place_text": ("地址", "地点", "位置", "详细地址"),
    "lon": ("lng", "long", "longitude", "x", "经度"),
    "lat": ("latitude", "y", "纬度"),
    "datum": ("坐标系",),
    "source": ("来源",),
    "reporter_name": ("上报人", "诉求人", "联系人", "姓名"),
    "reporter_phone": ("联系电话", "手机号", "电话"),
    "external_platform": ("平台", "来源平台"),
    "external_number": ("工单编号", "工单号"),
    "external_deadline": ("办理期限", "截止时间"),
    "confidence": ("置信度",),
}
"""Columns that mean a field without being named by --column; a field's own name goes first."""
SAYS: Final = frozenset({"text", "class_key", "class_id"})
"""A report says at least one of these."""


def fields_of(columns: Sequence[str], renamed: Mapping[str, str]) -> dict[str, str]:
    """Return which column holds which field; `renamed` is what the caller says about it.

    Raises:
        Invalid: the caller names what there is not, or no column says what happened.
    """
    _refuse_unknown(columns, renamed)
    found = dict(renamed)
    lower = {column.lower(): column for column in reversed(columns)}
    for field in sorted(FIELDS):
        column = next((lower[one] for one in (field, *USUAL.get(field, ())) if one in lower), None)
        if column is not None and column not in found and field not in found.values():
            found[column] = field
    if not SAYS & set(found.values()):
        raise Invalid(
            f"没有一列是诉求内容（text）或类别（class_key）；文件的列是 {'、'.join(columns)}。"
            "请用 --column 指明，例如 --column text=列名。"
        )
    return found


def _refuse_unknown(columns: Sequence[str], renamed: Mapping[str, str]) -> None:
    for column, field in renamed.items():
        if field not in FIELDS:
            raise Invalid(f"--column：没有字段 {field}，可用：{'、'.join(sorted(FIELDS))}。")
        if column not in columns:
            raise Invalid(f"--column：文件里没有列 {column}，它的列是 {'、'.join(columns)}。")


MOMENT: Final = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2}))?[分秒]?)?"
)


def moment(said: object, zone: ZoneInfo) -> object:
    """Return a moment as people write it, in the district's zone; what is none as it is.

    A day alone means its end.
    """
    if isinstance(said, datetime):
        return said if said.tzinfo else said.replace(tzinfo=zone)
    found = MOMENT.fullmatch(str(said).strip())
    if found is None:
        return said
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        start = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        return start if found[4] else start + timedelta(days=1)
    except (ValueError, OverflowError):
        return said


def sentence(wrong: ValidationError) -> str:
    """Return what is wrong with a row, field by field."""
    return "；".join(f"{'.'.join(map(str, e['loc']))}：{_words(e)}" for e in wrong.errors())


def _words(error: ErrorDetails) -> str:
    said = WORDS.get(error["type"].partition("_")[0], "{msg}")
    return said.format(msg=error["msg"], **error.get("ctx", {}))


WORDS: Final = {
    "float": "须为数字",
    "int": "须为整数",
    "datetime": "须为时刻，例如 2026-12-01 18:00",
    "enum": "只能是 {expected}",
}
"""By the first word of pydantic's kind of fault."""
