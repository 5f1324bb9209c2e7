"""Redaction boxes (遮挡框): what of a photo nobody outside may recognise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gisgrid.kernel.errors import Invalid

MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the stored photo, from its upper left corner."""

    x: int
    y: int
    width: int
    height: int


def check(boxes: Sequence[Box], width: int, height: int) -> None:
    """Refuse boxes that do not lie inside the photo.

    Raises:
        Invalid: one lies outside, is empty, or there are too many.
    """
    if len(boxes) > MOST:
        raise Invalid(f"遮挡框过多，最多 {MOST} 个。")
    for box in boxes:
        fits = 0 <= box.x < box.x + box.width <= width and 0 <= box.y < box.y + box.height <= height
        if not fits:
            raise Invalid(f"遮挡框须在照片之内（{width}×{height} 像素），且宽、高大于 0。")
