"""A demo that is interrupted leaves nothing behind, so that the next start fills it anew."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from gisgrid import reactions
from gisgrid.cli.demo import fill
from gisgrid.demo.load import has_cases, is_empty
from gisgrid.kernel import clock
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.run import Urls

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BEFORE_ALL_TIME = 1_000_000
"""So many days ago there was no calendar: the history fails after the district was loaded."""


@pytest.mark.long
def test_an_interrupted_demo_leaves_the_database_empty_and_the_next_one_fills_it(
    own_database: Urls,
) -> None:
    reactions.install()
    engine = engine_of(own_database.app)
    sessions = sessions_of(engine)
    with clock.at(NOW), pytest.raises(OverflowError):
        fill(sessions, 5500, BEFORE_ALL_TIME)
    with sessions() as tx:
        assert is_empty(tx)
    with clock.at(NOW):
        fill(sessions, 3000, 1)
    with sessions() as tx:
        assert not is_empty(tx)
        assert has_cases(tx)
    engine.dispose()
