"""Checking in at assets: once, within one's areas, and never silently from afar."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy.orm import Session

from gisgrid import assets, files, grid
from gisgrid.identity import Actor, require
from gisgrid.kernel import chain, clock
from gisgrid.kernel.datum import to_wgs84
from gisgrid.kernel.errors import Conflict, Invalid, NotFound
from gisgrid.kernel.settings import settings
from gisgrid.patrols import check_in_queries as queries
from gisgrid.patrols.queries import Spot, point
from gisgrid.patrols.rules import OLDEST, NewCheckIn, is_far
from gisgrid.patrols.service import AHEAD, person_of, seat_of
from gisgrid.patrols.tables import CheckIn

COUNTED: Final = timedelta(days=30)
"""Over how long the grid office's counts of check-ins go."""


class NoAsset(NotFound):
    """There is no such asset within the actor's areas."""

    title = "No such asset in your areas"


class Retired(Conflict):
    """The asset stands no more."""

    title = "This asset is out of use"


class KeyUsed(Invalid):
    """The idempotency key was used before, for something else."""

    title = "This key belongs to another check-in"


class WrongMoment(Invalid):
    """The telephone's clock is wrong, or the check-in waited too long."""

    title = "Check the time of this telephone"


@dataclass(frozen=True, slots=True)
class History:
    """An asset's round, if it has one, and its check-ins with places and photos still kept."""

    due: queries.DueAsset | None
    made: Sequence[CheckIn]
    places: dict[int, Spot]
    photos: dict[int, list[files.Picture]]


def check_in(tx: Session, actor: Actor, new: NewCheckIn) -> CheckIn:
    """Write down that the actor stands by an asset, and what they found there.

    Too far away is written down as far, and ends no round. On duty or not: a round may be walked
    without a network, where nobody can go on duty; which of both it was is kept.

    Raises:
        NoAsset: there is none, or it lies outside the actor's areas.
        Retired: it stands no more.
        KeyUsed: the key belongs to something else.
        WrongMoment: it was made in the future, or a month ago.
    """
    require(actor, "checkin.make")
    digest = body_hash(new)
    known = queries.of_key(tx, new.key) if new.key else None
    if known is not None:
        return _same(known, actor, digest)
    _refuse_moment(new.position.at)
    named = files.read_references(new.photos)
    made = queries.write(tx, **_row(tx, actor, new), photos=list(named.names), body_hash=digest)
    if made is None:
        return _same(queries.of_key(tx, new.key or ""), actor, digest)
    files.attach(tx, named.ids, files.Owner(check_in_id=made.id))
    return made


def _same(known: CheckIn | None, actor: Actor, digest: bytes) -> CheckIn:
    if known is None or known.person_id != actor.person_id or known.body_hash != digest:
        raise KeyUsed("这个 Idempotency-Key 已用于另一次打卡，请换一个新的键再提交。")
    return known


def _refuse_moment(at: datetime) -> None:
    now = clock.now()
    if at > now + AHEAD:
        raise WrongMoment("打卡时间在未来，请校准手机时间 · the check-in is from the future.")
    if at < now - OLDEST:
        raise WrongMoment(f"打卡已超过 {OLDEST.days} 天，不再收取 · the check-in is too old.")


def _row(tx: Session, actor: Actor, new: NewCheckIn) -> dict[str, Any]:
    """Return what is written of a check-in, with the post, areas and distance of this moment."""
    said, edition = new.position, grid.current_edition(tx).id
    spot = to_wgs84(said.lon, said.lat, said.datum)
    found = _asset(tx, actor, new.asset_id, spot, edition)
    person_id, (post, _) = person_of(actor), seat_of(tx, actor, "checkin.make")
    return {
        "asset_id": found.id,
        "person_id": person_id,
        "post_id": post.id,
        "station_id": post.station_id,
        "edition_id": edition,
        "area_id": found.area_id,
        "on_duty": queries.was_on_duty(tx, person_id, said.at),
        "at": said.at,
        "received_at": clock.now(),
        "place": point(spot),
        "raw_x": said.lon,
        "raw_y": said.lat,
        "datum": said.datum,
        "accuracy_m": said.accuracy_m,
        "distance_m": round(found.distance_m, 1),
        "far": is_far(found.distance_m, said.accuracy_m, settings().check_in_far_m),
        "result": new.result.value,
        "note": new.note,
        "key": new.key,
    }


def _asset(
    tx: Session, actor: Actor, asset_id: int, spot: Spot, edition: int
) -> queries.Approached:
    seen = assets.sight(tx, actor, "checkin.make").told()
    asked = {"asset": asset_id, "edition": edition, "lon": spot[0], "lat": spot[1]}
    found = queries.approached(tx, **asked, **seen)
    if found is None:
        raise NoAsset(f"没有部件 {asset_id}，或者它不在您的辖区内，不能打卡。")
    if found.retired:
        raise Retired(f"部件“{found.name}”已停用，不用再打卡。")
    return found


def body_hash(new: NewCheckIn) -> bytes:
    """Return what makes two bodies the same: everything that was said, the key aside."""
    said = asdict(new) | {"key": None}
    said["position"] = said["position"] | {"at": new.position.at.isoformat()}
    return sha256(chain.canonical(said)).digest()


def due_assets(
    tx: Session, actor: Actor, *, limit: int, after: tuple[date, int] | None = None, **asked: Any
) -> list[queries.DueAsset]:
    """Return the assets of the actor's areas that are to be checked, the longest overdue first."""
    require(actor, "checkin.see")
    day, last = after or (None, None)
    more = {"limit": limit, "after_day": day, "after_id": last}
    return queries.due_assets(tx, **asked, **more, **_sight(tx, actor))


def history(
    tx: Session, actor: Actor, asset_id: int, before: tuple[datetime, int] | None, limit: int
) -> History:
    """Return an asset's round and its check-ins, the latest first.

    Raises:
        NoAsset: there is none, or it lies outside the actor's areas.
    """
    require(actor, "checkin.see")
    seen = _sight(tx, actor)
    zone = seen.pop("zone")
    if not queries.is_in_sight(tx, asset=asset_id, **seen):
        raise NoAsset(f"没有部件 {asset_id}，或者它不在您的辖区内。")
    due = queries.due_assets(tx, asset=asset_id, limit=1, zone=zone, **seen)
    made = queries.history(tx, asset_id, before, limit)
    ids = [one.id for one in made]
    photos = files.check_in_pictures(tx, ids)
    return History(next(iter(due), None), made, queries.places_of(tx, ids), photos)


def counts(tx: Session, actor: Actor, level: str) -> list[dict[str, Any]]:
    """Count how the assets of the actor's areas stand in their rounds, by the areas of a level."""
    require(actor, "checkin.see")
    asked = {"today": today(), "since": clock.now() - COUNTED, "level": level}
    return queries.counted(tx, **asked, **_sight(tx, actor))


def today() -> date:
    """Return the district's day."""
    return clock.now().astimezone(settings().tz).date()


def _sight(tx: Session, actor: Actor) -> dict[str, object]:
    """Return the edition, the zone and whose assets, as SQL is told them."""
    seen = assets.sight(tx, actor, "checkin.see").told()
    return seen | {"edition": grid.current_edition(tx).id, "zone": str(settings().tz)}
