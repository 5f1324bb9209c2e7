"""The plan of a believable history: pure, from a seed, no database.

Same seed, same world, same span: the same reports to the second.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np

from gisgrid.demo import seasons
from gisgrid.demo.effects import Effect, Planted, speaks_of
from gisgrid.demo.fate import Fate
from gisgrid.demo.fates import Fates
from gisgrid.demo.lots import Lots
from gisgrid.demo.words import Neighbourhood, Speech, place_words
from gisgrid.demo.world import Kind, Leaf, World, point_in

STREAMS = {
    "appeal": ("citizen", "hotline", "hotline", "platform", "enterprise"),
    "epidemic": ("officer", "unit", "hotline"),
    "parking": ("camera",),
    "site": ("camera",),
    "patrol": ("officer", "officer", "officer", "officer", "unit"),
    "community": ("officer",),
}
PROPORTIONS = {"appeal": (0.4, 0.25, 0.15, 0.12, 0.08)}
SAY_NO_CLASS = {"citizen", "platform"}
CANDIDATES = 24
"""From so many a report is drawn: an effect can only favour what is among them."""
TWO_DAYS = timedelta(days=2)
PHONES = {"citizen", "officer"}
ORIGIN = {"appeal": "complaint", "community": "self_handled", "hotline": "complaint"}


@dataclass(frozen=True, slots=True)
class Planned:
    """One report that will be made, and how its case will fare."""

    at: datetime
    stream: str
    source: str
    origin: str
    kind: Kind
    class_known: bool
    codes: tuple[str, ...]
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    place_text: str | None
    text: str
    fate: Fate


@dataclass(frozen=True)
class Planner:
    """Draws reports from a world under the planted effects."""

    world: World
    planted: Planted
    speech: Speech
    rng: np.random.Generator

    def history(self, span: tuple[datetime, datetime]) -> list[Planned]:
        """Return every report of the span, in order of time."""
        waves = self.planted.some("wave")
        scale = self.planted.cases / sum(self.planted.mix.values())
        reports = [
            self.report(stream, at)
            for stream, count in self.planted.mix.items()
            for at in seasons.moments(stream, round(count * scale), span, waves, self.rng)
        ]
        return self.repeated(sorted(reports, key=lambda report: report.at))

    def repeated(self, reports: list[Planned]) -> list[Planned]:
        """Let what is reported twice be about something reported in the two days before."""
        for i, report in enumerate(reports):
            if report.fate.verdict != "duplicate":
                continue
            recent = [
                one
                for one in reports[max(0, i - 30) : i]
                if report.at - one.at < TWO_DAYS and one.kind.needs_place and one.lon is not None
            ]
            if recent:
                reports[i] = same_matter(report, recent[int(self.rng.integers(len(recent)))])
        return reports

    def report(self, stream: str, at: datetime) -> Planned:
        """Draw one report."""
        kind, leaf, (lon, lat) = self.subject(stream, at)
        tell = self.speech.settlement if stream == "community" else self.speech.story
        source = str(self.rng.choice(STREAMS[stream], p=PROPORTIONS.get(stream)))
        if stream != "community" and ("噪" in kind.name or "扰民" in kind.name):
            at = seasons.at_night(at, self.rng)
        placed = kind.needs_place or self.rng.random() < 0.5
        named = place_words(leaf, self.spots, (lon, lat), self.rng)
        return Planned(
            at=seasons.utc(at),
            stream=stream,
            source=source,
            origin=ORIGIN.get(stream) or ORIGIN.get(source, "before_complaint"),
            kind=kind,
            class_known=source not in SAY_NO_CLASS or self.rng.random() < 0.5,
            codes=leaf.codes,
            lon=lon if placed else None,
            lat=lat if placed else None,
            accuracy_m=self.accuracy(source),
            place_text=named if placed else None,
            text=tell(kind, named, self.rng),
            fate=self.fates.of(stream, source, kind, leaf, at),
        )

    def accuracy(self, source: str) -> float | None:
        """Draw the accuracy a phone states, in metres; nobody else states one."""
        return round(float(self.rng.gamma(2.0, 6.0)), 1) if source in PHONES else None

    def subject(self, stream: str, at: datetime) -> tuple[Kind, Leaf, tuple[float, float]]:
        """Draw class and place together: effects favour some of a handful of candidates."""
        active = [effect for effect in self.planted.some("more") if effect.when(at)]
        tries = [self.candidate(stream, at.month, active) for _ in range(CANDIDATES)]
        (kind, leaf, point), _ = Lots.of(tries, [weight for _, weight in tries]).draw(self.rng)
        return kind, leaf, point or point_in(leaf, self.rng)

    def candidate(
        self, stream: str, month: int, active: Sequence[Effect]
    ) -> tuple[tuple[Kind, Leaf, tuple[float, float] | None], float]:
        """Draw a class by its popularity and a leaf by population, and say how likely they are.

        The point is drawn only where a planted effect depends on it.
        """
        kind, leaf = self.kinds_of(stream).draw(self.rng), self.leaves.draw(self.rng)
        about = [effect for effect in active if effect.about(kind.name, leaf.codes)]
        point = point_in(leaf, self.rng) if any(effect.near for effect in about) else None
        weight = seasons.season(kind.name, month)
        for effect in about:
            if point is None or effect.here(*point):
                weight *= effect.times
        return (kind, leaf, point), weight

    @cached_property
    def spots(self) -> Neighbourhood:
        """Return the named places, to be found by where they are."""
        return Neighbourhood(self.world.spots)

    @cached_property
    def fates(self) -> Fates:
        """Return what decides how a case fares."""
        return Fates(self.planted, self.speech, self.rng)

    @cached_property
    def leaves(self) -> Lots[Leaf]:
        """Return the areas, to be drawn by population."""
        return Lots.of(self.world.leaves, [leaf.weight for leaf in self.world.leaves])

    @cached_property
    def subjects(self) -> dict[str, Lots[Kind]]:
        """Return the classes that are reported together, to be drawn by how common they are."""
        found = self.world.of("detection")
        groups = {
            "appeal": self.world.of("appeal"),
            "thing": self.world.of("event", "component"),
            "event": self.world.of("event"),
            "component": self.world.of("component"),
            "epidemic": self.world.of("epidemic"),
            "parking": [kind for kind in found if "停" in kind.name],
            "site": [kind for kind in found if "安全帽" in kind.name or "施工" in kind.name],
            "community": self.spoken_of(self.speech.consulted),
        }
        weigh = self.speech.weight
        return {name: Lots.of(kinds, [weigh(k) for k in kinds]) for name, kinds in groups.items()}

    def spoken_of(self, words: str) -> list[Kind]:
        """Return the events whose names hold one of these words, emergencies aside."""
        events = self.world.of("event")
        return [kind for kind in events if speaks_of(words, kind.name) and not kind.urgent]

    def kinds_of(self, stream: str) -> Lots[Kind]:
        """Return the classes that a stream reports."""
        if stream == "appeal":
            stream = "appeal" if self.rng.random() < 0.55 else "thing"
        if stream == "patrol":
            stream = "event" if self.rng.random() < 0.6 else "component"
        return self.subjects[stream]


def same_matter(report: Planned, before: Planned) -> Planned:
    """Return a report about what another one said, in its reporter's own name."""
    return replace(
        report,
        kind=before.kind,
        class_known=True,
        codes=before.codes,
        lon=before.lon,
        lat=before.lat,
        place_text=before.place_text,
        text=before.text,
    )
