"""A chain that finds every edit, and forgets a person without breaking."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisgrid.kernel import chain

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | words
    | st.floats(-1e15, 1e15, allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
bodies = st.dictionaries(words, st.integers() | words | st.booleans(), max_size=4)
few = settings(max_examples=40)


def chain_of(said: list[Mapping[str, object]]) -> list[chain.Link]:
    """Write a chain in which every second link is about a person."""
    links, prev = [], chain.START
    for seq, body in enumerate(said, 1):
        person = {"phone": "13800001234", "seq": seq} if seq % 2 else None
        sealed = chain.seal(person) if person else None
        digest = sealed.digest if sealed else None
        made = chain.link_hash(prev, body, digest)
        salt = sealed.salt if sealed else None
        links.append(chain.Link(seq, prev, made, body, digest, salt, person))
        prev = made
    return links


def fault(links: list[chain.Link], whole: list[chain.Link]) -> chain.Fault | None:
    return chain.first_fault(links, whole[-1].hash, len(whole))


@given(values)
def test_a_value_is_written_the_same_after_a_stay_in_the_database(value: object) -> None:
    assert chain.canonical(json.loads(json.dumps(value))) == chain.canonical(value)


def test_a_whole_float_is_an_integer_as_jsonb_will_return_it() -> None:
    assert chain.canonical({"b": 2.0, "a": 0.5}) == b'{"a":0.5,"b":2}'


def test_one_moment_is_written_alike_in_every_zone() -> None:
    utc = datetime(2026, 11, 23, 8, tzinfo=UTC)

    there = utc.astimezone(timezone(timedelta(hours=8)))
    assert chain.canonical(utc) == chain.canonical(there)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e16, "a\0b", "\ud800", {1, 2}])
def test_what_the_database_cannot_keep_exactly_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"exact|kept|canonical"):
        chain.canonical(value)


@few
@given(st.lists(bodies, min_size=1, max_size=6))
def test_an_untouched_chain_has_no_fault(said: list[Mapping[str, object]]) -> None:
    links = chain_of(said)

    assert fault(links, links) is None


@few
@given(st.lists(bodies, min_size=1, max_size=6))
def test_erasing_persons_and_their_salts_keeps_the_chain(
    said: list[Mapping[str, object]],
) -> None:
    links = chain_of(said)

    erased = [replace(link, salt=None, personal=None) for link in links]
    assert fault(erased, links) is None


@few
@given(st.lists(bodies, min_size=2, max_size=6), st.data())
def test_every_missing_link_is_found(said: list[Mapping[str, object]], data: st.DataObject) -> None:
    links = chain_of(said)
    gone = data.draw(st.integers(0, len(links) - 1))

    found = fault(links[:gone] + links[gone + 1 :], links)
    assert found is not None
    assert found.seq == gone + 1


@few
@given(st.lists(bodies, min_size=1, max_size=6), st.data())
def test_every_edited_link_is_found(said: list[Mapping[str, object]], data: st.DataObject) -> None:
    links = chain_of(said)
    place = data.draw(st.integers(0, len(links) - 1))
    edited = replace(links[place], body={**links[place].body, "note": "别的话 #"})

    found = fault([*links[:place], edited, *links[place + 1 :]], links)
    assert found == chain.Fault(place + 1, "edited")


def test_an_edited_person_is_found_as_long_as_it_is_not_erased() -> None:
    links = chain_of([{"a": 1}])
    other = replace(links[0], personal={"phone": "13900000000", "seq": 1})
    halfway = replace(links[0], salt=None)

    assert fault([other], links) == chain.Fault(1, "personal_edited")
    assert fault([halfway], links) == chain.Fault(1, "personal_edited")


def test_a_rewritten_tail_is_found_by_the_head_kept_apart() -> None:
    links = chain_of([{"a": 1}, {"b": 2}])
    forged = chain_of([{"a": 1}, {"b": 3}])

    found = chain.first_fault(forged, links[-1].hash, 2)
    assert found == chain.Fault(3, "head_edited")


def test_a_link_too_many_is_found() -> None:
    links = chain_of([{"a": 1}, {"b": 2}])

    assert chain.first_fault(links, links[0].hash, 1) == chain.Fault(3, "added")


def test_the_same_person_is_sealed_differently_every_time() -> None:
    person = {"phone": "13800001234"}

    assert chain.seal(person).digest != chain.seal(person).digest
