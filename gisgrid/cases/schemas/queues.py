"""What goes over the wire about the dispatcher's queues."""

from pydantic import BaseModel


class QueuesOut(BaseModel):
    """How many open cases stand in each queue; a case may stand in several."""

    waiting: int
    unrouted: int
    border: int
    returned: int
    due: int
    overdue: int
    open: int
