"""What a layer's function gives, as the database says: names and kinds."""

from collections.abc import Mapping
from typing import Final, Literal

from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.maps.catalogue import Layer

Kind = Literal["string", "number", "boolean", "time", "geometry"]
KINDS: Final[Mapping[str, Kind]] = {
    "bool": "boolean",
    "int2": "number",
    "int4": "number",
    "int8": "number",
    "float4": "number",
    "float8": "number",
    "numeric": "number",
    "timestamptz": "time",
    "date": "time",
    "geometry": "geometry",
}
GIVEN: Final = text("""
    SELECT given.name, t.typname
    FROM pg_proc p
    CROSS JOIN LATERAL unnest(p.proargnames, p.proallargtypes, p.proargmodes)
      AS given(name, kind, mode)
    JOIN pg_type t ON t.oid = given.kind
    WHERE p.oid = to_regproc(:function) AND given.mode = 't'
""")


def kinds_of(tx: Session, layer: Layer) -> Mapping[str, Kind]:
    """Tell what each field of a layer is; `id` and `geom` are not among its fields."""
    found = tx.execute(GIVEN, {"function": f"map.{layer.source}"}).all()
    kinds = {row.name: KINDS.get(row.typname, "string") for row in found}
    return {name: kinds.get(name, "string") for name in layer.columns()}
