"""What the tile path keeps, shares, and reads of a caller's tags."""

import asyncio
import gzip

from hypothesis import given
from hypothesis import strategies as st

from gisgrid.maps.path.asgi import tags_of
from gisgrid.maps.path.flights import Flights
from gisgrid.maps.path.kept import OVERHEAD, Kept
from gisgrid.maps.path.packed import FOR_EVER, packed, squeezed
from tests.loops import alone

ROOM = 10 * OVERHEAD
ONE, OTHER = "1" * 24, "2" * 24


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2 * OVERHEAD))))
def test_no_more_is_kept_than_was_set(puts: list[tuple[int, int]]) -> None:
    kept: Kept[int] = Kept(ROOM)
    sizes: dict[int, int] = {}
    for key, size in puts:
        kept.put(key, size, size)
        sizes[key] = size + OVERHEAD
    held = {key: size for key, size in sizes.items() if kept.get(key) is not None}
    assert kept.bytes == sum(held.values()) <= ROOM


def test_the_least_used_goes_first() -> None:
    kept: Kept[str] = Kept(2 * OVERHEAD)
    kept.put("a", "A")
    kept.put("b", "B")
    assert kept.get("a") == "A"
    kept.put("c", "C")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == ("A", None, "C")


def test_what_is_too_large_is_not_kept() -> None:
    kept: Kept[str] = Kept(ROOM)
    kept.put("a", "A", ROOM)
    assert (kept.get("a"), kept.bytes) == (None, 0)


def test_who_wants_the_same_at_the_same_time_shares_the_work() -> None:
    done: list[int] = []

    async def all_at_once() -> list[int]:
        flights: Flights[int] = Flights()
        gate = asyncio.Event()

        async def work() -> int:
            await gate.wait()
            done.append(1)
            return len(done)

        waiting = [asyncio.create_task(flights.once("key", work)) for _ in range(5)]
        first = asyncio.create_task(flights.once("key", work))
        await asyncio.sleep(0)
        first.cancel()
        gate.set()
        together = await asyncio.gather(*waiting)
        return [*together, await flights.once("key", work)]

    assert alone(all_at_once()) == [1, 1, 1, 1, 1, 2]


def test_a_tag_is_known_by_its_state_and_by_its_content() -> None:
    tag = f'"{ONE}.{OTHER}"'
    held = tags_of(f'W/{tag}, "something else"')
    assert held is not None
    assert (held.by_state, held.by_content) == ({ONE: tag}, {OTHER: tag})
    assert tags_of("*") is None


def test_who_takes_no_gzip_is_given_the_same_tile() -> None:
    found = packed(squeezed(b"tile" * 99), FOR_EVER)
    plain = found.plain()
    headers = dict(plain.start["headers"])
    assert plain.body == gzip.decompress(found.body) == b"tile" * 99
    assert headers[b"content-length"] == b"396"
    assert b"content-encoding" not in headers
