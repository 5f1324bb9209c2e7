"""Questions about photos and their files."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.files.tables import Photo, PhotoFile, PhotoLog


def photo(tx: Session, photo_id: int) -> Photo | None:
    """Return a photo."""
    return tx.get(Photo, photo_id)


def files_of(tx: Session, photo_ids: Collection[int]) -> dict[int, dict[str, PhotoFile]]:
    """Return the files of photos, by photo and rendition."""
    found: dict[int, dict[str, PhotoFile]] = {}
    for file in tx.scalars(select(PhotoFile).where(PhotoFile.photo_id.in_(photo_ids))):
        found.setdefault(file.photo_id, {})[file.rendition] = file
    return found


def last_redaction(tx: Session, photo_id: int) -> PhotoLog | None:
    """Return the last time that boxes were laid on a photo, or taken away."""
    asked = select(PhotoLog).where(PhotoLog.photo_id == photo_id, PhotoLog.act == "redact")
    return tx.scalar(asked.order_by(PhotoLog.id.desc()).limit(1))


def of_cases(tx: Session, case_ids: Collection[int]) -> list[Photo]:
    """Return the photos of cases, in the order in which they were uploaded."""
    return list(tx.scalars(select(Photo).where(Photo.case_id.in_(case_ids)).order_by(Photo.id)))


def of_check_ins(tx: Session, ids: Collection[int]) -> list[Photo]:
    """Return the photos of check-ins, in the order in which they were uploaded."""
    return list(tx.scalars(select(Photo).where(Photo.check_in_id.in_(ids)).order_by(Photo.id)))


def forget_places(tx: Session, check_in_ids: Collection[int]) -> None:
    """Forget where the cameras of check-ins' photos were."""
    nothing = {"gps_x": None, "gps_y": None, "gps_datum": None}
    tx.execute(update(Photo).where(Photo.check_in_id.in_(check_in_ids)).values(**nothing))


def attach(tx: Session, photo_ids: Collection[int], **owner: int | None) -> int:
    """Give photos that belong to nothing yet to their owner; return how many there were."""
    free = Photo.id.in_(photo_ids) & Photo.case_id.is_(None) & Photo.check_in_id.is_(None)
    done = tx.execute(update(Photo).where(free).values(**owner).returning(Photo.id))
    return len(done.all())


def keep_files(tx: Session, rows: list[dict[str, object]]) -> None:
    """Write which files a photo has now; a rendition that it had is replaced."""
    order = insert(PhotoFile).values(rows)
    same = ("sha256", "media_type", "size", "width", "height")
    new = {name: order.excluded[name] for name in same}
    keys = ["photo_id", "rendition"]
    tx.execute(order.on_conflict_do_update(index_elements=keys, set_=new))


def drop_files(tx: Session, photo_id: int, renditions: Iterable[str]) -> None:
    """Forget some of a photo's files; the sweep removes what nothing names."""
    gone = (PhotoFile.photo_id == photo_id) & PhotoFile.rendition.in_(list(renditions))
    tx.execute(delete(PhotoFile).where(gone))


def forget_photos(tx: Session, report_ids: Collection[int]) -> int:
    """Forget the files of photos that came with reports, and where and when they were taken.

    The rows stay, for what was done with them is kept; returns how many had files.
    """
    of_reports = Photo.report_id.in_(report_ids)
    photos = select(Photo.id).where(of_reports)
    gone = delete(PhotoFile).where(PhotoFile.photo_id.in_(photos))
    ids = set(tx.scalars(gone.returning(PhotoFile.photo_id)))
    nothing = {"taken_at": None, "gps_x": None, "gps_y": None, "gps_datum": None}
    tx.execute(update(Photo).where(of_reports).values(**nothing))
    return len(ids)


def count_photos(tx: Session, report_ids: Collection[int]) -> int:
    """Count the photos that came with reports and still have their files."""
    asked = select(func.count(PhotoFile.photo_id.distinct())).join(
        Photo, Photo.id == PhotoFile.photo_id
    )
    return tx.scalar(asked.where(Photo.report_id.in_(report_ids))) or 0


def hold(tx: Session, sha256s: Iterable[bytes]) -> None:
    """Keep the sweep from these files until the commit, in one order everywhere."""
    for key in sorted({lock_key(one) for one in sha256s}):
        tx.execute(select(func.pg_advisory_xact_lock(key)))


def is_held_alone(tx: Session, sha256: bytes) -> bool:
    """Hold a file if nobody else does, and tell whether that was so."""
    return bool(tx.scalar(select(func.pg_try_advisory_xact_lock(lock_key(sha256)))))


def lock_key(sha256: bytes) -> int:
    """Return the number under which a file is held."""
    return int.from_bytes(sha256[:8], "big", signed=True)


def named(tx: Session, sha256s: Collection[bytes]) -> set[bytes]:
    """Return which of these files some photo names."""
    asked = select(PhotoFile.sha256).where(PhotoFile.sha256.in_(sha256s)).distinct()
    return set(tx.scalars(asked))


def every_file(tx: Session) -> Iterator[PhotoFile]:
    """Return every row of a file, in the order of the photos."""
    asked = select(PhotoFile).order_by(PhotoFile.photo_id, PhotoFile.rendition)
    yield from tx.scalars(asked.execution_options(yield_per=500))


def forget_loose(tx: Session, before: datetime) -> int:
    """Forget photos that nobody put into a report, a step or a check-in."""
    nobodys = Photo.case_id.is_(None) & Photo.check_in_id.is_(None)
    gone = delete(Photo).where(nobodys, Photo.created_at < before).returning(Photo.id)
    return len(tx.execute(gone).all())
