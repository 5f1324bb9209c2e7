"""Find assets by a part of their name or code, as far as somebody may see."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from gisgrid.assets import queries
from gisgrid.assets.rules.words import SHORTEST
from gisgrid.assets.service.sight import AssetSight

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class SoughtAsset:
    """An asset as a search answers it, with a point of it (WGS 84) and the leaf that leads."""

    id: int
    code: str
    name: str
    name_en: str | None
    kind_name: str
    kind_name_en: str | None
    area_id: int | None
    lon: float
    lat: float


def seek_assets(
    tx: Session,
    said: str,
    who: AssetSight,
    limit: int,
    *,
    edition_id: int,
    near: Point | None = None,
) -> list[SoughtAsset]:
    """Return assets, best first; those alike by how near they are, if a place is given."""
    if len(said) < SHORTEST:
        return []
    lon, lat = near or (None, None)
    asked = {"said": said, "limit": limit, "edition": edition_id, "lon": lon, "lat": lat}
    return [SoughtAsset(**row) for row in queries.sought(tx, **asked, **who.told())]
