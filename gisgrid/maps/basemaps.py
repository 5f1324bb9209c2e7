"""The operator's own base maps, from one YAML file: PMTiles, XYZ, WMTS, Tianditu.

Each names its source and its map approval number (审图号), which a map shown to the public in
China must bear. What draws in another datum than the grid's is refused.
"""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlencode, urlsplit

import yaml
from pydantic import Field, StringConstraints, ValidationError, field_validator, model_validator

from gisgrid.kernel.errors import Invalid
from gisgrid.maps.catalogue import StyleLayer
from gisgrid.maps.faults import faults_of
from gisgrid.maps.layer_parts import Frozen, Lang, Words
from gisgrid.maps.rules import DEEPEST

HOST: Final = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?")
SHIFTED: Final = {
    "amap.com": "高德 Amap", "autonavi.com": "高德 Amap", "gaode.com": "高德 Amap",
    "qq.com": "腾讯 Tencent", "gtimg.com": "腾讯 Tencent", "gtimg.cn": "腾讯 Tencent",
    "baidu.com": "百度 Baidu", "bdimg.com": "百度 Baidu", "bdstatic.com": "百度 Baidu",
    "geoq.cn": "GeoQ", "google.cn": "谷歌 Google China",
}  # fmt: skip
"""Domains of services that draw in GCJ-02 or BD-09."""
OTHER_DATUM: Final = (
    "draws in {what}, some 500 m beside the grid's borders; use Tianditu (CGCS2000), or tiles of"
    " your own in WGS 84 · 该底图为 {what} 坐标，与网格边界相差约 500 米；请改用天地图（CGCS2000）"
    "或 WGS 84 坐标的自有瓦片"
)
TIANDITU: Final = "https://t{s}.tianditu.gov.cn"
SERVERS: Final = "01234567"
PLACES: Final = ("{z}", "{x}", "{y}")
VECTOR: Final = 1
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Zoom = Annotated[int, Field(ge=0, le=DEEPEST)]


class BadBasemaps(Invalid):
    """The file of base maps does not say what it must; one line for each fault."""


class Basemap(Frozen):
    """One base map: what it is called, where its tiles are, and what must be said with it."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,30}$")]
    title: Words
    kind: Literal["xyz", "wmts", "tianditu", "pmtiles"]
    attribution: Words
    approval: Text
    """审图号; what is no public map says so in its place."""
    datum: Literal["wgs84", "cgcs2000", "gcj02", "bd09"] = "wgs84"
    zoom: tuple[Zoom, Zoom] = (1, 18)
    url: tuple[Text, ...] = ()
    """Addresses of tiles with {z}, {x}, {y} (xyz, drawn in this order), of the service (wmts),
    or of the file (pmtiles); {s} stands for each of `servers`."""
    servers: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{0,16}$")] = ""
    layers: tuple[Text, ...] = ()
    """Layers of the service, drawn in this order (wmts)."""
    matrix_set: Text = "w"
    format: Text = "tiles"
    wmts_style: Text = "default"
    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{0,64}$")] = ""
    """Tianditu's key for browsers; it goes to every reader, so bind it to this site's domain."""
    file: Path | None = None
    """A PMTiles file beside the YAML file, or by its whole path."""
    style: tuple[StyleLayer, ...] = ()
    """How vector tiles are drawn (MapLibre's style layers, without `source`)."""
    tile_px: Literal[256, 512] = 256

    @field_validator("url", mode="before")
    @classmethod
    def one_or_many(cls, said: object) -> object:
        """Take one address as well as a list."""
        return [said] if isinstance(said, str) else said

    @model_validator(mode="after")
    def fits_the_grid(self) -> Self:
        """Refuse what draws beside the grid, and what cannot be asked for."""
        for wrong in self._faults():
            raise ValueError(wrong)
        return self

    def _faults(self) -> Iterator[str]:
        if self.datum in {"gcj02", "bd09"}:
            yield OTHER_DATUM.format(what={"gcj02": "GCJ-02", "bd09": "BD-09"}[self.datum])
        for one in self.url:
            yield from address_faults(one)
        yield from getattr(self, f"_{self.kind}_faults")()
        if self.zoom[0] > self.zoom[1]:
            yield f"zoom goes from {self.zoom[0]} to {self.zoom[1]}"

    def _xyz_faults(self) -> Iterator[str]:
        if not self.url or not all(place in one for one in self.url for place in PLACES):
            yield "url must be an address of tiles with {z}, {x} and {y}"

    def _wmts_faults(self) -> Iterator[str]:
        if len(self.url) != 1 or not self.layers:
            yield "a WMTS needs url, the service's one address, and layers"

    def _tianditu_faults(self) -> Iterator[str]:
        if not self.key:
            yield "Tianditu needs a key: apply at console.tianditu.gov.cn, kind 浏览器端"
        if len(self.url) > 1:
            yield "url is the one address that stands for Tianditu's"

    def _pmtiles_faults(self) -> Iterator[str]:
        if (self.file is None) == (len(self.url) != 1):
            yield "a PMTiles base map needs file, or url, one of them"

    @property
    def address(self) -> str:
        """Return the service's address without a question."""
        return self.url[0] if self.url else TIANDITU

    @property
    def is_vector(self) -> bool:
        """Tell whether its tiles are drawn by style layers of its own."""
        return bool(self.style)

    def templates(self, lang: Lang) -> list[list[str]]:
        """Return the addresses of its tiles: for each layer, those of all servers."""
        if self.kind == "xyz":
            return [self._spread(one) for one in self.url]
        if self.kind == "pmtiles":
            path = f"/tiles/ground/{self.id}.pmtiles" if self.file else self.url[0]
            return [[f"pmtiles://{path}/{{z}}/{{x}}/{{y}}"]]
        named = self.layers or ("vec", "cva" if lang == "zh" else "eva")
        return [self._spread(self._wmts(one)) for one in named]

    def _wmts(self, layer: str) -> str:
        said = {
            "SERVICE": "WMTS", "REQUEST": "GetTile", "VERSION": "1.0.0", "LAYER": layer,
            "STYLE": self.wmts_style, "TILEMATRIXSET": self.matrix_set, "FORMAT": self.format,
        }  # fmt: skip
        path = f"/{layer}_w/wmts" if self.kind == "tianditu" else ""
        key = f"&tk={self.key}" if self.key else ""
        place = "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
        return f"{self.address}{path}?{urlencode(said)}{place}{key}"

    def _spread(self, template: str) -> list[str]:
        servers = self.servers or (SERVERS if self.kind == "tianditu" else "")
        return [template.replace("{s}", one) for one in servers or "0"]

    def origins(self) -> set[str]:
        """Return the hosts that browsers ask for its tiles, as origins; none for a file of ours."""
        wanted = [one.removeprefix("pmtiles://") for each in self.templates("zh") for one in each]
        parts = [urlsplit(one) for one in wanted if not one.startswith("/")]
        return {f"{one.scheme}://{one.netloc}" for one in parts}

    def said_with_it(self, lang: Lang) -> str:
        """Return what stands in the map's corner, as HTML: the source and the approval number."""
        word = {"zh": "审图号：", "en": "Map approval no. "}[lang]
        return escape(f"{self.attribution.say(lang)} · {word}{self.approval}")


def address_faults(address: str) -> Iterator[str]:
    """Say what is wrong with an address of a base map."""
    parts = urlsplit(address)
    host = parts.netloc.replace("{s}", "0")
    if parts.scheme not in {"http", "https"} or not HOST.fullmatch(host):
        yield f"{address}: not an http or https address with a host"
    for domain, service in SHIFTED.items():
        name = host.partition(":")[0].lower()
        if name == domain or name.endswith(f".{domain}"):
            yield f"{service} ({name}) " + OTHER_DATUM.format(what="GCJ-02/BD-09")


def read_basemaps(path: Path | None) -> dict[str, Basemap]:
    """Read the file of base maps; without one there is the own backdrop alone.

    Raises:
        BadBasemaps: with a line for every fault of every base map in it.
    """
    if path is None:
        return {}
    given, faults = _listed(path)
    found: dict[str, Basemap] = {}
    for number, one in enumerate(given):
        name = one.get("id", number) if isinstance(one, dict) else number
        try:
            basemap = Basemap.model_validate(one)
        except ValidationError as wrong:
            faults += [f"{path.name}: {name}: {fault}" for fault in faults_of(wrong)]
            continue
        faults += [f"{path.name}: {name}: {fault}" for fault in _twice(basemap, found)]
        found[basemap.id] = _placed(basemap, path)
        faults += [f"{path.name}: {name}: {fault}" for fault in _file_faults(found[basemap.id])]
    if faults:
        raise BadBasemaps("\n".join(faults))
    return found


def _listed(path: Path) -> tuple[list[Any], list[str]]:
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as wrong:
        return [], [f"{path.name}: {' '.join(str(wrong).split())}"]
    given = said.get("basemaps") if isinstance(said, dict) and len(said) == 1 else None
    if isinstance(given, list):
        return given, []
    return [], [f"{path.name}: it must hold one list, basemaps, and nothing else"]


def _twice(basemap: Basemap, found: dict[str, Basemap]) -> Iterator[str]:
    if basemap.id in found or basemap.id == "own":
        yield f"there is a base map {basemap.id} already"


def _placed(basemap: Basemap, path: Path) -> Basemap:
    if basemap.file is None:
        return basemap
    return basemap.model_copy(update={"file": path.parent / basemap.file})


def _file_faults(basemap: Basemap) -> Iterator[str]:
    """Look into a PMTiles file: whether it is one, and whether what it holds can be drawn."""
    if basemap.file is None:
        return
    try:
        with basemap.file.open("rb") as file:
            head = file.read(127)
    except OSError as missing:
        yield f"{basemap.file}: {missing.strerror}"
        return
    if len(head) < 127 or head[:8] != b"PMTiles\x03":
        yield f"{basemap.file}: not a PMTiles file of version 3"
    elif (head[99] == VECTOR) != basemap.is_vector:
        yield (
            f"{basemap.file}: it holds vector tiles: say in style how they are drawn"
            if head[99] == VECTOR
            else f"{basemap.file}: it holds pictures: leave out style"
        )
