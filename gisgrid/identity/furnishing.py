"""What a station has: its telephone and its five haves, kept up by the system administrator."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.identity.rules import HAVES
from gisgrid.identity.tables import FiveHave, Station
from gisgrid.kernel.errors import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Have:
    """One of the five haves (五有) as it is from now on."""

    kind: str
    text: str
    text_en: str | None = None
    on_date: date | None = None


def furnish(tx: Session, code: str, phone: str, haves: list[Have]) -> None:
    """Write a station's telephone and those of its haves that are given; others stay.

    Raises:
        NotFound: no station has this code.
        Invalid: there is no such have, or one is given twice.
    """
    station = tx.scalar(select(Station).where(Station.code == code))
    if station is None:
        raise NotFound(f"没有编号为 {code} 的工作站 · no station has this code")
    kinds = [have.kind for have in haves]
    if len(set(kinds)) < len(kinds) or not set(kinds) <= set(HAVES):
        raise Invalid(f"五有每项至多填一次，且只有：{'、'.join(HAVES)}。")
    station.phone = phone
    asked = select(FiveHave).where(FiveHave.station_id == station.id)
    found = {one.kind: one for one in tx.scalars(asked)}
    for have in haves:
        row = found.get(have.kind) or FiveHave(station_id=station.id, kind=have.kind)
        row.text, row.text_en, row.on_date = have.text, have.text_en, have.on_date
        tx.add(row)
    tx.flush()
