"""Whatever bytes come as a sheet of people, the answer is rows or a sentence."""

from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from gisgrid.duties.override_schemas import geometry
from gisgrid.identity.sheets import NEEDED, sheet_of
from gisgrid.kernel.errors import Invalid

ZONE = ZoneInfo("Asia/Shanghai")
HEAD = ",".join(NEEDED)
cells = st.text(max_size=12)
json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)
kinds = st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "GeometryCollection"])


@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda tail: b"PK\x03\x04" + tail))
def test_any_bytes_are_a_sheet_or_refused(raw: bytes) -> None:
    try:
        sheet_of("p", raw, ZONE)
    except Invalid:
        return


@given(st.lists(st.lists(cells, min_size=6, max_size=6), max_size=4))
def test_any_cells_are_taken_or_said_to_be_wrong(rows: list[list[str]]) -> None:
    text = "\n".join([HEAD, *(",".join(row) for row in rows)])
    try:
        sheet = sheet_of("p", text.encode("utf-8", "replace"), ZONE)
    except Invalid:
        return
    assert all(isinstance(fault, str) for fault in sheet.faults({"S-1": 1}))


@given(st.fixed_dictionaries({"type": kinds, "coordinates": json, "geometries": json}))
def test_any_geojson_is_a_shape_or_refused(said: dict[str, object]) -> None:
    try:
        geometry(said)
    except Invalid:
        return
