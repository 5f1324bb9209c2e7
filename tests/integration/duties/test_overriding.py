"""Owners' overrides: saved by version, refused with the reason, at once in force."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import duties, grid
from gisgrid.kernel.errors import NotFound

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
SQUARE = (113.177, 35.2401)
ROAD = shapely.LineString([(113.177, 35.2301), (113.177, 35.2501)])
DRAFT = duties.OverrideDraft(
    "O-ROAD", "试验路段", "event/0113", "dept:transport", shape=ROAD, buffer_m=30
)


def decided_by(tx: Session, metres_east: float) -> object:
    lon, lat = SQUARE[0] + metres_east / 91_080, SQUARE[1]
    entry = duties.class_by_key(tx, "event/0113")
    located = grid.locate(tx, lon, lat)
    found = duties.assign(tx, duties.Question(entry.id, located, lon, lat, NOON))
    return next((r["override"] for r in found.reasons if r["code"] == "override"), None)


def test_a_line_with_a_buffer_reaches_so_many_metres(town: Session) -> None:
    duties.save_override(town, DRAFT)
    assert [decided_by(town, metres) for metres in (-29, 0, 29, 31)] == [
        "O-ROAD",
        "O-ROAD",
        "O-ROAD",
        None,
    ]


def test_a_point_and_a_polygon_are_drawn_round_as_well(town: Session) -> None:
    point = shapely.Point(SQUARE)
    for shape in (point, point.buffer(1e-5)):
        duties.save_override(town, replace(DRAFT, shape=shape, buffer_m=20))
        assert [decided_by(town, metres) for metres in (18, 25)] == ["O-ROAD", None]


def test_the_next_version_replaces_the_one_before_and_one_switched_off_sleeps(
    town: Session,
) -> None:
    said = [
        duties.save_override(town, DRAFT),
        duties.save_override(town, replace(DRAFT, buffer_m=5)),
    ]
    narrow = decided_by(town, 29)
    said.append(duties.save_override(town, replace(DRAFT, active=False)))
    assert (said, narrow, decided_by(town, 0)) == ([1, 2, 3], None, None)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"shape": None}, "one_target"),
        ({"asset_kind": "river"}, "one_target"),
        ({"shape": shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])}, "bad_shape"),
        ({"shape": shapely.Point()}, "bad_shape"),
        ({"buffer_m": -1.0}, "bad_buffer"),
        ({"lead": "owner"}, "owner_without_station"),
        ({"lead": "dept:dissolved"}, "unknown_unit"),
        ({"class_pattern": "event/0999"}, "unknown_class"),
    ],
)
def test_an_override_that_cannot_work_is_refused(
    town: Session, change: dict[str, object], fault: str
) -> None:
    with pytest.raises(duties.RefusedOverride) as refused:
        duties.save_override(town, replace(DRAFT, **change))  # type: ignore[arg-type]
    assert fault in str(refused.value.codes["faults"])


def test_an_unknown_asset_or_kind_is_not_found(town: Session) -> None:
    for change in ({"asset_code": "no-such"}, {"asset_kind": "no-such"}):
        with pytest.raises(NotFound, match="no-such"):
            duties.save_override(town, replace(DRAFT, shape=None, **change))  # type: ignore[arg-type]


def test_an_assets_owner_answers_for_it(town: Session) -> None:
    found = text("SELECT code FROM asset WHERE kind = 'park' ORDER BY code LIMIT 1")
    code = town.scalar(found)
    draft = replace(DRAFT, shape=None, asset_code=code, lead="owner", buffer_m=0)
    assert duties.save_override(town, draft) == 1
