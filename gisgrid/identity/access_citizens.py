"""Which citizen is behind a request: the dependency `Proved`."""

from typing import Annotated

from fastapi import Depends, Request

from gisgrid.identity import citizens
from gisgrid.identity.citizens import Citizen
from gisgrid.identity.cookies import citizen_cookie_name
from gisgrid.kernel.db import Tx
from gisgrid.kernel.errors import NotSignedIn


def citizen(request: Request, tx: Tx) -> Citizen:
    """Return the citizen whose telephone was proved in this browser.

    Raises:
        NotSignedIn: none was, or the hour is over.
    """
    found = citizens.citizen_of(tx, request.cookies.get(citizen_cookie_name(request), ""))
    if found is None:
        raise NotSignedIn("请先用手机验证码登录，或验证已过期。")
    return found


Proved = Annotated[Citizen, Depends(citizen)]
