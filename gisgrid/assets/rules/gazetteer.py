"""Find the names that a text about a place may mean, with scores, without guessing silently.

A name that stands in the text counts by how much of the text it explains, together with the
areas named around it and the hint after it; a name that is only similar counts by its
similarity. The areas a text names also tell two squares of the same name apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gisgrid.assets.rules.entries import SAME_PLACE_M, Entry, Source, asset_of, holds, metres, same
from gisgrid.assets.rules.scoring import score
from gisgrid.assets.rules.words import SHORTEST, Words, pairs, plain, read, spellings

SHORTLIST = 80
LEAST = 0.5
"""A name scored lower is no candidate."""
SURE, AHEAD = 0.85, 0.08
"""What the best candidate must reach, and by how much it must lead, to be unambiguous."""
HOLDS = 0.8
"""An area that a better candidate lies in was named to say where that is."""


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
    name_en: str | None = None
    path: tuple[int, ...] = ()
    """The areas that hold it, coarsest first; of an area, itself last."""
    same_as: int | None = None
    """The asset that it is, if it is one."""


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
        self._length: list[int] = []
        for number, (spelling, _) in enumerate(self._spelled):
            whole = pairs(spelling)
            self._length.append(len(whole))
            for pair in whole:
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
            _Scored(entry, score(words, spelling, entry, around), spelling)
            for spelling, entry in shortlist
            if not _is_part(spelling, whole)
        ]
        best = _without_surroundings(_distinct(s for s in scored if s.score >= LEAST))
        return [_candidate(words, best, place) for place in range(min(limit, len(best)))]

    def seek(self, text: str, limit: int = 5) -> list[PlaceCandidate]:
        """Return the places whose names begin with or hold the text, then similar ones.

        For a name that is still being typed: the shorter the name, the more of it is there.
        """
        said = plain(text)
        held = _distinct(
            _Scored(entry, _typed(said, spelling), spelling)
            for spelling, entry in self._holding(said)
        )
        words = read(text)
        typed = [_candidate(words, held, place) for place in range(min(limit, len(held)))]
        meant = [
            one
            for one in self.find(text, limit)
            if not any((one.source, one.id) == (kept.source, kept.id) for kept in typed)
        ]
        sure = [one for one in meant if one.score >= SURE]
        return [*sure, *typed, *(one for one in meant if one.score < SURE)][:limit]

    def _holding(self, said: str) -> list[tuple[str, Entry]]:
        """Return the spellings that a text of two characters or more stands in."""
        shared = [set(self._by_pair.get(pair, ())) for pair in pairs(said)]
        numbers = set.intersection(*shared) if len(said) >= SHORTEST and shared else set()
        return [self._spelled[n] for n in sorted(numbers) if said in self._spelled[n][0]]

    def _shortlist(self, words: Words) -> list[tuple[str, Entry]]:
        """Return the spellings that share most of their pairs of characters with the text."""
        shared: Counter[int] = Counter()
        for pair in pairs(words.text):
            shared.update(self._by_pair.get(pair, ()))
        whole = {n: count / self._length[n] for n, count in shared.items()}
        best = sorted(whole, key=lambda n: (-whole[n], -shared[n], n))[:SHORTLIST]
        return [self._spelled[n] for n in best]


def _typed(said: str, spelling: str) -> float:
    """Score a name of which a part is typed: its beginning says more than its middle."""
    return (0.7 if spelling.startswith(said) else 0.5) + 0.3 * len(said) / len(spelling)


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


def _distinct(scored: Iterable[_Scored]) -> list[_Scored]:
    """Order by score, then longer name, then id; keep each thing once."""
    best: list[_Scored] = []
    rest = sorted(
        scored, key=lambda s: (-round(s.score, 6), -len(s.spelling), s.entry.source, s.entry.id)
    )
    for one in rest:
        if not any(same(one.entry, kept.entry) for kept in best):
            best.append(one)
    return best


def _without_surroundings(best: list[_Scored]) -> list[_Scored]:
    """Put the areas that hold a good candidate behind it."""
    inside = [s.entry for s in best if s.entry.source != "area" and s.score >= SURE]
    lower = [
        replace(s, score=s.score * HOLDS) if any(holds(s.entry, e) for e in inside) else s
        for s in best
    ]
    return sorted(lower, key=lambda s: -round(s.score, 6))


def _candidate(words: Words, best: Sequence[_Scored], place: int) -> PlaceCandidate:
    found = best[place]
    entry = found.entry
    return PlaceCandidate(
        entry.name, entry.kind, entry.lon, entry.lat, round(found.score, 3),
        entry.source, entry.id, words.hint_after(found.spelling),
        unambiguous=place == 0 and _is_unambiguous(best),
        name_en=entry.name_en, path=entry.path, same_as=asset_of(entry),
    )  # fmt: skip


def _is_unambiguous(best: Sequence[_Scored]) -> bool:
    """Tell whether the first is meant: precise, good, and well ahead of any other place."""
    first = best[0]
    if not first.entry.exact or first.score < SURE:
        return False
    rivals = (s for s in best[1:] if not holds(s.entry, first.entry))
    return all(
        first.score - s.score >= AHEAD or metres(s.entry, first.entry) <= SAME_PLACE_M
        for s in rivals
    )
