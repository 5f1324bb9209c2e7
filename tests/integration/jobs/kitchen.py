"""A worker of its own: `python -m tests.integration.jobs.kitchen URL`."""

import logging
import sys

from gisgrid.worker import Pace, Work, work
from tests.integration.jobs.kettle import make_tea, spill

FAST = Pace(heartbeat_s=0.2, dead_after_s=1.0, sweep_s=0.2, longest_pause_s=0.5)

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    work(sys.argv[1], Work(frozenset({make_tea, spill})), FAST)
