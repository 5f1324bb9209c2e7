"""The city's single sign-on, against a real provider: who may come in, and who may not."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gisgrid.identity import sso
from gisgrid.identity.audit_tables import AuditEntry
from gisgrid.identity.sso_tables import SsoSubject
from gisgrid.identity.tables import Account, Person, PostRow, SignedSession
from tests.integration.identity.city import City, at_provider, back, leave, me


def test_who_is_known_here_comes_back_signed_in_to_the_page_that_was_left(
    city: City, li: Person
) -> None:
    browser = city.browser()
    assert back(browser, at_provider(leave(browser, "/cases?q=1"))) == "/cases?q=1"
    assert browser.get("/api/me").json()["name"] == "li"
    assert "__Host-gisgrid" in browser.cookies
    assert "__Host-gisgrid-sso" not in browser.cookies


def test_the_old_session_ends_and_signing_out_ends_the_new_one(
    city: City, li: Person, tx: Session
) -> None:
    browser = city.browser()
    back(browser, at_provider(leave(browser)))
    first = browser.cookies["__Host-gisgrid"]
    back(browser, at_provider(leave(browser)))
    assert browser.cookies["__Host-gisgrid"] != first
    assert tx.scalars(select(SignedSession.by_sso)).all() == [True]
    assert browser.delete("/api/session").status_code == 204
    assert tx.scalars(select(SignedSession)).all() == []


def test_who_is_unknown_here_is_not_let_in_nor_entered(city: City, li: Person, tx: Session) -> None:
    city.knows("88", preferred_username="stranger")
    city.knows("89")
    for subject in ("88", "89"):
        browser = city.browser()
        assert back(browser, at_provider(leave(browser), subject)) == "/?sso=UnknownPerson"
        assert me(browser) == 401
    assert tx.scalars(select(Account.login)).all() == ["li"]
    assert tx.scalars(select(SsoSubject)).all() == []


def test_who_holds_no_post_any_more_is_not_let_in(
    city: City, li: Person, tx: Session, now: datetime
) -> None:
    browser = city.browser()
    back(browser, at_provider(leave(browser)))
    tx.execute(update(PostRow).values(valid_to=now - timedelta(minutes=1)))
    tx.commit()
    assert back(browser, at_provider(leave(browser))) == "/?sso=NoPost"


def test_a_login_given_anew_at_the_provider_opens_nothing_of_its_former_owner(
    city: City, li: Person, tx: Session
) -> None:
    browser, other = city.browser(), city.browser()
    back(browser, at_provider(leave(browser)))
    city.knows("99", preferred_username="li")
    assert back(other, at_provider(leave(other), "99")) == "/?sso=UnknownPerson"
    city.knows("77", preferred_username="li-renamed")
    assert back(browser, at_provider(leave(browser))) == "/"
    sso.forget_subject(tx, "li")
    tx.commit()
    assert back(other, at_provider(leave(other), "99")) == "/"


@pytest.mark.parametrize(
    ("claims", "chosen", "to"),
    [
        ({}, {}, "/?sso=SecondProofNeeded"),
        ({"amr": ["pwd"]}, {}, "/?sso=SecondProofNeeded"),
        ({"amr": ["pwd", "mfa"]}, {}, "/"),
        ({}, {"oidc_second_factor": True}, "/"),
    ],
)
def test_a_leader_needs_two_proofs_there_too(
    city: City, li: Person, tx: Session, claims: Any, chosen: Any, to: str
) -> None:
    tx.execute(update(PostRow).values(role="leader"))
    tx.commit()
    city.knows("77", preferred_username="li", **claims)
    browser = city.browser(**chosen)
    assert back(browser, at_provider(leave(browser))) == to
    if to == "/":
        assert browser.get("/api/me").json()["must"] is None


def test_an_initial_password_holds_up_nobody_who_does_not_use_it(
    city: City, li: Person, tx: Session
) -> None:
    tx.execute(update(Account).values(must_change=True))
    tx.commit()
    browser = city.browser()
    back(browser, at_provider(leave(browser)))
    assert browser.get("/api/me").json()["must"] is None


def test_another_claim_may_be_the_login(city: City, li: Person, tx: Session) -> None:
    tx.execute(update(Account).values(login="77"))
    tx.commit()
    browser = city.browser(oidc_claim="sub", oidc_scope="openid")
    assert back(browser, at_provider(leave(browser))) == "/"


def test_sign_ins_and_refusals_stand_in_the_audit(city: City, li: Person, tx: Session) -> None:
    browser = city.browser()
    back(browser, at_provider(leave(browser)))
    back(browser, {"code": "x", "state": "y"})
    asked = select(AuditEntry.status, AuditEntry.person_id).order_by(AuditEntry.id)
    assert tx.execute(asked).all() == [(303, li.id), (401, None)]


def test_without_a_provider_there_is_no_such_way(client: TestClient) -> None:
    ways = client.get("/api/sign-in/ways").json()
    assert ways == {"sso": False, "sso_name": None, "citizen_codes": True}
    assert client.get("/api/sign-in/sso").status_code == 404
    assert client.get("/api/sign-in/sso/callback").status_code == 404


def test_the_dialog_learns_what_the_provider_is_called(city: City) -> None:
    ways = city.browser(oidc_name="焦作市统一身份认证").get("/api/sign-in/ways").json()
    assert (ways["sso"], ways["sso_name"]) == (True, "焦作市统一身份认证")
