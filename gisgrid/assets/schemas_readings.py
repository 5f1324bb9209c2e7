"""What is asked and said over HTTP of a gauge's history."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from gisgrid.assets.readings import History, Span
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.moments import Moment
from gisgrid.kernel.settings import settings

LONGEST: Final = timedelta(days=366)
"""The longest span of a gauge's history that one request asks for."""
LEVELS: Final[tuple[Literal["warning", "guarantee"], ...]] = ("warning", "guarantee")


class ReadingsIn(BaseModel):
    """Which span of a gauge's history, and how many readings of it at most."""

    model_config = ConfigDict(extra="forbid")

    since: Annotated[Moment | None, Field(description="a day before `until`")] = None
    until: Annotated[Moment | None, Field(description="now")] = None
    most: Annotated[int, Field(ge=2, le=2000)] = 500

    def span(self) -> Span:
        """Return the span in UTC.

        Raises:
            Invalid: it is empty, or longer than a year and a day.
        """
        try:
            until = (self.until or clock.now()).astimezone(UTC)
            since = (self.since or until - timedelta(days=1)).astimezone(UTC)
        except OverflowError:
            raise Invalid("时段超出可表示的范围 · no calendar holds this span.") from None
        if not timedelta(0) < until - since <= LONGEST:
            raise Invalid("起始须早于截止，且时段不超过 366 天 · since < until, 366 days at most.")
        return Span(since, until)


class LevelOut(BaseModel):
    """A line that matters at a gauge: the river's warning or guarantee stage."""

    level: Literal["warning", "guarantee"]
    value: float


class ReadingOut(BaseModel):
    """What a gauge told in a minute."""

    at: datetime
    value: float


class ReadingsOut(BaseModel):
    """A gauge's history in a span: moments in UTC, values in `unit` above `datum`."""

    unit: Literal["m"] = "m"
    datum: str | None
    """The zero that the values are measured from."""
    since: datetime
    until: datetime
    levels: list[LevelOut]
    count: int
    """How many readings the span holds; more than there are points: they were thinned."""
    points: list[ReadingOut]
    kept_days: int
    """For how many days readings are kept."""

    @classmethod
    def of(cls, asset: Mapping[str, Any], span: Span, told: History) -> Self:
        """Describe what an asset's gauge told."""
        attrs = asset["attrs"]
        known = [(level, attrs.get(f"{level}_stage_m")) for level in LEVELS]
        levels = [LevelOut(level=one, value=at) for one, at in known if isinstance(at, int | float)]
        return cls(
            datum=attrs.get("datum"),
            since=span.since,
            until=span.until,
            levels=levels,
            count=told.count,
            points=[ReadingOut(at=at.astimezone(UTC), value=value) for at, value in told.points],
            kept_days=settings().readings_kept_days,
        )
