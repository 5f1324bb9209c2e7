"""The line a newcomer waits for: where the product is, and how to sign in."""

import json
from collections.abc import Callable, Iterable
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

SHOWN = 8


class Greeting:
    """Says once, when the web answers, where it is and who may sign in."""

    def __init__(self, address: str, say: Callable[[str], None]) -> None:
        self._address = address
        self._say = say
        self._said = False

    def look(self) -> None:
        """Greet when the product answers for the first time."""
        if self._said or ask(f"{self._address}/ready") is None:
            return
        self._said = True
        self._say(f"gisgrid is ready: {self._address}")
        for line in logins(ask(f"{self._address}/api/demo-logins") or []):
            self._say(line)
        self._say("Ctrl-C stops everything")


def ask(url: str) -> Any | None:
    """Return what an address of ours answers, None while it does not."""
    try:
        with urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address  # nosec B310
            return json.load(answer)
    except (URLError, OSError, HTTPException, ValueError):
        return None


def logins(known: Iterable[dict[str, str]]) -> list[str]:
    """Put the first demo logins into lines."""
    known = list(known)
    lines = [f"  {one['login']:<16}{one['title']} {one['name']}" for one in known[:SHOWN]]
    if known:
        lines.insert(0, f"demo logins, all with the password {known[0]['password']}:")
        lines.append(f"  … and {len(known) - SHOWN} more (/api/demo-logins)")
    return lines
