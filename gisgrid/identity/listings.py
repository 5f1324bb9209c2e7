"""Lists for people to read: stations with their haves, logins of the demo."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from gisgrid.identity.actors import StationRef
from gisgrid.identity.rules import HAVES
from gisgrid.identity.stations import every_station
from gisgrid.identity.tables import Account, FiveHave, Person, PostRow


def stations_with_haves(tx: Session) -> list[tuple[StationRef, list[FiveHave]]]:
    """List all stations, each with its haves in their usual order."""
    haves: dict[int, list[FiveHave]] = defaultdict(list)
    for have in tx.scalars(select(FiveHave)):
        haves[have.station_id].append(have)
    order = HAVES.index
    return [
        (one, sorted(haves[one.id], key=lambda have: order(have.kind))) for one in every_station(tx)
    ]


def logins(tx: Session) -> Sequence[Row[str, str, str, str | None, str]]:
    """List the accounts with one post of each, in the order they were made."""
    first = (
        select(PostRow.title, PostRow.title_en, PostRow.role)
        .where(PostRow.person_id == Account.person_id)
        .order_by(PostRow.code)
        .limit(1)
        .lateral("first")
    )
    return tx.execute(
        select(Account.login, Person.name, first.c.title, first.c.title_en, first.c.role)
        .join(Person, Person.id == Account.person_id)
        .join(first, onclause=Person.id == Account.person_id)
        .order_by(Account.id)
    ).all()
