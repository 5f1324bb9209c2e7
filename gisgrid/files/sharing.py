"""A link to one file that staff hand on: it opens the file for whoever holds it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from gisgrid.files import queries
from gisgrid.files.rules import links
from gisgrid.identity import Actor
from gisgrid.kernel import clock
from gisgrid.kernel.errors import NotFound
from gisgrid.kernel.signing import secret


@dataclass(frozen=True, slots=True)
class Shared:
    """Where the file is opened, and until when."""

    path: str
    until: datetime


def share(tx: Session, photo_id: int, actor: Actor, lasts: timedelta) -> Shared:
    """Return a link that says who made it: to the video or voice note, else to the photo.

    It shows what everybody is shown: of what is redacted the redacted photo, never the original.

    Raises:
        NotFound: the files were deleted when their time was over.
    """
    files = queries.files_of(tx, [photo_id]).get(photo_id)
    if files is None:
        raise NotFound("没有这张照片，或已按保存期限删除。")
    clips = () if "redacted" in files else ("video", "voice")
    part = next((f"/{one}" for one in clips if one in files), "")
    until = (clock.now() + lasts).replace(microsecond=0)
    key = links.sign(links.Sight(photo_id, until, actor.person_id), secret())
    return Shared(f"/api/photos/{photo_id}{part}?key={key}", until)
