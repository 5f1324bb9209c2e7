"""What a run of locating has found, as counts and fractions."""

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from gisgrid.grid.batch.answers import Answers
from gisgrid.grid.batch.areas import Areas
from gisgrid.grid.batch.defaults import SuspectedDefault
from gisgrid.grid.batch.files import BadFile
from gisgrid.grid.batch.points import Points
from gisgrid.grid.locator.lattice import Flags

UNKNOWN = {"", "nan", "none", "null", "<na>"}


@dataclass(frozen=True)
class Summary:
    """Counts of points; `agree` and `agree_without_defaults` are fractions of 1."""

    points: int
    located: int
    """Points with an area, those taken from outside included."""
    on_border: int
    near_border: int
    """Points within the distance asked for of a border, on either side."""
    taken_from_outside: int
    outside: int
    without_place: int
    suspected_default_points: int
    suspected_default_rows: int
    suspected_defaults: tuple[SuspectedDefault, ...]
    repairs: tuple[str, ...]
    expected_rows: int | None = None
    agree: float | None = None
    agree_without_defaults: float | None = None

    def as_json(self) -> dict[str, object]:
        """Return plain values for one JSON object."""
        return asdict(self)


@dataclass(frozen=True)
class Agreement:
    """How often the recorded area is the located one."""

    expected_rows: int
    agree: float | None
    agree_without_defaults: float | None


def summarised(
    areas: Areas, points: Points, answers: Answers, *, expected: str | None = None
) -> Summary:
    """Return the summary; `expected` names the column with the recorded area."""
    found = agreement(areas, points, answers, expected) if expected else None
    missing = points.missing
    return Summary(
        points=len(points),
        located=_count(answers.face > 0),
        on_border=_count(answers.on_border),
        near_border=_count(np.isfinite(answers.border_m)),
        taken_from_outside=_count(answers.taken_from_outside),
        outside=_count((answers.face == 0) & ~missing),
        without_place=_count(missing),
        suspected_default_points=len(answers.defaults),
        suspected_default_rows=_count(answers.on_default),
        suspected_defaults=answers.defaults,
        repairs=areas.repairs,
        expected_rows=found.expected_rows if found else None,
        agree=found.agree if found else None,
        agree_without_defaults=found.agree_without_defaults if found else None,
    )


def _count(flags: Flags) -> int:
    return int(np.count_nonzero(flags))


def agreement(areas: Areas, points: Points, answers: Answers, column: str) -> Agreement:
    """Compare with the recorded areas; rows that record none are not counted."""
    if column not in points.rows.columns:
        raise BadFile(f"The points have no column {column!r} to compare with.")
    recorded = _texts(points.rows[column].tolist())
    asked = ~np.isin(np.char.lower(recorded.astype(str)), list(UNKNOWN))
    same = np.asarray(areas.named(answers.face) == recorded)
    asked_elsewhere = asked & ~answers.on_default
    return Agreement(_count(asked), _share(same, asked), _share(same, asked_elsewhere))


def _texts(values: list[object]) -> NDArray[np.object_]:
    return np.array([str(value).strip() for value in values], dtype=object)


def _share(same: Flags, asked: Flags) -> float | None:
    return float(same[asked].mean()) if asked.any() else None
