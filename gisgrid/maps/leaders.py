"""Who leads each area now: what a phone keeps, so that both sides of a border are named offline."""

from pydantic import BaseModel
from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.kernel import clock


class AreaLeaderOut(BaseModel):
    """The grid leader of one area, or the deputy where the post is vacant; no telephone."""

    area_code: str
    name: str
    name_en: str | None
    title: str
    title_en: str | None
    is_deputy: bool


def leaders_now(tx: Session) -> list[AreaLeaderOut]:
    """Return one leader for every area that has one, by the area's code."""
    found: dict[str, AreaLeaderOut] = {}
    for one in identity.holders(tx, roles=("grid_leader",), at=clock.now()):
        if one.area_code is not None and one.area_code not in found:
            said = {name: getattr(one, name) for name in AreaLeaderOut.model_fields}
            found[one.area_code] = AreaLeaderOut(**said)
    return [found[code] for code in sorted(found)]
