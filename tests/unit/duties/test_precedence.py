"""Precedence as properties, against a slow oracle that scores every rule."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gisgrid.duties.deciding import decide
from gisgrid.duties.rules import Rule, Window, patterns
from tests.unit.duties.books import KEYS, PATHS, ZONE, question, rule_book

AREAS = [None, 1, 11, 12, 111, 112, 121, 122]
PATTERNS = ["*", "event", "component", "event/03", "event/04", *KEYS]
TIMES = [time(0), time(6), time(7, 30), time(12), time(19), time(22)]
LEADS = ["dept:enforcement", "dept:construction", "dept:park", "place:subdistrict", "station:S-1"]

windows = st.none() | st.builds(
    Window, start=st.sampled_from(TIMES), end=st.sampled_from(TIMES)
).filter(lambda window: window.start != window.end)


@st.composite
def rule_lists(draw: st.DrawFn) -> list[Rule]:
    """Rules with codes of their own, as the table's unique index has it."""
    codes = draw(st.lists(st.integers(0, 999), unique=True, max_size=12))
    return [
        Rule(
            code=f"R{code:03}",
            pattern=draw(st.sampled_from(PATTERNS)),
            lead=draw(st.sampled_from(LEADS)),
            assists=tuple(draw(st.lists(st.sampled_from(LEADS), max_size=2))),
            area=draw(st.sampled_from(AREAS)),
            window=draw(windows),
            priority=draw(st.integers(0, 2)),
        )
        for code in codes
    ]


moments = st.integers(0, 24 * 60 - 1).map(
    lambda minute: datetime(2026, 11, 23, tzinfo=ZONE) + timedelta(minutes=minute)
)
keys = st.sampled_from(KEYS)
leaves = st.sampled_from([path[-1] for path in PATHS])


def oracle(rules: list[Rule], key: str, leaf: int, at: datetime) -> Rule | None:
    """The best of all rules that apply, by one big key; written apart from the code."""
    path = next(path for path in PATHS if path[-1] == leaf)
    covering = list(patterns(key))
    local = at.astimezone(ZONE).time()

    def applies(rule: Rule) -> bool:
        minutes = {local.hour * 60 + local.minute}
        return (
            rule.pattern in covering
            and (rule.area is None or rule.area in path)
            and (rule.window is None or bool(minutes & set(minutes_of(rule.window))))
        )

    def badness(rule: Rule) -> tuple[object, ...]:
        depth = -1 if rule.area is None else path.index(rule.area)
        return -depth, covering.index(rule.pattern), rule.window is None, -rule.priority, rule.code

    return min(filter(applies, rules), key=badness, default=None)


def minutes_of(window: Window) -> list[int]:
    start, end = (t.hour * 60 + t.minute for t in (window.start, window.end))
    return [m % 1440 for m in range(start, end if end > start else end + 1440)]


@given(rule_lists(), keys, leaves, moments)
def test_the_rule_that_decides_is_the_best_of_all_that_apply(
    rules: list[Rule], key: str, leaf: int, at: datetime
) -> None:
    found = decide(rule_book(rules), question(key, leaf, at))
    named = next((r["rule"] for r in found.reasons if r["code"] == "rule"), None)
    best = oracle(rules, key, leaf, at)
    assert named == (best.code if best else None)


@given(rule_lists(), keys, leaves, moments, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(
    rules: list[Rule], key: str, leaf: int, at: datetime, chance: object
) -> None:
    mixed = list(rules)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    asked = question(key, leaf, at)
    assert decide(rule_book(rules), asked) == decide(rule_book(mixed), asked)


@given(rule_lists(), keys, leaves, moments, st.sampled_from([None, "dept:park"]))
def test_there_is_exactly_one_lead_or_a_reason_why_not(
    rules: list[Rule], key: str, leaf: int, at: datetime, default: str | None
) -> None:
    found = decide(rule_book(rules, default=default), question(key, leaf, at))
    assert (found.lead is None) == (found.unrouted is not None)
    assert found.lead not in found.assists
    assert len(set(found.assists)) == len(found.assists)


@given(windows.filter(bool), st.integers(0, 1439))
def test_a_window_and_the_rest_of_the_day_never_speak_together(window: Window, minute: int) -> None:
    rest = Window(window.end, window.start)
    at = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)).time()
    assert window.covers(at) != rest.covers(at)


@given(rule_lists(), st.lists(st.tuples(keys, leaves, moments), min_size=2, max_size=6))
def test_a_remembered_answer_is_the_answer_that_would_be_found_again(
    rules: list[Rule], asked: list[tuple[str, int, datetime]]
) -> None:
    book = rule_book(rules, default="dept:park")
    for key, leaf, at in [*asked, *asked]:
        said = decide(book, question(key, leaf, at))
        assert said == decide(rule_book(rules, default="dept:park"), question(key, leaf, at))
