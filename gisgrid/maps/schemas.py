"""What the catalogue of layers looks like over the wire."""

from typing import Self

from pydantic import BaseModel, Field

from gisgrid.maps.catalogue import Field as LayerField
from gisgrid.maps.catalogue import Layer, Mark, Words


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
