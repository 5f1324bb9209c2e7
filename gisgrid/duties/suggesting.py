"""Rank classes by what people wrote: never a silent guess, always with a score.

Chinese has no spaces, so texts are compared by their pairs of characters (BM25 over the pairs of
names, everyday words and filing conditions); English by words. An everyday word that stands in
the text whole, or nearly so, weighs most. Only a score above `SURE` with a distance of `LEAD` to
the next class is called confident.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

SURE: Final = 0.62
LEAD: Final = 0.08
EXPLAINED: Final = 0.5
SHORT_PHRASE: Final = 0.8
NAME_WEIGHT, SYNONYM_WEIGHT, CONDITION_WEIGHT = 3, 2, 1
SATURATION, LENGTH_SHARE = 1.2, 0.4
PHRASE_SHARE: Final = 0.7
MIN_SCORE: Final = 0.12
NEAR_MATCH: Final = 85.0
MAX_TEXT: Final = 500
LATIN = re.compile(r"[a-z0-9]+")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Described:
    """The words by which a class is found."""

    class_id: int
    key: str
    names: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A class, its score between 0 and 1, and whether it may be taken without asking."""

    class_id: int
    key: str
    score: float
    confident: bool


def tokens(text: str) -> list[str]:
    """Cut a text into pairs of Chinese characters and Latin words.

    >>> tokens("井盖丢了 lid")
    ['井盖', '盖丢', '丢了', 'lid']
    """
    pairs = [run[i : i + 2] for run in CHINESE.findall(text) for i in range(max(1, len(run) - 1))]
    return pairs + LATIN.findall(text.lower())


def weighted(described: Described) -> Counter[str]:
    """Count a class's tokens, its names above its everyday words above its conditions."""
    counts: Counter[str] = Counter()
    for texts, weight in (
        (described.names, NAME_WEIGHT),
        (described.synonyms, SYNONYM_WEIGHT),
        (described.conditions, CONDITION_WEIGHT),
    ):
        for token in {token for text in texts for token in tokens(text)}:
            counts[token] += weight
    return counts


class Suggester:
    """An inverted index over the classes of the book."""

    def __init__(self, classes: Iterable[Described]) -> None:
        """Count every token once."""
        self._classes = sorted(classes, key=lambda one: one.key)
        counts = [weighted(described) for described in self._classes]
        self._lengths = [sum(count.values()) for count in counts]
        self._mean = sum(self._lengths) / max(1, len(self._lengths))
        self._postings: dict[str, list[tuple[int, int]]] = {}
        for number, count in enumerate(counts):
            for token, weight in count.items():
                self._postings.setdefault(token, []).append((number, weight))

    def rarity(self, token: str) -> float:
        """Return how much a token tells (the inverse document frequency of BM25)."""
        n, total = len(self._postings.get(token, ())), len(self._classes)
        return math.log(1 + (total - n + 0.5) / (n + 0.5))

    def rank(self, text: str, limit: int = 5) -> list[Ranked]:
        """Return the classes that fit the text, best first; an empty list when none does."""
        words = list(dict.fromkeys(tokens(text[:MAX_TEXT])))
        scores = self._bm25(words)
        best = max(scores.values(), default=1.0)
        ranked = sorted(
            ((self._score(text, n, bm25 / best, words), n) for n, bm25 in scores.items()),
            key=lambda pair: (-pair[0], self._classes[pair[1]].key),
        )
        fitting = [pair for pair in ranked if pair[0] >= MIN_SCORE]
        return self._named(fitting, limit, self._explained(words))

    def _bm25(self, words: Sequence[str]) -> dict[int, float]:
        scores: dict[int, float] = {}
        for word in words:
            rarity = self.rarity(word)
            for number, weight in self._postings.get(word, ()):
                length = 1 - LENGTH_SHARE + LENGTH_SHARE * self._lengths[number] / self._mean
                gain = weight * (SATURATION + 1) / (weight + SATURATION * length)
                scores[number] = scores.get(number, 0.0) + rarity * gain
        return scores

    def _score(self, text: str, number: int, relative: float, words: Sequence[str]) -> float:
        """Mix how well a phrase of the class stands in the text with the relative BM25."""
        described = self._classes[number]
        phrases = (*described.names, *described.synonyms)
        phrase = max((self._phrase(text, one, words) for one in phrases), default=0.0)
        return phrase * (PHRASE_SHARE + (1 - PHRASE_SHARE) * relative)

    def _phrase(self, text: str, phrase: str, words: Sequence[str]) -> float:
        """Return how much of a phrase stands in the text, by what its tokens tell."""
        if phrase.lower() in text.lower():
            return 1.0 if len(phrase) > 2 else SHORT_PHRASE
        wanted = tokens(phrase)
        total = sum(self.rarity(token) for token in wanted)
        there = sum(self.rarity(token) for token in wanted if token in words)
        share = there / total if total else 0.0
        near = fuzz.partial_ratio(phrase, text) if share >= 0.3 and len(phrase) > 3 else 0.0
        return max(share, near / 100 * 0.9 if near >= NEAR_MATCH else 0.0)

    def _named(
        self, ranked: Sequence[tuple[float, int]], limit: int, explained: dict[int, bool]
    ) -> list[Ranked]:
        lead = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else 1.0
        return [
            Ranked(
                self._classes[number].class_id,
                self._classes[number].key,
                round(score, 3),
                confident=place == 0 and score >= SURE and lead >= LEAD and explained[number],
            )
            for place, (score, number) in enumerate(ranked[:limit])
        ]

    def _explained(self, words: Sequence[str]) -> dict[int, bool]:
        """Tell of each class whether it has enough of what the book knows of these words."""
        known = sum(self.rarity(word) for word in words if word in self._postings)
        told: dict[int, float] = {}
        for word in words:
            for number, _ in self._postings.get(word, ()):
                told[number] = told.get(number, 0.0) + self.rarity(word)
        return {number: share >= EXPLAINED * known for number, share in told.items()}
