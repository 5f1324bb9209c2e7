from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import grid
from gisgrid.grid.book import Shelf, shelf
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.jobs import psycopg_address
from gisgrid.run import Urls
from tests.integration.grid.conftest import BEGIN, LATER
from tests.unit.grid_slice.town import LEVELS, cell, reshaped, town, without

MOMENT = timedelta(seconds=1)


def moved() -> list[grid.GivenArea]:
    """Return the town with the border between A1 and A2 half a step further west."""
    narrower = reshaped(town(), "A1", cell(0, 0, 0.5, 1))
    return reshaped(narrower, "A2", cell(0.5, 0, 1.5, 1))


def code_at(tx: Session, column: float, row: float, **when: object) -> str | None:
    place = cell(column, row, 0, 0).centroid
    found = grid.locate(tx, place.x, place.y, **when)  # type: ignore[arg-type]
    return grid.area_refs(tx, [found.leaf])[found.leaf].code if found.leaf else None


def count(tx: Session, table: str, condition: str = "true") -> int:
    return int(tx.scalar(text(f"SELECT count(*) FROM {table} WHERE {condition}")) or 0)


def test_a_draft_answers_for_nothing_until_it_is_published(
    tx: Session, small_town: grid.EditionRef
) -> None:
    open_moved(tx)
    assert code_at(tx, 0.7, 0.5) == "A1"
    grid.publish(tx, "two", LATER)
    assert code_at(tx, 0.7, 0.5) == "A2"


def open_moved(tx: Session) -> None:
    options = grid.ImportOptions(edition="two", repair=True)
    grid.import_coverage(tx, moved(), LEVELS, options)


def test_each_moment_is_answered_by_the_borders_of_its_day(
    tx: Session, small_town: grid.EditionRef
) -> None:
    open_moved(tx)
    second = grid.publish(tx, "two", LATER)
    assert code_at(tx, 0.7, 0.5, as_of=LATER - MOMENT) == "A1"
    assert code_at(tx, 0.7, 0.5, as_of=LATER) == "A2"
    assert grid.current_edition(tx, LATER - MOMENT) == small_town
    assert grid.current_edition(tx) == second
    with pytest.raises(grid.NoEdition):
        grid.current_edition(tx, BEGIN - MOMENT)


def test_areas_whose_borders_did_not_change_live_on(
    tx: Session, small_town: grid.EditionRef
) -> None:
    open_moved(tx)
    unchanged = tx.scalars(
        text(
            "SELECT code FROM area WHERE id NOT IN"
            " (SELECT area_id FROM area_shape WHERE to_edition IS NOT NULL)"
        )
    )
    assert set(unchanged) == {"B2", "C", "E"}
    assert count(tx, "area") == len(town())
    assert count(tx, "arc", "to_edition IS NULL AND from_edition < (SELECT max(id) FROM edition)")


def test_a_discarded_draft_leaves_nothing_behind(tx: Session, small_town: grid.EditionRef) -> None:
    before = [count(tx, name) for name in ("edition", "area_shape", "arc")]
    open_moved(tx)
    grid.discard(tx, "two")
    assert [count(tx, name) for name in ("edition", "area_shape", "arc")] == before
    assert count(tx, "arc", "to_edition IS NOT NULL") == 0


def test_a_draft_of_the_same_name_is_replaced_another_must_wait(
    tx: Session, small_town: grid.EditionRef
) -> None:
    open_moved(tx)
    open_moved(tx)
    with pytest.raises(grid.EditionTaken, match="two"):
        grid.import_coverage(tx, town(), LEVELS, grid.ImportOptions(edition="three"))
    with pytest.raises(grid.EditionTaken, match="one"):
        grid.discard(tx, "one")


def test_a_successor_begins_later_and_a_published_edition_stays(
    tx: Session, small_town: grid.EditionRef
) -> None:
    with pytest.raises(grid.CannotPublish):
        grid.publish(tx, "one", LATER)
    open_moved(tx)
    with pytest.raises(grid.CannotPublish, match="later"):
        grid.publish(tx, "two", BEGIN)


def test_publishing_ends_and_retires_the_edition_before(
    tx: Session, small_town: grid.EditionRef
) -> None:
    open_moved(tx)
    grid.publish(tx, "two", LATER)
    row = tx.execute(text("SELECT status, valid_to FROM edition WHERE name = 'one'")).one()
    assert (row.status, row.valid_to) == ("retired", LATER)


def test_a_future_edition_waits_for_its_day(tx: Session, small_town: grid.EditionRef) -> None:
    open_moved(tx)
    tomorrow = BEGIN.replace(year=2999)
    grid.publish(tx, "two", tomorrow)
    assert code_at(tx, 0.7, 0.5) == "A1"
    assert code_at(tx, 0.7, 0.5, as_of=tomorrow) == "A2"


def test_an_area_that_was_split_and_one_that_was_renamed_are_remembered(
    tx: Session, small_town: grid.EditionRef
) -> None:
    given = without(town(), "B1", "B2")
    given += [
        grid.GivenArea("basic_grid", "B3", "town", "新一", cell(0, 1, 1.5, 1), parent_code="B"),
        grid.GivenArea("basic_grid", "B4", "town", "新二", cell(1.5, 1, 0.5, 1), parent_code="B"),
    ]
    renamed = [
        grid.GivenArea("community", "C", "town", "新名", a.shape, parent_code="E")
        if a.code == "C"
        else a
        for a in given
    ]
    grid.import_coverage(tx, renamed, LEVELS, grid.ImportOptions(edition="two", repair=True))
    assert tx.scalar(text("SELECT name FROM area WHERE code = 'C'")) == "名C"
    grid.publish(tx, "two", LATER)
    assert lineage(tx) == {
        ("B3", "B1", "merge"),
        ("B3", "B2", "merge"),
        ("B4", "B2", "split"),
        ("C", "C", "rename"),
    }
    assert tx.scalar(text("SELECT name FROM area WHERE code = 'C'")) == "新名"


def lineage(tx: Session) -> set[tuple[str, str, str]]:
    rows = tx.execute(
        text(
            "SELECT a.code, f.code AS origin, l.kind FROM lineage l"
            " JOIN area a ON a.id = l.area_id JOIN area f ON f.id = l.from_area_id"
        )
    )
    return {(row.code, row.origin, row.kind) for row in rows}


def publish_with(tx: Session, *grids: tuple[str, float, float]) -> None:
    """Publish the town with other grids in community A: (code, first column, width)."""
    given = without(town(), "A1", "A2") + [
        grid.GivenArea("basic_grid", code, "town", code, cell(at, 0, width, 1), parent_code="A")
        for code, at, width in grids
    ]
    grid.import_coverage(tx, given, LEVELS, grid.ImportOptions(edition="two", repair=True))
    grid.publish(tx, "two", LATER)


def test_a_grid_that_swallows_its_neighbour_is_a_merger(
    tx: Session, small_town: grid.EditionRef
) -> None:
    publish_with(tx, ("A1", 0, 2))
    assert ("A1", "A2", "merge") in lineage(tx)


def test_a_grid_cut_from_one_that_lives_on_is_a_split(
    tx: Session, small_town: grid.EditionRef
) -> None:
    publish_with(tx, ("A1", 0, 1), ("A2", 1, 0.5), ("A3", 1.5, 0.5))
    assert {one for one in lineage(tx) if one[2] != "rename"} == {("A3", "A2", "split")}


def test_a_grid_under_a_new_code_is_a_move(tx: Session, small_town: grid.EditionRef) -> None:
    publish_with(tx, ("A1", 0, 1), ("A9", 1, 1))
    assert {one for one in lineage(tx) if one[2] != "rename"} == {("A9", "A2", "move")}


def test_listeners_hear_of_a_new_edition_when_it_commits(own_database: Urls) -> None:
    engine = engine_of(own_database.app)
    with psycopg.connect(psycopg_address(own_database.app), autocommit=True) as listener:
        listener.execute("LISTEN edition")
        with sessions_of(engine).begin() as tx:
            grid.import_coverage(tx, town(), LEVELS, grid.ImportOptions(edition="one"))
            published = grid.publish(tx, "one", BEGIN)
            assert list(listener.notifies(timeout=0)) == []
        (heard,) = listener.notifies(timeout=5, stop_after=1)
    engine.dispose()
    assert heard.payload == str(published.id)


def test_a_process_keeps_few_books_and_never_answers_by_an_old_one(
    tx: Session, small_town: grid.EditionRef
) -> None:
    small = Shelf(kept=2)
    first = grid.book(tx, small_town)
    assert shelf.book(small_town, lambda _: pytest.fail("it is in memory")) is first
    other = grid.EditionRef(small_town.id, "one", BEGIN, "another stamp")
    assert small.book(small_town, lambda _: first) is first
    loaded = []

    def load(wanted: grid.EditionRef) -> grid.GridBook:
        loaded.append(wanted)
        return first

    small.book(other, load)
    assert loaded == [other]


def test_another_session_sees_the_new_borders_with_its_next_question(
    sessions: sessionmaker[Session], tx: Session, small_town: grid.EditionRef
) -> None:
    with sessions() as reader:
        assert code_at(reader, 0.7, 0.5) == "A1"
        open_moved(tx)
        grid.publish(tx, "two", LATER)
        assert code_at(reader, 0.7, 0.5) == "A2"
