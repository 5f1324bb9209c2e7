"""How well a name fits a text about a place, from 0 to 1."""

from collections.abc import Mapping

from rapidfuzz import fuzz

from gisgrid.assets.rules.entries import Entry
from gisgrid.assets.rules.words import Words

Around = Mapping[str, Entry]
"""The areas that a text names, by how it spells them."""
VAGUE = 0.8
"""What has no precise point (a whole community, a river) scores no more."""


def score(words: Words, spelling: str, entry: Entry, around: Around) -> float:
    """Return how likely a text means an entry of this spelling."""
    found = _likeness(words, spelling, around) + _fit(entry, around)
    return max(0.0, min(1.0 if entry.exact else VAGUE, found))


def _likeness(words: Words, spelling: str, around: Around) -> float:
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


def _explained(words: Words, spelling: str, around: Around) -> float:
    """Return the share of the text that the name, areas around it and the hint account for."""
    start = words.text.index(spelling)
    marks = set(range(start, start + len(spelling)))
    marks |= set(range(max(len(words.core), start + len(spelling)), len(words.text)))
    for area in around:
        at = words.text.index(area)
        marks |= set(range(at, at + len(area)))
    return len(marks) / len(words.text)


def _fit(entry: Entry, around: Around) -> float:
    """Return what the areas named in the text add to a candidate, or take from it."""
    others = [a for a in around.values() if (a.source, a.id) != (entry.source, entry.id)]
    if not others:
        return 0.0
    if entry.source == "area" and any(entry.id in a.path for a in others):
        return -0.1
    return 0.02 if all(a.id in entry.path for a in others) else -0.12
