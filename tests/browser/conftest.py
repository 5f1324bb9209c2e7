"""A real browser before the real program: an own district, the web process, the worker."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from gisgrid.kernel.folders import folder
from gisgrid.run import Urls
from tests.browser.driver import Desk
from tests.browser.profiles import Look, Profiles
from tests.conftest import cloned
from tests.databases import Databases, district_template

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    # Debian's launcher asks for the first; without a GPU both are drawn by the processor, dearly.
    "--disable-gpu-rasterization",
    "--disable-gpu-compositing",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
)
STARTED_IN_S = 30
NOTHING: Mapping[str, str] = {}
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def browser_district(databases: Databases) -> Iterator[Urls]:
    if not (folder("frontend/dist") / "index.html").is_file():
        pytest.skip("the web app is not built: npm ci && npm run build in frontend/")
    yield from cloned(databases, "browser", district_template)


@pytest.fixture(scope="session")
def site(browser_district: Urls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the program, served with its worker until the tests end."""
    with served(browser_district, tmp_path_factory.mktemp("files")) as address:
        yield address


@contextmanager
def served(urls: Urls, files: Path, more: Mapping[str, str] = NOTHING) -> Iterator[str]:
    """Serve a district with its worker and its photos; give the address."""
    port = free_port()
    known = {
        "GISGRID_DATABASE_URL": urls.app,
        "GISGRID_DEMO": "1",
        "GISGRID_FILES_URL": files.as_uri(),
        **more,
    }
    env = {k: v for k, v in os.environ.items() if not k.startswith("GISGRID_")} | known
    web = ("uvicorn", "--factory", "gisgrid.web:production", "--port", str(port))
    with (
        running(env, "-m", *web),
        running(env, "-c", "from gisgrid.cli import main; main()", "worker"),
    ):
        address = f"http://127.0.0.1:{port}"
        wait_for(address)
        yield address


@pytest.fixture(scope="session")
def real_site(browser_district: Urls) -> Iterator[str]:
    """The address of the program outside demo mode, on the same district."""
    with web_of(browser_district, {"GISGRID_SECRET": "of the tests"}) as address:
        yield address


@contextmanager
def web_of(urls: Urls, chosen: Mapping[str, str]) -> Iterator[str]:
    """Serve a district without a worker; give the address."""
    port = free_port()
    known = {"GISGRID_DATABASE_URL": urls.app, **chosen}
    env = {k: v for k, v in os.environ.items() if not k.startswith("GISGRID_")} | known
    web = ("uvicorn", "--factory", "gisgrid.web:production", "--port", str(port))
    with running(env, "-m", *web):
        address = f"http://127.0.0.1:{port}"
        wait_for(address)
        yield address


@contextmanager
def running(env: dict[str, str], *arguments: str) -> Iterator[None]:
    """Start a program of ours, and stop it whatever happens."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env=env,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str) -> None:
    """Wait until the program answers; the transport itself tries again."""
    transport = httpx.HTTPTransport(retries=12)
    with httpx.Client(transport=transport, timeout=STARTED_IN_S) as client:
        assert client.get(f"{address}/health").status_code == 200


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
    yield started
    started.close()


@pytest.fixture(scope="session")
def profiles(browser: Browser, site: str) -> Profiles:
    return Profiles(browser, site)


@pytest.fixture
def desk(profiles: Profiles, site: str) -> Iterator[Callable[..., Desk]]:
    """Open the web app on a screen; at the end nobody was asked but us, and nothing went wrong."""
    open_ones: list[tuple[Look, Desk]] = []

    def at_desk(
        *, wide: bool = True, lang: str = "zh", dark: bool = False, first: bool = False
    ) -> Desk:
        """Sit down; `first` before a browser that holds nothing of the site, of any minute."""
        look = Look(wide, lang, dark)
        profile = profiles.fresh(look) if first else profiles.take(look)
        open_ones.append((look, Desk(profile, site, lang)))
        return open_ones[-1][1]

    yield at_desk
    for look, one in open_ones:
        profiles.give_back(look, one.context)
    for _, one in open_ones:
        assert one.elsewhere == []
        assert one.complaints == []
