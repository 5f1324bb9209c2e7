"""What the catalogue of layers looks like over the wire."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from gisgrid.kernel.datum import Datum, check, to_wgs84
from gisgrid.maps.catalogue import Layer
from gisgrid.maps.layer_parts import Field as LayerField
from gisgrid.maps.layer_parts import Mark, Words


class LayerOut(BaseModel):
    """A layer as the layer switch, the legend and the popups need it."""

    id: str
    title: Words
    group: Words
    icon: str
    geometry: str
    zoom: tuple[int, int] = Field(description="from and to which zoom it is drawn")
    shown: bool = Field(description="whether it is shown at first")
    tiles: str = Field(description="template of its tiles' addresses")
    refresh_s: int | None
    fields: dict[str, LayerField]
    popup: tuple[str, ...]
    legend: tuple[Mark, ...]

    @classmethod
    def of(cls, layer: Layer) -> Self:
        """Describe a layer."""
        same = {name: getattr(layer, name) for name in cls.model_fields if name != "tiles"}
        return cls(tiles=template(layer), **same)


def template(layer: Layer) -> str:
    """Write the address of a layer's tiles; borders are asked for by edition."""
    return f"/tiles/{'{edition}/grid' if layer.bundle else layer.id}/{{z}}/{{x}}/{{y}}.mvt"


class HereIn(BaseModel):
    """A place in degrees, in which datum, and how sure one is of it."""

    lon: float
    lat: float
    datum: Datum = Datum.WGS84
    accuracy_m: float | None = Field(default=None, gt=0, le=50_000)

    def point(self) -> tuple[float, float]:
        """Return the place in WGS 84, or refuse what is none."""
        check(self.lon, self.lat)
        return to_wgs84(self.lon, self.lat, self.datum)


class FromService(BaseModel):
    """Base of answers that are read from our own values."""

    model_config = ConfigDict(from_attributes=True)


class AreaOut(FromService):
    """An area of the chain, coarse to fine."""

    id: int
    level: str
    code: str
    name: str
    name_en: str | None
    synthetic: bool


class ShareOut(FromService):
    """How much of an uncertain place lies in an area; without an area, outside the grid."""

    area: AreaOut | None
    share: float


class LeaderOut(FromService):
    """The grid leader, as everybody may know them."""

    name: str
    name_en: str | None
    title: str
    title_en: str | None
    phone: str = Field(description="masked: 138****1234")
    is_deputy: bool


class ServedOut(FromService):
    """The station that serves an area."""

    id: int
    kind: str
    name: str
    name_en: str | None
    phone: str


class SideOut(FromService):
    """One side of a border: its areas and who leads them."""

    areas: tuple[AreaOut, ...]
    leader: LeaderOut | None
    station: ServedOut | None


class HereOut(FromService):
    """Who answers at a place."""

    lon: float
    lat: float
    edition_id: int
    standing: str = Field(description="inside, on_border, near (taken from outside) or outside")
    border_m: float | None
    close: bool = Field(description="so near to a border that both sides are named")
    here: SideOut | None
    other: SideOut | None
    shares: tuple[ShareOut, ...]
