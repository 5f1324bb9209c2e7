"""What happened here, as others hear it."""

from dataclasses import dataclass

from gisgrid.kernel.messages import Message


@dataclass(frozen=True)
class CalendarChanged(Message):
    """The working days of a span (ISO moments) are others than before."""

    start: str
    end: str
