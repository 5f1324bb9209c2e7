"""A drawn photo for the pictures of pages: waste behind a house, and somebody beside it."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

SIZE: Final = (960, 720)
WALL: Final = ((0, 0, 960, 400), "#c9c0ae")
LANE: Final = ((0, 400, 960, 720), "#8d8a84")
GATE: Final = ((90, 120, 330, 400), "#5f6a70")
BINS: Final = ((430, 250, 540, 420), (550, 250, 660, 420))
BAGS: Final = (
    ((410, 390, 560, 520), "#2b2f33"),
    ((520, 420, 690, 560), "#3a3f44"),
    ((640, 400, 770, 500), "#e8e4da"),
    ((470, 500, 610, 600), "#3f6d8f"),
    ((690, 470, 800, 560), "#b9a36a"),
)
HEAD: Final = (820, 210, 880, 280)
BODY: Final = (795, 280, 905, 520)
FACE: Final = {"x": 800, "y": 195, "width": 100, "height": 100}
"""Where the face is, as a box that hides it."""


def heap() -> bytes:
    """Return the photo as a JPEG."""
    made = Image.new("RGB", SIZE)
    pen = ImageDraw.Draw(made)
    for box, colour in (WALL, LANE, GATE):
        pen.rectangle(box, fill=colour)
    for box in BINS:
        pen.rounded_rectangle(box, 10, fill="#2f7a4d")
        pen.rectangle((box[0] - 8, box[1] - 14, box[2] + 8, box[1] + 8), fill="#256340")
    for box, colour in BAGS:
        pen.ellipse(box, fill=colour)
    pen.ellipse(HEAD, fill="#e3b894")
    pen.rounded_rectangle(BODY, 30, fill="#7d4b52")
    out = BytesIO()
    made.filter(ImageFilter.GaussianBlur(2)).save(out, "JPEG", quality=88)
    return out.getvalue()
