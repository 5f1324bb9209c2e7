"""Pictures are written anew by a confined process; nothing of the old file survives."""

from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image

from gisgrid.files import decoding
from gisgrid.files.decoding import decode
from gisgrid.files.rules.boxes import Box
from gisgrid.files.rules.kinds import NotAPhoto, TooLarge
from gisgrid.kernel.errors import Problem
from gisgrid.kernel.moments import is_kept
from gisgrid.kernel.settings import Settings
from tests.photos import SIZE, bomb, encoded, inflating, jpeg, picture, with_exif

LIMITS = Settings(photo_pixels=4_000_000, photo_side=1000)
EVIL = b"<script>alert('payload')</script>"


def looked_at(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_a_jpeg_with_a_thumbnail(kind: str) -> None:
    found = decode(encoded(picture(), kind), LIMITS)
    whole, small = looked_at(found.photo.content), looked_at(found.thumbnail.content)
    assert (whole.format, whole.size) == ("JPEG", SIZE)
    assert (small.format, small.size) == ("JPEG", (320, 240))


@pytest.mark.parametrize(
    "raw",
    [
        jpeg() + EVIL,
        jpeg() + b"PK\x03\x04" + EVIL,
        encoded(picture(), comment=EVIL),
        encoded(picture(), xmp=EVIL),
        encoded(picture(), icc_profile=EVIL),
        encoded(picture(), "PNG") + EVIL,
        encoded(picture(), "WEBP", xmp=EVIL),
    ],
    ids=["after the end", "zip after the end", "comment", "xmp", "profile", "png", "webp"],
)
def test_nothing_that_is_hidden_in_a_file_survives(raw: bytes) -> None:
    assert EVIL in raw
    found = decode(raw, LIMITS)
    assert EVIL not in found.photo.content + found.thumbnail.content


def test_exif_is_read_and_dropped() -> None:
    raw = with_exif(113.17, 35.2390, taken="2026:11:23 09:30:00", offset="+08:00", datum="WGS-84")
    found = decode(raw, LIMITS)
    assert found.x == pytest.approx(113.17, abs=1e-6)
    assert found.y == pytest.approx(35.239, abs=1e-6)
    assert found.datum == "wgs84"
    assert found.taken_at == datetime.fromisoformat("2026-11-23T09:30:00+08:00")
    assert not looked_at(found.photo.content).getexif()
    assert b"Exif" not in found.photo.content


def test_a_camera_without_a_zone_keeps_the_districts_time() -> None:
    found = decode(with_exif(taken="2026:11:23 09:30:00"), LIMITS)
    assert found.taken_at == datetime.fromisoformat("2026-11-23T09:30:00+08:00")
    assert (found.x, found.datum) == (None, None)


@pytest.mark.parametrize("offset", [None, "+14:00", "-12:00"])
@pytest.mark.parametrize("taken", ["0001:01:01 00:00:00", "9999:12:31 23:59:59"])
def test_a_camera_that_lost_its_clock_tells_no_time_that_cannot_be_read_again(
    taken: str, offset: str | None
) -> None:
    found = decode(with_exif(taken=taken, offset=offset), LIMITS).taken_at
    assert found is None or is_kept(found)


def test_another_datum_is_kept_by_its_name() -> None:
    assert decode(with_exif(113.17, datum="GCJ-02"), LIMITS).datum == "gcj02"


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_is_turned_upright(turn: int) -> None:
    found = decode(with_exif(turn=turn), LIMITS)
    size = SIZE if turn < 5 else SIZE[::-1]
    whole = looked_at(found.photo.content)
    corners = {
        1: (0, 0),
        2: (1, 0),
        3: (1, 1),
        4: (0, 1),
        5: (0, 0),
        6: (1, 0),
        7: (1, 1),
        8: (0, 1),
    }
    right, low = corners[turn]
    at = (5 + right * (size[0] - 10), 5 + low * (size[1] - 10))
    assert whole.size == size
    red, green, _ = whole.getpixel(at)  # type: ignore[misc]
    assert red > 200 > green


def test_what_is_transparent_lies_on_white() -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    found = decode(encoded(clear, "PNG"), LIMITS)
    assert looked_at(found.photo.content).getpixel((10, 10)) == (255, 255, 255)


def test_a_large_photo_is_reduced() -> None:
    found = decode(encoded(picture((2000, 1500))), LIMITS)
    assert (found.photo.width, found.photo.height) == (1000, 750)


@pytest.mark.parametrize(
    "raw",
    [bomb(), bomb(2001, 2000), encoded(picture((2001, 2000)))],
    ids=["2.5 thousand million pixels", "a few too many", "honestly too large"],
)
def test_too_many_pixels_are_refused_before_anything_is_decoded(raw: bytes) -> None:
    with pytest.raises(TooLarge, match="4 百万像素"):
        decode(raw, LIMITS)


@pytest.mark.parametrize(
    "raw",
    [
        jpeg()[:-200],
        jpeg()[:40],
        encoded(picture(), "PNG")[:-200],
        encoded(picture(), "WEBP")[:-200],
        b"\xff\xd8\xff" + EVIL,
        b"\x89PNG\r\n\x1a\n" + EVIL,
        b"RIFF\xff\xff\xff\xffWEBPVP8 " + EVIL,
        bomb(1000, 1000)[:60],
        inflating(),
    ],
    ids=[
        "cut",
        "head",
        "png cut",
        "webp cut",
        "jpeg?",
        "png?",
        "webp?",
        "half a bomb",
        "inflating",
    ],
)
def test_a_broken_file_is_refused(raw: bytes) -> None:
    with pytest.raises(NotAPhoto, match="损坏"):
        decode(raw, LIMITS)


def test_a_bomb_within_the_pixel_limit_is_stopped_by_the_memory_limit() -> None:
    wide = Settings(photo_pixels=10**10)
    with pytest.raises(Problem):
        decode(bomb(), wide)


def test_a_decoder_that_is_late_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "WALL_S", 0.001)
    with pytest.raises(NotAPhoto, match="超时"):
        decode(jpeg(), LIMITS)


def test_a_decoder_that_takes_too_much_of_the_processor_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decoding, "CPU_S", 0)
    with pytest.raises(NotAPhoto, match="损坏"):
        decode(jpeg(), LIMITS)


def test_boxes_are_shown_as_a_few_cells() -> None:
    fine = Image.effect_noise((400, 400), 100).convert("RGB")
    found = decode(encoded(fine, "PNG"), LIMITS, [Box(100, 100, 160, 80)])
    shown = looked_at(found.photo.content)
    hidden = shown.crop((100, 100, 260, 180)).convert("L").resize((160, 80))
    cells = {hidden.getpixel((x, 10)) for x in range(4, 16)}
    assert max(cells) - min(cells) < 12  # type: ignore[operator, type-var]
    beside = {shown.convert("L").getpixel((x, 50)) for x in range(100, 260)}
    assert max(beside) - min(beside) > 60  # type: ignore[operator, type-var]
