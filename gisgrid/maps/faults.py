"""What is wrong with a file that people write, one clear line a fault."""

from pydantic import ValidationError

PREFIX = "Value error, "


def faults_of(wrong: ValidationError) -> list[str]:
    """Say every fault with the place where it is: `style.0.type: Field required`."""
    return [_said(".".join(map(str, one["loc"])), one["msg"]) for one in wrong.errors()]


def _said(place: str, message: str) -> str:
    said = message.removeprefix(PREFIX)
    return f"{place}: {said}" if place else said
