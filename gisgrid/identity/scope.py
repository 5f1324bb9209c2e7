"""What somebody may see: one value, made from the posts held now, that every list is cut by."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from gisgrid.identity.actors import Actor
from gisgrid.identity.stations import stations_of_units
from gisgrid.kernel.permissions import UNIT, Post, roles_of

STATION_ONLY: Final = UNIT
"""Roles that see what their own station has or had, and nothing else."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A post that covers some classes only: below an area, or at its station."""

    class_prefix: str
    area_code: str | None
    station_id: int


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the district that somebody sees: whatever one of the members covers.

    Areas are named by their codes and classes by the beginning of their keys: the slices above
    know the ids.
    """

    roles: frozenset[str] = frozenset()
    everything: bool = False
    area_codes: frozenset[str] = frozenset()
    """Roots of subtrees of the grid, in all classes."""
    stations: frozenset[int] = frozenset()
    """Stations of which every class is seen: the posts' own, and those of the units led."""
    class_prefixes: frozenset[str] = frozenset()
    """Subtrees of the class book, in the whole district."""
    limits: frozenset[Limit] = frozenset()
    """Classes and place together; both must hold."""


EVERYTHING: Final = Scope(everything=True)


def scope_for(tx: Session, actor: Actor) -> Scope:
    """Return what an actor may see; the system sees all."""
    if actor.is_system:
        return EVERYTHING
    units = {code for post in actor.posts for code in post.unit_codes}
    return scope_of(actor.posts, stations_of_units(tx, units) if units else ())


def scope_of(posts: Iterable[Post], led: Iterable[int] = ()) -> Scope:
    """Return what posts let their holder see; `led` are the stations of the units they lead."""
    held = tuple(posts)
    seeing = [post for post in held if post.role in roles_of("case.see")]
    full = [post for post in seeing if not post.class_prefix]
    partial = [post for post in seeing if post.class_prefix]
    return Scope(
        roles=frozenset(post.role for post in held),
        everything=any(_is_wide(post) and post.area_code is None for post in full),
        area_codes=frozenset(p.area_code for p in full if _is_wide(p) and p.area_code),
        stations=frozenset(post.station_id for post in full) | frozenset(led),
        class_prefixes=frozenset(
            p.class_prefix
            for p in partial
            if p.class_prefix and _is_wide(p) and p.area_code is None
        ),
        limits=frozenset(one for post in partial for one in _limit(post)),
    )


def _is_wide(post: Post) -> bool:
    return post.role not in STATION_ONLY


def _limit(post: Post) -> Iterable[Limit]:
    """Yield what a post of some classes covers, unless it covers them in the whole district."""
    if post.class_prefix and (post.area_code or not _is_wide(post)):
        area = post.area_code if _is_wide(post) else None
        yield Limit(post.class_prefix, area, post.station_id)
