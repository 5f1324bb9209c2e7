"""HTTP of the class book and the duties."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.duties import past, rulemaking, service
from gisgrid.duties.answers import Question
from gisgrid.duties.class_schemas import DomainOut, SuggestionOut, tree
from gisgrid.duties.holes import coverage as all_holes
from gisgrid.duties.rules import Rule
from gisgrid.duties.schemas import (
    DryRunIn,
    DryRunOut,
    ExplainIn,
    ExplainOut,
    HoleOut,
    NewRuleIn,
    PartyOut,
    RuleIn,
    RuleOut,
)
from gisgrid.duties.shelf import book
from gisgrid.identity import Actor, Signed, require
from gisgrid.kernel import clock
from gisgrid.kernel.db import Tx

router = APIRouter(prefix="/api", tags=["duties"])


@router.get("/classes", response_model=list[DomainOut])
def classes(tx: Tx, request: Request, response: Response) -> list[DomainOut] | Response:
    """List the class book: domains, big classes, classes, filing conditions with limits."""
    found = book(tx)
    tag = f'"{found.stamp}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    response.headers.update(headers)
    return tree(found)


@router.get("/classes/suggest")
def suggest(
    tx: Tx,
    text: Annotated[str, Query(min_length=1, max_length=500)],
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> list[SuggestionOut]:
    """Rank the classes that a text may mean, each with its score."""
    return SuggestionOut.all_of(service.suggest(tx, text, limit))


@router.get("/duties/explain")
def explain(tx: Tx, asked: Annotated[ExplainIn, Query()]) -> ExplainOut:
    """Say who answers for a class at a place and time, with the whole reasoning."""
    entry = service.class_by_key(tx, asked.class_key)
    place = asked.place()
    located = grid.locate(tx, *place) if place else None
    lon, lat = place or (None, None)
    question = Question(entry.id, located, lon, lat, asked.at or clock.now(), asked.asset_id)
    answer = service.assign(tx, question)
    return ExplainOut.of(book(tx), answer, service.fastest_limits(tx, entry.id), asked.lang)


@router.get("/duties/rules")
def rules(tx: Tx, actor: Signed) -> list[RuleOut]:
    """List the duty rules in force."""
    _ = actor
    return [said(tx, rule) for rule in book(tx).rules]


@router.get("/duties/parties")
def parties(tx: Tx, actor: Signed) -> list[PartyOut]:
    """List whom a rule may name: the stations of each level, and every office by its tags."""
    _ = actor
    known = book(tx).stations
    levels = [PartyOut(party=f"place:{one}", name=None, name_en=None) for one in known.levels]
    offices = [
        PartyOut(party=f"dept:{tag}", name=one.name, name_en=one.name_en)
        for tag, one in known.by_dept.items()
    ]
    return sorted(levels, key=lambda one: one.party) + sorted(offices, key=lambda one: one.party)


@router.post("/duties/rules", status_code=HTTPStatus.CREATED)
def add_rule(tx: Tx, actor: Signed, asked: NewRuleIn) -> RuleOut:
    """Save a new duty rule; one that cannot work is refused with the reasons."""
    by = rule_maker(actor)
    draft = asked.draft(asked.code)
    return said(tx, rulemaking.add_rule(tx, draft, by=by))


@router.put("/duties/rules/{code}")
def change_rule(tx: Tx, actor: Signed, code: str, asked: RuleIn) -> RuleOut:
    """Save the next version of a duty rule; the one before keeps what it said."""
    return said(tx, rulemaking.change_rule(tx, asked.draft(code), by=rule_maker(actor)))


@router.post("/duties/rules/dry-run")
def dry_run(tx: Tx, actor: Signed, asked: DryRunIn) -> DryRunOut:
    """Say what a changed rule would have done to past cases; nothing is saved."""
    rule_maker(actor)
    until = clock.now()
    cases = past.past_questions(tx, until - timedelta(days=asked.days), until, actor)
    return DryRunOut.of(rulemaking.dry_run(tx, asked.draft(asked.code), cases))


@router.get("/duties/coverage")
def coverage(tx: Tx, actor: Signed, level: str = "community") -> list[HoleOut]:
    """List every class × area of a level for which nobody answers."""
    _ = actor
    return [HoleOut.model_validate(hole) for hole in all_holes(tx, level)]


def said(tx: Session, rule: Rule) -> RuleOut:
    """Say a rule with the code of its area, whatever edition that was in."""
    area = grid.area_refs(tx, [rule.area]).get(rule.area) if rule.area is not None else None
    return RuleOut.of(rule, area.code if area else None)


def rule_maker(actor: Actor) -> int | None:
    """Return who makes the rule; only some posts may."""
    require(actor, "rules.write")
    return actor.person_id
