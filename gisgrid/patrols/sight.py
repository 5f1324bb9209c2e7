"""Whose place somebody may see: officers on duty below their areas, and of their own stations."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from gisgrid import assets, grid
from gisgrid.identity import Actor
from gisgrid.kernel.permissions import roles_of


@dataclass(frozen=True, slots=True)
class OfficerSight:
    """The part of the district whose officers are seen on duty; empty members see nobody."""

    everything: bool = False
    roots: tuple[int, ...] = ()
    """Areas; an officer is seen whose post's area lies below one of them, wherever they walk."""
    mine: tuple[int, ...] = ()
    """Stations whose own officers are seen."""

    def told(self) -> dict[str, object]:
        """Return the sight as SQL is told it; its own names, so that it opens nothing else."""
        return {
            "officers_everything": self.everything,
            "officers_roots": list(self.roots) or None,
            "officers_mine": list(self.mine) or None,
        }


def sight(tx: Session, actor: Actor) -> OfficerSight:
    """Return whose places an actor may see, by the posts that have `officer.see`.

    Classes do not limit it: an officer on duty has none.
    """
    posts = [post for post in actor.posts if post.role in roles_of("officer.see")]
    if any(post.area_code is None for post in posts):
        return OfficerSight(everything=True)
    return OfficerSight(
        roots=grid.ids_of_codes(tx, {post.area_code for post in posts if post.area_code}),
        mine=tuple(sorted({post.station_id for post in posts})),
    )


def check_in_sight(tx: Session, actor: Actor) -> dict[str, object]:
    """Return whose assets' check-ins an actor may see, as SQL is told it, by names of its own."""
    told = assets.sight(tx, actor, "checkin.see").told()
    return {f"checks_{name}": value for name, value in told.items()}
