"""Load a coverage as a draft: all of it, or nothing and a list of what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shapely.geometry.base import BaseGeometry
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.grid import queries
from gisgrid.grid.book import EditionRef
from gisgrid.grid.rules.given import GivenArea, GivenLevel, union
from gisgrid.grid.rules.plan import Doubt, Plan, plan
from gisgrid.grid.rules.problems import GridProblem, Lang
from gisgrid.grid.service.books import edition_named
from gisgrid.grid.service.writing import write
from gisgrid.kernel import clock
from gisgrid.kernel.datum import Datum
from gisgrid.kernel.errors import Conflict, Invalid

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
METRIC_SRID = 4547
"""CGCS2000, 3-degree belt, central meridian 114° E: metres and areas of this district."""


class BrokenGrid(Invalid):
    """The areas are no clean coverage; nothing was loaded."""

    title = "These areas cannot be loaded"

    def __init__(self, problems: Sequence[GridProblem]) -> None:
        zh, en = ("; ".join(p.says(lang) for p in problems[:3]) for lang in LANGUAGES)
        count = len(problems)
        super().__init__(f"{count} 处错误，未导入：{zh} · {count} errors, nothing loaded: {en}")
        self.problems = tuple(problems)


class EditionTaken(Conflict):
    """There is such an edition already, or another draft is open."""

    title = "The edition cannot be written"


@dataclass(frozen=True)
class ImportOptions:
    """How a coverage is loaded."""

    edition: str | None = None
    """Name of the draft; by default the day."""
    datum: Datum = Datum.WGS84
    """What the shapes were converted from; doubted when they lie outside the district."""
    trusts_datum: bool = False
    repair: bool = False
    fresh: bool = False
    """Start from nothing; otherwise levels that are not given come from the draft or edition."""
    district: BaseGeometry | None = None
    """Outline to hold the datum against, when the database knows none."""
    metric_srid: int = METRIC_SRID
    note: str | None = None


@dataclass(frozen=True, eq=False)
class Imported:
    """What an import found and, unless it was only a check, the draft it wrote."""

    plan: Plan
    edition: EditionRef | None = None

    @property
    def problems(self) -> tuple[GridProblem, ...]:
        """Return errors, warnings and repairs, worst first."""
        return self.plan.problems


def check_coverage(
    tx: Session,
    given: Sequence[GivenArea],
    levels: Sequence[GivenLevel] = (),
    options: ImportOptions | None = None,
) -> Imported:
    """Check areas as an import would, and write nothing."""
    chosen = options or ImportOptions()
    base = None if chosen.fresh else _base(tx)
    brought = frozenset(a.level for a in given)
    older = areas_as_given(tx, base.id) if base else []
    kept = [a for a in older if a.level not in brought]
    district = chosen.district or _outline(older or _published(tx))
    doubt = Doubt(None if chosen.trusts_datum else district, chosen.datum, brought)
    all_levels = merged_levels(known_levels(tx), levels, given)
    return Imported(plan([*kept, *given], all_levels, repair=chosen.repair, doubt=doubt))


def import_coverage(
    tx: Session,
    given: Sequence[GivenArea],
    levels: Sequence[GivenLevel] = (),
    options: ImportOptions | None = None,
) -> Imported:
    """Load areas as a draft; the open draft is replaced when it has the same name.

    Raises:
        BrokenGrid: something is wrong; its `problems` say what, and nothing was written.
        EditionTaken: the name belongs to a published edition, or another draft is open.
    """
    chosen = options or ImportOptions()
    queries.one_at_a_time(tx)
    checked = check_coverage(tx, given, levels, chosen)
    if checked.plan.errors:
        raise BrokenGrid(checked.plan.errors)
    draft = _open_draft(tx, chosen)
    write(tx, checked.plan, edition_id=draft, metric_srid=chosen.metric_srid)
    return replace(checked, edition=edition_named(tx, str(draft)))


def known_levels(tx: Session) -> tuple[GivenLevel, ...]:
    """Return the levels of this deployment, coarsest first."""
    return tuple(GivenLevel(**row) for row in queries.level_rows(tx))


def merged_levels(
    known: Sequence[GivenLevel], named: Sequence[GivenLevel], given: Sequence[GivenArea]
) -> tuple[GivenLevel, ...]:
    """Return the levels with those that are named; a level nobody named is a mistake."""
    by_code = {level.code: level for level in known}
    for level in named:
        rank = by_code[level.code].rank if level.code in by_code else level.rank
        by_code[level.code] = replace(level, rank=rank)
    unknown = sorted({a.level for a in given} - by_code.keys())
    if unknown:
        raise Invalid(f"未知层级 {', '.join(unknown)} · unknown; known: {', '.join(by_code)}.")
    ordered = sorted(by_code.values(), key=lambda level: level.rank)
    if len({level.rank for level in ordered}) < len(ordered):
        raise Invalid("两个层级的序号相同 · two levels have one rank; rank 0 is the coarsest.")
    return tuple(ordered)


def areas_as_given(tx: Session, edition_id: int) -> list[GivenArea]:
    """Return an edition's areas as a file would give them."""
    rows = [dict(row) for row in queries.given_rows(tx, edition_id)]
    return [GivenArea(shape=queries.geometry(row.pop("wkb")), **row) for row in rows]


def _outline(areas: Sequence[GivenArea]) -> BaseGeometry | None:
    roots = [a.shape for a in areas if a.parent_code is None and a.shape is not None]
    return union(roots) if roots else None


def _published(tx: Session) -> list[GivenArea]:
    """Return the areas in force or to come: what starts from nothing is held against them, too."""
    latest = "SELECT id FROM edition WHERE status = 'published' ORDER BY valid_from DESC LIMIT 1"
    found = tx.scalar(text(latest))
    return areas_as_given(tx, found) if found is not None else []


def _base(tx: Session) -> EditionRef | None:
    """Return what an import builds on: the open draft, else the latest edition."""
    latest = text("SELECT id FROM edition ORDER BY status = 'draft' DESC, valid_from DESC LIMIT 1")
    found = tx.scalar(latest)
    return edition_named(tx, str(found)) if found is not None else None


def _open_draft(tx: Session, chosen: ImportOptions) -> int:
    name = chosen.edition or clock.now().date().isoformat()
    draft = tx.execute(text("SELECT id, name FROM edition WHERE status = 'draft' FOR UPDATE"))
    row = draft.one_or_none()
    if row is not None and row.name == name:
        _empty(tx, row.id)
        return int(row.id)
    if row is not None:
        raise EditionTaken(f"草案 {row.name!r} 尚未发布 · publish or discard it first.")
    if queries.edition_row(tx, name) is not None:
        raise EditionTaken(f"网格版本 {name!r} 已存在 · the edition exists: choose another name.")
    return _new_draft(tx, name, chosen)


def _new_draft(tx: Session, name: str, chosen: ImportOptions) -> int:
    row = {"name": name, "metric_srid": chosen.metric_srid, "note": chosen.note}
    sql = """
        INSERT INTO edition (name, status, metric_srid, note, stamp)
        VALUES (:name, 'draft', :metric_srid, :note, 'empty') RETURNING id
    """
    return int(tx.execute(text(sql), row).scalar_one())


def discard(tx: Session, name: str) -> None:
    """Throw a draft away; what it had ended lives on."""
    draft = edition_named(tx, name)
    status = tx.scalar(
        text("SELECT status FROM edition WHERE id = :id FOR UPDATE"), {"id": draft.id}
    )
    if status != "draft":
        raise EditionTaken(f"网格版本 {name!r} 已发布 · only a draft can be discarded.")
    _empty(tx, draft.id)
    tx.execute(text("DELETE FROM edition WHERE id = :id"), {"id": draft.id})


def _empty(tx: Session, draft: int) -> None:
    """Take a draft's rows out, so that the ones they ended are open again."""
    for table in ("area_shape", "arc"):
        tx.execute(text(f"DELETE FROM {table} WHERE from_edition = :id"), {"id": draft})  # noqa: S608 - fixed names  # nosec B608
        opened = f"UPDATE {table} SET to_edition = NULL WHERE to_edition = :id"  # noqa: S608 - as above  # nosec B608
        tx.execute(text(opened), {"id": draft})
    tx.execute(text("DELETE FROM lineage WHERE edition_id = :id"), {"id": draft})
