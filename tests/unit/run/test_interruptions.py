"""Ctrl-C is known for what it is, whatever fails on the way out."""

from gisgrid.cli.faults import was_interrupted


def ended_by(first: BaseException, second: BaseException) -> BaseException:
    """Return what leaves a block that the first ends and whose end fails by the second."""
    try:
        try:
            raise first
        finally:
            raise second
    except BaseException as end:  # noqa: BLE001 - whatever it is
        return end


def test_a_rollback_that_fails_does_not_hide_it() -> None:
    assert was_interrupted(ended_by(KeyboardInterrupt(), OSError("gone")))
    assert was_interrupted(KeyboardInterrupt())


def test_what_nobody_interrupted_is_a_fault() -> None:
    assert not was_interrupted(ended_by(ValueError("first"), OSError("gone")))
    assert not was_interrupted(None)
