"""What the duties ask the database."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import shapely
from sqlalchemy import RowMapping, Select, select, text
from sqlalchemy.orm import Session

from gisgrid.duties import rules
from gisgrid.duties.book import AssetEntry, ClassEntry, Condition, Leader, RuleBook
from gisgrid.duties.overrides import Override, Overrides
from gisgrid.duties.rules import Act, Policy, Rule, Window
from gisgrid.duties.sql import load
from gisgrid.duties.stations import StationEntry, Stations
from gisgrid.duties.tables import (
    CaseClass,
    ClassSuccessor,
    CodebookEdition,
    DutyRule,
    FilingCondition,
    FilingPolicy,
)
from gisgrid.kernel.errors import Unavailable

STAMP = "SELECT stamp::text FROM duty_stamp"
ASSETS = text("SELECT id, kind, owner_name, owner_station_id AS owner_station FROM asset")
AREA_NAMES = text("SELECT id, name FROM area WHERE id = ANY(:ids)")


def stamp(tx: Session) -> str:
    """Return the stamp of the rule book that this transaction sees (plain psycopg: hot)."""
    connection = tx.connection().connection.driver_connection
    if not isinstance(connection, psycopg.Connection):
        raise TypeError("the duties are read with psycopg 3: use postgresql+psycopg://")
    row = connection.execute(STAMP, prepare=True).fetchone()
    if row is None:
        raise Unavailable("the duties have no stamp: run `gisgrid migrate` once more.")
    return str(row[0])


def load_book(tx: Session, mark: str, zone: ZoneInfo) -> RuleBook:
    """Read everything a rule book is made of."""
    tx.flush()
    found = duty_rules(tx)
    return RuleBook(
        stamp=mark,
        zone=zone,
        classes=classes(tx),
        conditions=conditions(tx),
        rules=found,
        index=rules.indexed(found),
        overrides=overrides(tx),
        policies=rules.indexed_policies(policies(tx)),
        stations=stations(tx),
        leaders=leaders(tx),
        assets=assets(tx),
        successors=successors(tx),
    )


def rows(tx: Session, question: Select[Any]) -> Sequence[RowMapping]:
    """Run a query and return its rows by name."""
    return tx.execute(question).mappings().all()


def classes(tx: Session) -> dict[int, ClassEntry]:
    """Return every class of every edition."""
    wanted = [column for column in CaseClass.__table__.c if column.name in ClassEntry.__slots__]
    edition = (CodebookEdition.codebook, CodebookEdition.edition, CodebookEdition.active)
    question = select(*wanted, *edition).join_from(CaseClass, CodebookEdition)
    return {row["id"]: class_entry(row) for row in rows(tx, question.order_by(CaseClass.id))}


def class_entry(row: RowMapping) -> ClassEntry:
    """Make a class of a row."""
    return ClassEntry(**{**row, **tuples(row, "default_assists", "synonyms")})


def tuples(row: RowMapping, *columns: str) -> dict[str, tuple[str, ...]]:
    """Return these array columns as tuples."""
    return {column: tuple(row[column] or ()) for column in columns}


def conditions(tx: Session) -> dict[int, Condition]:
    """Return every filing condition."""
    wanted = [c for c in FilingCondition.__table__.c if c.name in Condition.__slots__]
    return {row["id"]: condition(row) for row in rows(tx, select(*wanted))}


def condition(row: RowMapping) -> Condition:
    """Make a filing condition of a row."""
    limits = {name: float(row[name]) for name in ("respond_value", "solve_value")}
    return Condition(**{**row, **limits})


def duty_rules(tx: Session) -> tuple[Rule, ...]:
    """Return the duty rules in force, by their codes."""
    current = select(DutyRule).where(DutyRule.active, DutyRule.replaced_at.is_(None))
    found = tx.scalars(current.order_by(DutyRule.code)).all()
    names = area_names(tx, [row.area_id for row in found if row.area_id is not None])
    return tuple(rule_of(row, names) for row in found)


def area_names(tx: Session, ids: Sequence[int]) -> dict[int, str]:
    """Return the names of areas."""
    return {row.id: row.name for row in tx.execute(AREA_NAMES, {"ids": list(ids)})}


def rule_of(row: DutyRule, names: Mapping[int, str]) -> Rule:
    """Make a rule of a row."""
    return Rule(
        code=row.code,
        pattern=row.pattern,
        lead=row.lead,
        assists=tuple(row.assists),
        area=row.area_id,
        area_name=names.get(row.area_id) if row.area_id is not None else None,
        window=window_of(row.from_time, row.to_time),
        owner=row.owner,
        priority=row.priority,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        version=row.version,
        name=row.name,
        name_en=row.name_en,
    )


def window_of(start: time | None, end: time | None) -> Window | None:
    """Return the hours of a rule, None for the whole day."""
    return None if start is None or end is None else Window(start, end)


def overrides(tx: Session) -> Overrides:
    """Return the owners' overrides in force, spread over the assets they mean."""
    found = tx.execute(text(load("overrides"))).mappings()
    return Overrides(override_of(row) for row in found)


def override_of(row: RowMapping) -> Override:
    """Make an override of a row."""
    shape = shapely.from_wkb(bytes(row["shape"]))
    return Override(**{**row, "shape": shape, **tuples(row, "assists")})


def policies(tx: Session) -> list[Policy]:
    """Return the filing policies in force."""
    wanted = [c for c in FilingPolicy.__table__.c if c.name in Policy.__slots__]
    current = select(*wanted).where(FilingPolicy.active, FilingPolicy.replaced_at.is_(None))
    return [Policy(**{**row, "action": Act(row["action"])}) for row in rows(tx, current)]


def stations(tx: Session) -> Stations:
    """Return every station by the ways a rule may name it."""
    found = tx.execute(text(load("stations"))).mappings()
    return Stations(StationEntry(**{**row, **tuples(row, "dept_types")}) for row in found)


def leaders(tx: Session) -> dict[int, tuple[Leader, ...]]:
    """Return the dated posts of grid leaders by area."""
    found: dict[int, tuple[Leader, ...]] = {}
    for row in tx.execute(text(load("leaders"))).mappings():
        found[row["area"]] = (*found.get(row["area"], ()), Leader(**row))
    return found


def assets(tx: Session) -> dict[int, AssetEntry]:
    """Return whose each asset is."""
    return {row["id"]: AssetEntry(**row) for row in tx.execute(ASSETS).mappings()}


def successors(tx: Session) -> dict[int, tuple[int, ...]]:
    """Return which classes follow each class of an older edition."""
    found: dict[int, tuple[int, ...]] = {}
    pairs = select(ClassSuccessor.from_class_id, ClassSuccessor.to_class_id)
    for old, new in tx.execute(pairs.order_by(ClassSuccessor.to_class_id)):
        found[old] = (*found.get(old, ()), new)
    return found
