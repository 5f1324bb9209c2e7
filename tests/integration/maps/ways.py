"""Asking the short way of the map service, or the long one, as somebody."""

from typing import Any

from fastapi.testclient import TestClient

TWICE = [("accept", "*/*"), ("accept", "*/*")]
"""A header given twice is not plain: the long way answers."""


def seen_by(client: TestClient, token: str | None, path: str, **more: Any) -> Any:
    client.cookies.clear()
    headers = [*more.pop("headers", []), *([("cookie", f"gisgrid={token}")] if token else [])]
    return client.get(path, headers=headers, **more)
