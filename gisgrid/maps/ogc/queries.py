"""SQL of the features: one page of a layer's function, written as GeoJSON by the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    case,
    cast,
    column,
    false,
    func,
    literal,
    select,
    text,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Session
from sqlalchemy.types import DateTime

from gisgrid.maps.catalogue import Layer
from gisgrid.maps.ogc.asking import Bounds, Question
from gisgrid.maps.ogc.columns import Kind
from gisgrid.maps.ogc.cql import Compiler
from gisgrid.maps.ogc.crs import Reference

Sql = ColumnElement[Any]
NEAREST: Final = 22
"""The zoom that a layer's function is asked for: all it has."""
EDGE: Final = 85.05
PART: Final = "part"
PATIENCE: Final = text("SELECT set_config('statement_timeout', '5s', true)")


@dataclass(frozen=True)
class Source:
    """A layer as a table: its fields, and what its function is told of the reader."""

    layer: Layer
    kinds: Mapping[str, Kind]
    wanted: Sql
    """JSON."""

    @property
    def is_parted(self) -> bool:
        """Tell whether a thing comes in parts, which only together with its id are unique."""
        return PART in self.layer.fields

    def table(self, window: Sql) -> FromClause:
        """Return the layer within a window in EPSG:3857."""
        call = getattr(func.map, self.layer.source)
        columns = ("id", "geom", *self.layer.columns())
        found: FromClause = (
            call(window, fixed(NEAREST), self.wanted).table_valued(*columns).alias("f")
        )
        return found

    def rows(self, window: Sql, crs: Reference) -> Select[*tuple[Any, ...]]:
        """Select features in the order of their ids: id, part, and the feature as GeoJSON."""
        keys: list[Sql] = [column("id"), column(PART)] if self.is_parted else [column("id")]
        part = cast(column(PART), Text) if self.is_parted else fixed("")
        chosen: Select[*tuple[Any, ...]] = select(
            column("id"), part.label("of"), self.written(crs).label("feature")
        )
        return chosen.select_from(self.table(window)).order_by(*keys)

    def written(self, crs: Reference) -> Sql:
        """Write a feature as GeoJSON in a reference system, its axes in the authority's order."""
        names: list[Sql] = []
        for name in self.layer.columns():
            names += [fixed(name), column(name)]
        turned = func.ST_Transform(column("geom"), fixed(crs.srid))
        shape = func.ST_FlipCoordinates(turned) if crs.flipped else turned
        written = func.ST_AsGeoJSON(shape, fixed(crs.digits), fixed(0))
        own: Sql = cast(column("id"), Text)
        return cast(
            func.json_build_object(
                *(fixed("type"), fixed("Feature")),
                *(
                    fixed("id"),
                    own + fixed(".") + cast(column(PART), Text) if self.is_parted else own,
                ),
                *(fixed("geometry"), cast(written, JSON)),
                *(fixed("properties"), func.json_build_object(*names)),
            ),
            Text,
        )


def page(tx: Session, source: Source, asked: Question) -> Sequence[Any]:
    """Return one feature more than the page holds, when there is more."""
    tx.execute(PATIENCE)
    rows = source.rows(_window(asked), asked.crs).where(*_conditions(source, asked))
    return tx.execute(rows.limit(fixed(asked.limit + 1))).all()


def fixed(value: str | int) -> Sql:
    """Write a value into the statement, not beside it: PostgreSQL plans by it.

    It must be one of few. Of a limit beside the statement PostgreSQL knows nothing: it would take
    a tenth of the table for likely, and sort all of it.
    """
    return literal(value, literal_execute=True)


def one(tx: Session, source: Source, key: tuple[int, str], crs: Reference) -> str | None:
    """Return one feature as GeoJSON, or None where the reader sees none."""
    tx.execute(PATIENCE)
    found = source.rows(world(), crs).where(column("id") == key[0])
    row = tx.execute(found.where(column(PART) == key[1]) if source.is_parted else found).first()
    return None if row is None else str(row.feature)


def _conditions(source: Source, asked: Question) -> list[Sql]:
    found = [cast(column(name), Text) == value for name, value in asked.equal]
    if asked.after is not None:
        feature, part = asked.after
        found.append(beyond(source, literal(feature, BigInteger), literal(part)))
    if asked.bounds is not None:
        found.append(touching(_degrees(asked)))
    if asked.times is not None and source.layer.time:
        found.append(_within(column(source.layer.time), asked.times))
    if asked.filter is not None:
        found.append(Compiler(source.kinds, asked.filter_crs).condition(asked.filter))
    return found


def beyond(source: Source, feature: Sql, part: Sql) -> Sql:
    """Keep what comes after a feature and its part."""
    if not source.is_parted:
        return column("id") > feature
    return tuple_(column("id"), column(PART)) > tuple_(feature, part)


def _within(at: Sql, span: tuple[Any, Any]) -> Sql:
    zoned = DateTime(timezone=True)
    begin, end = (literal(one, zoned) if one is not None else None for one in span)
    low = [at >= begin] if begin is not None else []
    high = [at <= end] if end is not None else []
    return and_(literal(value=True), *low, *high)


def touching(shape: Sql) -> Sql:
    """Keep what touches a shape in WGS 84.

    The layer's function looks into its index by the window already. Said as a case, what is kept
    here is not taken for likely once more: else PostgreSQL expects next to nothing and sorts it.
    """
    touches = func.ST_Intersects(_geometry(), shape)
    return case((touches, true()), else_=false())


def inside(west: Sql, south: Sql, east: Sql, north: Sql) -> Sql:
    """Keep points in a box in WGS 84, its edges included: what `touching` keeps, for far less."""
    across, along = func.ST_X(_geometry()), func.ST_Y(_geometry())
    within = and_(across.between(west, east), along.between(south, north))
    return case((within, true()), else_=false())


def _geometry() -> Sql:
    return func.ST_Transform(column("geom"), fixed(4326))


def _window(asked: Question) -> Sql:
    """Return the part of the map that is asked for; the function looks into its index by it."""
    return (
        world()
        if asked.bounds is None
        else func.ST_Transform(_clipped(_degrees(asked)), fixed(3857))
    )


def world() -> Sql:
    """Return the whole map."""
    return func.ST_TileEnvelope(fixed(0), fixed(0), fixed(0))


def _clipped(shape: Sql) -> Sql:
    return func.ST_Intersection(shape, func.ST_MakeEnvelope(-180, -EDGE, 180, EDGE, 4326))


def _degrees(asked: Question) -> Sql:
    """Return the bounds in WGS 84; those that cross the date line are two boxes."""
    west, south, east, north = asked.bounds or (-180.0, -90.0, 180.0, 90.0)
    srid = asked.bbox_crs.srid if asked.bbox_crs else 4326
    if west <= east:
        return _box((west, south, east, north), srid)
    return func.ST_Collect(
        _box((west, south, 180.0, north), srid), _box((-180.0, south, east, north), srid)
    )


def _box(bounds: Bounds, srid: int) -> Sql:
    return func.ST_Transform(func.ST_MakeEnvelope(*bounds, srid), 4326)
