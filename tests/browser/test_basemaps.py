"""The operator's own base map in a real browser: drawn, its approval number in the corner."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from PIL import Image
from playwright.sync_api import Browser, expect
from typing_extensions import override

from gisgrid.run import Urls
from tests.browser.conftest import served
from tests.browser.driver import Desk

pytestmark = [pytest.mark.browser, pytest.mark.long]
PINK = (212, 0, 120)
APPROVAL = "GS(2026)0001号"


def tile() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (256, 256), PINK).save(kept, "PNG")
    return kept.getvalue()


class Survey(BaseHTTPRequestHandler):
    """The city survey's WMTS: pink tiles for whoever asks in WMTS's words."""

    asked: list[str]
    content = tile()

    def do_GET(self) -> None:
        said = parse_qs(urlsplit(self.path).query)
        good = said.get("REQUEST") == ["GetTile"] and said["TILEMATRIX"][0].isdigit()
        self.asked.append(said["LAYER"][0])
        self.send_response(200 if good else 400)
        self.send_header("Content-Type", "image/png")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(self.content if good else b"")

    @override
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def survey() -> Iterator[tuple[str, list[str]]]:
    """The address of the city's WMTS, and the layers it was asked for."""
    asked: list[str] = []
    kind = type("Survey", (Survey,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def basemaps(folder: Path, address: str) -> Path:
    city = {
        "id": "city",
        "title": {"zh": "市测绘院", "en": "City survey"},
        "kind": "wmts",
        "url": f"{address}/wmts",
        "layers": ["vec", "cva"],
        "attribution": {"zh": "焦作市测绘院", "en": "Jiaozuo survey"},
        "approval": APPROVAL,
    }
    path = folder / "basemaps.yaml"
    path.write_text(yaml.safe_dump({"basemaps": [city]}), "utf-8")
    return path


def test_the_chosen_base_map_is_drawn_with_its_approval_number(
    browser: Browser, browser_district: Urls, survey: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = survey
    chosen = {"GISGRID_BASEMAPS": str(basemaps(tmp_path, address))}
    with served(browser_district, tmp_path / "files", chosen) as site:
        desk = Desk.anew(browser, site, wide=True, lang="zh")
        desk.open()
        assert desk.elsewhere == []
        desk.page.locator(".opener").click()
        desk.page.get_by_label("市测绘院").check()
        corner = desk.page.locator(".maplibregl-ctrl-attrib")
        expect(corner).to_contain_text(f"焦作市测绘院 · 审图号：{APPROVAL}")
        expect(corner).to_be_visible()
        desk.page.wait_for_load_state("networkidle")
        desk.picture(tmp_path / "city.png")
        colours = Image.open(tmp_path / "city.png").convert("RGB").getcolors(1 << 24) or []
        most: Any = max(colours, key=lambda one: one[0])[1]
        assert most[0] > 180 > most[1] + 60, "the ground is not the survey's"
        assert set(asked) == {"vec", "cva"}
        assert all(one.startswith(address) for one in desk.elsewhere)
        desk.open()
        expect(corner).to_contain_text(APPROVAL)
        desk.close()
        assert desk.complaints == []
