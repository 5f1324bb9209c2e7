"""The audit is verified over HTTP in short looks, and nothing that the command finds is missed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.identity import Anchorage
from gisgrid.identity.audit import head, seal_entries
from gisgrid.identity.tables import Account, Person, PostRow, Station
from gisgrid.kernel import clock
from gisgrid.kernel.settings import Settings
from gisgrid.web import create_app
from tests.integration.identity.audited import ENTRY, nth, tamper
from tests.integration.identity.conftest import CHEAP, NOON

Walk = Callable[..., list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def at_noon(at: Callable[..., None]) -> None:
    at(NOON)


@pytest.fixture
def place(tmp_path: Path) -> Anchorage:
    return Anchorage(tmp_path / "anchors", tmp_path / "anchor.key")


@pytest.fixture
def auditor(sealed: sessionmaker[Session], place: Anchorage) -> Iterator[TestClient]:
    """The audit administrator before ten sealed entries, signed in."""
    with sealed.begin() as tx:
        office = Station(code="S", kind="unit_office", name="审计")
        person = Person(code="P", name="审计员")
        tx.add_all([office, person])
        tx.flush()
        post = PostRow(code="Z", person_id=person.id, station_id=office.id, role="audit_admin")
        post.valid_from, post.valid_to = NOON - timedelta(days=9), NOON + timedelta(days=900)
        tx.add_all([post, Account(person_id=person.id, login="aud", password_hash=CHEAP.hash("r"))])
    kept = Settings(anchors=place.folder, anchor_key=place.key_file)
    with TestClient(create_app(sealed, kept)) as browser:
        said = {"login": "aud", "password": "r"}
        assert browser.post("/api/session", json=said).status_code == 201
        yield browser


@pytest.fixture
def walk(auditor: TestClient) -> Walk:
    """Verify to the end, some at a time; return the pages."""

    def pages(most: int = 4) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        then: dict[str, Any] | None = {"part": "links", "cursor": 0}
        while then:
            answer = auditor.get("/api/audit/verify", params={**then, "limit": most})
            assert answer.status_code == 200, answer.text
            found.append(answer.json())
            then = answer.json()["next"]
        return found

    return pages


def faults(pages: list[dict[str, Any]]) -> list[tuple[str, int | None]]:
    return [(one["kind"], one["seq"]) for page in pages for one in page["faults"]]


def test_a_run_looks_at_links_then_entries_then_anchors(
    walk: Walk, sealed: sessionmaker[Session], place: Anchorage
) -> None:
    with sealed() as tx:
        place.drop(head(tx), clock.now())
    looked = [(page["part"], page["checked"], page["whole"]) for page in walk()]
    links = [("links", n, 10) for n in (4, 4, 2)]
    entries = [("entries", n, 10) for n in (4, 4, 3)]
    assert looked == [*links, *entries, ("anchors", 1, 1)]
    assert faults(walk()) == []


def test_only_the_beginning_of_a_run_is_an_entry_of_its_own(
    walk: Walk, auditor: TestClient
) -> None:
    first = auditor.post("/api/audit/verify").json()
    assert (first["checked"], first["next"]) == (10, {"part": "entries", "cursor": 0})
    walk()
    acts = auditor.get("/api/audit").json()["entries"]
    assert [one["operation"] for one in acts if "verify" in one["operation"]] == [
        "/api/audit/verify"
    ]


def test_an_edit_a_deletion_and_a_missing_link_are_told_on_whichever_page(
    walk: Walk, owner: Engine
) -> None:
    tamper(
        owner,
        f"UPDATE audit_entry SET status = 200 WHERE id = {nth(5)}",
        f"DELETE FROM audit_entry WHERE id = {nth(9)}",
        "DELETE FROM audit_link WHERE seq = 8",
    )
    for most in (1, 2, 4, 5000):
        found = [("edited", 5), ("missing", 8), ("missing", 9)]
        assert faults(walk(most))[:3] == found


def test_a_page_whose_beginning_is_gone_meanwhile_is_a_fault(
    auditor: TestClient, owner: Engine
) -> None:
    tamper(owner, "DELETE FROM audit_link WHERE seq = 4")
    page = auditor.get("/api/audit/verify", params={"part": "links", "cursor": 4}).json()
    assert faults([page]) == [("missing", 4)]


def test_an_entry_that_slipped_in_is_told(
    walk: Walk, owner: Engine, sealed: sessionmaker[Session]
) -> None:
    with sealed.begin() as tx:
        tx.execute(ENTRY, {"at": NOON - timedelta(days=30), "count": 2})
    found = [one for page in walk(3) for one in page["faults"]]
    assert [one["kind"] for one in found] == ["added", "added"]
    assert all(one["entry_id"] for one in found)


def test_a_chain_that_was_rewritten_whole_is_told_by_its_anchor_alone(
    walk: Walk, sealed: sessionmaker[Session], owner: Engine, place: Anchorage
) -> None:
    with sealed() as tx:
        place.drop(head(tx), clock.now())
    tamper(owner, "DELETE FROM audit_link", f"DELETE FROM audit_entry WHERE id = {nth(7)}")
    with sealed.begin() as tx:
        assert seal_entries(tx) == 10
    pages = walk()
    assert (faults(pages[:-1]), faults(pages[-1:])) == ([], [("rewritten", 10)])
    tamper(owner, "DELETE FROM audit_link WHERE seq > 9")
    pages = walk()
    assert (faults(pages[:-1]), faults(pages[-1:])) == ([], [("cut", 10)])


def test_a_retired_month_is_judged_by_what_was_signed_of_it(
    walk: Walk, sealed: sessionmaker[Session], owner: Engine, place: Anchorage
) -> None:
    with sealed() as tx:
        month = tx.scalar(text("SELECT min(id) / 1000000000 FROM audit_entry")) or 0
    tamper(owner, f"DELETE FROM audit_entry WHERE id < {nth(7)}")
    assert len(faults(walk())) == 6
    place.sign_retired(month, 6, "", clock.now())
    pages = walk()
    assert (faults(pages), sum(page["retired"] for page in pages[:-1])) == ([], 6)
    assert pages[-1]["retired"] == 1
    tamper(owner, f"DELETE FROM audit_entry WHERE id = {nth(3)}")
    assert faults(walk()) == [("missing", 9)]
    tamper(owner, "DELETE FROM audit_link WHERE seq IN (1, 2)")
    assert [kind for kind, _ in faults(walk())] == ["missing", "partly_retired"]


def test_a_line_of_retired_months_that_cannot_be_read_retires_nothing(
    walk: Walk, place: Anchorage
) -> None:
    place.sign_retired(202601, 3, "", clock.now())
    with (place.folder / "audit-retired.jsonl").open("a") as file:
        file.write('nonsense\n[1]\n{"month": 202602, "entries": 4}\n')
    assert place.retired() == {202601: 3}
    assert faults(walk()) == []
