"""Who is behind a request: the dependencies `Signed` and `Maybe` of every slice's routes."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from gisgrid.identity import devices, map_keys, sessions
from gisgrid.identity.actors import Actor
from gisgrid.identity.cookies import cookie_name
from gisgrid.identity.devices import Device
from gisgrid.identity.sessions import Standing
from gisgrid.kernel.db import Tx
from gisgrid.kernel.errors import Forbidden, NotSignedIn


class MustChangePassword(Forbidden):
    """Somebody else knows this password, so it opens nothing but its own change."""

    title = "Please change your password first"


class MustEnrol(Forbidden):
    """A post asks for a code of the telephone at sign-in, so nothing works before there is one."""

    title = "Please enrol your telephone first"


class KeyOnlyReads(Forbidden):
    """A map key opens the map service for reading and nothing else."""

    title = "A map key may only read maps"


class DeviceOnlyReports(Forbidden):
    """A device's token opens the report path and nothing else."""

    title = "A device may only report"


SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def token_of(request: Request) -> str | None:
    """Return the token that the browser sent."""
    return request.cookies.get(cookie_name(request))


def device_token_of(request: Request) -> str | None:
    """Return the token that a device sent (`Authorization: Bearer …`)."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def device_behind(request: Request, tx: Session) -> Device:
    """Return the device that sent a request.

    Raises:
        NotSignedIn: its token has ended or never was.
    """
    found = devices.device_of(tx, device_token_of(request) or "")
    if found is None:
        raise NotSignedIn("设备令牌无效或已到期，请向系统管理员领取新的。")
    return found


def same_origin(request: Request) -> None:
    """Let no other site's page act in a signed-in browser.

    Raises:
        Forbidden: a browser says that another site's page sent this.
    """
    if request.method in SAFE or _is_ours(request):
        return
    raise Forbidden("请求来自其他网站的页面，已被拒绝；请直接打开本系统再操作。")


def arrived(request: Request, tx: Tx) -> Standing | None:
    """Return whose session this is, even when something must be done first.

    Raises:
        DeviceOnlyReports: a device is where only people may be.
    """
    if map_keys.key_in(request.headers.get("authorization", "")) is not None:
        raise KeyOnlyReads("地图密钥只能用来读取地图服务（/ogc/、/tiles/）。")
    if device_token_of(request) is not None:
        raise DeviceOnlyReports("设备令牌只能用于上报（POST /api/reports）。")
    token = token_of(request)
    if token is None:
        return None
    same_origin(request)
    found = sessions.standing_of(tx, token)
    request.state.actor = found.actor if found else None
    return found


def held_up(request: Request, found: Standing) -> Forbidden | None:
    """Return what somebody must do before anything else; in demo mode nothing."""
    if request.app.state.settings.demo:
        return None
    if found.must_change:
        return MustChangePassword("初始密码只能用来修改密码，请先换成自己的密码。")
    if found.must_enrol:
        return MustEnrol("您的岗位登录时须用动态验证码，请先用手机启用。")
    return None


def maybe_signed(request: Request, tx: Tx) -> Actor | None:
    """Return who is signed in, or None for the public and for who is held up.

    Where maps are read, a map key signs in too.
    """
    key = map_keys.key_in(request.headers.get("authorization", ""))
    if key is not None:
        return seeing(request, tx, _by_key(request, tx, key))
    found = arrived(request, tx)
    if found is None or held_up(request, found):
        return None
    return seeing(request, tx, found.actor)


Maybe = Annotated[Actor | None, Depends(maybe_signed)]


def arriving(found: Annotated[Standing | None, Depends(arrived)]) -> Standing:
    """Return whose session this is.

    Raises:
        NotSignedIn: nobody is signed in, or the session has ended.
    """
    if found is None:
        raise NotSignedIn("尚未登录，或登录已过期，请先登录。")
    return found


Arriving = Annotated[Standing, Depends(arriving)]


def seeing(request: Request, tx: Session, actor: Actor) -> Actor:
    """Let the request's transaction see what its actor may, and return the actor."""
    request.app.state.let_see(tx, actor)
    return actor


def signed(request: Request, tx: Tx, found: Arriving) -> Actor:
    """Return who is signed in.

    Raises:
        NotSignedIn: nobody is, or the session has ended.
        MustChangePassword: the password is an initial one.
        MustEnrol: a post asks for codes at sign-in, and there are none yet.
    """
    problem = held_up(request, found)
    if problem:
        raise problem
    return seeing(request, tx, found.actor)


Signed = Annotated[Actor, Depends(signed)]


def _by_key(request: Request, tx: Session, key: str) -> Actor:
    if request.method not in SAFE or not request.url.path.startswith(map_keys.OPENS):
        raise KeyOnlyReads("地图密钥只能用来读取地图服务（/ogc/、/tiles/）。")
    found = map_keys.holder_of(tx, key)
    if found is None:
        raise NotSignedIn("地图密钥无效或已到期，请在本系统中新建一个。")
    request.state.actor = found
    return found


def _is_ours(request: Request) -> bool:
    """Tell whether a browser's own headers name this site; programs send none of them."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    try:
        return origin is None or urlsplit(origin).netloc == request.headers.get("host")
    except ValueError:
        return False
