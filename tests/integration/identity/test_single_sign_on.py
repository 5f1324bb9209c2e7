"""The city's single sign-on, against a real provider: who it vouches for, and who it does not."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.identity import sso
from gisgrid.identity.audit_tables import AuditEntry
from gisgrid.identity.sso_tables import SsoSubject
from gisgrid.identity.tables import Account, Person, PostRow, SignedSession
from gisgrid.kernel.settings import Settings
from gisgrid.web import create_app
from tests.integration.identity.conftest import Hire
from tests.oidc_provider import CLIENT, SECRET

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class City:
    """The provider, and browsers before our program."""

    port: int
    sessions: sessionmaker[Session]

    @property
    def issuer(self) -> str:
        return f"http://localhost:{self.port}"

    def knows(self, subject: str, **claims: object) -> None:
        url = f"{self.issuer}/users/{subject}"
        assert httpx.put(url, json=claims).status_code == 204

    def browser(self, **chosen: Any) -> TestClient:
        usual = {
            "demo": False, "secret": "of the tests", "oidc_issuer": self.issuer,
            "oidc_client_id": CLIENT, "oidc_client_secret": SECRET,
        }  # fmt: skip
        app = create_app(self.sessions, Settings.model_validate({**usual, **chosen}))
        return TestClient(app, base_url="https://grid.example", follow_redirects=False)


@contextmanager
def provider() -> Iterator[int]:
    """Run a provider, and give its port."""
    order = [sys.executable, "-m", "tests.oidc_provider"]
    with subprocess.Popen(
        order, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        assert running.stdout is not None
        yield int(running.stdout.readline())
        running.kill()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with provider() as port:
        yield port


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the provider looks at its own clock


@pytest.fixture
def city(port: int, sessions: sessionmaker[Session]) -> City:
    return City(port, sessions)


@pytest.fixture
def li(hire: Hire, now: datetime, tx: Session, city: City) -> Person:
    """Somebody known here by the login `li`, and there as subject 77."""
    person = hire("li")
    until = now + timedelta(days=9)
    tx.execute(update(PostRow).values(valid_from=now - timedelta(days=9), valid_to=until))
    tx.commit()
    city.knows("77", preferred_username="li")
    return person


def leave(browser: TestClient, to: str = "/") -> str:
    answer = browser.get("/api/sign-in/sso", params={"next": to})
    assert answer.status_code == 303
    return answer.headers["location"]


def at_provider(url: str, subject: str = "77", action: str = "") -> dict[str, str]:
    """Sign in at the provider, and return what it gives the browser to bring back."""
    answer = httpx.post(url, data={"sub": subject, "action": action})
    assert answer.status_code == 302, answer.text
    found = parse_qs(urlsplit(answer.headers["location"]).query)
    return {name: values[0] for name, values in found.items()}


def back(browser: TestClient, brought: dict[str, str]) -> str:
    answer = browser.get("/api/sign-in/sso/callback", params=brought)
    assert answer.status_code == 303
    return answer.headers["location"]


def me(browser: TestClient) -> int:
    return browser.get("/api/me").status_code


def changed(url: str, **values: str) -> str:
    parts = urlsplit(url)
    asked = {name: found[0] for name, found in parse_qs(parts.query).items()}
    return parts._replace(query=urlencode(asked | values)).geturl()


def test_who_is_known_here_comes_back_signed_in_to_the_page_that_was_left(
    city: City, li: Person
) -> None:
    browser = city.browser()
    assert back(browser, at_provider(leave(browser, "/cases?q=1"))) == "/cases?q=1"
    assert browser.get("/api/me").json()["name"] == "li"
    assert "__Host-gisgrid" in browser.cookies
    assert "__Host-gisgrid-sso" not in browser.cookies


def test_the_way_there_asks_for_a_code_with_state_nonce_and_pkce(city: City) -> None:
    browser = city.browser()
    url = urlsplit(leave(browser))
    asked = {name: found[0] for name, found in parse_qs(url.query).items()}
    assert asked["response_type"] == "code"
    assert asked["redirect_uri"] == "https://grid.example/api/sign-in/sso/callback"
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert asked["state"] not in browser.cookies["__Host-gisgrid-sso"]


@pytest.mark.parametrize("page", ["//elsewhere.example", "https://elsewhere.example", "/\\e.x"])
def test_nobody_is_sent_on_to_another_site(city: City, li: Person, page: str) -> None:
    browser = city.browser()
    assert back(browser, at_provider(leave(browser, page))) == "/"


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


def test_a_wrong_state_is_refused(city: City, li: Person) -> None:
    browser = city.browser()
    brought = at_provider(leave(browser)) | {"state": "somebody else's"}
    assert back(browser, brought) == "/?sso=NotVouchedFor"
    assert me(browser) == 401


def test_what_another_browser_began_is_refused(city: City, li: Person) -> None:
    mine, theirs = city.browser(), city.browser()
    brought = at_provider(leave(theirs))
    assert back(mine, brought) == "/?sso=NotVouchedFor"
    leave(mine)
    assert back(mine, brought) == "/?sso=NotVouchedFor"
    assert me(mine) == 401


def test_a_token_for_another_nonce_is_refused(city: City, li: Person) -> None:
    browser = city.browser()
    brought = at_provider(changed(leave(browser), nonce="of another sign-in"))
    assert back(browser, brought) == "/?sso=NotVouchedFor"


def test_a_code_without_our_verifier_is_not_exchanged(city: City, li: Person) -> None:
    browser = city.browser()
    brought = at_provider(changed(leave(browser), code_challenge="x" * 43))
    assert back(browser, brought) == "/?sso=NotVouchedFor"


def test_a_code_is_exchanged_once(city: City, li: Person) -> None:
    browser = city.browser()
    url = leave(browser)
    cookie = browser.cookies["__Host-gisgrid-sso"]
    brought = at_provider(url)
    back(browser, brought)
    browser.cookies.clear()
    browser.cookies.set("__Host-gisgrid-sso", cookie)
    assert back(browser, brought) == "/?sso=NotVouchedFor"
    assert me(browser) == 401


def test_a_token_of_another_issuer_is_refused(city: City, li: Person) -> None:
    browser = city.browser(oidc_issuer=f"http://127.0.0.1:{city.port}")
    brought = at_provider(leave(browser))
    assert back(browser, brought) == "/?sso=NotVouchedFor"


def test_a_token_for_another_client_is_refused(city: City, li: Person) -> None:
    from gisgrid.identity.provider import Provider  # noqa: PLC0415
    from gisgrid.identity.trips import NotVouchedFor, Trip  # noqa: PLC0415

    chosen = {"demo": True, "oidc_issuer": city.issuer, "oidc_client_secret": SECRET}
    ours = Provider(Settings.model_validate({**chosen, "oidc_client_id": CLIENT}))
    other = Provider(Settings.model_validate({**chosen, "oidc_client_id": "another"}))
    trip, here = Trip.begun("/"), "https://grid.example/x"
    token = ours._exchanged(trip, at_provider(ours.address(trip, here))["code"], here)
    assert ours._read(token, trip).login == "li"
    with pytest.raises(NotVouchedFor):
        other._read(token, trip)
    with pytest.raises(NotVouchedFor):
        ours._read(token[:-9] + "AAAAAAAA" + token[-1], trip)


def test_a_provider_that_says_to_be_another_is_not_asked(city: City) -> None:
    browser = city.browser(oidc_issuer=f"{city.issuer}/")
    assert leave(browser) == "/?sso=ProviderAway"


def test_an_expired_token_is_refused(
    city: City, li: Person, at: Callable[[datetime], None], now: datetime
) -> None:
    browser = city.browser()
    at(now + timedelta(hours=1, minutes=2))
    assert back(browser, at_provider(leave(browser))) == "/?sso=NotVouchedFor"


def test_who_stays_away_too_long_begins_again(
    city: City, li: Person, at: Callable[[datetime], None], now: datetime
) -> None:
    browser = city.browser()
    brought = at_provider(leave(browser))
    at(now + timedelta(minutes=11))
    assert back(browser, brought) == "/?sso=NotVouchedFor"


def test_who_refuses_at_the_provider_is_not_signed_in(city: City, li: Person) -> None:
    browser = city.browser()
    brought = at_provider(leave(browser), action="deny")
    assert back(browser, brought) == "/?sso=NotVouchedFor"


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


def test_the_secret_may_stand_in_a_file(city: City, li: Person, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    browser = city.browser(oidc_client_secret="", oidc_client_secret_file=tmp_path / "secret")
    assert back(browser, at_provider(leave(browser))) == "/"


def test_sign_ins_and_refusals_stand_in_the_audit(city: City, li: Person, tx: Session) -> None:
    browser = city.browser()
    back(browser, at_provider(leave(browser)))
    back(browser, {"code": "x", "state": "y"})
    asked = select(AuditEntry.status, AuditEntry.person_id).order_by(AuditEntry.id)
    assert tx.execute(asked).all() == [(303, li.id), (401, None)]


def test_a_provider_out_of_reach_is_told_in_the_dialog(
    sessions: sessionmaker[Session],
) -> None:
    chosen = {"demo": True, "oidc_issuer": "http://127.0.0.1:9"}
    app = create_app(sessions, Settings.model_validate(chosen))
    browser = TestClient(app, follow_redirects=False)
    assert leave(browser, "/a?b=1") == "/a?b=1&sso=ProviderAway"


def test_a_provider_lost_on_the_way_is_told_in_the_dialog(sessions: sessionmaker[Session]) -> None:
    with provider() as port:
        city = City(port, sessions)
        city.knows("77", preferred_username="li")
        browser = city.browser()
        brought = at_provider(leave(browser))
    assert back(browser, brought) == "/?sso=ProviderAway"


def test_without_a_provider_there_is_no_such_way(client: TestClient) -> None:
    ways = client.get("/api/sign-in/ways").json()
    assert ways == {"sso": False, "sso_name": None, "citizen_codes": True}
    assert client.get("/api/sign-in/sso").status_code == 404
    assert client.get("/api/sign-in/sso/callback").status_code == 404


def test_the_dialog_learns_what_the_provider_is_called(city: City) -> None:
    ways = city.browser(oidc_name="焦作市统一身份认证").get("/api/sign-in/ways").json()
    assert (ways["sso"], ways["sso_name"]) == (True, "焦作市统一身份认证")


def test_a_provider_is_asked_over_https_only() -> None:
    with pytest.raises(ValidationError):
        Settings(oidc_issuer="http://sso.example")
