"""Compare every parent's given shape with the union of its leaves."""

from collections.abc import Iterable, Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from gisgrid.grid.rules.checks import problem
from gisgrid.grid.rules.given import (
    METRES_PER_DEGREE,
    GivenArea,
    polygons_only,
    square_metres,
)
from gisgrid.grid.rules.problems import GridProblem
from gisgrid.grid.rules.tree import Key, Tree

ROUNDING_M = 0.02
"""Borders this close are the same: a straight edge bends so much when it gets a new vertex."""


def check_nesting(
    tree: Tree,
    unions: Mapping[Key, BaseGeometry],
    *,
    repair: bool,
) -> list[GridProblem]:
    """Report parents that are not the union of their leaves, and the children that stick out.

    With `repair` the union is taken and the difference listed.
    """
    by_key = {area.key: area for area in tree.areas}
    children: dict[Key, list[GivenArea]] = {}
    for key, above in tree.parents.items():
        if above:
            children.setdefault(above, []).append(by_key[key])
    return [
        found
        for key, below in children.items()
        if by_key[key].shape is not None
        for found in _compare(by_key[key], below, unions, repair=repair)
    ]


def _compare(
    parent: GivenArea,
    below: Iterable[GivenArea],
    unions: Mapping[Key, BaseGeometry],
    *,
    repair: bool,
) -> Iterable[GridProblem]:
    shape, whole = shapely.make_valid(parent.ground), unions[parent.key]
    uncovered, beyond = _difference(shape, whole), _difference(whole, shape)
    slack = max(1.0, ROUNDING_M * float(shape.length) * METRES_PER_DEGREE)
    if max(square_metres(uncovered), square_metres(beyond)) <= slack:
        return
    if repair:
        m2 = square_metres(uncovered) + square_metres(beyond)
        yield problem("reshaped", parent, "repaired", m2=m2)
        return
    if square_metres(uncovered) > slack:
        yield _at(problem("uncovered", parent, m2=square_metres(uncovered)), uncovered)
    for child in below:
        out = _difference(unions[child.key], shape)
        if square_metres(out) > slack:
            m2 = square_metres(out)
            yield _at(problem("leaves_parent", child, parent=parent.label, m2=m2), out)


def _difference(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    return polygons_only(shapely.difference(one, other))


def _at(found: GridProblem, where: BaseGeometry) -> GridProblem:
    return GridProblem(found.kind, found.severity, found.areas, found.params, found.level, where)
