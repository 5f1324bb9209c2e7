"""Find the names that a text about a place may mean, with scores, without guessing silently.

A name that stands in the text counts by how much of the text it explains, together with the
areas named around it and the hint after it; a name that is only similar counts by its
similarity. The areas a text names also tell two squares of the same name apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, radians
from typing import Literal

from rapidfuzz import fuzz

from gisgrid.assets.rules.words import Words, pairs, plain, read, spellings

Source = Literal["area", "asset", "place"]
SHORTLIST = 80
LEAST = 0.5
"""A name scored lower is no candidate."""
SURE, AHEAD = 0.85, 0.08
"""What the best candidate must reach, and by how much it must lead, to be unambiguous."""
VAGUE = 0.8
"""What has no precise point (a whole community, a river) scores no more."""
HOLDS = 0.8
"""An area that a better candidate lies in was named to say where that is."""
SAME_PLACE_M = 150.0
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Entry:
    """A thing with a name, where it is, and the areas that hold it (coarsest first)."""

    source: Source
    id: int
    kind: str
    name: str
    names: tuple[str, ...]
    lon: float
    lat: float
    path: tuple[int, ...] = ()
    exact: bool = True
    """Whether its point is precise enough to route by; an area above the leaves is not."""
    same_as: int | None = None
    """The asset that a place is."""


@dataclass(frozen=True)
class PlaceCandidate:
    """A place that a text may mean; only the first can be unambiguous."""

    name: str
    kind: str
    lon: float
    lat: float
    score: float
    source: Source
    id: int
    hint: str = ""
    unambiguous: bool = False


@dataclass(frozen=True)
class _Scored:
    entry: Entry
    score: float
    spelling: str


class Gazetteer:
    """All names of one version of the district, indexed by pairs of characters."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._spelled = [(plain(one), entry) for entry in entries for one in _spellings(entry)]
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        for number, (spelling, _) in enumerate(self._spelled):
            for pair in pairs(spelling):
                self._by_pair[pair].append(number)

    def find(self, text: str, limit: int = 5) -> list[PlaceCandidate]:
        """Return the candidates, best first; none when nothing is similar."""
        words = read(text)
        if not words.text:
            return []
        shortlist = self._shortlist(words)
        around = _areas_named(words, shortlist)
        whole = [spelling for spelling, _ in shortlist if spelling in words.text]
        scored = [
            _scored(words, spelling, entry, around)
            for spelling, entry in shortlist
            if not _is_part(spelling, whole)
        ]
        best = _without_surroundings(_distinct(s for s in scored if s.score >= LEAST))
        return [_candidate(words, best, place) for place in range(min(limit, len(best)))]

    def _shortlist(self, words: Words) -> list[tuple[str, Entry]]:
        """Return the spellings that share most of their pairs of characters with the text."""
        shared: Counter[int] = Counter()
        for pair in pairs(words.text):
            shared.update(self._by_pair.get(pair, ()))
        whole = {n: count / len(pairs(self._spelled[n][0])) for n, count in shared.items()}
        best = sorted(whole, key=lambda n: (-whole[n], -shared[n], n))[:SHORTLIST]
        return [self._spelled[n] for n in best]


def _spellings(entry: Entry) -> Iterable[str]:
    """Return how an entry's names are written; a community's name also without 居民委员会."""
    if entry.source == "area":
        return dict.fromkeys(one for name in entry.names for one in spellings(name))
    return dict.fromkeys(plain(name) for name in entry.names)


def _is_part(spelling: str, whole: Sequence[str]) -> bool:
    """Tell whether a name stands in the text only as part of a longer one (庙 of 老君庙村)."""
    return any(spelling != longer and spelling in longer for longer in whole)


def _areas_named(words: Words, shortlist: Sequence[tuple[str, Entry]]) -> dict[str, Entry]:
    """Return the areas whose names stand in the text."""
    return {
        spelling: entry
        for spelling, entry in shortlist
        if entry.source == "area" and spelling in words.text
    }


def _scored(words: Words, spelling: str, entry: Entry, around: dict[str, Entry]) -> _Scored:
    score = _likeness(words, spelling, around) + _fit(entry, around)
    return _Scored(entry, max(0.0, min(1.0 if entry.exact else VAGUE, score)), spelling)


def _likeness(words: Words, spelling: str, around: dict[str, Entry]) -> float:
    if spelling == words.text:
        return 1.0
    if spelling == words.core:
        return 0.98
    if spelling in words.text:
        return 0.72 + 0.24 * _explained(words, spelling, around)
    return 0.9 * _similarity(spelling, words.core)


def _similarity(spelling: str, core: str) -> float:
    """Return how alike two names are; a short name inside a long text loses by its length."""
    alike = fuzz.ratio(spelling, core) / 100
    if len(spelling) < len(core):
        alike = max(alike, 0.95 * fuzz.partial_ratio(spelling, core) / 100)
    return alike


def _explained(words: Words, spelling: str, around: dict[str, Entry]) -> float:
    """Return the share of the text that the name, areas around it and the hint account for."""
    start = words.text.index(spelling)
    marks = set(range(start, start + len(spelling)))
    marks |= set(range(max(len(words.core), start + len(spelling)), len(words.text)))
    for area in around:
        at = words.text.index(area)
        marks |= set(range(at, at + len(area)))
    return len(marks) / len(words.text)


def _fit(entry: Entry, around: dict[str, Entry]) -> float:
    """Return what the areas named in the text add to a candidate, or take from it."""
    others = [a for a in around.values() if (a.source, a.id) != (entry.source, entry.id)]
    if not others:
        return 0.0
    if entry.source == "area" and any(entry.id in a.path for a in others):
        return -0.1
    return 0.02 if all(a.id in entry.path for a in others) else -0.12


def _distinct(scored: Iterable[_Scored]) -> list[_Scored]:
    """Order by score, then longer name, then id; keep each thing once."""
    best: list[_Scored] = []
    rest = sorted(
        scored, key=lambda s: (-round(s.score, 6), -len(s.spelling), s.entry.source, s.entry.id)
    )
    for one in rest:
        if not any(_same(one.entry, kept.entry) for kept in best):
            best.append(one)
    return best


def _without_surroundings(best: list[_Scored]) -> list[_Scored]:
    """Put the areas that hold a good candidate behind it."""
    inside = [s.entry for s in best if s.entry.source != "area" and s.score >= SURE]
    lower = [
        replace(s, score=s.score * HOLDS) if any(_holds(s.entry, e) for e in inside) else s
        for s in best
    ]
    return sorted(lower, key=lambda s: -round(s.score, 6))


def _same(one: Entry, other: Entry) -> bool:
    """Tell whether two entries are one thing: a place and its asset, a village and its area."""
    if (one.source, one.id) == (other.source, other.id):
        return True
    if _asset_of(one) is not None and _asset_of(one) == _asset_of(other):
        return True
    if one.name != other.name:
        return False
    return _holds(one, other) or _holds(other, one) or _metres(one, other) <= SAME_PLACE_M


def _asset_of(entry: Entry) -> int | None:
    return entry.id if entry.source == "asset" else entry.same_as


def _metres(one: Entry, other: Entry) -> float:
    east = (one.lon - other.lon) * cos(radians(one.lat))
    return hypot(east, one.lat - other.lat) * METRES_PER_DEGREE


def _candidate(words: Words, best: Sequence[_Scored], place: int) -> PlaceCandidate:
    found = best[place]
    entry = found.entry
    return PlaceCandidate(
        entry.name, entry.kind, entry.lon, entry.lat, round(found.score, 3),
        entry.source, entry.id, words.hint_after(found.spelling),
        unambiguous=place == 0 and _is_unambiguous(best),
    )  # fmt: skip


def _is_unambiguous(best: Sequence[_Scored]) -> bool:
    """Tell whether the first is meant: precise, good, and well ahead of any other place."""
    first = best[0]
    if not first.entry.exact or first.score < SURE:
        return False
    rivals = (s for s in best[1:] if not _holds(s.entry, first.entry))
    return all(
        first.score - s.score >= AHEAD or _metres(s.entry, first.entry) <= SAME_PLACE_M
        for s in rivals
    )


def _holds(area: Entry, entry: Entry) -> bool:
    return area.source == "area" and area.id in entry.path
