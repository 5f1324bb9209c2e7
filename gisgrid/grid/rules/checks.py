"""Check areas one by one and against their like, before they are seen as a coverage."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from gisgrid.grid.rules.given import GivenArea, polygons_only
from gisgrid.grid.rules.problems import GridProblem, Severity

POLYGONAL = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class Checked:
    """The areas that can be worked with, and what is wrong with the rest."""

    areas: tuple[GivenArea, ...]
    problems: tuple[GridProblem, ...]


def problem(kind: str, area: GivenArea, severity: Severity = "error", **params: Any) -> GridProblem:
    """Say what is wrong with one area."""
    return GridProblem(kind, severity, (area.label,), params, area.level, area.shape)


def check_each(given: Sequence[GivenArea], *, repair: bool) -> Checked:
    """Check codes, names and shapes; with `repair` invalid shapes are mended and listed."""
    problems = [*_codes(given), *_names(given), *_twins(given)]
    kept = []
    for area in _first_of_each_code(given):
        found, usable = _shape(area, repair)
        problems += found
        if usable:
            kept.append(usable)
    return Checked(tuple(kept), tuple(problems))


def _first_of_each_code(given: Iterable[GivenArea]) -> list[GivenArea]:
    first: dict[tuple[str, str], GivenArea] = {}
    for area in given:
        if area.code:
            first.setdefault(area.key, area)
    return list(first.values())


def _codes(given: Iterable[GivenArea]) -> Iterable[GridProblem]:
    same = defaultdict(list)
    for area in given:
        same[area.key].append(area)
        if not area.code:
            yield problem("no_code", area)
    for (_, code), areas in same.items():
        if code and len(areas) > 1:
            yield problem("duplicate_code", areas[0], count=len(areas))


def _names(given: Iterable[GivenArea]) -> Iterable[GridProblem]:
    return (problem("no_name", area, "warning") for area in given if not area.name)


def _twins(given: Iterable[GivenArea]) -> Iterable[GridProblem]:
    """Find areas of one level that have exactly the same shape."""
    first: dict[tuple[str, bytes], GivenArea] = {}
    for area in given:
        if area.shape is not None and area.code:
            key = area.level, shapely.to_wkb(shapely.normalize(area.shape))
            twin = first.setdefault(key, area)
            if twin.key != area.key:
                yield problem("duplicate_shape", area, other=twin.label)


def _shape(area: GivenArea, repair: bool) -> tuple[list[GridProblem], GivenArea | None]:  # noqa: FBT001
    shape = area.shape
    if shape is None or shape.is_empty:
        return [problem("no_shape", area)], None
    if shape.geom_type not in POLYGONAL:
        return [problem("not_polygon", area, found=shape.geom_type)], None
    if not _on_earth(*shape.bounds):
        return [_no_place(area, shape)], None
    return _valid(area, shape, repair)


def _no_place(area: GivenArea, shape: BaseGeometry) -> GridProblem:
    west, south, east, north = shape.bounds
    nowhere = replace(area, shape=None)
    if _on_earth(south, west, north, east):
        return problem("swapped", nowhere)
    return problem("no_place", nowhere, bounds=", ".join(f"{v:.1f}" for v in shape.bounds))


def _on_earth(west: float, south: float, east: float, north: float) -> bool:
    return -180 <= west <= east <= 180 and -90 <= south <= north <= 90


def _valid(
    area: GivenArea,
    shape: BaseGeometry,
    repair: bool,  # noqa: FBT001
) -> tuple[list[GridProblem], GivenArea | None]:
    if shapely.is_valid(shape):
        return _parts(area, shape), area
    reason = shapely.is_valid_reason(shape)
    if not repair:
        return [problem("invalid", area, reason=reason)], None
    mended = polygons_only(shapely.make_valid(shape))
    if mended.is_empty:
        return [problem("invalid", area, reason=reason)], None
    usable = replace(area, shape=mended)
    return [problem("mended", area, "repaired", reason=reason), *_parts(area, mended)], usable


def _parts(area: GivenArea, shape: BaseGeometry) -> list[GridProblem]:
    count = shapely.get_num_geometries(shape)
    return [problem("multipart", area, "warning", count=int(count))] if count > 1 else []
