"""CQL2 to SQL: the tree of a filter (`filters.py`) becomes bound expressions.

Names are looked up among the layer's fields and values are always bound, so nothing that a caller
writes ever becomes SQL. What is understood: comparisons, between, in, like, is null, and/or/not,
arithmetic, casei, times, and the spatial relations of OGC 21-065r2.
"""

import json
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

from shapely.errors import ShapelyError
from shapely.geometry import box, shape
from sqlalchemy import ColumnElement, and_, bindparam, column, false, func, literal, not_, or_, true
from sqlalchemy.types import Boolean, DateTime, Float, String, TypeEngine

from gisgrid.maps.ogc.columns import Kind
from gisgrid.maps.ogc.crs import Reference
from gisgrid.maps.ogc.problems import BadQuery
from gisgrid.maps.ogc.times import instant, interval

GEOMETRY: Final = "geom"
Sql = ColumnElement[Any]
COMPARE: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
ARITHMETIC: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul,
    "/": lambda a, b: a / func.nullif(b, 0.0),
}  # fmt: skip
SPATIAL: Final = {
    "s_intersects": "ST_Intersects", "s_equals": "ST_Equals", "s_disjoint": "ST_Disjoint",
    "s_touches": "ST_Touches", "s_within": "ST_Within", "s_overlaps": "ST_Overlaps",
    "s_crosses": "ST_Crosses", "s_contains": "ST_Contains",
}  # fmt: skip
TYPES: Final[Mapping[Kind, TypeEngine[Any]]] = {
    "string": String(),
    "number": Float(),
    "boolean": Boolean(),
}


@dataclass(frozen=True)
class Term:
    """A part of an expression, and what kind of thing it is."""

    sql: Sql
    kind: Kind


class Compiler:
    """Makes SQL of one filter over one layer's fields."""

    def __init__(self, kinds: Mapping[str, Kind], reference: Reference) -> None:
        self.kinds, self.reference = kinds, reference

    def condition(self, tree: Any) -> Sql:
        """Return what must hold.

        Raises:
            BadQuery: a name or a comparison makes no sense.
        """
        if isinstance(tree, bool):
            return true() if tree else false()
        if not isinstance(tree, dict) or "op" not in tree:
            return self.of_kind(tree, "boolean").sql
        return self.operation(tree["op"].lower(), tree["args"])

    def operation(self, op: str, args: list[Any]) -> Sql:
        """Return the condition that an operator with its arguments says."""
        if op in {"and", "or"}:
            parts = [self.condition(one) for one in args]
            return and_(*parts) if op == "and" else or_(*parts)
        if op == "not":
            return not_(self.condition(args[0]))
        if op in COMPARE:
            return self.comparison(op, args)
        rules: Mapping[str, Callable[[list[Any]], Sql]] = {
            "isnull": lambda said: self.term(said[0]).sql.is_(None),
            "like": self.like,
            "between": self.between,
            "in": self.one_of,
        }
        if op in rules:
            return rules[op](args)
        return self.relation(op, args)

    def relation(self, op: str, args: list[Any]) -> Sql:
        """Return a spatial or temporal relation."""
        if op in SPATIAL:
            one, other = (self.of_kind(each, "geometry").sql for each in args)
            relation: Sql = getattr(func, SPATIAL[op])(one, other)
            return relation
        if op.startswith("t_"):
            return self.temporal(op, args)
        raise BadQuery(f"filter: {op} is not offered")

    def comparison(self, op: str, args: list[Any]) -> Sql:
        """Compare two things of one kind."""
        one, other = self.term(args[0]), self.term(args[1])
        if one.kind != other.kind:
            raise BadQuery(f"filter: a {one.kind} is compared with a {other.kind}")
        found: Sql = COMPARE[op](one.sql, other.sql)
        return found

    def like(self, args: list[Any]) -> Sql:
        """Compare text with a pattern of % and _."""
        return self.of_kind(args[0], "string").sql.like(self.of_kind(args[1], "string").sql)

    def between(self, args: list[Any]) -> Sql:
        """Tell whether a number lies between two."""
        value, low, high = (self.of_kind(each, "number").sql for each in args)
        return value.between(low, high)

    def one_of(self, args: list[Any]) -> Sql:
        """Tell whether something is one of a list."""
        sought = self.term(args[0])
        return sought.sql.in_([self.of_kind(each, sought.kind).sql for each in args[1]])

    def temporal(self, op: str, args: list[Any]) -> Sql:
        """Compare a time with an instant or a span; a span is half-open at `..`."""
        at = self.of_kind(args[0], "time").sql
        begin, end = interval(args[1]) if isinstance(args[1], dict) else (None, None)
        rules = {
            "t_after": end is not None and at > literal(end, DateTime(timezone=True)),
            "t_before": begin is not None and at < literal(begin, DateTime(timezone=True)),
            "t_equals": begin is not None and at == literal(begin, DateTime(timezone=True)),
            "t_during": _inside(at, begin, end),
            "t_intersects": _inside(at, begin, end),
        }
        if op not in rules:
            raise BadQuery(f"filter: {op} is not offered; take one of {', '.join(rules)}")
        found = rules[op]
        return found if isinstance(found, ColumnElement) else false()

    def of_kind(self, tree: Any, kind: Kind) -> Term:
        """Return a term that must be of a kind."""
        found = self.term(tree)
        if found.kind != kind:
            raise BadQuery(f"filter: a {kind} is needed, and {json.dumps(tree)} is a {found.kind}")
        return found

    def term(self, tree: Any) -> Term:
        """Return a field, a value, or what is reckoned from them."""
        if isinstance(tree, dict) and "property" in tree:
            return self.field(tree["property"])
        if isinstance(tree, dict) and "op" in tree:
            return self.reckoned(tree["op"].lower(), tree["args"])
        if isinstance(tree, dict):
            return self.structured(tree)
        return _plain(tree)

    def field(self, name: str) -> Term:
        """Return a field of the layer by its name."""
        if name in {GEOMETRY, "geometry"}:
            return Term(func.ST_Transform(column(GEOMETRY), 4326), "geometry")
        if name not in self.kinds:
            raise BadQuery(f"filter: no field {name}; there are {', '.join(self.kinds)}")
        return Term(column(name), self.kinds[name])

    def reckoned(self, op: str, args: list[Any]) -> Term:
        """Return what an operator makes of terms."""
        if op in ARITHMETIC:
            numbers = [self.of_kind(each, "number").sql for each in args]
            return Term(reduce(ARITHMETIC[op], numbers), "number")
        if op == "casei":
            return Term(func.lower(self.of_kind(args[0], "string").sql), "string")
        return Term(self.operation(op, args), "boolean")

    def structured(self, tree: dict[str, Any]) -> Term:
        """Return a time or a shape that is written out."""
        if "timestamp" in tree or "date" in tree:
            return Term(literal(instant(tree), DateTime(timezone=True)), "time")
        return Term(self.shape(tree), "geometry")

    def shape(self, tree: dict[str, Any]) -> Sql:
        """Return a shape in WGS 84, whatever reference system it was written in."""
        try:
            drawn = box(*tree["bbox"]) if "bbox" in tree else shape(tree)
        except (KeyError, TypeError, ValueError, AttributeError, ShapelyError) as wrong:
            raise BadQuery(f"filter: no shape: {json.dumps(tree)}") from wrong
        read = func.ST_GeomFromText(bindparam(None, drawn.wkt, String()), self.reference.srid)
        straight = func.ST_FlipCoordinates(read) if self.reference.flipped else read
        return func.ST_Transform(straight, 4326)


def _plain(value: object) -> Term:
    kinds: Mapping[type, Kind] = {str: "string", bool: "boolean", int: "number", float: "number"}
    kind = kinds.get(type(value))
    if kind is None:
        raise BadQuery(f"filter: {json.dumps(value)} is no value here")
    return Term(literal(value, TYPES[kind]), kind)


def _inside(at: Sql, begin: Any, end: Any) -> Sql:
    zoned = DateTime(timezone=True)
    low = at >= literal(begin, zoned) if begin is not None else true()
    high = at <= literal(end, zoned) if end is not None else true()
    return and_(low, high)
