"""Why a step is not taken, in words for whoever tried."""

from typing import Final

from gisgrid.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class NoSuchCase(NotFound):
    """There is no case of this number, or the caller may not know of it."""

    title = "There is no such case"


NOT_YOURS: Final = "没有编号为 {} 的案件，或者它不在您的辖区内。"
"""Said of a case out of sight and of one that is not: which of them it is, nobody learns."""


class NoSuchPhoto(NotFound):
    """There is no such photo, or it belongs to a case that the caller may not know of."""

    title = "There is no such photo"


class NotNow(Conflict):
    """The case's status does not allow the action."""

    title = "Not possible at this stage"


class NotYours(Forbidden):
    """None of the person's posts may take this action in this case."""

    title = "Your posts do not allow this step"


class StepLacks(Invalid):
    """The action came without what it needs."""

    title = "Something is missing for this step"


class ChangedMeanwhile(Conflict):
    """Somebody else acted on the case since it was read."""

    title = "The case has changed meanwhile"
