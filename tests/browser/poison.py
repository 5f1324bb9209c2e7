"""Markup in every text that a person, a file or a device supplies, and where it is on the map."""

import json
from collections.abc import Mapping
from math import cos, radians
from typing import Final

from sqlalchemy import Connection, text

from gisgrid.maps import Layer, catalogue

PLACE: Final = (113.168, 35.235)
ZOOM: Final = 17
LAMP: Final = "component/0137"
WAITING: Final = "appeal/0104"
"""A class that stays with the dispatcher."""
EVIL: Final = (
    '路灯<img src=x onerror="window.ran=1"><script>window.ran=2</script>'
    '"><svg onload="window.ran=3"><a href="javascript:window.ran=4">点这里</a>'
    "javascript:window.ran=5 {{constructor.constructor('window.ran=6')()}}"
    '<iframe srcdoc="<script>parent.ran=7</script>"></iframe>'
)
FREE: Final = (
    "name", "name_en", "short_name", "owner_name", "big_name", "big_name_en",
    "title", "title_en", "text", "text_en", "note", "closing", "closing_en",
    "limit_note", "limit_note_en", "source",
)  # fmt: skip
"""Names of columns that hold whatever is written; a new table's are found by them."""
CODES: Final = frozenset({"filing_policy.source", "device.source", "layer_change.source"})
"""Columns with such a name that hold one of a few codes."""
COLUMNS = text("""
    SELECT table_name, array_agg(column_name::text)
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type = 'text'
      AND column_name = ANY(:free) AND table_name !~ '^(procrastinate_|audit_)'
      AND table_name || '.' || column_name <> ALL(:codes)
    GROUP BY table_name
""")
MORE = (
    """INSERT INTO bulletin (kind, audience, area_id, title, text, shown_from, standing,
                             written_at, published_at)
       SELECT 'information', 'public', id, :evil, :evil, now(), 'published', now(), now()
       FROM area WHERE level = 'district' LIMIT 1""",
    """INSERT INTO device (code, name, source, asset_ids)
       SELECT 'evil', :evil, 'gauge', ARRAY[min(id)] FROM asset""",
)
ON_DUTY = text("""
    INSERT INTO patrol (person_id, post_id, station_id, path, since, ends_at, place, placed_at,
                        accuracy_m)
    SELECT p.person_id, p.id, p.station_id, '{}', now() - interval '1 minute',
           now() + interval '8 hours', ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), now(), 5
    FROM post p JOIN account a USING (person_id) WHERE a.login = 'officer1' LIMIT 1
""")
STATION = text("""
    UPDATE place SET geom = ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)
    WHERE code = (SELECT min('committee-' || area_code) FROM station JOIN place p
                  ON p.code = 'committee-' || area_code)
""")
ASSET = """
    UPDATE asset SET geom = ST_SetSRID(
      CASE ST_Dimension(geom) WHEN 0 THEN ST_MakePoint(:lon, :lat)
        ELSE ST_MakeLine(ST_MakePoint(:lon - 1e-4, :lat), ST_MakePoint(:lon + 1e-4, :lat))
      END, 4326)
    WHERE id = (SELECT min(id) FROM map.{source}(ST_TileEnvelope(0, 0, 0), 17, :filter))
"""
BY_HAND: Final = {"officer": ON_DUTY, "station": STATION}
OF_CASES: Final = frozenset({"case", "dispatch_order"})


def poison(tables: Connection) -> None:
    """Write markup into every free text, and set one thing of every layer around one place."""
    free = {"free": list(FREE), "codes": list(CODES)}
    for table, columns in tables.execute(COLUMNS, free).all():
        put = ", ".join(f'"{name}" = :evil' for name in columns)
        tables.execute(text(f'UPDATE "{table}" SET {put}'), {"evil": EVIL})
    for more in MORE:
        tables.execute(text(more), {"evil": EVIL})
    for layer in with_popup().values():
        if layer.id not in OF_CASES:
            _set_down(tables, layer)


def _set_down(tables: Connection, layer: Layer) -> None:
    """Set one thing of a layer at its spot; a layer that nobody knows how to is a failure."""
    lon, lat = spot(layer.id)
    if layer.id in BY_HAND:
        moved = tables.execute(BY_HAND[layer.id], {"lon": lon, "lat": lat})
    else:
        assert "asset" in layer.reads, f"say in BY_HAND how something of {layer.id} comes to a spot"
        edition = tables.scalar(text("SELECT max(id) FROM edition WHERE status = 'published'"))
        seen = json.dumps({"edition": edition, "everything": True})
        put = text(ASSET.format(source=layer.source))
        moved = tables.execute(put, {"lon": lon, "lat": lat, "filter": seen})
    assert moved.rowcount == 1, layer.id


def with_popup() -> Mapping[str, Layer]:
    """Return the layers whose things open a popup: what has an expanse opens the panel."""
    return {one.id: one for one in catalogue().values() if one.popup and one.geometry != "polygon"}


def pixels(layer: str) -> tuple[int, int]:
    """Say how far from the middle of the map, in pixels, a layer's thing lies.

    What is drawn last lies lowest: its words may hang down from it.
    """
    number = list(with_popup()).index(layer)
    return (number % 4) * 120 - 180, (number // 4) * 120 - 120


def beside(lon: float, lat: float) -> tuple[float, float]:
    """Say how far, in pixels, a place lies from where the map's middle was at first."""
    degree = 512 * 2**ZOOM / 360
    return (lon - PLACE[0]) * degree, (PLACE[1] - lat) / cos(radians(lat)) * degree


def spot(layer: str) -> tuple[float, float]:
    """Say where a layer's thing lies."""
    right, down = pixels(layer)
    lon, lat = PLACE
    degree = 512 * 2**ZOOM / 360
    return lon + right / degree, lat - down * cos(radians(lat)) / degree
