"""A real OpenID Connect provider as a process of its own (oidc-provider-mock), on loopback.

    python -m tests.oidc_provider      # prints its port

It also holds what the mock lets pass: the client's secret, and PKCE (S256) from the authorisation
to the exchange of the code. Asked as 127.0.0.1 it names itself so, but its tokens come from
localhost: the issuer does not match.
"""

import base64
import hashlib
import io
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx

CLIENT, SECRET = "gisgrid", "the client's s3cret"
ROOT = Path(__file__).parents[1]
Answer = Iterable[bytes]


class Strict:
    """The mock behind checks of PKCE and of the client's secret."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._challenge = ""

    def __call__(self, environ: dict[str, Any], start: Any) -> Answer:
        path, host = environ["PATH_INFO"], environ["HTTP_HOST"]
        if path == "/.well-known/openid-configuration" and host.startswith("127.0.0.1"):
            return self._mixed(host, start)
        if path == "/oauth2/authorize":
            asked = parse_qs(environ["QUERY_STRING"])
            assert asked["code_challenge_method"] == ["S256"]
            self._challenge = asked["code_challenge"][0]
        if path == "/oauth2/token" and not self._holds(environ):
            start("400 BAD REQUEST", [("Content-Type", "application/json")])
            return [b'{"error": "invalid_grant"}']
        answer: Answer = self._app(environ, start)
        return answer

    def _holds(self, environ: dict[str, Any]) -> bool:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        environ["wsgi.input"] = io.BytesIO(body)
        verifier = parse_qs(body.decode()).get("code_verifier", [""])[0]
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        is_client = environ.get("HTTP_AUTHORIZATION") == f"Basic {basic}"
        return is_client and digest.decode().rstrip("=") == self._challenge

    def _mixed(self, host: str, start: Any) -> Answer:
        elsewhere = f"http://localhost:{host.partition(':')[2]}"
        said = {
            "issuer": f"http://{host}",
            "authorization_endpoint": f"{elsewhere}/oauth2/authorize",
            "token_endpoint": f"{elsewhere}/oauth2/token",
            "jwks_uri": f"{elsewhere}/jwks",
        }
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(said).encode()]


@contextmanager
def provider() -> Iterator[int]:
    """Run a provider, and give its port."""
    order = [sys.executable, "-m", "tests.oidc_provider"]
    with subprocess.Popen(
        order, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        assert running.stdout is not None
        try:
            yield int(running.stdout.readline())
        finally:
            running.kill()


def knows(issuer: str, subject: str, **claims: object) -> None:
    """Let a provider know somebody."""
    assert httpx.put(f"{issuer}/users/{subject}", json=claims).status_code == 204


def main() -> None:
    """Serve until killed."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    warnings.simplefilter("ignore")
    from oidc_provider_mock import app  # noqa: PLC0415 - it warns when it is imported
    from werkzeug.serving import make_server  # noqa: PLC0415

    server = make_server("localhost", 0, Strict(app(require_nonce=True)), threaded=True)
    print(server.server_port, flush=True)
    sys.stdout.close()
    server.serve_forever()


if __name__ == "__main__":
    main()
