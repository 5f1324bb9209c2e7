"""Text messages leave as the operator's gateway wants them."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from gisgrid.identity.text_messages import Console, Http, TextMessage, filled, sender_of
from gisgrid.kernel.settings import Settings

MESSAGE = TextMessage("13800001234", "012345", '验证码 012345 "引号" {phone}')


class Gateway(BaseHTTPRequestHandler):
    """Takes messages, and refuses them at the address /full."""

    took: list[tuple[str, str | None, object]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.took.append((self.path, self.headers["authorization"], body))
        self.send_response(503 if self.path == "/full" else 200)
        self.send_header("content-length", "0")
        self.end_headers()

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def gateway() -> Iterator[str]:
    Gateway.took = []
    with HTTPServer(("127.0.0.1", 0), Gateway) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_gateway_gets_its_own_json_and_its_token(gateway: str) -> None:
    template = '{"to": ["+86{phone}"], "vars": {"code": "{code}"}, "text": "{text}", "sign": 7}'
    Http(f"{gateway}/send", template, "t0ken").send(MESSAGE)
    said = {"to": ["+8613800001234"], "vars": {"code": "012345"}, "text": MESSAGE.text, "sign": 7}
    assert Gateway.took == [("/send", "Bearer t0ken", said)]


def test_a_message_that_was_not_taken_is_tried_again_by_its_job(gateway: str) -> None:
    with pytest.raises(httpx2.HTTPStatusError):
        Http(f"{gateway}/full", '{"to": "{phone}"}').send(MESSAGE)


def test_the_log_shows_no_whole_number(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        Console().send(TextMessage("13800001234", "012345", "验证码 012345"))
    assert "138****1234" in caplog.text
    assert "13800001234" not in caplog.text


def test_only_the_demo_writes_codes_into_its_log() -> None:
    assert isinstance(sender_of(Settings(demo=True)), Console)
    assert sender_of(Settings(demo=False)) is None


@given(st.text())
def test_words_cannot_break_out_of_the_template(words: str) -> None:
    made = filled({"a": "{text}", "b": [1, None]}, {"text": words})
    assert made == {"a": words, "b": [1, None]}
