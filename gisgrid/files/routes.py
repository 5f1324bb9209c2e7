"""HTTP of photos, videos and voice notes: uploaded by anybody, opened by signed links alone."""

from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, Final

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Header, Query, Request, Response

from gisgrid.files.clips import rewrite
from gisgrid.files.decoding import Decoded, decode
from gisgrid.files.keeping import take_in
from gisgrid.files.queries import files_of
from gisgrid.files.receiving import check_length, read_one
from gisgrid.files.rules.kinds import HEAD_BYTES, Clip, clip_of
from gisgrid.files.rules.links import name_of, reference
from gisgrid.files.schemas import PinIn, UploadedOut
from gisgrid.files.showing import Opened, opened, picture
from gisgrid.files.watching import Watched, watched
from gisgrid.identity import maybe_signed, record, same_origin, token_of
from gisgrid.kernel.db import Tx
from gisgrid.kernel.errors import Unavailable
from gisgrid.kernel.limits import PHOTOS_BY_ADDRESS, limit_address
from gisgrid.kernel.rows import beyond_scope
from gisgrid.kernel.settings import Settings
from gisgrid.kernel.signing import secret

router = APIRouter(prefix="/api/photos", tags=["photos"])
AT_ONCE: Final = 2
"""Pictures that one web process decodes at once, each in a process of its own."""
WAITING: Final = 16
VIDEOS_AT_ONCE: Final = 1
VIDEOS_WAITING: Final = 4
"""A minute of video takes its process some ten seconds of a core."""
Key = Annotated[str, Query(max_length=100)]
Held = Annotated[str | None, Header(alias="If-None-Match")]
Span = Annotated[str | None, Header(alias="Range", max_length=100)]
Only = Annotated[str | None, Header(alias="If-Range", max_length=100)]
FORM: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}
JPEG: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}
}


def in_parts(media_type: str) -> dict[int | str, dict[str, Any]]:
    """Return the answers that an address gives which sends parts of a file."""
    whole: dict[str, Any] = {
        "content": {media_type: {"schema": {"type": "string", "format": "binary"}}}
    }
    return {
        200: whole,
        206: {**whole, "description": "The part that was asked for, or its beginning"},
        416: {"description": "What is asked for begins beyond the end"},
    }


@router.post("", status_code=HTTPStatus.CREATED, openapi_extra=FORM)
async def upload(request: Request, asked: Annotated[PinIn, Query()]) -> UploadedOut:
    """Take one photo (JPEG, PNG, WebP), short video (MP4, MOV, WebM) or voice note in.

    A voice note is an M4A, WebM or Ogg that only sounds; it goes with a report alone.

    The answer holds the reference that a report names it by. With the pin's lon and lat it says
    how far from it the camera was.
    """
    chosen: Settings = request.app.state.settings
    if token_of(request) is not None:
        same_origin(request)
    asked.pin()
    limit_address(request, PHOTOS_BY_ADDRESS)
    raw = await read_one(request, max(chosen.photo_bytes, chosen.video_bytes))
    clip = clip_of(raw[:HEAD_BYTES])
    check_length(raw, chosen.photo_bytes if clip is None else chosen.video_bytes)
    write = partial(decode, raw, chosen) if clip is None else partial(rewrite, raw, clip, chosen)
    found = await to_thread.run_sync(write, limiter=_seat(request, clip))
    return await to_thread.run_sync(_taken_in, request, found, asked)


def _seat(request: Request, clip: Clip | None) -> CapacityLimiter:
    """Return the seats for decoding: those who wait for one hold no connection and no thread."""
    state = request.app.state
    if not hasattr(state, "decoders"):
        state.decoders = CapacityLimiter(AT_ONCE), CapacityLimiter(VIDEOS_AT_ONCE)
    pictures, videos = state.decoders
    found: CapacityLimiter = pictures if clip is None else videos
    most = WAITING if clip is None else VIDEOS_WAITING
    if found.statistics().tasks_waiting >= most:
        raise Unavailable("上传的人太多，请稍后再试。")
    return found


def _taken_in(request: Request, found: Decoded, asked: PinIn) -> UploadedOut:
    with request.app.state.sessions.begin() as tx:
        actor = maybe_signed(request, tx)
        with beyond_scope(tx):
            photo = take_in(tx, found, actor)
            files = files_of(tx, [photo.id])[photo.id]
            shown = picture(photo, files, pin=asked.pin())
        record(request, tx)
    return UploadedOut.of(shown, reference(name_of(photo.id, files), secret()))


@router.get("/{photo_id}", response_class=Response, responses=JPEG)
def open_photo(photo_id: int, key: Key, tx: Tx, held: Held = None) -> Response:
    """Give a photo to whoever holds a signed link, redacted where it is for them."""
    return answer(opened(tx, photo_id, key, "photo"), f"photo-{photo_id}.jpg", held)


@router.get("/{photo_id}/thumbnail", response_class=Response, responses=JPEG)
def open_thumbnail(photo_id: int, key: Key, tx: Tx, held: Held = None) -> Response:
    """Give a photo's thumbnail to whoever holds a signed link."""
    return answer(opened(tx, photo_id, key, "thumbnail"), f"photo-{photo_id}-small.jpg", held)


@router.get("/{photo_id}/video", response_class=Response, responses=in_parts("video/mp4"))
def open_video(
    photo_id: int, key: Key, tx: Tx, held: Held = None, asked: Span = None, only: Only = None
) -> Response:
    """Give a video, or the part of it that a browser asks for, to whoever holds a signed link."""
    found = watched(tx, photo_id, key, "video", asked=asked, only=only)
    return played(found, f"video-{photo_id}.mp4", "video/mp4", held)


@router.get("/{photo_id}/voice", response_class=Response, responses=in_parts("audio/mp4"))
def open_voice(
    photo_id: int, key: Key, tx: Tx, held: Held = None, asked: Span = None, only: Only = None
) -> Response:
    """Give a voice note, or the part that a browser asks for, to whoever holds a signed link."""
    found = watched(tx, photo_id, key, "voice", asked=asked, only=only)
    return played(found, f"voice-{photo_id}.m4a", "audio/mp4", held)


def played(found: Watched, name: str, media_type: str, held: str | None) -> Response:
    """Send what a browser plays: the whole, a part, or that it has it already."""
    headers = _headers(found.etag, name) | {"Accept-Ranges": "bytes"}
    if held == found.etag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    status = HTTPStatus.OK
    if found.part is not None:
        status = HTTPStatus.PARTIAL_CONTENT
        headers["Content-Range"] = found.part.of(found.size)
    return Response(found.content, status, headers, media_type=media_type)


def answer(found: Opened, name: str, held: str | None) -> Response:
    """Send a picture so that a browser can take it for nothing else, and keep it for one person."""
    etag = f'"{found.sha256.hex()}"'
    headers = _headers(etag, name)
    if held == etag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(found.content, headers=headers, media_type="image/jpeg")


def _headers(etag: str, name: str) -> dict[str, str]:
    return {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f'inline; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
    }
