"""A worker of its own: `python -m tests.integration.jobs.kitchen URL [CRON]`."""

import logging
import sys

from gisgrid.worker import Pace, Work, work
from tests.integration.jobs.kettle import brew, make_tea, make_tea_once, spill, wash_up

FAST = Pace(heartbeat_s=0.2, dead_after_s=1.0, sweep_s=0.2, longest_pause_s=0.5)

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    hourly = dict.fromkeys(sys.argv[2:], (wash_up,))
    work(sys.argv[1], Work(frozenset({brew, make_tea, make_tea_once, spill}), hourly), FAST)
