"""Nothing lost and nothing doubled, whatever is killed; GISGRID_CHAOS_KILLS makes it longer."""

import gc
import os

import pytest

from tests.chaos.run import run

KILLS = int(os.environ.get("GISGRID_CHAOS_KILLS", "10"))
SEED = int(os.environ.get("GISGRID_CHAOS_SEED", "1"))


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # a killed server's connections
def test_what_was_acknowledged_is_there_once_though_everything_is_killed() -> None:
    outcome = run(KILLS, SEED)
    gc.collect()  # what the killed servers left in our clients is swept here, not in another test
    for name, value in outcome.figures().items():
        print(f"{name:>50}: {value}")
    assert outcome.faults == []
    assert len(outcome.history.acknowledged) > 0
    for victim in outcome.victims:
        assert len(victim.asking) >= KILLS
        assert min(victim.asking) >= 1
