"""Which assets somebody may see whole: cameras and contacts are for whoever works there."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.identity import Actor
from gisgrid.kernel.permissions import roles_of


@dataclass(frozen=True, slots=True)
class AssetSight:
    """The part of the district whose assets are seen; empty members see nothing."""

    everything: bool = False
    roots: tuple[int, ...] = ()
    """Areas; an asset is seen when some of it lies below one of them."""
    mine: tuple[int, ...] = ()
    """Stations whose own assets are seen, wherever they lie."""

    def told(self) -> dict[str, object]:
        """Return the sight as SQL is told it (`assets_in_sight`); None where there is nothing."""
        return {
            "everything": self.everything,
            "roots": list(self.roots) or None,
            "mine": list(self.mine) or None,
        }


def sight(tx: Session, actor: Actor, verb: str = "asset.see") -> AssetSight:
    """Return the assets for which an actor has a verb: below the posts' areas, the stations' own.

    Classes do not limit it: a lamp's officer may look through the camera beside it.
    """
    posts = [post for post in actor.posts if post.role in roles_of(verb)]
    if actor.is_system or any(post.area_code is None for post in posts):
        return AssetSight(everything=True)
    return AssetSight(
        roots=grid.ids_of_codes(tx, {post.area_code for post in posts if post.area_code}),
        mine=tuple(sorted({post.station_id for post in posts})),
    )
