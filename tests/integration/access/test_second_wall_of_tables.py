"""Every table is behind the second wall, or stands in a list that says why it is open."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.cases.service.sight import Reach
from gisgrid.kernel.rows import beyond_scope, see_as
from tests.integration.access.open_tables import ARRIVING, OPEN
from tests.integration.access.walls import WALLED, as_web

EVERY_TABLE = text("""
    SELECT relname, relrowsecurity FROM pg_class
    WHERE relkind IN ('r', 'p', 'm', 'f') AND NOT relispartition
      AND relnamespace = 'public'::regnamespace
""")


def test_every_table_has_its_wall_or_a_reason_to_be_open(tx: Session) -> None:
    walled = set(tx.scalars(WALLED))
    tables: dict[str, bool] = dict(tx.execute(EVERY_TABLE).all())

    unsaid = sorted(tables.keys() - walled - OPEN.keys())
    lines = "\n".join(f'    "{name}": "because …",' for name in unsaid)
    assert not unsaid, (
        "give each a policy in migrations/sql/rows.sql, or say in "
        f"tests/integration/access/open_tables.py, OPEN, why everybody may read it:\n{lines}"
    )
    assert sorted(OPEN.keys() - tables.keys() | OPEN.keys() & walled) == []
    assert {name for name, secured in tables.items() if secured} == walled
    assert walled >= ARRIVING


def test_who_told_no_scope_finds_nothing_in_any_table(tx: Session) -> None:
    filled = {}
    with as_web(tx) as web:
        for name in sorted(set(tx.scalars(WALLED)) - ARRIVING):
            question = text(f"SELECT count(*) FROM {name}")
            with beyond_scope(web):
                filled[name] = web.scalar(question)
            assert web.scalar(question) == 0, name

    there = {name for name, count in filled.items() if count}
    assert {"case_file", "report", "step", "dispatch_order", "slip", "photo", "notice"} <= there


def test_a_month_is_not_read_around_its_table(tx: Session) -> None:
    with as_web(tx) as web:
        see_as(web, Reach(everything=True).told())

        assert web.scalar(text("SELECT count(*) FROM case_file")) == 2
        assert web.scalar(text("SELECT count(*) FROM case_file_202611")) == 0


def test_a_month_that_is_made_later_has_the_wall_too(tx: Session) -> None:
    tx.execute(text("SELECT ensure_months('2031-01-01', '2031-01-31')"))

    made = text("SELECT relrowsecurity FROM pg_class WHERE relname = 'case_file_203101'")
    assert tx.scalar(made) is True
