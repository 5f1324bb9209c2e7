"""The built web app: files under strict rules, one page for every other address."""

from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from typing_extensions import override

CSP = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self'",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
RULES = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=()",
}
FOR_EVER = "public, max-age=31536000, immutable"
NOT_OURS = ("api", "tiles")
NOT_BUILT = "The web app is not built: run `npm ci && npm run build` in frontend/.\n"


class Frontend(StaticFiles):
    """Files of the built web app; addresses of its pages all give its one page."""

    def __init__(self, folder: Path, embedders: tuple[str, ...] = ()) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)
        self.folder = folder
        ancestors = " ".join(("frame-ancestors 'self'", *embedders))
        self.rules = {**RULES, "Content-Security-Policy": f"{CSP}; {ancestors}"}

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
        return response

    async def file_or_page(self, path: str, scope: Scope) -> Response:
        """Give a file; what looks like a page and is no file is the web app's own address."""
        try:
            return await super().get_response(path, scope)
        except HTTPException as missing:
            wants_page = "text/html" in Headers(scope=scope).get("accept", "")
            if missing.status_code != 404 or not wants_page:
                raise
            return await super().get_response("index.html", scope)
