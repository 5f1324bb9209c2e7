"""Which cases somebody may see: identity's scope in our ids, and the one condition made of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Function, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Session
from sqlalchemy.types import BigInteger, Boolean

from gisgrid import duties, grid, identity, patrols
from gisgrid.cases.tables import CaseFile
from gisgrid.kernel import rows

NUMBERS: Final = ARRAY(BigInteger)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case is named, and how often it has changed."""

    number: str
    version: int


@dataclass(frozen=True, slots=True)
class Reach:
    """A scope with areas and classes as the ids that cases carry; empty members see nothing."""

    everything: bool = False
    roots: tuple[int, ...] = ()
    mine: tuple[int, ...] = ()
    """Stations whose cases are seen."""
    classes: tuple[int, ...] = ()
    limits: tuple[Mapping[str, object], ...] = ()

    def told(self) -> dict[str, object]:
        """Return the scope as SQL is told it (`case_in_scope`); None where there is nothing."""
        return {
            "everything": self.everything,
            "roots": list(self.roots) or None,
            "mine": list(self.mine) or None,
            "classes": list(self.classes) or None,
            "limits": [dict(one) for one in self.limits] or None,
        }


def reach(tx: Session, actor: identity.Actor) -> Reach:
    """Return which cases an actor may see."""
    scope = identity.scope_for(tx, actor)
    return Reach(everything=True) if scope.everything else _resolved(tx, scope)


def let_see(tx: Session, actor: identity.Actor) -> None:
    """Let the database itself hold a request's transaction to what its actor may see."""
    own = {"person": actor.person_id, "own": sorted(actor.station_ids)}
    others = {
        "notices": actor.may("notice.see"),
        "bulletins": actor.may("bulletins.write"),
        "people": actor.may("people.read"),
        "sign_ins": actor.may("accounts.write") or actor.may("posts.write"),
        "devices": actor.may("devices.read"),
    }
    walks = patrols.sight(tx, actor).told() | patrols.check_in_sight(tx, actor)
    rows.see_as(tx, reach(tx, actor).told() | own | others | walks)


def _resolved(tx: Session, scope: identity.Scope) -> Reach:
    return Reach(
        roots=grid.ids_of_codes(tx, scope.area_codes),
        mine=tuple(sorted(scope.stations)),
        classes=duties.classes_below(tx, scope.class_prefixes),
        limits=tuple(
            {
                "classes": list(duties.classes_below(tx, [one.class_prefix])),
                "root": next(iter(grid.ids_of_codes(tx, _named(one.area_code))), None),
                "station": one.station_id,
            }
            for one in sorted(scope.limits, key=repr)
        ),
    )


def _named(code: str | None) -> tuple[str, ...]:
    return () if code is None else (code,)


def within(who: Reach) -> ColumnElement[bool]:
    """Return the condition that keeps any question about cases within a scope."""
    return true() if who.everything else _in_scope(who)


def _in_scope(who: Reach) -> Function[bool]:
    told = who.told()
    return func.case_in_scope(
        CaseFile.path_today,
        CaseFile.stations,
        CaseFile.class_id,
        who.everything,
        *(literal(told[name], NUMBERS) for name in ("roots", "mine", "classes")),
        literal(told["limits"], JSONB(none_as_null=True)),
        type_=Boolean,
    )


def visible(tx: Session, case: CaseFile, actor: identity.Actor) -> bool:
    """Tell whether somebody may see a case."""
    return case.id in visible_of(tx, [case.id], actor)


def visible_of(tx: Session, case_ids: Iterable[int], actor: identity.Actor) -> frozenset[int]:
    """Return those of some cases that somebody may see."""
    wanted = list(case_ids)
    if not wanted:
        return frozenset()
    asked = select(CaseFile.id).where(CaseFile.id.in_(wanted), within(reach(tx, actor)))
    return frozenset(tx.scalars(asked))


def seen_of(tx: Session, case_ids: Iterable[int], who: Reach) -> dict[int, Standing]:
    """Return what may be told of some cases: those within a scope, by id."""
    wanted = list(case_ids)
    if not wanted:
        return {}
    asked = select(CaseFile.id, CaseFile.number, CaseFile.version)
    rows_found = tx.execute(asked.where(CaseFile.id.in_(wanted), within(who)))
    return {case_id: Standing(number, version) for case_id, number, version in rows_found}
