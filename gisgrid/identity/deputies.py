"""Deputies follow the post that they stand in for: no wider, and no longer than it lasts."""

from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gisgrid.identity.apart import administrators_apart
from gisgrid.identity.sessions import sign_out_everywhere
from gisgrid.identity.tables import PostRow
from gisgrid.kernel import clock

LENT: Final = (
    "station_id", "role", "area_code", "class_prefix", "unit_codes", "title", "title_en",
)  # fmt: skip
"""What a deputy has of the post."""


def follow(tx: Session, post: PostRow) -> None:
    """Give those who stand in for a post, now or later, what it is now; sessions of theirs end.

    A leave that outlasts the post ends with it; one that had not begun by then is gone.

    Raises:
        AdministratorsApart: a deputy would be two of the three administrators.
    """
    still = or_(PostRow.valid_to.is_(None), PostRow.valid_to > clock.now())
    asked = select(PostRow).where(PostRow.deputy_for_id == post.id, still).with_for_update()
    for deputy in tx.scalars(asked).all():
        if post.valid_to is not None and deputy.valid_from >= post.valid_to:
            tx.delete(deputy)
        elif _is_changed(deputy, post):
            sign_out_everywhere(tx, deputy.person_id)
    with administrators_apart():
        tx.flush()


def _is_changed(deputy: PostRow, post: PostRow) -> bool:
    """Write what the post is now over a deputy's; tell whether that changed anything."""
    end = post.valid_to
    outlasts = end is not None and (deputy.valid_to is None or deputy.valid_to > end)
    changed = [name for name in LENT if getattr(deputy, name) != getattr(post, name)]
    for name in changed:
        setattr(deputy, name, getattr(post, name))
    if outlasts:
        deputy.valid_to = end
    return bool(changed) or outlasts
