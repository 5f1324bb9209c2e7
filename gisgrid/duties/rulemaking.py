"""Save duty rules: checked first, refused with the reason, tried dry, replaced by versions."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.duties import queries, versions
from gisgrid.duties.answers import Assignment, DryRun, Past, RuleDraft, Shift
from gisgrid.duties.book import RuleBook
from gisgrid.duties.checking import Fault, faults, others, time_faults
from gisgrid.duties.deciding import decide
from gisgrid.duties.places import leaf_paths
from gisgrid.duties.rules import Rule, Window, indexed
from gisgrid.duties.shelf import book
from gisgrid.duties.tables import DutyRule
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict, Invalid, NotFound


class RefusedRule(Invalid):
    """The rule cannot work; `faults` says why, one by one."""

    title = "The duty rule cannot work"


def save_rule(tx: Session, draft: RuleDraft, *, by: int | None = None) -> Rule:
    """Save a rule, or the next version of it; refuse one that cannot work.

    The version before keeps what it said and is marked as replaced, so that a case's reasons
    can be read for ever.
    """
    rule = checked(tx, draft)
    now = clock.now()
    before = versions.current_rule(tx, draft.code)
    if before is not None:
        before.replaced_at = now
        tx.flush()
    row = row_of(tx, draft, rule)
    row.version = versions.last_version(tx, DutyRule, draft.code) + 1
    row.saved_by, row.saved_at = by, now
    tx.add(row)
    tx.flush()
    return replace(rule, version=row.version)


def add_rule(tx: Session, draft: RuleDraft, *, by: int | None = None) -> Rule:
    """Save a new rule; refuse a code that is taken."""
    if versions.current_rule(tx, draft.code) is not None:
        raise Conflict(
            f"规则 {draft.code} 已存在，请改用修改 · rule {draft.code} exists; change it instead."
        )
    return save_rule(tx, draft, by=by)


def change_rule(tx: Session, draft: RuleDraft, *, by: int | None = None) -> Rule:
    """Save the next version of a rule; refuse a code that nobody knows."""
    if versions.current_rule(tx, draft.code) is None:
        raise NotFound(f"没有规则 {draft.code} · there is no rule {draft.code}.")
    return save_rule(tx, draft, by=by)


def checked(tx: Session, draft: RuleDraft) -> Rule:
    """Return the rule that a draft means, or refuse it; one at rest must only make sense."""
    rule = rule_of(tx, draft)
    found = faults_of(tx, rule) if draft.active else [*time_faults(rule)]
    if found:
        raise refusal(draft.code, found)
    return rule


def refusal(code: str, found: Iterable[Fault]) -> RefusedRule:
    """Say everything that is wrong with a rule."""
    said = [{"code": fault.code, "text": fault.text} for fault in found]
    return RefusedRule(f"{code}: " + " ".join(one["text"] for one in said), faults=said)


def faults_of(tx: Session, rule: Rule) -> list[Fault]:
    """Check a rule against the book and the grid in force."""
    found = book(tx)
    return faults(found, rule, leaf_paths(tx, rule.area), clock.now().astimezone(found.zone).date())


def rule_of(tx: Session, draft: RuleDraft) -> Rule:
    """Turn a draft into a rule; the area by its code."""
    area = None if draft.area_code is None else grid.area_by_code(tx, draft.area_code)
    if draft.area_code is not None and area is None:
        raise NotFound(f"没有网格 {draft.area_code} · there is no area {draft.area_code}.")
    return Rule(
        code=draft.code,
        pattern=draft.class_pattern,
        lead=draft.lead,
        assists=draft.assists,
        area=area.id if area else None,
        area_name=area.name if area else None,
        window=window(draft),
        owner=draft.owner,
        priority=draft.priority,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        name=draft.name,
        name_en=draft.name_en,
    )


def window(draft: RuleDraft) -> Window | None:
    """Return the hours of a draft; refuse one end without the other."""
    if (draft.from_time is None) != (draft.to_time is None):
        raise refusal(draft.code, [HALF_WINDOW])
    return queries.window_of(draft.from_time, draft.to_time)


HALF_WINDOW = Fault(
    "half_window", "时段要有起止 · give both ends of the hours, or neither for the whole day."
)


def row_of(tx: Session, draft: RuleDraft, rule: Rule) -> DutyRule:
    """Make the row of a rule."""
    entry = book(tx).by_key.get(rule.pattern)
    return DutyRule(
        code=rule.code,
        name=rule.name,
        name_en=rule.name_en,
        area_id=rule.area,
        pattern=rule.pattern,
        class_id=entry.id if entry else None,
        from_time=draft.from_time,
        to_time=draft.to_time,
        owner=rule.owner,
        priority=rule.priority,
        lead=rule.lead,
        assists=list(rule.assists),
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        active=draft.active,
        note=draft.note,
    )


def dry_run(tx: Session, draft: RuleDraft, past: Iterable[Past]) -> DryRun:
    """Say what a changed rule would have done to past cases; nothing is saved.

    A rule that cannot work is refused here too. Cases are answered twice by today's book, with
    and without the change, so that only the change makes the difference.
    """
    rule = checked(tx, draft)
    before = book(tx)
    after = changed(before, rule, active=draft.active)
    answers = [(one, decide(before, one.question), decide(after, one.question)) for one in past]
    shifts = tuple(shift(before, *those) for those in answers if differs(*those[1:]))
    return DryRun(len(answers), shifts)


def changed(found: RuleBook, rule: Rule, *, active: bool) -> RuleBook:
    """Return the book with one rule exchanged, added, or taken out."""
    rules = (*others(found, rule.code), *([rule] if active else []))
    return replace(found, rules=rules, index=indexed(rules))


def differs(before: Assignment, after: Assignment) -> bool:
    """Tell whether two answers send a case to different stations."""
    return (before.lead, set(before.assists)) != (after.lead, set(after.assists))


def shift(found: RuleBook, past: Past, before: Assignment, after: Assignment) -> Shift:
    """Say where a past case would have gone, and where it goes now."""
    names = {entry.id: entry.name for entry in found.stations.by_id.values()}
    return Shift(
        past.label,
        before.lead,
        after.lead,
        names.get(before.lead) if before.lead else None,
        names.get(after.lead) if after.lead else None,
        after.unrouted,
    )
