"""The city's single sign-on in the words of the trade: leave, sign in there, come back."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.kernel.settings import Settings
from gisgrid.web import create_app
from tests.oidc_provider import CLIENT, SECRET, knows


@dataclass(frozen=True)
class City:
    """The provider, and browsers before our program."""

    port: int
    sessions: sessionmaker[Session]

    @property
    def issuer(self) -> str:
        return f"http://localhost:{self.port}"

    def knows(self, subject: str, **claims: object) -> None:
        knows(self.issuer, subject, **claims)

    def browser(self, **chosen: Any) -> TestClient:
        usual = {
            "demo": False, "secret": "of the tests", "oidc_issuer": self.issuer,
            "oidc_client_id": CLIENT, "oidc_client_secret": SECRET,
        }  # fmt: skip
        app = create_app(self.sessions, Settings.model_validate({**usual, **chosen}))
        return TestClient(app, base_url="https://grid.example", follow_redirects=False)


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
