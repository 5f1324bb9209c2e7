"""What a question for features says: read from the query string, every word of it checked."""

import math
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gisgrid.maps.catalogue import Layer
from gisgrid.maps.ogc import filters
from gisgrid.maps.ogc.crs import Reference, reference
from gisgrid.maps.ogc.problems import BadQuery
from gisgrid.maps.ogc.times import Span, span

FEWEST, USUAL, MOST = 1, 10, 10_000
WORDS: Final = frozenset(
    ("f", "limit", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs",
     "after")
)  # fmt: skip
LANGS: Final = ("cql2-text", "cql2-json")
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Question:
    """What is asked of a collection."""

    limit: int
    crs: Reference
    filter_crs: Reference
    bounds: Bounds | None = None
    """In `bbox_crs`, written east first."""
    bbox_crs: Reference | None = None
    times: Span | None = None
    filter: Any = None
    """CQL2's tree."""
    equal: tuple[tuple[str, str], ...] = ()
    """Fields that must have a value."""
    after: tuple[int, str] | None = None
    """The id and part of the last feature of the page before."""


def question(layer: Layer, said: Mapping[str, str]) -> Question:
    """Read a question.

    Raises:
        BadQuery: a parameter is unknown or makes no sense.
    """
    bbox_crs = reference(said.get("bbox-crs"), "bbox-crs")
    return Question(
        limit=_limit(said.get("limit")),
        crs=reference(said.get("crs"), "crs"),
        filter_crs=reference(said.get("filter-crs"), "filter-crs"),
        bounds=_bounds(said["bbox"], bbox_crs) if "bbox" in said else None,
        bbox_crs=bbox_crs,
        times=_times(layer, said["datetime"]) if "datetime" in said else None,
        filter=_filter(said),
        equal=_fields(layer, said),
        after=read_cursor(said["after"]) if "after" in said else None,
    )


def _limit(said: str | None) -> int:
    if said is None:
        return USUAL
    if not (said.isascii() and said.isdigit()) or int(said[:9]) < FEWEST:
        raise BadQuery(f"limit: {said} is no number from {FEWEST} to {MOST}")
    return min(int(said[:9]), MOST)


def _bounds(said: str, crs: Reference) -> Bounds:
    try:
        numbers = [float(one) for one in said.split(",")]
    except ValueError as wrong:
        raise BadQuery(f"bbox: {said} is no list of numbers") from wrong
    flat = [*numbers[:2], *numbers[3:5]] if len(numbers) == 6 else numbers
    if len(flat) != 4 or not all(map(math.isfinite, flat)):
        raise BadQuery("bbox: four numbers (or six with heights) are needed")
    west, south, east, north = [flat[i] for i in (1, 0, 3, 2)] if crs.flipped else flat
    if south > north:
        raise BadQuery("bbox: its lower edge lies above its upper one; are the axes swapped?")
    return west, south, east, north


def _times(layer: Layer, said: str) -> Span | None:
    return span(said) if layer.time else None


def _filter(said: Mapping[str, str]) -> Any:
    lang = said.get("filter-lang", LANGS[0])
    if lang not in LANGS:
        raise BadQuery(f"filter-lang: {lang} is not offered; take one of {', '.join(LANGS)}")
    return filters.parsed(said["filter"], lang) if "filter" in said else None


def _fields(layer: Layer, said: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    unknown = set(said) - WORDS - set(layer.fields)
    if unknown:
        raise BadQuery(f"{', '.join(sorted(unknown))}: no parameter, and no field of {layer.id}")
    return tuple((name, value) for name, value in said.items() if name in layer.fields)


def cursor(feature: int, part: str) -> str:
    """Write where a page ended."""
    return urlsafe_b64encode(f"{feature} {part}".encode()).decode().rstrip("=")


def read_cursor(said: str) -> tuple[int, str]:
    """Read where the page before ended.

    Raises:
        BadQuery: it is not ours.
    """
    try:
        text = urlsafe_b64decode(said + "=" * (-len(said) % 4)).decode()
        feature, _, part = text.partition(" ")
        return int(feature), part
    except ValueError as wrong:
        raise BadQuery("after: follow the link `next`; this is none of ours") from wrong
