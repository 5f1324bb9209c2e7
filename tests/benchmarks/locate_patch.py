"""Moving a border: a patched locator against building it anew, CPU time.

python -m tests.benchmarks.locate_patch [--sizes 48 480 5000 50000] [--out FILE]
"""

import argparse
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gisgrid.grid.locator import Locator
from tests.benchmarks.coverages import coverage
from tests.benchmarks.rows import Row, write_rows

MOVES = 400


def bent(line: NDArray[np.int32], rng: np.random.Generator) -> NDArray[np.int32]:
    """Return the line bowed aside by up to 1 % of its length, least near its ends."""
    along = (line[-1] - line[0]).astype(np.float64)
    bow = np.sin(np.linspace(0, np.pi, len(line)))[:, None] * (-along[1], along[0])
    moved = line + np.rint(bow * rng.uniform(-0.01, 0.01))
    return np.asarray(moved, np.int32)


def run(sizes: list[int]) -> list[Row]:
    """Return build, median and 99th percentile of a move at every size."""
    rows: list[Row] = []
    for areas in sizes:
        made = coverage(areas, breaks=6)
        start = time.process_time()
        locator = Locator.build(made.arcs)
        anew = (time.process_time() - start) * 1e3
        spent = _moves(locator, np.random.default_rng(5))
        for metric, value in (("p50", np.median(spent)), ("p99", np.percentile(spent, 99))):
            ours = Row("locate_patch", areas, "gisgrid", metric, round(float(value), 3), "ms", 1.0)
            ratio = round(anew / float(value), 1)
            rows += [
                ours,
                Row("locate_patch", areas, "rebuild", metric, round(anew, 1), "ms", ratio),
            ]
    return rows


def _moves(locator: Locator, rng: np.random.Generator) -> NDArray[np.float64]:
    spent = np.zeros(MOVES)
    for k, arc in enumerate(rng.integers(len(locator.arcs), size=MOVES).tolist()):
        line = bent(locator.arcs.line(arc), rng)
        start = time.process_time()
        locator = locator.patched(arc, line)
        spent[k] = (time.process_time() - start) * 1e3
    return spent


def main() -> None:
    """Run the benchmark."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--sizes", type=int, nargs="+", default=[48, 480, 5_000, 50_000])
    words.add_argument("--out", type=Path)
    asked = words.parse_args()
    write_rows(run(asked.sizes), asked.out)


if __name__ == "__main__":
    main()
