"""HTTP of checking in at assets (打卡), of what is due, and of how an area stands."""

from collections.abc import Callable
from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, TypeVar

from fastapi import APIRouter, Header, Query

from gisgrid import grid
from gisgrid.identity import Actor, Signed, people
from gisgrid.kernel.db import Tx
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.settings import settings
from gisgrid.patrols import check_ins as service
from gisgrid.patrols.check_in_schemas import (
    CheckInOf,
    CheckInOut,
    CountOut,
    DueIn,
    DueListOut,
    DueOut,
    HistoryOut,
    Id,
)
from gisgrid.patrols.tables import CheckIn

router = APIRouter(prefix="/api", tags=["patrols"])
Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)]
After = Annotated[str | None, Query(max_length=60, description="`next` of the page before")]
T = TypeVar("T")


@router.post("/check-ins", status_code=HTTPStatus.CREATED)
def check_in(said: CheckInOf, tx: Tx, actor: Signed, key: Key = None) -> CheckInOut:
    """Check in at an asset of one's areas; with an Idempotency-Key once, however often it is sent.

    From too far away it is taken and said to be far, and ends no round.
    """
    return CheckInOut.of(service.check_in(tx, actor, said.new(key)))


@router.get("/check-ins/due")
def due(tx: Tx, actor: Signed, asked: Annotated[DueIn, Query()]) -> DueListOut:
    """List the assets of one's areas in their rounds, the longest overdue first.

    With a point (WGS 84) each says how far it is.
    """
    if (asked.lon is None) != (asked.lat is None):
        raise Invalid("lon 和 lat 须同时给出 · lon and lat go together.")
    began = _after(asked.after, date.fromisoformat)
    said = asked.model_dump(include={"kind", "lon", "lat"})
    found = service.due_assets(tx, actor, limit=asked.limit, after=began, **said)
    more = f"{found[-1].due_on}~{found[-1].id}" if len(found) == asked.limit else None
    today = service.today()
    shown = [DueOut.of(one, today) for one in found]
    return DueListOut(assets=shown, next=more, far_m=settings().check_in_far_m)


@router.get("/check-ins/counts")
def counts(
    tx: Tx, actor: Signed, level: Annotated[str, Query(max_length=40)] = "subdistrict"
) -> list[CountOut]:
    """Count how the assets of one's areas stand in their rounds, by the areas of a level."""
    found = service.counts(tx, actor, level)
    names = grid.area_refs(tx, [row["area_id"] for row in found])
    return [
        CountOut(**row, name=area.name, name_en=area.name_en)
        for row in found
        if (area := names.get(row["area_id"]))
    ]


@router.get("/assets/{asset_id}/check-ins")
def history(
    tx: Tx,
    actor: Signed,
    asset_id: Id,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    after: After = None,
) -> HistoryOut:
    """Return how an asset of one's areas stands in its round, and its check-ins, latest first."""
    found = service.history(tx, actor, asset_id, _after(after, datetime.fromisoformat), limit)
    last = found.made[-1] if len(found.made) == limit else None
    return HistoryOut.of(
        found,
        people(tx, {one.person_id for one in found.made}),
        service.today(),
        placed=frozenset(one.id for one in found.made if _sees_place(actor, one)),
        after=f"{last.at.isoformat()}~{last.id}" if last else None,
    )


def _sees_place(actor: Actor, made: CheckIn) -> bool:
    """Tell whether somebody may see where exactly a check-in was made."""
    return made.person_id == actor.person_id or actor.may("officer.see")


def _after(text: str | None, read: Callable[[str], T]) -> tuple[T, int] | None:
    """Read where a page before ended."""
    if text is None:
        return None
    first, _, last = text.partition("~")
    try:
        return read(first), int(last)
    except ValueError:
        raise Invalid("after 须是上一页的 next · `after` is the `next` of a page before.") from None
