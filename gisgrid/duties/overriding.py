"""Save owners' overrides: checked first, refused with the reason, replaced by versions."""

from collections.abc import Iterator, Sequence
from typing import Any

from geoalchemy2.shape import from_shape
from sqlalchemy import RowMapping, insert, text
from sqlalchemy.orm import Session

from gisgrid.duties import versions
from gisgrid.duties.answers import OverrideDraft
from gisgrid.duties.checking import Fault, override_faults
from gisgrid.duties.overrides import Override
from gisgrid.duties.rules import OwnerKind
from gisgrid.duties.shelf import book, forget
from gisgrid.duties.sql import load
from gisgrid.duties.tables import OwnerOverride
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Invalid, NotFound

WGS84 = 4326
FARTHEST_M = 5000
ASSET = text("SELECT id, owner_station_id FROM asset WHERE code = :code")
KIND = text("SELECT EXISTS (SELECT FROM asset_kind WHERE code = :code)")
ONE_TARGET = Fault(
    "one_target",
    "部件、部件类型、图形三者给一个 · give one of an asset, a kind of asset, or a shape.",
)
BAD_SHAPE = Fault("bad_shape", "图形为空或无效 · the shape is empty or crosses itself.")
NO_OWNER = Fault(
    "owner_without_station",
    "权属单位没有工作站 · its owner has no station; write dept:TAG or station:CODE.",
)
BAD_BUFFER = Fault("bad_buffer", "缓冲 0 到 5000 米 · the buffer is 0 to 5000 metres.")


class RefusedOverride(Invalid):
    """The override cannot work; `faults` says why, one by one."""

    title = "The owner's override cannot work"


def save_override(tx: Session, draft: OverrideDraft) -> int:
    """Save an override, or the next version of it; return the version, or refuse it."""
    asset, station = asset_of(tx, draft)
    found = [*target_faults(draft)]
    if draft.active:
        found += [*owner_faults(draft, station), *override_faults(book(tx), meant(draft))]
    if found:
        said = [{"code": fault.code, "text": fault.text} for fault in found]
        raise RefusedOverride(" ".join(fault.text for fault in found), faults=said)
    version = versions.last_version(tx, OwnerOverride, draft.code) + 1
    versions.replace_rows(tx, OwnerOverride, [draft.code], clock.now())
    tx.execute(insert(OwnerOverride).values(version=version, **columns_of(draft, asset)))
    forget(tx)
    return version


def end_override(tx: Session, code: str) -> None:
    """End an override: its last version is replaced by nothing.

    Raises:
        NotFound: no override of this code is in force.
    """
    if code not in {row["code"] for row in written(tx)}:
        raise NotFound(f"没有在用的权属规则 · there is no override in force {code}.")
    versions.replace_rows(tx, OwnerOverride, [code], clock.now())
    forget(tx)


def written(tx: Session) -> Sequence[RowMapping]:
    """List the overrides in force as they were written, each once, by their codes."""
    return tx.execute(text(load("written_overrides"))).mappings().all()


def asset_of(tx: Session, draft: OverrideDraft) -> tuple[int | None, int | None]:
    """Return the asset's id and its owner's station; refuse an unknown asset or kind."""
    if draft.asset_kind and not tx.scalar(KIND, {"code": draft.asset_kind}):
        raise NotFound(f"没有部件类型 · there is no kind of asset {draft.asset_kind}.")
    if not draft.asset_code:
        return None, None
    row = tx.execute(ASSET, {"code": draft.asset_code}).one_or_none()
    if row is None:
        raise NotFound(f"没有部件 · there is no asset {draft.asset_code}.")
    return row.id, row.owner_station_id


def target_faults(draft: OverrideDraft) -> Iterator[Fault]:
    """Find what is wrong with the thing that an override is about, in force or at rest."""
    targets = (draft.asset_code, draft.asset_kind, draft.shape)
    if sum(target is not None for target in targets) != 1:
        yield ONE_TARGET
    if draft.shape is not None and (draft.shape.is_empty or not draft.shape.is_valid):
        yield BAD_SHAPE
    if not 0 <= draft.buffer_m <= FARTHEST_M:
        yield BAD_BUFFER


def owner_faults(draft: OverrideDraft, owner_station: int | None) -> Iterator[Fault]:
    """Find an override that asks an owner whom nobody knows."""
    by_owner = OwnerKind.OWNER in {draft.lead, *draft.assists}
    if by_owner and draft.asset_kind is None and owner_station is None:
        yield NO_OWNER


def meant(draft: OverrideDraft) -> Override:
    """Return the override that a draft means, as far as checks look at it."""
    return Override(draft.code, draft.class_pattern, draft.lead, draft.assists)


def columns_of(draft: OverrideDraft, asset: int | None) -> dict[str, Any]:
    """Return what an override says, column by column."""
    return {
        "code": draft.code,
        "name": draft.name,
        "name_en": draft.name_en,
        "asset_id": asset,
        "asset_kind": draft.asset_kind,
        "geom": None if draft.shape is None else from_shape(draft.shape, srid=WGS84),
        "buffer_m": draft.buffer_m,
        "pattern": draft.class_pattern,
        "priority": draft.priority,
        "lead": draft.lead,
        "assists": list(draft.assists),
        "active": draft.active,
        "note": draft.note,
    }
