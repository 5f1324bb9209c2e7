"""Drawing lots: one of many, each as likely as its weight."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

Lot = TypeVar("Lot")


@dataclass(frozen=True, slots=True)
class Lots(Generic[Lot]):
    """Things to draw from, with their weights summed up once."""

    things: Sequence[Lot]
    sums: np.ndarray

    @classmethod
    def of(cls, things: Sequence[Lot], weights: Sequence[float]) -> "Lots[Lot]":
        """Prepare the drawing."""
        return cls(things, np.cumsum(np.asarray(weights, float)))

    def draw(self, rng: np.random.Generator) -> Lot:
        """Draw one."""
        at = np.searchsorted(self.sums, rng.random() * self.sums[-1], side="right")
        return self.things[min(int(at), len(self.things) - 1)]
