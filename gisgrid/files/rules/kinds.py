"""What a file is, by its first bytes: never by its name or by what the sender calls it."""

from enum import StrEnum
from typing import Final

from gisgrid.kernel.errors import Invalid, Problem


class Kind(StrEnum):
    """The kinds of pictures that are taken in, as Pillow names them."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"


class Clip(StrEnum):
    """The kinds of videos and voice notes that are taken in, as ffmpeg names their formats."""

    MP4 = "mov"
    WEBM = "matroska"
    OGG = "ogg"


class WrongKind(Problem):
    """The file is of no kind that is taken in here."""

    status = 415
    title = "This kind of file is not taken in"


class TooLarge(Problem):
    """The file has more bytes, pixels or seconds than are taken in."""

    status = 413
    title = "This file is too large"


class NotAPhoto(Invalid):
    """There is no file, or it cannot be read as the picture or sound that it claims to be."""

    title = "This file cannot be read"


WANTED: Final = (
    "请上传 JPEG、PNG 或 WebP 格式的照片，MP4、MOV、WebM 格式的短视频，或 M4A、WebM、Ogg 格式的语音"
)
HEAD_BYTES: Final = 32
"""So many of a file's first bytes decide what it is."""
STILLS: Final = (b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"avif", b"avis")
"""Brands of ISO media files that hold a still picture."""
KNOWN: Final = (
    (b"GIF8", f"不接收 GIF 动图。{WANTED}。"),
    (b"PK", f"这是压缩包，不是照片。{WANTED}。"),
    (b"%PDF", f"这是 PDF 文件，不是照片。{WANTED}。"),
    (b"BM", f"不接收 BMP 图片。{WANTED}。"),
    (b"II*\0", f"不接收 TIFF 图片。{WANTED}。"),
    (b"MM\0*", f"不接收 TIFF 图片。{WANTED}。"),
    (b"ID3", f"不接收 MP3 音频。{WANTED}。"),
    (b"#!AMR", f"不接收 AMR 录音。{WANTED}。"),
)
HEIC: Final = f"不接收 HEIC/AVIF 照片。{WANTED}；苹果手机请在“设置 › 相机 › 格式”中选“兼容性最佳”。"


def clip_of(head: bytes) -> Clip | None:
    """Return what kind of video or voice note begins with these bytes, or None: it is neither."""
    if head.startswith(b"\x1aE\xdf\xa3"):
        return Clip.WEBM
    if head.startswith(b"OggS"):
        return Clip.OGG
    is_media = head[4:8] == b"ftyp" and head[8:12] not in STILLS
    return Clip.MP4 if is_media else None


def kind_of(head: bytes) -> Kind:
    """Return what kind of picture begins with these bytes.

    Raises:
        NotAPhoto: there are no bytes at all.
        WrongKind: it is something else; the sentence says what, where that can be told.
    """
    if not head:
        raise NotAPhoto("文件是空的，请重新选择照片。")
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    raise WrongKind(_what_it_is(head))


def _what_it_is(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return HEIC
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return f"不接收 SVG、HTML 等含代码的文件。{WANTED}。"
    found = (said for mark, said in KNOWN if head.startswith(mark))
    return next(found, f"认不出这是什么文件。{WANTED}。")
