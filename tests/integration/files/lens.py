"""Uploading over HTTP, in the words of the trade."""

from datetime import datetime
from typing import Any

from fastapi.testclient import TestClient

from tests.journeys.office import Json, ok
from tests.photos import jpeg

MORNING = datetime.fromisoformat("2026-11-23T09:30:00+08:00")
LAMP = {"class_key": "component/0137", "text": "路灯不亮", "lon": 113.17, "lat": 35.239}


def send(web: TestClient, content: bytes, name: str = "IMG_1.jpg", **pin: Any) -> Any:
    """Upload a file, whatever the answer."""
    return web.post("/api/photos", files={"file": (name, content, "image/jpeg")}, params=pin)


def upload(web: TestClient, content: bytes | None = None, **pin: Any) -> Json:
    """Upload a photo."""
    found: Json = ok(send(web, content or jpeg(), **pin), 201)
    return found
