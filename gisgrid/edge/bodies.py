"""How long a request's body may be, and how long it may keep us waiting."""

import asyncio
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gisgrid.edge.problems import problem
from gisgrid.kernel.settings import Settings

KIB: Final = 1024
FILES: Final = frozenset({"/api/photos"})
SHEETS: Final = frozenset({"/api/people/import", "/api/stations/import"})
"""The addresses that take files: nowhere else may a body be longer for calling itself a form."""
SHEET_KIB: Final = 8192


class TooLong(Exception):
    """More was sent than is taken."""


class TooSlow(Exception):
    """The body stood still for too long."""


class Bodies:
    """Refuses what is too long by its header at once, otherwise when it has become too long."""

    def __init__(self, app: ASGIApp, chosen: Settings) -> None:
        self._app = app
        self._chosen = chosen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, and count its body while it comes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        longest = self._longest(scope["path"], headers.get("content-type", ""))
        body = _Body(receive, longest, self._chosen.body_timeout_s)
        body.announce(headers.get("content-length", ""))
        answer = _Answer(send, body)
        if body.fault is None:
            await self._app(scope, body.receive, answer.send)
        if body.fault is not None and not answer.has_begun:
            await _refusal(body.fault, longest)(scope, receive, send)

    def _longest(self, path: str, content_type: str) -> int:
        most = self._chosen.body_kib
        if content_type.startswith("multipart/"):
            most = self._chosen.upload_kib if path in FILES else most
            most = min(self._chosen.upload_kib, SHEET_KIB) if path in SHEETS else most
        return most * KIB


class _Body:
    """A body on its way in; what comes after it (a caller who hangs up) is waited for freely."""

    def __init__(self, receive: Receive, longest: int, timeout_s: float) -> None:
        self._receive = receive
        self._longest = longest
        self._timeout_s = timeout_s
        self._taken = 0
        self._whole = False
        self.fault: Exception | None = None

    def announce(self, length: str) -> None:
        """Take note of the length that a header promises."""
        if length.isdigit() and int(length) > self._longest:
            self.fault = TooLong()

    async def receive(self) -> Message:
        """Return the next piece.

        A fault ends the body as if the caller had hung up, and is remembered: whoever reads the
        body may turn any exception into an answer of its own, and may ask again.
        """
        if self.fault is not None:
            return self._broken_off(self.fault)
        if self._whole:
            return await self._receive()
        try:
            # No task of its own for each piece, as `wait_for` makes one.
            async with asyncio.timeout(self._timeout_s):
                message = await self._receive()
        except TimeoutError:
            return self._broken_off(TooSlow())
        self._taken += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        return message if self._taken <= self._longest else self._broken_off(TooLong())

    def _broken_off(self, fault: Exception) -> Message:
        self.fault, self._whole = fault, True
        return {"type": "http.disconnect"}


class _Answer:
    """Lets an answer out, except one to a body that was broken off: it gets ours."""

    def __init__(self, send: Send, body: _Body) -> None:
        self._send = send
        self._body = body
        self.has_begun = False

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if self._body.fault is None or self.has_begun:
            self.has_begun = True
            await self._send(message)


def _refusal(fault: Exception, longest: int) -> ASGIApp:
    if isinstance(fault, TooLong):
        said = f"请求内容过长，最多 {longest // KIB} KiB。"
        answer = problem(413, "TooLong", "What was sent is too long", said, longest=longest)
    else:
        said = "请求内容迟迟没有传完，请检查网络后重试。"
        answer = problem(408, "TooSlow", "What was sent came too slowly", said)
    answer.headers["Connection"] = "close"
    return answer
