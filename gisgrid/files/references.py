"""What reports and steps name: references that we signed, and plain ones of old."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gisgrid.files.rules import links
from gisgrid.kernel.signing import secret


@dataclass(frozen=True, slots=True)
class References:
    """The photos of a report or a step: how they are kept, and which of them are ours."""

    names: tuple[str, ...] = ()
    ids: tuple[int, ...] = ()


NO_PHOTOS: Final = References()


def read_references(given: Sequence[str]) -> References:
    """Read the photos that somebody names; plain references of old are kept as they are.

    Raises:
        UnknownReference: one claims to be ours and is not signed by us, or comes twice.
    """
    if not given:
        return NO_PHOTOS
    ids = [links.photo_of(one, secret()) if links.is_ours(one) else None for one in given]
    ours = tuple(one for one in ids if one is not None)
    if len(set(ours)) < len(ours):
        raise links.UnknownReference("同一张照片只能用一次。")
    names = tuple(
        one if photo is None else links.plain(one) for one, photo in zip(given, ids, strict=True)
    )
    return References(names, ours)


def read_photos(given: Sequence[str]) -> References:
    """Read photos and videos as `read_references` does, where a voice note is none.

    Raises:
        UnknownReference: as there, or one names a voice note.
    """
    found = read_references(given)
    if any(links.is_voice(one) for one in found.names):
        raise links.UnknownReference("这里须用照片或视频，不能用语音。")
    return found


def read_voices(given: Sequence[str]) -> References:
    """Read voice notes as `read_references` does, where a photo is none, nor a plain name of old.

    Raises:
        UnknownReference: as there, or one names no voice note of ours.
    """
    found = read_references(given)
    if not all(links.is_voice(one) for one in found.names):
        raise links.UnknownReference("这里须用语音，不能用照片或视频。")
    return found
