"""Work without the pauses in which Python looks for garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no garbage while many things are made that all live until the end.

    Every thousand new objects Python looks whether some of them hold one another without need:
    a fifth of the time of a batch, and nothing is found. What is needed no more is freed as ever.
    """
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


def spare_what_lives_on() -> None:
    """Look no more at what there is now when looking for garbage: it lives as long as the program.

    Once the program is loaded; a look at all of its modules costs a fifth of a second.
    """
    gc.collect()
    gc.freeze()
