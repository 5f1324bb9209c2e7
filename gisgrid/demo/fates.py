"""Which fate falls to which report: the chances of its stream, changed by the planted effects."""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from gisgrid.demo.effects import Effect, Planted, speaks_of
from gisgrid.demo.fate import Fate, Odds, draw
from gisgrid.demo.words import Speech
from gisgrid.demo.world import Kind, Leaf

ODDS = {
    "appeal": Odds(rated=0.42, declined=0.05, duplicate=0.05),
    "patrol": Odds(on_spot=0.85, declined=0.01, returned=0.02),
    "community": Odds(on_spot=0.85, declined=0.0, duplicate=0.0, returned=0.01),
    "epidemic": Odds(returned=0.005, declined=0.0, duplicate=0.0),
    "parking": Odds(declined=0.02),
    "site": Odds(declined=0.02),
}
LONG = {"appeal", "patrol", "community"}
"""Streams of which some matters are consulted over, extended or put on the books."""
ANSWERED = 0.35
"""The share of appeals without a thing to mend that an acceptor could answer at once."""


@dataclass(frozen=True)
class Fates:
    """Draws how cases fare."""

    planted: Planted
    speech: Speech
    rng: np.random.Generator

    def of(self, stream: str, source: str, kind: Kind, leaf: Leaf, at: datetime) -> Fate:
        """Draw the fate of one report."""
        drawn = draw(self.odds(stream, kind, leaf, at), self.rng)
        if stream not in LONG or not kind.needs_place:
            drawn = replace(drawn, consults=False, shelves=False, extends=False)
        if kind.domain == "appeal" and self.rng.random() < ANSWERED:
            return replace(drawn, verdict="answer")
        return self.mendable(drawn, stream, source, kind)

    def odds(self, stream: str, kind: Kind, leaf: Leaf, at: datetime) -> Odds:
        """Return the chances of a stream under the planted effects of that place and day."""
        odds = replace(ODDS[stream], on_time=min(self.planted.on_time, ODDS[stream].on_time))
        for effect in self.planted.effects:
            if effect.when(at) and effect.about(kind.name, leaf.codes):
                odds = changed(odds, effect)
        return odds

    def mendable(self, fate: Fate, stream: str, source: str, kind: Kind) -> Fate:
        """Return the fate of a small thing; what nobody mends on the spot is worked as usual."""
        small = source == "officer" and speaks_of(self.speech.mended, kind.name)
        if not fate.mended or stream == "community" or (small and kind.domain == "event"):
            return fate
        return replace(fate, verdict="work")


def changed(odds: Odds, effect: Effect) -> Odds:
    """Return the chances under one effect; hotspots and waves change none."""
    if effect.what == "slow":
        return replace(odds, on_time=effect.on_time)
    return replace(odds, returned=effect.share) if effect.what == "returns" else odds
