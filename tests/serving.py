"""The web and the worker as real processes on a loopback port, as `gisgrid run` starts them."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from gisgrid.run import Urls

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    """Return a port of loopback that nobody uses now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Serving:
    """One web process and one worker on a database, with their logs in files."""

    urls: Urls
    folder: Path
    more: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    root: Path = ROOT
    """Whose program: this checkout's, or an older one's folder."""

    @property
    def address(self) -> str:
        """Return where the web is."""
        return f"http://127.0.0.1:{self.port}"

    def web(self) -> subprocess.Popen[bytes]:
        """Start the web."""
        factory = ("uvicorn", "gisgrid.web:production", "--factory", "--no-access-log")
        return self._start("web", *factory, "--port", str(self.port), "--log-level", "warning")

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker."""
        return self._start("worker", "gisgrid.cli", "worker")

    def said(self) -> str:
        """Return what both have said until now."""
        return "".join(log.read_text("utf-8") for log in sorted(self.folder.glob("*.log")))

    def answers(self, path: str = "/health") -> bool:
        """Tell whether an address answers 200."""
        try:
            with urlopen(self.address + path, timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def _start(self, name: str, *module: str) -> subprocess.Popen[bytes]:
        env = {**os.environ, "GISGRID_DATABASE_URL": self.urls.app, "GISGRID_DEMO": "true"}
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *module],
                cwd=self.root,
                env={**env, **self.more},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )


@contextmanager
def ended(*running: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kill what still runs in the end."""
    try:
        yield
    finally:
        for one in running:
            one.kill()
            one.wait()
