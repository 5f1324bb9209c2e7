"""What may come with a step as codes: nothing that the program itself says there."""

from collections.abc import Iterator, Mapping
from typing import Final

OURS: Final = frozenset(
    {
        "assist",
        "contractor",
        "device",
        "from",
        "order",
        "policy_id",
        "report_id",
        "side",
        "source",
        "status_before",
        "target_number",
    }
)
"""Codes by which the program says what happened: that it was a device, a contractor, a merge."""
DEEPEST: Final = 16
MOST: Final = 20_000
"""Values and characters together: the tasks of a consultation or a line have some thousands."""


def faults(codes: Mapping[str, object]) -> Iterator[str]:
    """Say in one sentence each what cannot come with a step: its chain keeps it for good."""
    ours = sorted(OURS & codes.keys())
    if ours:
        yield f"{'、'.join(ours)} 由系统填写，请从 codes 中删去。"
    if _is_heavy(codes):
        yield f"codes 过长或嵌套过深，最多 {DEEPEST} 层、{MOST} 字，请写在 note 中。"


def _is_heavy(codes: object) -> bool:
    """Tell whether codes are deeper or larger than is kept, level by level: without going down."""
    level, size = [codes], 0
    for _ in range(DEEPEST):
        size += sum(len(one) if isinstance(one, str) else 1 for one in level)
        level = [part for one in level for part in _parts(one)]
        if not level or size > MOST:
            return size > MOST
    return True


def _parts(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    return list(value) if isinstance(value, list | tuple) else []
