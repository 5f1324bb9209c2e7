"""Photos of check-ins: shown by signed links, without a pin and without redaction."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from gisgrid.files import queries
from gisgrid.files.showing import Picture, picture


def check_in_pictures(tx: Session, check_in_ids: Collection[int]) -> dict[int, list[Picture]]:
    """Return the photos of check-ins, by check-in; those alone that the transaction sees."""
    photos = queries.of_check_ins(tx, check_in_ids)
    files = queries.files_of(tx, [one.id for one in photos])
    found: dict[int, list[Picture]] = {}
    for one in photos:
        if one.id in files and one.check_in_id is not None:
            found.setdefault(one.check_in_id, []).append(picture(one, files[one.id]))
    return found
