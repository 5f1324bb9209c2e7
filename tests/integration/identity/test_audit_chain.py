"""The chain of the audit: what is edited, deleted, slipped in or rewritten is told apart."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.identity import Anchorage
from gisgrid.identity.audit import head, seal_entries
from gisgrid.kernel import clock
from gisgrid.kernel.db import engine_of
from gisgrid.run import Urls
from tests.integration.identity.audited import ENTRY, faults, nth, tamper
from tests.integration.identity.conftest import NOON


@pytest.fixture(autouse=True)
def at_noon(at: Callable[..., None]) -> None:
    at(NOON)


def test_even_the_owner_is_stopped_by_the_trigger(
    sealed: sessionmaker[Session], owner: Engine
) -> None:
    for change in ("UPDATE audit_entry SET status = 1", "TRUNCATE audit_entry"):
        with pytest.raises(DBAPIError, match="only ever added to"), owner.begin() as tables:
            tables.execute(text(change))
    assert faults(sealed) == []


def test_an_edited_and_a_deleted_entry_are_told_apart(
    sealed: sessionmaker[Session], owner: Engine
) -> None:
    tamper(
        owner,
        f"UPDATE audit_entry SET address = '192.0.2.9' WHERE id = {nth(3)}",
        f"DELETE FROM audit_entry WHERE id = {nth(7)}",
    )
    assert faults(sealed) == [("edited", 3), ("missing", 7)]


def test_an_entry_slipped_in_behind_is_found(sealed: sessionmaker[Session], owner: Engine) -> None:
    with owner.begin() as tables:
        tables.execute(ENTRY, {"at": NOON - timedelta(days=30), "count": 1})
    with sealed.begin() as tx:
        assert seal_entries(tx) == 0
    assert faults(sealed) == [("added", None)]


def test_an_entry_of_a_slow_transaction_is_sealed_later(
    sealed: sessionmaker[Session], own_database: Urls
) -> None:
    engine = engine_of(own_database.app, 1)
    with engine.begin() as slow:
        slow.execute(ENTRY, {"at": NOON, "count": 1})
        with sealed.begin() as tx:
            tx.execute(ENTRY, {"at": NOON, "count": 1})
        with sealed.begin() as tx:
            assert seal_entries(tx) == 1
    with sealed.begin() as tx:
        assert seal_entries(tx) == 1
    engine.dispose()
    assert faults(sealed) == []


REWRITE = (
    "DELETE FROM audit_link",
    f"DELETE FROM audit_entry WHERE id = {nth(7)}",
)


def test_a_rewritten_and_a_cut_chain_do_not_meet_the_signed_anchor(
    sealed: sessionmaker[Session], owner: Engine, tmp_path: Path
) -> None:
    place = Anchorage(tmp_path / "anchors", tmp_path / "anchor.key")
    with sealed() as tx:
        place.drop(head(tx), clock.now())
        place.drop(head(tx), clock.now())
        assert len(list(place.anchors())) == 1
        assert list(place.faults(tx)) == []
    assert place.key_file.stat().st_mode & 0o077 == 0

    tamper(owner, *REWRITE)
    with sealed.begin() as tx:
        tx.execute(ENTRY, {"at": NOON, "count": 1})
        assert seal_entries(tx) == 10
    assert faults(sealed) == []
    with sealed() as tx:
        assert [fault.kind for fault in place.faults(tx)] == ["rewritten"]

    tamper(
        owner,
        "DELETE FROM audit_link WHERE seq > 5",
        f"DELETE FROM audit_entry WHERE id > {nth(5)}",
    )
    assert faults(sealed) == []
    with sealed() as tx:
        assert [fault.kind for fault in place.faults(tx)] == ["cut"]


def test_an_anchor_that_we_did_not_sign_is_told(
    sealed: sessionmaker[Session], tmp_path: Path
) -> None:
    ours = Anchorage(tmp_path / "ours", tmp_path / "ours.key")
    theirs = Anchorage(tmp_path / "ours", tmp_path / "theirs.key")
    with sealed() as tx:
        ours.drop(head(tx), clock.now())
        assert [fault.kind for fault in theirs.faults(tx)] == []
        theirs.drop(head(tx), clock.now())
    ours.key_file.unlink()
    file = tmp_path / "ours" / "audit-anchors.jsonl"
    file.write_text(file.read_text().replace("2026-03-02", "2026-03-01") + "nonsense\n")
    with sealed() as tx:
        assert [fault.kind for fault in ours.faults(tx)] == ["anchor_forged", "anchor_forged"]
