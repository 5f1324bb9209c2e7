"""What is wrong with a question to the OGC API: always 400, as OGC 17-069 7.5 asks."""

from gisgrid.kernel.errors import Problem


class BadQuery(Problem):
    """A parameter makes no sense; the message names it and says what would."""

    title = "Please correct the query"
