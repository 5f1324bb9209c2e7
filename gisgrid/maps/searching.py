"""One search over places, cases, assets and people: each as far as the reader's own lists go."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol
from urllib.parse import quote

from sqlalchemy.orm import Session

from gisgrid import assets, cases, grid, identity
from gisgrid.grid import AreaRef
from gisgrid.kernel.errors import Invalid, NotSignedIn

Kind = Literal["place", "case", "asset", "person"]
KINDS: Final[tuple[Kind, ...]] = ("place", "case", "asset", "person")
"""In the order in which they are answered; digits alone are meant for a case."""
PUBLIC: Final[tuple[Kind, ...]] = ("place",)
Point = tuple[float, float]


class Named(Protocol):
    """What has a name, in English too perhaps."""

    @property
    def name(self) -> str:
        """Return the Chinese name."""

    @property
    def name_en(self) -> str | None:
        """Return the English name, if there is one."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: how many of each kind, in which language, near where."""

    said: str
    limit: int
    lang: str
    near: Point | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that was found; `opens` is the address of the whole of it."""

    kind: Kind
    id: str
    title: str
    subtitle: str
    point: Point | None
    opens: str | None
    phone: str | None = None


def kinds_for(actor: identity.Actor | None, asked: str | None) -> tuple[Kind, ...]:
    """Return the kinds to look for: those that are named, or all that the reader may have.

    Raises:
        Invalid: a kind is unknown.
        NotSignedIn: nobody is signed in, and more than places is asked for.
        Forbidden: assets are asked for by name, and no post may see them.
    """
    if asked is None:
        return tuple(kind for kind in KINDS if _may(actor, kind))
    wanted = _read(asked)
    if actor is None and set(wanted) - set(PUBLIC):
        raise NotSignedIn("查找案件、部件和人员须先登录；未登录只能查找地点。")
    if actor is not None and "asset" in wanted:
        identity.require(actor, "asset.see")
    return wanted


def _read(asked: str) -> tuple[Kind, ...]:
    said = {one.strip() for one in asked.split(",")}
    wrong = said - set(KINDS)
    if wrong:
        raise Invalid(f"kinds 须由 {'、'.join(KINDS)} 组成，以逗号分隔。")
    return tuple(kind for kind in KINDS if kind in said)


def _may(actor: identity.Actor | None, kind: Kind) -> bool:
    if actor is None:
        return kind in PUBLIC
    return kind != "asset" or actor.is_system or actor.may("asset.see")


def search(
    tx: Session, asked: Question, actor: identity.Actor | None, kinds: Sequence[Kind]
) -> list[Answer]:
    """Return what was found, kind by kind, the best of each first."""
    found = [] if actor is None else _of_staff(tx, asked, actor, kinds)
    if "place" in kinds:
        told = {one.id for one in found if one.kind == "asset"}
        found += _places(tx, asked, told)
    first = "case" if re.fullmatch(r"[\d\s-]+", asked.said) else None
    return sorted(found, key=lambda one: (one.kind != first, KINDS.index(one.kind)))


def _of_staff(
    tx: Session, asked: Question, actor: identity.Actor, kinds: Sequence[Kind]
) -> list[Answer]:
    ways = [OF_STAFF[kind] for kind in kinds if kind in OF_STAFF]
    return [one for way in ways for one in way(tx, asked, actor)]


def _places(tx: Session, asked: Question, told: set[str]) -> Iterator[Answer]:
    """Yield places by name; an asset that is answered as such is not told twice."""
    found = assets.seek_places(tx, asked.said, asked.limit)
    refs = grid.area_refs(tx, [area for one in found for area in one.path])
    for one in found:
        if one.same_as is not None and str(one.same_as) in told:
            continue
        above = [refs[a] for a in one.path if not (one.source == "area" and a == one.id)]
        yield Answer(
            "place",
            f"{one.source}-{one.id}",
            _said(one, asked.lang),
            _chain(above, asked.lang),
            (one.lon, one.lat),
            f"/api/here?lon={one.lon:.7f}&lat={one.lat:.7f}",
        )


def _cases(tx: Session, asked: Question, actor: identity.Actor) -> Iterator[Answer]:
    for one in cases.seek(tx, asked.said, cases.reach(tx, actor), asked.limit, asked.lang):
        yield Answer(
            "case",
            one.number,
            one.class_name or one.number,
            " · ".join(filter(None, (one.status_name, one.said))),
            one.point,
            f"/api/cases/{one.number}",
        )


def _assets(tx: Session, asked: Question, actor: identity.Actor) -> Iterator[Answer]:
    found = assets.seek_assets(
        tx,
        asked.said,
        assets.sight(tx, actor),
        asked.limit,
        edition_id=grid.current_edition(tx).id,
        near=asked.near,
    )
    refs = grid.area_refs(tx, [one.area_id for one in found if one.area_id is not None])
    for one in found:
        kind = (one.kind_name_en if asked.lang == "en" else None) or one.kind_name
        where = _said(refs[one.area_id], asked.lang) if one.area_id is not None else ""
        yield Answer(
            "asset",
            str(one.id),
            _said(one, asked.lang),
            " · ".join(filter(None, (kind, one.code, where))),
            (one.lon, one.lat),
            f"/api/assets/{one.id}",
        )


def _people(tx: Session, asked: Question, actor: identity.Actor) -> Iterator[Answer]:
    for one in identity.seek_people(tx, asked.said, actor, asked.limit):
        english = asked.lang == "en"
        title = (one.title_en if english else None) or one.title
        station = (one.station_name_en if english else None) or one.station_name
        yield Answer(
            "person",
            one.code,
            _said(one, asked.lang),
            " · ".join(filter(None, (title, station))),
            None,
            f"/api/people/{quote(one.code)}" if actor.may("people.read") else None,
            phone=one.phone or None,
        )


def _said(one: Named, lang: str) -> str:
    return (one.name_en if lang == "en" else None) or one.name


def _chain(areas: Sequence[AreaRef], lang: str) -> str:
    """Name the areas that hold a place, without the district that holds them all."""
    named = areas[1:] or areas
    return " · ".join(_said(one, lang) for one in named)


OF_STAFF: Final[Mapping[Kind, Callable[[Session, Question, identity.Actor], Iterator[Answer]]]] = {
    "case": _cases,
    "asset": _assets,
    "person": _people,
}
