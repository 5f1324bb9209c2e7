"""The way to the city's single sign-on and back: whatever was changed on it is refused."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.identity.tables import Person
from gisgrid.kernel.settings import Settings
from gisgrid.web import create_app
from tests.integration.identity.city import City, at_provider, back, changed, leave, me
from tests.oidc_provider import CLIENT, SECRET, provider


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


def test_the_secret_may_stand_in_a_file(city: City, li: Person, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    browser = city.browser(oidc_client_secret="", oidc_client_secret_file=tmp_path / "secret")
    assert back(browser, at_provider(leave(browser))) == "/"


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


def test_a_provider_is_asked_over_https_only() -> None:
    with pytest.raises(ValidationError):
        Settings(oidc_issuer="http://sso.example")
