"""Reads one uploaded file, and stops as soon as it is larger than is taken in."""

from typing import Final

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.types import Message

from gisgrid.files.rules.kinds import NotAPhoto, TooLarge

AROUND: Final = 4096
"""Bytes that a form needs around its one file."""
ONE_FILE: Final = "请以 multipart/form-data 上传一张照片或一段视频（file），一次一个。"


async def read_one(request: Request, most: int) -> bytes:
    """Return the bytes of the form's one file.

    Raises:
        TooLarge: it has more bytes than `most`; the rest is not read.
        NotAPhoto: there is no file, or there are several.
    """
    if int(request.headers.get("content-length") or 0) > most + AROUND:
        raise too_large(most)
    try:
        async with metered(request, most + AROUND).form(max_files=1, max_fields=0) as form:
            files = [one for one in form.values() if isinstance(one, UploadFile)]
            if not files:
                raise NotAPhoto(ONE_FILE)
            content = await files[0].read()
    except HTTPException:
        raise NotAPhoto(ONE_FILE) from None
    check_length(content, most)
    return content


def check_length(content: bytes, most: int) -> None:
    """Refuse what has more bytes than is taken in of its kind.

    Raises:
        TooLarge: it has.
    """
    if len(content) > most:
        raise too_large(most)


def metered(request: Request, most: int) -> Request:
    """Return the request with a body that ends with a refusal once it is too long."""
    came = 0

    async def receive() -> Message:
        nonlocal came
        message = await request.receive()
        came += len(message.get("body", b""))
        if came > most:
            raise too_large(most - AROUND)
        return message

    return Request(request.scope, receive)


def too_large(most: int) -> TooLarge:
    """Return the refusal of too many bytes."""
    return TooLarge(f"文件过大，最多 {most / (1 << 20):g} MB，请缩小或剪短后重新上传。")
