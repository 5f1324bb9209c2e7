"""The limits of the workflow that are numbers: returns, extensions, waiting."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

RETURN_WITHIN: Final = (Decimal(2), "work_day")
"""A unit returns within this time after dispatch, or not at all."""
RETURNS: Final = 2
"""After so many returns only arbitration or a consultation dispatches the case again."""
EXTENSIONS: Final = 2
"""An order is extended at most so often."""
WAITING: Final = {False: (Decimal(4), "work_hour"), True: (Decimal("0.5"), "urgent_hour")}
"""How long a case may wait for somebody to have it; an emergency waits by the clock."""
LINK_LASTS: Final = timedelta(days=30)
"""A contractor's link works for so long."""
