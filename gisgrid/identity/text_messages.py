"""Ways by which a text message leaves the building; another one is a class with `send`.

The operator chooses by setting: `GISGRID_SMS_URL` (a gateway that takes JSON), `GISGRID_SMS_FILE`
(JSON lines for a gateway to pick up), or neither: in demo mode the log, otherwise none.
"""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import httpx2

from gisgrid.kernel.sealing import masked
from gisgrid.kernel.settings import Settings

log = logging.getLogger("gisgrid.text_messages")
PATIENCE_S = 10.0


@dataclass(frozen=True)
class TextMessage:
    """A message to one telephone; `code` is the part of its words that a template may need."""

    phone: str
    code: str
    text: str


class Sender(Protocol):
    """A way by which text messages leave."""

    def send(self, message: TextMessage) -> None:
        """Send one message, possibly for the second time; raise when it was not taken."""
        ...


@dataclass(frozen=True)
class Console:
    """Write messages to the log, with the number masked: for the demo."""

    def send(self, message: TextMessage) -> None:
        """Write one line."""
        log.info("%s: %s", masked(message.phone), message.text)


@dataclass(frozen=True)
class File:
    """Append messages to a file of JSON lines that nobody else may read."""

    path: Path

    def send(self, message: TextMessage) -> None:
        """Append one line."""
        self.path.touch(mode=0o600)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(vars(message), ensure_ascii=False) + "\n")


@dataclass(frozen=True)
class Http:
    """Post messages to a gateway as JSON made from the operator's template."""

    url: str
    template: str
    token: str = ""

    def send(self, message: TextMessage) -> None:
        """Post one message.

        Raises:
            HTTPError: the gateway cannot be reached, or did not answer 2xx.
        """
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        body = filled(json.loads(self.template), vars(message))
        answer = httpx2.post(self.url, json=body, headers=headers, timeout=PATIENCE_S)
        answer.raise_for_status()


def filled(template: Any, words: dict[str, str]) -> Any:
    """Put words for `{phone}`, `{code}` and `{text}` into every text of a JSON template.

    filled({"to": ["+86{phone}"]}, {"phone": "13800001234"})  # {'to': ['+8613800001234']}
    """
    if isinstance(template, dict):
        return {name: filled(value, words) for name, value in template.items()}
    if isinstance(template, list):
        return [filled(value, words) for value in template]
    if isinstance(template, str):
        for name, word in words.items():
            template = template.replace(f"{{{name}}}", word)
    return template


def sender_of(chosen: Settings) -> Sender | None:
    """Return the way out that the operator chose; None: there is none."""
    if chosen.sms_url:
        return Http(chosen.sms_url, chosen.sms_body, chosen.sms_token.get_secret_value())
    if chosen.sms_file:
        return File(chosen.sms_file)
    return Console() if chosen.demo else None
