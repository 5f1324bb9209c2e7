"""What happened here, as others hear it."""

from dataclasses import dataclass

from gisgrid.kernel.messages import Message


@dataclass(frozen=True)
class CodeWritten(Message):
    """A code for a citizen's telephone waits to be sent."""

    letter_id: int
