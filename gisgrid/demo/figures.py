"""The figures of a stored history: its mix, and how its cases fared, each with its denominator."""

from collections.abc import Callable, Mapping, Sequence

from gisgrid.cases import Action, Origin, Source
from gisgrid.demo.seen import Seen, Share, share

Fits = Callable[[Seen], bool]
PATROLS = frozenset({Source.OFFICER, Source.UNIT})


def took(action: Action) -> Fits:
    """Return whether an action was taken in a case."""
    return lambda case: action in case.took


def came(origin: Origin) -> Fits:
    """Return whether a case is of one of the three origins (三诉三办)."""
    return lambda case: case.origin == origin


def every(_: Seen) -> bool:
    """Hold for all cases."""
    return True


def found_by_camera(case: Seen) -> bool:
    """Hold for what the cameras found."""
    return case.source == Source.CAMERA


def of_patrol(case: Seen) -> bool:
    """Hold for what officers and units found before anybody complained."""
    return (
        case.origin == Origin.BEFORE_COMPLAINT
        and case.source in PATROLS
        and case.domain != "epidemic"
    )


def appealed(case: Seen) -> bool:
    """Hold for what people and enterprises asked for or complained of, the epidemic aside."""
    return case.origin == Origin.COMPLAINT and case.domain != "epidemic"


# what is counted, and of which cases
FIGURES: Mapping[str, tuple[Fits, Fits]] = {
    "appeals": (appealed, every),
    "epidemic": (lambda case: case.domain == "epidemic", every),
    "illegal parking": (lambda case: found_by_camera(case) and "停" in case.name, every),
    "site safety": (lambda case: found_by_camera(case) and "停" not in case.name, every),
    "patrols and units": (of_patrol, every),
    "on complaint": (came(Origin.COMPLAINT), every),
    "before complaint": (came(Origin.BEFORE_COMPLAINT), every),
    "self-handled": (came(Origin.SELF_HANDLED), every),
    "on time": (lambda case: case.late is False, lambda case: case.late is not None),
    "on the spot": (took(Action.SOLVE_ON_SPOT), of_patrol),
    "returned": (took(Action.RETURN), took(Action.DISPATCH)),
    "reworked": (took(Action.CHECK_FAIL), took(Action.FEEDBACK)),
    "consulted": (took(Action.CONSULT), took(Action.DISPATCH)),
    "extended": (took(Action.GRANT_EXTENSION), took(Action.DISPATCH)),
    "on the books": (took(Action.SHELVE), took(Action.DISPATCH)),
    "merged": (took(Action.MERGE), every),
    "not filed": (took(Action.DECLINE), every),
    "answered at once": (took(Action.ANSWER), appealed),
    "rated": (took(Action.RATE), appealed),
    "reopened": (took(Action.REOPEN), appealed),
}


def figures(cases: Sequence[Seen]) -> dict[str, Share]:
    """Return every figure of a history."""
    return {name: share(filter(whole, cases), fits) for name, (fits, whole) in FIGURES.items()}
