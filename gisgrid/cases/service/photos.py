"""The photos and voice notes of reports and steps: signed when named, kept by plain names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import files, identity
from gisgrid.cases import queries
from gisgrid.cases.ports import Words
from gisgrid.cases.rules import NewReport
from gisgrid.cases.rules.intake import PHOTOS
from gisgrid.cases.service.knowing import knows_reporter
from gisgrid.cases.service.refusals import NoSuchPhoto, StepLacks
from gisgrid.cases.service.rows import Draft
from gisgrid.cases.service.sight import visible
from gisgrid.cases.tables import CaseFile, Report

PHOTO_CODES: Final = ("photos", "photos_before", "photos_after")
"""The codes of a step that name photos."""
VOICE_CODE: Final = "voice"
"""The code of a step that names a voice note."""
CODES: Final = (*PHOTO_CODES, VOICE_CODE)
MOST: Final = dict.fromkeys(PHOTO_CODES, PHOTOS) | {VOICE_CODE: 1}
"""How many each of the codes may name."""


def attach_all(tx: Session, drafts: Iterable[Draft]) -> None:
    """Give new reports the photos that they name."""
    for draft in drafts:
        attach(tx, draft.new, draft.id, draft.id)


def attach(tx: Session, new: NewReport, report_id: int, case_id: int) -> None:
    """Give a report the photos that it names, if any."""
    if new.photos:
        found = files.read_references(new.photos).ids
        files.attach(tx, found, files.Owner(case_id, report_id=report_id))


def of_step(words: Words) -> tuple[Words, tuple[int, ...]]:
    """Return a step's words with its files by their plain names, and which of them are ours.

    Raises:
        StepLacks: a code that names files is no list of texts, or too long.
        UnknownReference: a file was not signed by us, comes twice, or is of another kind.
    """
    given = {code: _listed(code, words.codes[code]) for code in CODES if words.codes.get(code)}
    photos = [one for code in PHOTO_CODES for one in given.get(code, ())]
    seen, heard = files.read_photos(photos), files.read_voices(given.get(VOICE_CODE, ()))
    names = iter((*seen.names, *heard.names))
    kept = {code: [next(names) for _ in listed] for code, listed in given.items()}
    return replace(words, codes={**words.codes, **kept}), (*seen.ids, *heard.ids)


def _listed(code: str, value: object) -> list[str]:
    listed = value if isinstance(value, list | tuple) else [value]
    if len(listed) > MOST[code] or not all(isinstance(one, str) for one in listed):
        what = "语音" if code == VOICE_CODE else "照片"
        raise StepLacks(f"{what}（{code}）须为{what}凭证的列表，最多 {MOST[code]} 个。")
    return list(listed)


def pictures_of(
    tx: Session, case: CaseFile, reports: Iterable[Report], actor: identity.Actor | None = None
) -> Mapping[str, files.Picture]:
    """Return the photos of a case and of what was reported to it, by their plain names.

    The originals of redacted ones are for those alone who may know the reporter, too.
    """
    known = list(reports)
    pin = next(((r.lon, r.lat) for r in known if r.lon is not None and r.lat is not None), None)
    sees = actor is not None and knows_reporter(tx, case, actor)
    ids = {case.id, *(report.case_id for report in known)}
    return files.pictures(tx, ids, pin=pin, reader=actor if sees else None)


def redact(
    tx: Session, photo_id: int, boxes: Sequence[files.Box], actor: identity.Actor
) -> files.Picture:
    """Redact a photo of a case that the actor may see, as the dispatch side does.

    Raises:
        Forbidden: the actor is neither dispatcher nor grid office.
        NoSuchPhoto: it belongs to no case that the actor may see.
    """
    may_redact(tx, photo_id, actor)
    return files.redact(tx, photo_id, boxes, actor)


def redactions(tx: Session, photo_id: int, actor: identity.Actor) -> tuple[files.Box, ...]:
    """Return the boxes that lie on a photo now, to whoever may change them.

    Raises:
        Forbidden: the actor is neither dispatcher nor grid office.
        NoSuchPhoto: it belongs to no case that the actor may see.
    """
    may_redact(tx, photo_id, actor)
    return files.boxes_of(tx, photo_id)


def may_redact(tx: Session, photo_id: int, actor: identity.Actor) -> None:
    """Let pass whoever may redact photos where the case of this one lies."""
    identity.require(actor, "photo.redact")
    _refuse_unseen(tx, photo_id, actor.holding("photo.redact"))


def share(tx: Session, photo_id: int, actor: identity.Actor, lasts: timedelta) -> files.Shared:
    """Return a link to a photo, video or voice note of a case that the actor may see.

    Raises:
        NoSuchPhoto: it belongs to no case that the actor may see.
    """
    _refuse_unseen(tx, photo_id, actor)
    return files.share(tx, photo_id, actor, lasts)


def _refuse_unseen(tx: Session, photo_id: int, actor: identity.Actor) -> None:
    case_id = files.case_of(tx, photo_id)
    case = queries.found(tx, case_id) if case_id is not None else None
    if case is None or not visible(tx, case, actor):
        raise NoSuchPhoto(f"没有编号为 {photo_id} 的照片，或者它不在您的辖区内。")


def reported_pictures(tx: Session, case: CaseFile) -> tuple[files.Picture, ...]:
    """Return what was photographed when a case was reported, redacted where it is."""
    reports = queries.reports(tx, case.id)
    known = pictures_of(tx, case, reports)
    return tuple(known[name] for one in reports for name in one.photos if name in known)
