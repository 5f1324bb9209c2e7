"""Which policy speaks: narrow before broad, source before anyone, sure before unsure."""

from hypothesis import given
from hypothesis import strategies as st

from gisgrid.duties.rules import Act, Policy, chosen, indexed_policies, patterns

BASE = Policy(1, "P-ALL", "*", Act.QUEUE)
CAMERA = Policy(2, "P-CAMERA", "detection", Act.FILE, source="camera", min_confidence=0.85)
FOREST = Policy(3, "P-FOREST", "detection/93", Act.QUEUE, priority=10)
EMERGENCY = Policy(4, "P-NOW", "event/05", Act.DISPATCH_FIRST, min_confidence=0.6)
UNSURE = Policy(5, "P-ASK", "event/05", Act.QUEUE)
SURER = Policy(6, "P-SURE", "event/05", Act.FILE, min_confidence=0.9)


def act(key: str, source: str, confidence: float, *policies: Policy) -> Act:
    index = indexed_policies([BASE, CAMERA, FOREST, EMERGENCY, UNSURE, *policies])
    found = chosen(index, patterns(key), source, confidence)
    assert found is not None
    return found.action


def test_a_machine_that_is_sure_files_and_one_that_is_not_waits_for_a_person() -> None:
    assert act("detection/9198", "camera", 0.85) is Act.FILE
    assert act("detection/9198", "camera", 0.84) is Act.QUEUE
    assert act("detection/9198", "citizen", 0.99) is Act.QUEUE


def test_forest_smoke_always_waits_for_a_person_however_sure_the_machine_is() -> None:
    assert act("detection/9399", "camera", 1.0) is Act.QUEUE


def test_an_emergency_is_dispatched_first_only_when_it_is_sure_enough() -> None:
    assert act("event/0502", "citizen", 0.6) is Act.DISPATCH_FIRST
    assert act("event/0502", "citizen", 0.5) is Act.QUEUE


def test_of_two_thresholds_that_are_met_the_higher_speaks() -> None:
    assert act("event/0502", "citizen", 0.95, SURER) is Act.FILE
    assert act("event/0502", "citizen", 0.89, SURER) is Act.DISPATCH_FIRST


@given(
    st.permutations([BASE, CAMERA, FOREST, EMERGENCY, UNSURE, SURER]),
    st.sampled_from(["event/0502", "detection/9399", "detection/9198", "appeal/0101"]),
    st.sampled_from(["camera", "citizen"]),
    st.floats(0, 1),
)
def test_the_order_of_policies_never_matters(
    mixed: list[Policy], key: str, source: str, confidence: float
) -> None:
    plain = indexed_policies(sorted(mixed, key=lambda policy: policy.id))
    asked = (patterns(key), source, confidence)
    assert chosen(indexed_policies(mixed), *asked) == chosen(plain, *asked)
