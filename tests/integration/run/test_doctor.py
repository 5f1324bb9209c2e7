"""`gisgrid doctor` names what the second wall lacks, and how to mend it."""

from collections.abc import Iterator

import psycopg
import pytest

from gisgrid.kernel.jobs import psycopg_address
from gisgrid.run import Urls
from gisgrid.run.doctor import examine_database
from gisgrid.run.second_wall import cracks


@pytest.fixture
def admin(own_database: Urls) -> Iterator[psycopg.Connection]:
    with psycopg.connect(psycopg_address(own_database.superuser), autocommit=True) as connection:
        yield connection


def wrong(url: str) -> list[str]:
    with psycopg.connect(psycopg_address(url)) as connection:
        return list(cracks(connection))


def test_a_database_of_ours_has_a_whole_wall(own_database: Urls) -> None:
    assert wrong(own_database.app) == []


def test_a_role_that_owns_the_tables_is_told_so(own_database: Urls) -> None:
    found = wrong(own_database.owner)

    assert any("owns the tables" in one for one in found)
    assert any("no second wall" in one for one in found)


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("ALTER FUNCTION geometry_overlaps(geometry, geometry) NOT LEAKPROOF", "slow"),
        ("ALTER TABLE case_file DISABLE ROW LEVEL SECURITY", "no row policies"),
    ],
)
def test_what_was_taken_away_is_missed(
    own_database: Urls, admin: psycopg.Connection, order: str, said: str
) -> None:
    admin.execute(order.encode())

    assert [said in one for one in wrong(own_database.app)] == [True]


def test_a_warning_is_no_failure_but_silence_is(
    own_database: Urls, admin: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    admin.execute("ALTER TABLE case_file DISABLE ROW LEVEL SECURITY")

    assert examine_database(own_database.app) == 0
    assert "warning: " in capsys.readouterr().err
    assert examine_database("postgresql+psycopg://nobody@127.0.0.1:1/none") == 1
