"""What goes over the wire about bulletins."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gisgrid.bulletins.rules import Audience, Kind, Standing
from gisgrid.bulletins.service import Draft
from gisgrid.bulletins.tables import BulletinRow
from gisgrid.grid import AreaRef
from gisgrid.kernel.datum import Datum, check, to_wgs84
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.moments import Moment
from gisgrid.kernel.words import LINE, TEXT

Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=LINE)
]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000, pattern=TEXT)
]
Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=LINE)]


class WhereIn(BaseModel):
    """Where the citizen is: an area by its code, a place in degrees, or nowhere in particular."""

    model_config = ConfigDict(extra="forbid")

    area: Annotated[str, Field(max_length=40, pattern=LINE)] | None = None
    lon: float | None = None
    lat: float | None = None
    datum: Datum = Datum.WGS84

    def point(self) -> tuple[float, float] | None:
        """Return the place in WGS 84, None where none was given, or refuse half of one."""
        if self.lon is None and self.lat is None:
            return None
        if self.lon is None or self.lat is None or self.area is not None:
            raise Invalid("请给出网格编码 area，或经纬度 lon 和 lat，二者取一。")
        check(self.lon, self.lat)
        return to_wgs84(self.lon, self.lat, self.datum)


class BulletinIn(BaseModel):
    """A bulletin as its writer gives it."""

    kind: Kind
    audience: Audience
    area_code: Code
    title: Line
    text: Words
    shown_from: Moment
    shown_until: Moment | None = None
    roles: tuple[Code, ...] = Field((), max_length=30)
    wants_receipt: bool = False

    def draft(self) -> Draft:
        """Return it as the service takes it."""
        return Draft(**{name: getattr(self, name) for name in type(self).model_fields})


class BulletinOut(BaseModel):
    """A bulletin as its readers see it; the text is plain, with ends of lines."""

    id: int
    kind: Kind
    area_code: str
    area_name: str
    area_name_en: str | None
    title: str
    text: str
    shown_from: datetime
    shown_until: datetime | None

    @classmethod
    def of(cls, row: BulletinRow, area: AreaRef, **more: object) -> Self:
        """Describe a bulletin to the people of an area."""
        said = {name: getattr(row, name) for name in cls.model_fields if hasattr(row, name)}
        where = {
            "area_code": area.code,
            "area_name": area.name,
            "area_name_en": area.name_en,
        }
        return cls(**{**said, **where, **more})


class StaffBulletinOut(BulletinOut):
    """A bulletin as a member of the staff sees it."""

    wants_receipt: bool
    read_at: datetime | None


class WrittenBulletinOut(BulletinOut):
    """A bulletin as its writers see it."""

    audience: Audience
    roles: list[str]
    wants_receipt: bool
    standing: Standing
    written_at: datetime
    published_at: datetime | None
    withdrawn_at: datetime | None
    readings: int
    """How many people have read it."""


class BulletinReceiptOut(BaseModel):
    """Somebody a staff bulletin is for."""

    model_config = ConfigDict(from_attributes=True)

    person_id: int
    name: str
    name_en: str | None
    title: str
    title_en: str | None
    read_at: datetime | None


class BulletinReadOut(BaseModel):
    """When one first read it."""

    read_at: datetime
