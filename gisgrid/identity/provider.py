"""The city's OpenID Connect provider: where it sends browsers, and whom it vouches for.

Authorisation code with PKCE, state and nonce (the trip).
"""

import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from gisgrid.identity.trips import NotVouchedFor, Trip
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Unavailable
from gisgrid.kernel.settings import Settings

PATIENCE_S: Final = 3.0
AWAY_S: Final = 10.0
"""For so long a provider that did not answer is not asked again."""
KNOWN_FOR_S: Final = 3600.0
LEEWAY_S: Final = 60
# Signed by the provider alone: with a shared secret (HS256) whoever knows it could vouch.
SIGNATURES: Final = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
]  # fmt: skip
AWAY: Final = "统一身份认证暂时无法访问，请稍后再试。"
STRONG: Final = frozenset({"mfa", "otp", "hwk", "sc"})
"""What an ID token says of how somebody proved who they are (RFC 8176), where that is two ways."""


class ProviderAway(Unavailable):
    """The provider cannot be reached, or is not the one that was set."""

    title = "The single sign-on cannot be reached"


@dataclass(frozen=True)
class Vouched:
    """Whom the provider vouches for."""

    issuer: str
    subject: str
    login: str
    strong: bool
    """Two ways of proof were asked for."""


@dataclass
class Provider:
    """One provider; what it says of itself is asked once an hour."""

    chosen: Settings
    _said: dict[str, tuple[float, Any]] = field(default_factory=dict)
    _away_until: float = 0.0

    def address(self, trip: Trip, way_back: str) -> str:
        """Return where the browser goes to sign in."""
        with self._client(way_back) as client:
            url, _ = client.create_authorization_url(
                self._about()["authorization_endpoint"],
                state=trip.state,
                nonce=trip.nonce,
                code_verifier=trip.verifier,
            )
        return str(url)

    def vouches(self, trip: Trip, answer: Mapping[str, str], way_back: str) -> Vouched:
        """Return whom the provider vouches for in what the browser brought back.

        Raises:
            NotVouchedFor: it was refused there, or is not the answer to this trip.
            ProviderAway: the provider cannot be reached.
        """
        if not secrets.compare_digest(answer.get("state", "").encode(), trip.state.encode()):
            raise NotVouchedFor("登录请求不是从本浏览器发起的，请重新登录。")
        if not answer.get("code"):
            raise NotVouchedFor("统一身份认证没有确认您的身份，请重新登录。")
        return self._read(self._exchanged(trip, answer["code"], way_back), trip)

    def _exchanged(self, trip: Trip, code: str, way_back: str) -> str:
        """Return the ID token that a code stands for."""
        at = self._about()["token_endpoint"]
        try:
            with self._asking(), self._client(way_back) as client:
                token = client.fetch_token(at, code=code, code_verifier=trip.verifier)
        except OAuthError:
            raise NotVouchedFor("统一身份认证的授权码无效或已用过，请重新登录。") from None
        return str(token.get("id_token", ""))

    def _read(self, id_token: str, trip: Trip) -> Vouched:
        """Return whom an ID token names, once its signature and every claim hold."""
        try:
            claims = self._claims(id_token, trip.nonce)
        except (JoseError, ValueError):
            raise NotVouchedFor("统一身份认证返回的凭证无效，请重新登录。") from None
        login = claims.get(self.chosen.oidc_claim)
        ways = claims.get("amr") or ()
        strong = self.chosen.oidc_second_factor or not STRONG.isdisjoint(map(str, ways))
        known = login if isinstance(login, str) else ""
        return Vouched(claims["iss"], str(claims["sub"]), known, strong)

    def _claims(self, id_token: str, nonce: str) -> CodeIDToken:
        token = self._verified(id_token)
        wanted = {
            "iss": {"essential": True, "value": self.chosen.oidc_issuer},
            "aud": {"essential": True, "value": self.chosen.oidc_client_id},
        }
        known = {"nonce": nonce, "client_id": self.chosen.oidc_client_id}
        claims = CodeIDToken(token.claims, token.header, wanted, known)
        claims.validate(now=int(clock.now().timestamp()), leeway=LEEWAY_S)
        return claims

    def _verified(self, id_token: str) -> jwt.Token:
        """Return a token that the provider signed; its keys are asked again when they changed."""
        try:
            return jwt.decode(id_token, self._keys(), algorithms=SIGNATURES)
        except (JoseError, ValueError):
            self._said.clear()
        return jwt.decode(id_token, self._keys(), algorithms=SIGNATURES)

    def _client(self, way_back: str) -> OAuth2Client:
        return OAuth2Client(
            self.chosen.oidc_client_id,
            secret_of(self.chosen),
            scope=self.chosen.oidc_scope,
            redirect_uri=way_back,
            code_challenge_method="S256",
            timeout=PATIENCE_S,
        )

    def _about(self) -> Mapping[str, str]:
        """Return what the provider says of itself, at the address that its tokens will name."""
        issuer = self.chosen.oidc_issuer
        found = self._asked(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != issuer:
            raise ProviderAway("统一身份认证的地址与其自述不符，请联系系统管理员。")
        return dict(found)

    def _keys(self) -> KeySet:
        return KeySet.import_key_set(self._asked(self._about()["jwks_uri"]))

    def _asked(self, url: str) -> Any:
        """Return a document of the provider, one that is an hour old at most."""
        at, known = self._said.get(url, (-KNOWN_FOR_S, None))
        if time.monotonic() - at < KNOWN_FOR_S:
            return known
        with self._asking():
            answer = httpx2.get(url, timeout=PATIENCE_S).raise_for_status().json()
        self._said[url] = (time.monotonic(), answer)
        return answer

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Ask the provider, unless it was away a moment ago; remember when it is.

        Raises:
            ProviderAway: it does not answer, answers nonsense, or did so a moment ago.
        """
        if time.monotonic() < self._away_until:
            raise ProviderAway(AWAY)
        try:
            yield
        except (httpx2.HTTPError, ValueError):
            self._away_until = time.monotonic() + AWAY_S
            raise ProviderAway(AWAY) from None


def secret_of(chosen: Settings) -> str:
    """Return what is shared with the provider, from the environment or its file."""
    if chosen.oidc_client_secret_file and not chosen.oidc_client_secret:
        return chosen.oidc_client_secret_file.read_text(encoding="utf-8").strip()
    return chosen.oidc_client_secret.get_secret_value()
