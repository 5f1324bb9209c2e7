"""Write one asset: whose it is, who answers for it, what is known about it."""

from __future__ import annotations

from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from data.zhongzhan.make.files import Feature, Row, Value, source
from data.zhongzhan.make.lattice import to_degrees

Known = dict[str, str | int | float | bool | None]


@dataclass(frozen=True)
class Owner:
    """Who owns an asset and which unit answers for it where the owner is outside."""

    name: str
    unit_code: str


def of_unit(code: str) -> Owner:
    """Return a unit as owner of its own assets."""
    return next(Owner(r["name_zh"], code) for r in source("units.csv") if r["code"] == code)


def asset(
    what: tuple[str, str], names: tuple[str, str], owner: Owner, known: Known, shape: BaseGeometry
) -> Feature:
    """Return the feature of one asset from its kind and code, names, owner and shape in metres."""
    row: Row = {
        "kind": what[0],
        "code": what[1],
        "name_zh": names[0],
        "name_en": names[1],
        "owner": owner.name,
        "owner_unit": owner.unit_code,
        "attributes": known,
        "synthetic": True,
    }
    return row, to_degrees(shape)


def with_footprint(feature: Feature, seen: BaseGeometry) -> Feature:
    """Add what a camera sees; shapes are drawn in metres and written in degrees."""
    row, shape = feature
    footprint: Value = shapely.geometry.mapping(to_degrees(seen))
    return {**row, "footprint": footprint}, shape
