"""The built web app: files under strict rules, one page for its own addresses."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import ValidationError

from gisgrid.kernel.settings import Settings
from gisgrid.maps.frontend import Frontend

PAGE = {"accept": "text/html,*/*"}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<title>grid</title>")
    (tmp_path / "assets" / "index-abc.js").write_text("1")
    return tmp_path


def served(folder: Path) -> TestClient:
    app = FastAPI()
    app.mount("/", Frontend(folder))
    return TestClient(app)


@pytest.mark.parametrize("path", ["/", "/here", "/cases/20261123-000001-3"])
def test_every_address_of_the_web_app_is_its_one_page(built: Path, path: str) -> None:
    answer = served(built).get(path, headers=PAGE)
    assert answer.status_code == 200
    assert "grid" in answer.text
    assert answer.headers["cache-control"] == "no-cache"


def test_the_page_may_load_nothing_from_elsewhere(built: Path) -> None:
    policy = served(built).get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_only_the_hosts_of_base_maps_may_be_asked(built: Path) -> None:
    app, host = FastAPI(), "https://tiles.example.cn"
    app.mount("/", Frontend(built, map_hosts=(host,)))
    policy = TestClient(app).get("/").headers["content-security-policy"]
    opened = [part for part in policy.split("; ") if host in part]
    assert opened == [f"img-src 'self' data: blob: {host}", f"connect-src 'self' {host}"]


def test_only_named_hosts_may_embed_it(built: Path) -> None:
    app, host = FastAPI(), "https://mini.example.cn"
    app.mount("/", Frontend(built, Settings(embed_hosts=f"{host}, ").embedders))
    policy = TestClient(app).get("/").headers["content-security-policy"]
    assert policy.endswith(f"frame-ancestors 'self' {host}")


@pytest.mark.parametrize("hosts", ["*", "https://a.cn; script-src *", "mini.example.cn"])
def test_whoever_is_no_origin_may_not_embed_it(hosts: str) -> None:
    with pytest.raises(ValidationError, match="GISGRID_EMBED_HOSTS"):
        Settings(embed_hosts=hosts)


def test_what_carries_its_digest_in_its_name_is_kept_for_ever(built: Path) -> None:
    answer = served(built).get("/assets/index-abc.js")
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["/api/nothing", "/tiles/1/2", "/assets/gone.js"])
def test_what_is_missing_is_missing(built: Path, path: str) -> None:
    assert served(built).get(path).status_code == 404


def test_an_unknown_address_of_the_interface_is_no_page(built: Path) -> None:
    assert served(built).get("/api/nothing", headers=PAGE).status_code == 404


def test_without_a_build_it_says_how_to_make_one(tmp_path: Path) -> None:
    answer = served(tmp_path).get("/")
    assert answer.status_code == 503
    assert "npm run build" in answer.text


def test_scripts_are_sent_compressed_to_who_takes_it(built: Path) -> None:
    script = built / "assets" / "index-abc.js"
    script.write_text("later(1);" * 500)
    client, address = served(built), "/assets/index-abc.js"
    small = client.get(address, headers={"accept-encoding": "gzip"})
    plain = client.get(address, headers={"accept-encoding": "identity"})
    assert small.text == plain.text == script.read_text()
    assert (small.headers["content-encoding"], int(small.headers["content-length"]) < 200) == (
        "gzip",
        True,
    )
    assert "content-encoding" not in plain.headers
    for answer in (small, plain):
        assert answer.headers["vary"] == "Accept-Encoding"
        assert "immutable" in answer.headers["cache-control"]
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "javascript" in answer.headers["content-type"]


def test_a_part_of_a_script_is_sent_as_it_is(built: Path) -> None:
    asked = {"accept-encoding": "gzip", "range": "bytes=0-0"}
    answer = served(built).get("/assets/index-abc.js", headers=asked)
    assert (answer.status_code, answer.text) == (206, "1")
    assert "content-encoding" not in answer.headers


def test_who_holds_a_compressed_script_is_not_sent_it_again(built: Path) -> None:
    client, address = served(built), "/assets/index-abc.js"
    tag = client.get(address, headers={"accept-encoding": "gzip"}).headers["etag"]
    held = client.get(address, headers={"accept-encoding": "gzip", "if-none-match": tag})
    assert held.status_code == 304
