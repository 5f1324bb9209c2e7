"""Answers that a rule book gave before: the same question has the same answer."""

from collections.abc import Hashable
from dataclasses import dataclass

from gisgrid.duties.answers import Reason

MOST = 100_000


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers and why, without the place and its grid leader."""

    lead: int | None
    assists: tuple[int, ...]
    unrouted: str | None
    reasons: tuple[Reason, ...]


class Answers:
    """A dictionary that starts anew when it is full; it dies with its book."""

    def __init__(self, most: int = MOST) -> None:
        """Start empty."""
        self._most = most
        self._known: dict[Hashable, Answer] = {}

    def __len__(self) -> int:
        """Return how many answers are known."""
        return len(self._known)

    def get(self, key: Hashable) -> Answer | None:
        """Return a known answer."""
        return self._known.get(key)

    def keep(self, key: Hashable, answer: Answer) -> None:
        """Remember an answer; readers meanwhile see the old dictionary or the new one."""
        if len(self._known) >= self._most:
            self._known = {}
        self._known[key] = answer
