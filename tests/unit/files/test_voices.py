"""Voice notes are written anew as plain sound; what means ill is refused with a sentence."""

from collections.abc import Callable
from functools import partial
from io import BytesIO

import pytest
from PIL import Image

from gisgrid.files.decoding import Decoded, Rendition
from gisgrid.files.rules.kinds import Clip, NotAPhoto, TooLarge, WrongKind, clip_of, kind_of
from gisgrid.files.rules.links import UnknownReference, name_of, photo_of, reference
from gisgrid.kernel.errors import Problem
from gisgrid.kernel.settings import Settings
from tests import clips
from tests.clips import EVIL, clip, needs_ffmpeg, streams, voice, voice_streamed

LIMITS = Settings(voice_seconds=3, voice_bytes=300_000)
written = partial(clips.written, limits=LIMITS)


def voice_of(found: Decoded) -> Rendition:
    assert found.voice is not None
    assert found.video is None
    return found.voice


@needs_ffmpeg
@pytest.mark.parametrize("kind", ["m4a", "webm", "ogg"])
def test_a_voice_note_becomes_sound_that_every_browser_plays_with_a_waveform(kind: str) -> None:
    found = written(voice(kind))
    kept = voice_of(found)

    assert kept.media_type == "audio/mp4"
    assert [(one["codec_name"], one["channels"]) for one in streams(kept.content)] == [("aac", 1)]
    wave = Image.open(BytesIO(found.photo.content)).convert("L")
    assert wave.size == (640, 160)
    darkest, lightest = wave.getextrema()
    assert (darkest < 150, lightest > 250) == (True, True)  # type: ignore[operator]


@needs_ffmpeg
def test_who_where_and_by_what_are_dropped() -> None:
    found = written(voice())
    kept = voice_of(found).content
    assert "王某".encode() in voice()
    assert "王某".encode() not in kept
    assert b"loci" not in kept
    assert b"Lavf" not in kept
    assert (found.x, found.y) == (None, None)


@needs_ffmpeg
def test_what_moves_stays_a_video() -> None:
    found = written(clip(), limits=Settings())
    assert found.video is not None
    assert found.voice is None


@needs_ffmpeg
@pytest.mark.parametrize(
    "raw", [lambda: voice() + EVIL, lambda: voice("ogg") + b"PK\x03\x04" + EVIL]
)
def test_nothing_that_is_hidden_in_a_voice_note_survives(raw: Callable[[], bytes]) -> None:
    assert EVIL not in voice_of(written(raw())).content


@needs_ffmpeg
@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("long", TooLarge, "最多 3 秒"),
        ("long, and does not say so", TooLarge, "最多 3 秒"),
        ("many bytes", TooLarge, "文件过大"),
        ("cut short", NotAPhoto, "不完整"),
        ("head alone", NotAPhoto, "不完整"),
        ("a page that begins as a voice note", NotAPhoto, "不完整"),
        ("a list of other files", NotAPhoto, "不完整"),
    ],
)
def test_what_means_ill_is_refused_with_a_sentence(
    name: str, kind: type[Problem], said: str
) -> None:
    bad: dict[str, Callable[[], bytes]] = {
        "long": lambda: voice(seconds=6),
        "long, and does not say so": lambda: voice_streamed(6),
        "many bytes": lambda: voice() + bytes(300_000),
        "cut short": lambda: voice()[: len(voice()) // 2],
        "head alone": lambda: voice("ogg")[:40],
        "a page that begins as a voice note": lambda: b"OggS" + EVIL * 40,
        "a list of other files": lambda: b"OggS\n#EXTM3U\nfile:///etc/passwd\n",
    }
    with pytest.raises(kind, match=said):
        written(bad[name]())


@pytest.mark.parametrize("head", [b"ID3\x04", b"#!AMR\n"])
def test_other_sound_is_refused_and_what_is_taken_in_is_named(head: bytes) -> None:
    assert clip_of(head) is None
    with pytest.raises(WrongKind, match="M4A、WebM、Ogg"):
        kind_of(head)


def test_an_ogg_is_known_by_its_first_bytes() -> None:
    assert clip_of(b"OggS\0\x02") is Clip.OGG


def test_the_reference_of_a_voice_note_never_passes_for_that_of_a_photo() -> None:
    given = reference(name_of(7, {"voice"}), "secret")
    assert given.startswith("voice:7.")
    assert photo_of(given, "secret") == 7
    with pytest.raises(UnknownReference):
        photo_of(given.replace("voice:", "photo:"), "secret")
