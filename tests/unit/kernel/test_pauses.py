"""Work without the pauses of the garbage collector, which comes back whatever happens."""

import gc

import pytest

from gisgrid.kernel.pauses import without_collecting


@without_collecting()
def failing() -> None:
    with without_collecting():
        assert not gc.isenabled()
    assert not gc.isenabled()
    raise ZeroDivisionError


def test_nothing_is_collected_meanwhile_and_everything_is_as_before_after() -> None:
    with pytest.raises(ZeroDivisionError):
        failing()
    assert gc.isenabled()
