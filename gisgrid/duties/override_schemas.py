"""What goes over the wire about owners' overrides."""

import json
from typing import Annotated, Any, Self

import shapely
from pydantic import BaseModel, ConfigDict, Field
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import RowMapping

from gisgrid.duties.answers import OverrideDraft
from gisgrid.duties.overrides import Override
from gisgrid.duties.schemas import CODE, NOTE
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.words import Line, Text


class OverrideIn(BaseModel):
    """An owner's override: of one asset, of a kind of asset, or of a GeoJSON shape (WGS84)."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(min_length=1, max_length=200)
    name_en: Annotated[Line, Field(max_length=200)] | None = None
    class_pattern: Line = Field(min_length=1, max_length=40)
    lead: Line = Field(min_length=1, max_length=CODE)
    assists: list[Annotated[Line, Field(max_length=CODE)]] = Field(default=[], max_length=10)
    asset_code: Annotated[Line, Field(max_length=CODE)] | None = None
    asset_kind: Annotated[Line, Field(max_length=CODE)] | None = None
    shape: dict[str, Any] | None = None
    buffer_m: float = 0.0
    priority: int = Field(default=0, ge=-1000, le=1000)
    active: bool = True
    note: Annotated[Text, Field(max_length=NOTE)] | None = None

    def draft(self, code: str) -> OverrideDraft:
        """Return the draft that this means."""
        said = self.model_dump(include=set(OverrideIn.model_fields) - {"shape", "assists"})
        drawn = None if self.shape is None else geometry(self.shape)
        return OverrideDraft(code=code, shape=drawn, assists=tuple(self.assists), **said)


def geometry(geojson: dict[str, Any]) -> BaseGeometry:
    """Read a GeoJSON geometry."""
    try:
        return shape(geojson)
    except (LookupError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError):
        said = "图形不是 GeoJSON 几何 · the shape is no GeoJSON geometry."
        raise Invalid(said) from None


class OverrideOut(BaseModel):
    """An override in force at one thing."""

    code: str
    version: int
    name: str
    class_pattern: str
    lead: str
    assists: list[str]
    asset_code: str
    asset_name: str | None
    buffer_m: float
    priority: int

    @classmethod
    def of(cls, override: Override) -> Self:
        """Say an override."""
        same = {name: getattr(override, name) for name in cls.model_fields if name in SAME}
        return cls(**same, class_pattern=override.pattern, assists=list(override.assists))


SAME = frozenset(
    ("code", "version", "name", "lead", "asset_code", "asset_name", "buffer_m", "priority")
)


class WrittenOverrideOut(BaseModel):
    """An override in force as it was written: of one asset, of a kind, or of a shape."""

    code: str
    version: int
    name: str
    name_en: str | None
    class_pattern: str
    lead: str
    assists: list[str]
    asset_kind: str | None
    asset_of_kind: str | None
    """The kind of the one asset that it is about."""
    asset_code: str | None
    asset_name: str | None
    asset_name_en: str | None
    shape: dict[str, Any] | None
    buffer_m: float
    priority: int
    note: str | None

    @classmethod
    def of(cls, row: RowMapping) -> Self:
        """Say an override's row."""
        return cls(**{**row, "shape": json.loads(row["shape"]) if row["shape"] else None})


class SavedOverride(BaseModel):
    """Which version of an override is in force now."""

    code: str
    version: int
