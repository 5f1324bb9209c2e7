"""A dependency of what goes the long way: layers that were installed since are taken up first."""

from typing import Final

from fastapi import Depends

from gisgrid.kernel.db import Tx
from gisgrid.maps import service


def kept_up(tx: Tx) -> None:
    """Let the request see the layers that are installed now."""
    service.keep_up(tx)


RENEWED: Final = [Depends(kept_up)]
