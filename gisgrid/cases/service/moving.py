"""Takes whatever action is asked for: a move of a slice above, one of ours, or a plain step."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import files
from gisgrid.cases import ports
from gisgrid.cases.ports import Words
from gisgrid.cases.rules import Action
from gisgrid.cases.rules.codes import faults
from gisgrid.cases.service.correcting import Correction, reroute
from gisgrid.cases.service.evaluation import Verdict, rate
from gisgrid.cases.service.evidence import with_line
from gisgrid.cases.service.forgetting import anonymise
from gisgrid.cases.service.merging import merge, target_of, unmerge
from gisgrid.cases.service.photos import of_step
from gisgrid.cases.service.refusals import StepLacks
from gisgrid.cases.service.steps import Taker, take
from gisgrid.cases.tables import CaseFile, Step
from gisgrid.identity import Actor
from gisgrid.kernel.rows import beyond_scope

Ours = Callable[[Session, CaseFile, Words, Taker], Step]


def act(tx: Session, case: CaseFile, action: Action, words: Words, *, actor: Actor) -> Step:
    """Take an action on a locked case, with everything that belongs to it.

    The case may leave the actor's scope by it, and orders and notices of others follow from it.

    Raises:
        StepLacks: the codes say what the program alone says, or are too many.
    """
    wrong = list(faults(words.codes))
    if wrong:
        raise StepLacks(" ".join(wrong))
    words, photos = of_step(with_line(words))
    with beyond_scope(tx):
        step = _taken(tx, case, action, words, actor)
        files.attach(tx, photos, files.Owner(case.id, step_seq=step.seq))
    return step


def _taken(tx: Session, case: CaseFile, action: Action, words: Words, actor: Actor) -> Step:
    above = ports.move_of(action)
    if above is not None:
        return above(tx, case, words, actor)
    ours = OURS.get(action)
    if ours is not None:
        return ours(tx, case, words, actor)
    said = words.codes
    return take(tx, case, action, actor=actor, note=words.note, codes=said, personal=words.personal)


def _merge(tx: Session, case: CaseFile, words: Words, actor: Taker) -> Step:
    return merge(tx, case, target_of(words.codes), actor=actor)


def _unmerge(tx: Session, case: CaseFile, _: Words, actor: Taker) -> Step:
    return unmerge(tx, case, actor=actor)


def _rate(tx: Session, case: CaseFile, words: Words, actor: Taker) -> Step:
    return rate(tx, case, verdict_of(words), actor=actor)


def _anonymise(tx: Session, case: CaseFile, words: Words, actor: Taker) -> Step:
    return anonymise(tx, case, actor=actor, note=words.note)


def _reroute(tx: Session, case: CaseFile, words: Words, actor: Taker) -> Step:
    known = {name: words.codes.get(name) for name in ("class_id", "x", "y", "place_text")}
    kinds = {"class_id": int, "x": float | int, "y": float | int, "place_text": str}
    wrong = [n for n, v in known.items() if v is not None and not isinstance(v, kinds[n])]
    if wrong:
        raise StepLacks(
            f"{'、'.join(wrong)} 的格式不对：class_id 为整数，x、y 为度，place_text 为文字。"
        )
    datum = str(words.codes.get("datum") or "wgs84")
    found = Correction(**known, datum=datum)  # type: ignore[arg-type]
    return reroute(tx, case, found, actor=actor, note=words.note)


def verdict_of(words: Words) -> Verdict:
    """Return the score and the words of a rating."""
    score, resolved = words.codes.get("score"), words.codes.get("resolved")
    if type(score) is not int or not isinstance(resolved, str | None):
        raise StepLacks("评分（score）须为 1 到 5 的整数；resolved 须为 yes、no 或 partly。")
    return Verdict(score, resolved, words.note)


OURS: Final[Mapping[Action, Ours]] = {
    Action.MERGE: _merge,
    Action.UNMERGE: _unmerge,
    Action.RATE: _rate,
    Action.ANONYMISE: _anonymise,
    Action.REROUTE: _reroute,
}
