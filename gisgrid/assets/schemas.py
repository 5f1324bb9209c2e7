"""What the assets say over HTTP."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Self

from pydantic import BaseModel

from gisgrid.assets.rules.entries import Source
from gisgrid.assets.rules.gazetteer import PlaceCandidate
from gisgrid.kernel.errors import Invalid


class PlaceOut(BaseModel):
    """A place that a text may mean."""

    name: str
    kind: str
    lon: float
    lat: float
    score: float
    source: Source
    id: int
    hint: str
    """What the text says after the name, e.g. 东侧门面房."""
    unambiguous: bool
    """Whether it is meant without doubt; only the first candidate can be."""

    @classmethod
    def of(cls, found: PlaceCandidate) -> Self:
        """Return a candidate."""
        return cls(
            name=found.name,
            kind=found.kind,
            lon=found.lon,
            lat=found.lat,
            score=found.score,
            source=found.source,
            id=found.id,
            hint=found.hint,
            unambiguous=found.unambiguous,
        )


class AssetKindOut(BaseModel):
    """A kind of asset: park, river, camera; point, line or polygon."""

    code: str
    name: str
    name_en: str | None
    geometry: str


class AssetOut(BaseModel):
    """An asset as a list shows it."""

    id: int
    kind: str
    kind_name: str
    kind_name_en: str | None
    icon: str | None
    code: str
    name: str
    name_en: str | None
    owner_name: str | None
    owner_name_en: str | None
    """Where the owner is one of the district's units that has an English name."""
    owner_station_id: int | None
    attrs: dict[str, Any]
    synthetic: bool
    retired: bool
    """It stands no more."""
    geometry: dict[str, Any]
    footprint: dict[str, Any] | None
    area_id: int | None
    """The leaf that leads."""

    @classmethod
    def read(cls, row: Mapping[str, Any], **more: Any) -> Self:
        """Return an asset from its row."""
        shapes = {
            name: json.loads(row[name]) if row[name] else None for name in ("geometry", "footprint")
        }
        return cls(**{**row, **shapes, **more})


class AssetAreaOut(BaseModel):
    """How much of an asset lies in a leaf."""

    area_id: int
    name: str
    name_en: str | None
    share: float
    lead: bool


class AssetDetailOut(AssetOut):
    """One asset with the leaves it touches in the edition in force."""

    areas: list[AssetAreaOut]


def box(text: str | None) -> dict[str, float]:
    """Read west,south,east,north."""
    if text is None:
        return {}
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise Invalid(f"bbox 应为 西,南,东,北 四个数 · four numbers are wanted: {text!r}") from None
    return {"west": west, "south": south, "east": east, "north": north}


def shares(rows: Sequence[Mapping[str, Any]], names: Mapping[int, Any]) -> list[AssetAreaOut]:
    """Return the leaves of an asset with their names."""
    return [
        AssetAreaOut(
            area_id=row["area_id"],
            name=names[row["area_id"]].name,
            name_en=names[row["area_id"]].name_en,
            share=round(row["share"], 6),
            lead=row["lead"],
        )
        for row in rows
    ]
