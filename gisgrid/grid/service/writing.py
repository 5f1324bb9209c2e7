"""Write a planned coverage into a draft: identities, shapes and arcs in one transaction."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.grid.locator import Arcs, degrees
from gisgrid.grid.queries import sql
from gisgrid.grid.rules.given import GivenArea, GivenLevel
from gisgrid.grid.rules.plan import Plan, border_ranks
from gisgrid.grid.rules.tree import Key

LEVELS = text("""
    INSERT INTO level (code, rank, name, name_en)
    SELECT * FROM unnest(CAST(:codes AS text[]), CAST(:ranks AS integer[]),
                         CAST(:names AS text[]), CAST(:names_en AS text[]))
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en
""")
STAMP = text("""
    UPDATE edition SET stamp = :stamp, meridian = :meridian, synthetic = :synthetic
    WHERE id = :edition
""")


def write(tx: Session, ready: Plan, *, edition_id: int, metric_srid: int) -> None:
    """Write a plan without errors as the content of a draft."""
    if ready.arcs is None or ready.shapes is None or ready.errors:
        raise ValueError("only a plan without errors can be written")
    used = {area.level for area in ready.tree.areas}
    write_levels(tx, [level for level in ready.levels if level.code in used])
    ids = _write_areas(tx, ready.tree.areas)
    shapes = _shape_columns(ready, ids, ready.shapes)
    tx.execute(sql("write_shapes"), shapes | {"edition": edition_id, "metric_srid": metric_srid})
    arcs = _arc_columns(ready, ids, ready.arcs)
    tx.execute(sql("write_arcs"), arcs | {"edition": edition_id})
    synthetic = any(area.synthetic for area in ready.tree.areas)
    stamp = {"stamp": _stamp(ready, ids, ready.arcs), "meridian": ready.arcs.meridian}
    tx.execute(STAMP, stamp | {"synthetic": synthetic, "edition": edition_id})


def write_levels(tx: Session, levels: Sequence[GivenLevel]) -> None:
    """Add the levels that are new; the rank of a known one stays."""
    tx.execute(
        LEVELS,
        {
            "codes": [level.code for level in levels],
            "ranks": [level.rank for level in levels],
            "names": [level.name for level in levels],
            "names_en": [level.name_en for level in levels],
        },
    )


def _write_areas(tx: Session, areas: tuple[GivenArea, ...]) -> dict[Key, int]:
    columns = {
        "code_lists": [a.code_list for a in areas],
        "codes": [a.code for a in areas],
        "levels": [a.level for a in areas],
        "synthetic": [a.synthetic for a in areas],
    }
    rows = tx.execute(sql("write_areas"), columns | _named(areas))
    return {(row.code_list, row.code): row.id for row in rows}


def _named(areas: tuple[GivenArea, ...]) -> dict[str, list[Any]]:
    return {
        "names": [a.name or a.code for a in areas],
        "names_en": [a.name_en for a in areas],
        "kinds": [a.kind for a in areas],
        "households": [a.households for a in areas],
    }


def _shape_columns(
    ready: Plan, ids: Mapping[Key, int], shapes: Mapping[Key, BaseGeometry]
) -> dict[str, Any]:
    areas, leaves = ready.tree.areas, set(ready.leaves)
    paths = [[ids[key] for key in ready.tree.path(area.key)] for area in areas]
    return _named(areas) | {
        "ids": [path[-1] for path in paths],
        "parents": [path[-2] if len(path) > 1 else 0 for path in paths],
        "paths": ["{" + ",".join(map(str, path)) + "}" for path in paths],
        "is_leaf": [area.key in leaves for area in areas],
        "wkbs": [shapely.to_wkb(_multi(shapes[area.key]), byte_order=1) for area in areas],
    }


def _multi(shape: BaseGeometry) -> BaseGeometry:
    return shapely.MultiPolygon(shapely.get_parts(shape).tolist())


def _arc_columns(ready: Plan, ids: Mapping[Key, int], arcs: Arcs) -> dict[str, Any]:
    face = [0, *(ids[key] for key in ready.leaves)]
    lines = [arcs.line(a) for a in range(len(arcs))]
    ranks = border_ranks(ready, {level.code: level.rank for level in ready.levels})
    places = [shapely.LineString(degrees(line)) for line in lines]
    return {
        "left": [face[f] for f in arcs.left.tolist()],
        "right": [face[f] for f in arcs.right.tolist()],
        "ranks": ranks.tolist(),
        "xys": [line.astype("<i4").tobytes() for line in lines],
        "wkbs": shapely.to_wkb(places, byte_order=1).tolist(),
    }


def _stamp(ready: Plan, ids: Mapping[Key, int], arcs: Arcs) -> str:
    """Return a digest of all that a book of this edition holds."""
    digest = sha256(arcs.version.encode())
    for area in ready.tree.areas:
        names = f"{ids[area.key]} {area.level} {area.name} {area.name_en} {area.synthetic}\n"
        digest.update(names.encode())
    digest.update(str([ids[key] for key in ready.leaves]).encode())
    return digest.hexdigest()[:20]
