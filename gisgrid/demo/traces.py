"""Whether the planted effects can be found: plain shares of the stored cases, no plan read.

A place or an area is compared with itself at other times, so that seasons cancel out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from gisgrid.cases import Action
from gisgrid.demo.effects import Effect
from gisgrid.demo.seen import Seen, Share, share


@dataclass(frozen=True, slots=True)
class Trace:
    """How often something is seen where and when an effect holds, and how often elsewhere."""

    effect: str
    inside: Share
    elsewhere: Share

    @property
    def times(self) -> float:
        """Return how many times as often it is inside; 1 where nothing was seen at all."""
        return self.inside.steady / self.elsewhere.steady


def traces(cases: Sequence[Seen], effects: Sequence[Effect]) -> list[Trace]:
    """Return the trace of every effect."""
    return [wave(cases, one) if one.what == "wave" else trace(cases, one) for one in effects]


def trace(cases: Sequence[Seen], effect: Effect) -> Trace:
    """Compare the effect's own cases in its time with those of other times."""
    belongs, shows = WATCHED[effect.what](effect)
    held = [case for case in cases if belongs(case)]
    return Trace(
        effect.id,
        share([case for case in held if effect.when(case.at)], shows),
        share([case for case in held if not effect.when(case.at)], shows),
    )


def wave(cases: Sequence[Seen], effect: Effect) -> Trace:
    """Compare a stream's share in the wave with the wave's share of the days."""
    first, last = cases[0].at, cases[-1].at
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    waved = sum(effect.when(day) for day in days)
    stream = [case for case in cases if case.domain == effect.stream]
    inside = share(stream, lambda case: effect.when(case.at))
    return Trace(effect.id, inside, Share(waved, len(days)))


Fits = Callable[[Seen], bool]


def about(effect: Effect) -> Fits:
    """Return whether a case is of the effect's classes and areas."""
    return lambda case: effect.about(case.name, case.codes)


def near(effect: Effect) -> Fits:
    """Return whether a case lies within the effect's reach."""
    return lambda case: case.lon is not None and effect.here(case.lon, case.lat or 0.0)


def more(effect: Effect) -> tuple[Fits, Fits]:
    """Of the effect's classes, ask how many lie in its place; without a place, of all cases."""
    return (lambda _: True, about(effect)) if effect.near is None else (about(effect), near(effect))


def slow(effect: Effect) -> tuple[Fits, Fits]:
    """Of the area's finished cases, ask how many were late."""
    of_area = about(effect)
    return lambda case: case.late is not None and of_area(case), lambda case: bool(case.late)


def returns(effect: Effect) -> tuple[Fits, Fits]:
    """Of the effect's classes that were dispatched, ask how many came back."""
    of_class = about(effect)
    return (
        lambda case: of_class(case) and Action.DISPATCH in case.took,
        lambda case: Action.RETURN in case.took,
    )


WATCHED: dict[str, Callable[[Effect], tuple[Fits, Fits]]] = {
    "more": more,
    "slow": slow,
    "returns": returns,
}
