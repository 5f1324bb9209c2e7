"""The built web app: files under strict rules, one page for every other address."""

import gzip
from pathlib import Path
from typing import Final

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from typing_extensions import override

CSP = "; ".join(
    (
        "default-src 'self'",
        "media-src 'self' blob:",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
RULES = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(self)",
}
OF_THE_FILE: Final = frozenset({"content-length", "etag", "accept-ranges"})
FOR_EVER = "public, max-age=31536000, immutable"
NOT_OURS = ("api", "tiles")
SQUEEZABLE: Final = (".js", ".css", ".json", ".svg")
"""Fonts and pictures are compressed already."""
NOT_BUILT = "The web app is not built: run `npm ci && npm run build` in frontend/.\n"


class Frontend(StaticFiles):
    """Files of the built web app; addresses of its pages all give its one page."""

    def __init__(
        self, folder: Path, embedders: tuple[str, ...] = (), map_hosts: tuple[str, ...] = ()
    ) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)
        self.folder = folder
        self._squeezed: dict[str, bytes] = {}
        pictures = " ".join(("img-src 'self' data: blob:", *map_hosts))
        asked = " ".join(("connect-src 'self'", *map_hosts))
        ancestors = " ".join(("frame-ancestors 'self'", *embedders))
        policy = f"{CSP}; {pictures}; {asked}; {ancestors}"
        self.rules = {**RULES, "Content-Security-Policy": policy}

    @override
    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file, or with the page that reads the address itself."""
        if path.split("/", maxsplit=1)[0] in NOT_OURS:
            raise HTTPException(404)
        if not (self.folder / "index.html").is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        response = await self.file_or_page(path, scope)
        response.headers.update(self.rules)
        hashed = path.startswith("assets/")
        response.headers["Cache-Control"] = FOR_EVER if hashed else "no-cache"
        if not (hashed and path.endswith(SQUEEZABLE) and isinstance(response, FileResponse)):
            return response
        response.headers.add_vary_header("Accept-Encoding")
        return await self.squeezed(path, response) if takes_gzip(scope) else response

    async def squeezed(self, path: str, plain: FileResponse) -> Response:
        """Give a file in gzip; it is compressed once, for its name says what is in it."""
        body = self._squeezed.get(path)
        if body is None:
            content = await to_thread.run_sync(Path(plain.path).read_bytes)
            body = await to_thread.run_sync(gzip.compress, content)
            self._squeezed[path] = body
        said = {name: value for name, value in plain.headers.items() if name not in OF_THE_FILE}
        said |= {"Content-Encoding": "gzip", "ETag": f"W/{plain.headers['etag']}"}
        return Response(body, headers=said)

    async def file_or_page(self, path: str, scope: Scope) -> Response:
        """Give a file; what looks like a page and is no file is the web app's own address."""
        try:
            return await super().get_response(path, scope)
        except HTTPException as missing:
            wants_page = "text/html" in Headers(scope=scope).get("accept", "")
            if missing.status_code != 404 or not wants_page:
                raise
            return await super().get_response("index.html", scope)


def takes_gzip(scope: Scope) -> bool:
    """Tell whether a whole file is asked for by somebody who takes gzip."""
    said = Headers(scope=scope)
    whole = scope["method"] == "GET" and "range" not in said
    return whole and "gzip" in said.get("accept-encoding", "")
