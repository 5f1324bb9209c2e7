"""A part of a file: what a browser asks for, or the whole, or a problem."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisgrid.kernel.ranges import NoSuchPart, part_of

PARTS = [
    (None, None), ("bytes=0-", (0, 99)), ("bytes=10-19", (10, 19)), ("bytes=90-400", (90, 99)),
    ("bytes=-5", (95, 99)), ("bytes=-500", (0, 99)), ("bytes=0-1,5-6", None), ("lines=1-2", None),
    ("bytes=9-3", None), ("bytes=-", None),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "ends"), PARTS)
def test_a_part_is_what_a_browser_asks_for(asked: str | None, ends: tuple[int, int] | None) -> None:
    found = part_of(asked, 100)
    assert (found and (found.first, found.last)) == ends


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=100-101", "bytes=-0"])
def test_a_part_beyond_the_end_is_none(asked: str) -> None:
    with pytest.raises(NoSuchPart):
        part_of(asked, 100)


@given(st.one_of(st.none(), st.text(max_size=30), st.from_regex(r"bytes=\d{0,5}-\d{0,5}")))
def test_every_header_gives_a_part_within_the_file_or_a_problem(asked: str | None) -> None:
    try:
        found = part_of(asked, 1000)
    except NoSuchPart:
        return
    assert found is None or 0 <= found.first <= found.last < 1000


def test_an_open_part_ends_where_we_choose() -> None:
    found = part_of("bytes=10-", 100, 20)
    assert found is not None
    assert (found.first, found.last, found.of(100)) == (10, 29, "bytes 10-29/100")
