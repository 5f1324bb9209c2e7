"""Problems a caller can act on. Each carries the HTTP status it becomes (RFC 9457).

A slice subclasses the one that fits and says, in the caller's words, what is wrong and how
to mend it. `type` on the wire is the class's name; `codes` travel as extension members.
"""

from typing import ClassVar


class Problem(Exception):
    """Something the caller asked for cannot be done; the message is for people."""

    status: ClassVar[int] = 400
    title: ClassVar[str] = "The request cannot be carried out"

    def __init__(self, detail: str, **codes: object) -> None:
        super().__init__(detail)
        self.codes = codes


class NotSignedIn(Problem):
    """Nobody is signed in, or the session has ended."""

    status = 401
    title = "Please sign in"


class Forbidden(Problem):
    """The person is known but holds no post that allows this."""

    status = 403
    title = "Your posts do not allow this"


class NotFound(Problem):
    """There is no such thing, or the caller may not know of it."""

    status = 404
    title = "Not found"


class Conflict(Problem):
    """The thing is not in a state that allows this."""

    status = 409
    title = "Not possible in the present state"


class Invalid(Problem):
    """What was sent makes no sense; the message says what would."""

    status = 422
    title = "Please correct what was sent"


class TooManyTries(Problem):
    """Too many failures in a row; `retry_after_s` says for how long nothing is taken."""

    status = 429
    title = "Too many tries, please wait"


class Unavailable(Problem):
    """The service cannot do it now; try again later."""

    status = 503
    title = "Please try again shortly"
