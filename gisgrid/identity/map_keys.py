"""Map keys: a person's QGIS, ArcGIS or GDAL reads the map service in that person's scope.

Such programs cannot sign in with a code of the telephone, and a password has no business in their
settings. A key only reads, only maps, ends by itself, and ends with everything else when its owner
signs out everywhere, changes the password, or gains or loses a post.
"""

import secrets
from base64 import b64decode
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from gisgrid.identity import queries, rules
from gisgrid.identity.actors import Actor
from gisgrid.identity.map_key_tables import MapKey
from gisgrid.identity.sessions import digest
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict, NotFound

PREFIX: Final = "ggm_"
OPENS: Final = ("/ogc/", "/tiles/")
MOST: Final = 20


def key_in(authorization: str) -> str | None:
    """Return the map key that a program sent, as a bearer or as the password beside a name.

    None where something else, or nothing, was sent.
    """
    kind, _, said = authorization.partition(" ")
    if kind.lower() == "basic":
        said = _password(said)
    return said.strip() if said.strip().startswith(PREFIX) else None


def _password(said: str) -> str:
    try:
        _, _, password = b64decode(said, validate=True).decode().partition(":")
    except ValueError:
        return ""
    return password


def new_key(tx: Session, person_id: int, name: str, lasts: timedelta) -> tuple[MapKey, str]:
    """Make a key and return it with its words, shown this once.

    Raises:
        Conflict: the person has as many keys as one may have.
    """
    if (tx.scalar(select(func.count()).where(MapKey.person_id == person_id)) or 0) >= MOST:
        raise Conflict(f"最多 {MOST} 个地图密钥，请先停用不再使用的。")
    words = PREFIX + secrets.token_urlsafe(32)
    now = clock.now()
    row = MapKey(
        key_hash=digest(words),
        person_id=person_id,
        name=name,
        created_at=now,
        expires_at=now + lasts,
    )
    tx.add(row)
    tx.flush()
    return row, words


def keys_of(tx: Session, person_id: int) -> Sequence[MapKey]:
    """List a person's keys, the newest first; those that have ended are among them."""
    mine = select(MapKey).where(MapKey.person_id == person_id)
    return tx.scalars(mine.order_by(MapKey.id.desc())).all()


def end_key(tx: Session, person_id: int, key_id: int) -> None:
    """End one key of a person.

    Raises:
        NotFound: the person has no such key.
    """
    mine = (MapKey.id == key_id, MapKey.person_id == person_id)
    if tx.execute(delete(MapKey).where(*mine).returning(MapKey.id)).first() is None:
        raise NotFound("没有这个地图密钥。")


def holder_of(tx: Session, key: str) -> Actor | None:
    """Return whose key this is, with the posts held now; None when it has ended or never was."""
    now = clock.now()
    valid = (MapKey.key_hash == digest(key), MapKey.expires_at > now)
    found = tx.scalar(select(MapKey).where(*valid))
    if found is None:
        return None
    if found.seen_at is None or now - found.seen_at > rules.SEEN_EVERY:
        found.seen_at = now
    return queries.actor_of(tx, found.person_id, now)
