"""What a file is, by its first bytes: never by its name or by what the sender calls it."""

from enum import StrEnum
from typing import Final

from gisgrid.kernel.errors import Invalid, Problem


class Kind(StrEnum):
    """The kinds of pictures that are taken in, as Pillow names them."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"


class WrongKind(Problem):
    """The file is no picture of a kind that is taken in."""

    status = 415
    title = "This kind of file is not taken in"


class TooLarge(Problem):
    """The file has more bytes or pixels than are taken in."""

    status = 413
    title = "This photo is too large"


class NotAPhoto(Invalid):
    """There is no file, or it cannot be read as the picture that it claims to be."""

    title = "This photo cannot be read"


WANTED: Final = "请上传 JPEG、PNG 或 WebP 格式的照片"
NO_VIDEO: Final = (
    "暂不接收视频：系统不能安全地重新编码视频，请改为上传照片，或在文字中说明视频由谁保存。"
)
HEAD_BYTES: Final = 32
"""So many of a file's first bytes decide what it is."""
STILLS: Final = (b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"avif", b"avis")
"""Brands of ISO media files that hold a still picture."""
KNOWN: Final = (
    (b"GIF8", f"不接收 GIF 动图。{WANTED}。"),
    (b"PK", f"这是压缩包，不是照片。{WANTED}。"),
    (b"%PDF", f"这是 PDF 文件，不是照片。{WANTED}。"),
    (b"\x1aE\xdf\xa3", NO_VIDEO),
    (b"BM", f"不接收 BMP 图片。{WANTED}。"),
    (b"II*\0", f"不接收 TIFF 图片。{WANTED}。"),
    (b"MM\0*", f"不接收 TIFF 图片。{WANTED}。"),
)
HEIC: Final = f"不接收 HEIC/AVIF 照片。{WANTED}；苹果手机请在“设置 › 相机 › 格式”中选“兼容性最佳”。"


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
        return HEIC if head[8:12] in STILLS else NO_VIDEO
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return f"不接收 SVG、HTML 等含代码的文件。{WANTED}。"
    found = (said for mark, said in KNOWN if head.startswith(mark))
    return next(found, f"认不出这是什么文件。{WANTED}。")
