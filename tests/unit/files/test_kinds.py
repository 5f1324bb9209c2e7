"""What a file is, by its first bytes."""

import pytest

from gisgrid.files.rules.kinds import Kind, NotAPhoto, WrongKind, kind_of
from tests.photos import encoded, picture

REFUSED = [
    (b"GIF89a\x01\0\x01\0<script>alert(1)</script>", "GIF"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
    (b"\xef\xbb\xbf \n<?xml version='1.0'?><svg/>", "SVG"),
    (b"<!doctype html><script>alert(1)</script>", "HTML"),
    (b"PK\x03\x04\x14\0\0\0", "压缩包"),
    (b"%PDF-1.7", "PDF"),
    (b"\0\0\0\x20ftypheic\0\0\0\0", "HEIC"),
    (b"BM6\0\0\0", "BMP"),
    (b"MM\0*\0\0\0\x08", "TIFF"),
    (b"RIFF\x24\0\0\0WAVEfmt ", "认不出"),
    (b"MZ\x90\0", "认不出"),
]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_picture_is_known_by_its_first_bytes(kind: Kind) -> None:
    assert kind_of(encoded(picture((8, 8)), kind)[:32]) is kind


@pytest.mark.parametrize(("head", "said"), REFUSED, ids=[str(n) for n in range(len(REFUSED))])
def test_anything_else_is_refused_with_its_name(head: bytes, said: str) -> None:
    with pytest.raises(WrongKind, match=said):
        kind_of(head)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(NotAPhoto, match="空"):
        kind_of(b"")
