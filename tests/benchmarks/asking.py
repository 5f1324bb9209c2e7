"""What it costs to be asked for addresses: CPU of server and PostgreSQL, rate, largest answer."""

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gisgrid.maps.rules import Tile
from tests.benchmarks.cpu import each_cpu, spent_since
from tests.benchmarks.rows import Row
from tests.benchmarks.serving import Said, get

WARM_UP = 200


@dataclass(frozen=True)
class Asked:
    """One row's subject: how it is called, how much data there is, and who is asked for it."""

    benchmark: str
    size: int
    system: str


def measured(
    asked: Asked, pids: Sequence[int], paths: Sequence[str], said: Said = ()
) -> Iterator[Row]:
    """Measure what the paths cost, after a warm-up with some of them."""
    asyncio.run(get(paths[:WARM_UP], said))
    before, start = each_cpu(pids), time.perf_counter()
    sizes = asyncio.run(get(paths, said))
    seconds, cpu = time.perf_counter() - start, spent_since(before)
    about = asked.benchmark, asked.size, asked.system
    yield Row(*about, "cpu", round(cpu / len(paths) * 1000, 4), "ms")
    yield Row(*about, "throughput_8", round(len(paths) / seconds, 1), "1/s")
    yield Row(*about, "largest", round(max(sizes) / 1000, 2), "kB")


def mixed(prefix: str, suffix: str, tiles: Sequence[Tile], count: int) -> list[str]:
    """Return addresses of tiles in a mixed order, each about as often."""
    every = [f"{prefix}/{t.z}/{t.x}/{t.y}{suffix}" for t in tiles] * (count // len(tiles) + 1)
    random.Random(7).shuffle(every)
    return every[:count]
