"""What somebody asks to be done to a case: who, with which words and codes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from gisgrid.cases import Action, CaseFile, Step, StepLacks, Taking, Words, take_all
from gisgrid.dispatch.rules.codes import Brought, read_codes
from gisgrid.identity import Actor, system_actor


@dataclass(frozen=True, slots=True)
class Asked:
    """An action as it was asked for; `personal` holds what can be erased later."""

    actor: Actor
    note: str | None = None
    codes: Mapping[str, object] = field(default_factory=dict)
    personal: Mapping[str, object] | None = None

    def read(self, kind: type[Brought]) -> Brought:
        """Return the codes as what this action needs."""
        return read_codes(kind, self.codes)

    def saying(self, note: str | None = None, **codes: object) -> "Asked":
        """Return the same with codes added, and words where there were none."""
        return replace(self, note=self.note or note, codes={**self.codes, **codes})


Mover = Callable[[Session, CaseFile, Asked], Step]
Plugged = Callable[[Session, CaseFile, Words, Actor], Step]


def plugged(mover: Mover) -> Plugged:
    """Return a mover in the shape that cases calls it in."""

    def move(tx: Session, case: CaseFile, words: Words, actor: Actor) -> Step:
        return mover(tx, case, Asked(actor, words.note, words.codes, words.personal))

    return move


def step(tx: Session, case: CaseFile, action: Action, asked: Asked) -> Step:
    """Append the step; the only way in which dispatch changes where a case stands."""
    return take_all(tx, [taking(case, action, asked)])[0]


def taking(case: CaseFile, action: Action, asked: Asked) -> Taking:
    """Return a step to be taken, in the words of the cases."""
    return Taking(
        case=case,
        action=action,
        actor=asked.actor,
        note=asked.note,
        codes=asked.codes,
        personal=asked.personal,
    )


def refuse_wordless(asked: Asked, sentence: str) -> None:
    """Refuse an action that came without words, and say what it needs."""
    if not (asked.note or "").strip():
        raise StepLacks(sentence)


def remark(tx: Session, case: CaseFile, asked: Asked, note: str, **codes: object) -> Step:
    """Append what an assisting unit did: history that moves only its own order."""
    return step(tx, case, Action.NOTE, asked.saying(note, **codes))


def system(note: str, **codes: object) -> Asked:
    """Ask in the system's own name."""
    return Asked(system_actor(), note, codes)
