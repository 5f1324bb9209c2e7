"""What is personal is kept sealed: the reporter of a report, and the payload of a step.

Both are sealed for their own row. A phone is found by its blind index alone. The digest in the
chain is of the open payload, so history verifies whatever key or cipher seals it.
"""

import json
from collections.abc import Mapping
from typing import Any

from gisgrid.cases.rules.intake import Reporter
from gisgrid.cases.tables import Report, Step
from gisgrid.kernel import chain
from gisgrid.kernel.sealing import Place, Tampered, normal_phone, sealer


def payload(person: Reporter | None) -> dict[str, object] | None:
    """Return a reporter as the payload of the step by which they reported."""
    return {"name": person.name, "phone": person.phone} if person else None


def sealed_reporter(report_id: int, person: Reporter | None) -> bytes | None:
    """Return a reporter sealed for their report."""
    return _sealed(payload(person), _of_report(report_id))


def phone_index(person: Reporter | None) -> bytes | None:
    """Return the blind index by which a report is found by its reporter's phone."""
    if person is None or not person.phone:
        return None
    return sealer().blind(normal_phone(person.phone))


def phone_indexes(phone: str) -> list[bytes]:
    """Return every blind index under which a phone may stand, however it is written."""
    return sealer().blinds(normal_phone(phone))


def reporter_of(report: Report) -> Reporter | None:
    """Return who reported; None when they did not say so or were forgotten."""
    if report.reporter_sealed is None:
        return None
    known = _opened(report.reporter_sealed, _of_report(report.id))
    return Reporter(known.get("name"), known.get("phone"))


def sealed_payload(case_id: int, seq: int, personal: Mapping[str, object] | None) -> bytes | None:
    """Return what is personal about a step, sealed for it."""
    return _sealed(personal, _of_step(case_id, seq))


def payload_of(step: Step) -> dict[str, Any] | None:
    """Return what is personal about a step; None when there is nothing, or not any more.

    Raises:
        Tampered: the sealed payload was changed, or is another step's.
    """
    if step.personal_sealed is None:
        return None
    return _opened(step.personal_sealed, _of_step(step.case_id, step.seq))


def payload_as_found(step: Step) -> Mapping[str, object] | None:
    """Return the payload for verifying: one that does not open is no payload anybody sealed."""
    try:
        return payload_of(step)
    except Tampered:
        return {"tampered": True}


def _of_report(report_id: int) -> Place:
    return Place("report", "reporter", report_id)


def _of_step(case_id: int, seq: int) -> Place:
    return Place("step", "personal", f"{case_id}/{seq}")


def _sealed(personal: Mapping[str, object] | None, place: Place) -> bytes | None:
    if personal is None:
        return None
    return sealer().seal(chain.canonical(personal).decode(), place)


def _opened(sealed: bytes, place: Place) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(sealer().open(sealed, place))
    return known
