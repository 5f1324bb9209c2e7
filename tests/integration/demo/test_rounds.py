"""The simulated officers walk their rounds: mostly in time, the same for the same seed."""

from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.demo.rounds import check_in_somewhere, walk_rounds
from gisgrid.kernel import clock
from gisgrid.kernel.settings import settings

NOW = datetime.fromisoformat("2026-11-23T16:00:00+08:00")
MADE = text("SELECT asset_id, person_id, at, distance_m, result FROM check_in ORDER BY id")
SHARES = text("""
    SELECT count(*) AS made, avg(far::int) AS far, avg((result = 'abnormal')::int) AS abnormal,
           avg((note <> '')::int) AS noted, count(DISTINCT person_id) AS people, max(at) AS last
    FROM check_in
""")
STANDING = text("""
    SELECT count(*) FILTER (WHERE due_on < :today) AS overdue, count(last_at) AS checked, count(*)
    FROM assets_to_check((SELECT max(id) FROM edition), true, NULL, NULL, 'Asia/Shanghai')
""")


def walked(tx: Session) -> int:
    """Let the officers walk for forty days."""
    with clock.at(NOW):
        return walk_rounds(tx, NOW - timedelta(days=40), NOW, settings().tz, 7)


def test_most_assets_are_checked_and_some_are_overdue(district: Session) -> None:
    made = walked(district)
    found = district.execute(SHARES).one()
    assert found.made == made > 500
    assert found.last < NOW
    assert 0.01 < found.far < 0.06
    assert 0.02 < found.abnormal < 0.09
    assert found.people > 50
    overdue, checked, assets = district.execute(STANDING, {"today": NOW.date()}).one()
    assert checked > 0.9 * assets
    assert 0.01 < overdue / assets < 0.25


def test_the_same_seed_walks_the_same_rounds(district: Session) -> None:
    made = []
    for _ in range(2):
        with district.begin_nested() as kept:
            walked(district)
            made.append(district.execute(MADE).all())
            kept.rollback()
    assert made[0] == made[1] != []


def test_live_somebody_checks_in_at_what_is_longest_overdue(district: Session) -> None:
    with clock.at(NOW):
        check_in_somewhere(district, settings().tz, np.random.default_rng(1), NOW)
    (one,) = district.execute(MADE).all()
    assert (one.at, one.distance_m < 50) == (NOW, True)
