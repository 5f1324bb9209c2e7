"""Videos are written anew by a confined ffmpeg; what means ill is refused with a sentence."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from gisgrid.files import tools
from gisgrid.files.clips import rewrite
from gisgrid.files.decoding import Decoded, Rendition
from gisgrid.files.rules.clips import place, seconds, taken_at
from gisgrid.files.rules.kinds import Clip, NotAPhoto, TooLarge, WrongKind, clip_of
from gisgrid.kernel.errors import Problem
from gisgrid.kernel.moments import is_kept
from gisgrid.kernel.settings import Settings
from tests import clips
from tests.clips import EVIL, clip, made, needs_ffmpeg, streamed, streams
from tests.photos import jpeg

LIMITS = Settings(video_seconds=3, video_pixels=200_000)
written = partial(clips.written, limits=LIMITS)


def video_of(found: Decoded) -> Rendition:
    assert found.video is not None
    return found.video


@needs_ffmpeg
@pytest.mark.parametrize("kind", ["mp4", "mov", "webm"])
def test_a_short_video_becomes_an_mp4_that_every_browser_shows_with_a_poster(kind: str) -> None:
    found = written(clip(kind))
    video = video_of(found)

    assert (video.media_type, video.width, video.height) == ("video/mp4", 320, 240)
    known = {one["codec_name"]: one.get("profile") for one in streams(video.content)}
    assert known["h264"] == "Constrained Baseline"
    assert "aac" in known
    assert Image.open(BytesIO(found.photo.content)).size == (320, 240)
    assert found.thumbnail.width == 320


@needs_ffmpeg
def test_where_and_when_are_read_and_dropped() -> None:
    found = written(clip())
    assert (found.x, found.y, found.datum) == (113.17, 35.239, "wgs84")
    assert found.taken_at == datetime.fromisoformat("2026-11-23T09:30:00+08:00")
    kept = video_of(found).content
    assert b"loci" in clip()
    assert b"loci" not in kept
    assert b"Lavf" not in kept


@needs_ffmpeg
def test_a_large_picture_is_made_smaller() -> None:
    found = written(clip(size="1600x900", seconds=1), limits=Settings())
    assert (video_of(found).width, video_of(found).height) == (1280, 720)


@needs_ffmpeg
@pytest.mark.parametrize(
    "raw",
    [lambda: clip() + EVIL, lambda: clip() + b"PK\x03\x04" + EVIL, lambda: clip("webm") + EVIL],
)
def test_nothing_that_is_hidden_in_a_video_survives(raw: object) -> None:
    content: bytes = raw()  # type: ignore[operator]
    assert EVIL not in video_of(written(content)).content


@needs_ffmpeg
@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("huge", TooLarge, "画面过大"),
        ("long", TooLarge, "过长"),
        ("long, and does not say so", TooLarge, "过长"),
        ("cut short", NotAPhoto, "不完整"),
        ("head alone", NotAPhoto, "不完整"),
        ("a page that begins as a video", NotAPhoto, "不完整"),
        ("a list of other files", NotAPhoto, "不完整"),
    ],
)
def test_what_means_ill_is_refused_with_a_sentence(
    name: str, kind: type[Problem], said: str
) -> None:
    bad: dict[str, Callable[[], bytes]] = {
        "huge": lambda: clip(size="800x600", seconds=1),
        "long": lambda: clip(seconds=6),
        "long, and does not say so": lambda: streamed(6),
        "cut short": lambda: clip()[: len(clip()) // 2],
        "head alone": lambda: clip()[:40],
        "a page that begins as a video": lambda: b"\0\0\0\x20ftypisom" + EVIL * 40,
        "a list of other files": lambda: b"\x1aE\xdf\xa3\n#EXTM3U\nfile:///etc/passwd\n",
    }
    with pytest.raises(kind, match=said):
        written(bad[name]())


@needs_ffmpeg
def test_a_tool_that_takes_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "LIMITS", json.dumps({"memory": 1 << 27, "cpu_s": 9, "output": 9}))
    with pytest.raises(NotAPhoto):
        written(clip())


def test_without_the_tools_no_video_is_taken_and_the_answer_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    tools.tools.cache_clear()
    try:
        with pytest.raises(WrongKind, match="ffmpeg"):
            rewrite(b"", Clip.MP4, LIMITS)
    finally:
        tools.tools.cache_clear()


def test_a_video_is_known_by_its_first_bytes() -> None:
    assert clip_of(b"\0\0\0\x20ftypqt  ") is Clip.MP4
    assert clip_of(b"\x1aE\xdf\xa3\x9f") is Clip.WEBM
    assert clip_of(b"\0\0\0\x20ftypheic") is None
    assert clip_of(jpeg()[:32]) is None


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("+35.2390+113.1700/", (113.17, 35.239)),
        ("-35.5-071.25+080.1/", (-71.25, -35.5)),
        ("+3514.34+11310.20/", None),
        ("35,113", None),
        ("", None),
    ],
)
def test_a_place_is_read_as_telephones_write_it(
    said: str, where: tuple[float, float] | None
) -> None:
    assert place({"location": said}) == where


@example({"creation_time": "9999-12-31T23:59:59-12:00"})
@given(st.dictionaries(st.sampled_from(["location", "creation_time"]), st.text(max_size=40)))
def test_whatever_a_video_says_is_a_value_or_nothing(tags: dict[str, str]) -> None:
    place(tags)
    at = taken_at(tags)
    assert at is None or is_kept(at)
    seconds(tags.get("location"))


@needs_ffmpeg
def test_a_poster_shows_the_beginning() -> None:
    red = [
        "-f",
        "lavfi",
        "-i",
        "color=c=red:size=320x240:duration=2:rate=10",
        "-pix_fmt",
        "yuv420p",
    ]
    found = written(made("mp4", red))
    shown = Image.open(BytesIO(found.photo.content)).convert("RGB").getpixel((100, 100))
    assert isinstance(shown, tuple)
    assert shown[0] > 200
    assert shown[1] < 60
