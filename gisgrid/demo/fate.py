"""How a case will fare: who is quick, who returns it, what fails the check, how it is rated."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

KINDLY = (0.01, 0.02, 0.05, 0.32, 0.60)
CROSS = (0.10, 0.15, 0.2, 0.3, 0.25)
DISSATISFIED = 2
Verdict = Literal["work", "answer", "decline", "on_spot", "duplicate"]


@dataclass(frozen=True, slots=True)
class Fate:
    """What the people of the simulated district do with one case.

    `sign_share` and `solve_share` are parts of the time allowed: below 1 is on time.
    """

    verdict: Verdict = "work"
    sign_share: float = 0.3
    solve_share: float = 0.6
    returns: int = 0
    reworks: int = 0
    consults: bool = False
    extends: bool = False
    shelves: bool = False
    score: int | None = None
    resolved: str = "yes"
    called: bool = False
    reopens: bool = False

    @property
    def mended(self) -> bool:
        """Tell whether whoever reports it has put it right by then."""
        return self.verdict == "on_spot"


@dataclass(frozen=True, slots=True)
class Odds:
    """The chances that a fate is drawn from; the planted effects change some of them."""

    on_time: float = 0.99
    signed_on_time: float = 0.985
    returned: float = 0.03
    reworked: float = 0.04
    consulted: float = 0.008
    extended: float = 0.03
    shelved: float = 0.006
    declined: float = 0.03
    duplicate: float = 0.03
    on_spot: float = 0.0
    rated: float = 0.0


def draw(odds: Odds, rng: np.random.Generator) -> Fate:
    """Draw one fate."""
    late = rng.random() >= odds.on_time
    unsigned = rng.random() > odds.signed_on_time
    fate = Fate(
        verdict=verdict(odds, rng),
        sign_share=float(rng.uniform(1.05, 2.0) if unsigned else rng.beta(2, 5)),
        solve_share=float(rng.uniform(1.03, 2.2) if late else rng.beta(4, 3) * 0.93),
        returns=int(rng.random() < odds.returned) + int(rng.random() < odds.returned / 6),
        reworks=int(rng.random() < odds.reworked),
        consults=bool(rng.random() < odds.consulted),
        extends=bool(rng.random() < odds.extended),
        shelves=bool(rng.random() < odds.shelved),
    )
    return rated(fate, KINDLY if not late and not fate.reworks else CROSS, odds, rng)


def verdict(odds: Odds, rng: np.random.Generator) -> Verdict:
    """Draw what becomes of the report at the door."""
    at = rng.random()
    doors: tuple[tuple[Verdict, float], ...] = (
        ("decline", odds.declined),
        ("duplicate", odds.duplicate),
        ("on_spot", odds.on_spot),
    )
    for name, chance in doors:
        if at < chance:
            return name
        at -= chance
    return "work"


def rated(fate: Fate, scores: tuple[float, ...], odds: Odds, rng: np.random.Generator) -> Fate:
    """Draw what the reporter says afterwards; who says nothing is not counted as content."""
    if rng.random() >= odds.rated:
        return fate
    score = int(rng.choice(5, p=scores)) + 1
    return replace(
        fate,
        score=score,
        resolved="yes" if score > DISSATISFIED else str(rng.choice(["partly", "no"])),
        called=bool(rng.random() < 0.7),
        reopens=score <= DISSATISFIED and bool(rng.random() < 0.5),
    )
