"""Running a coroutine in a loop of its own."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Answer = TypeVar("Answer")


def alone(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Run a coroutine to its end, in a thread of its own.

    A browser's test before this one may have left a running loop in ours.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
