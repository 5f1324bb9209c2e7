"""Servers on one port of loopback, one at a time, and requests to them over kept connections."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from gisgrid.run import Urls

ROOT = Path(__file__).parents[2]
PORT = 8461
CLIENTS = 8
PATIENCE_S = 60
# In demo mode nobody is told that they report too often.
PROGRAM = {"GISGRID_SECRET": "a secret of the benchmark", "GISGRID_DEMO": "true"}
Said = Sequence[tuple[str, str]]


@contextmanager
def served(app: str, urls: Urls) -> Iterator[int]:
    """Serve an application in one process of its own; give its pid."""
    env = {**PROGRAM, "GISGRID_DATABASE_URL": urls.app, "PYTHONPATH": str(ROOT)}
    command = ["-m", "uvicorn", "--factory", app, "--port", str(PORT), "--no-access-log"]
    with running([sys.executable, *command, "--log-level", "warning"], env) as pid:
        yield pid


@contextmanager
def running(order: Sequence[str], env: Mapping[str, str], path: str | None = None) -> Iterator[int]:
    """Run a server until the block ends, from when it answers a path with 200, else listens."""
    process = subprocess.Popen(order, cwd=ROOT, env={**os.environ, **env})
    try:
        until(process, is_listening if path is None else lambda: is_answered(path))
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def until(process: "subprocess.Popen[bytes]", ready: Callable[[], bool]) -> None:
    """Return when a server is ready."""
    ends = time.monotonic() + PATIENCE_S
    while process.poll() is None and time.monotonic() < ends:
        if ready():
            return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def is_listening() -> bool:
    """Tell whether somebody listens on the port."""
    try:
        socket.create_connection(("127.0.0.1", PORT), timeout=5).close()
    except OSError:
        return False
    return True


def is_answered(path: str) -> bool:
    """Tell whether a path is answered with 200."""
    try:
        with urlopen(Request(f"http://127.0.0.1:{PORT}{path}"), timeout=5):
            return True
    except (URLError, OSError):
        return False


async def get(paths: Sequence[str], said: Said = ()) -> list[int]:
    """Ask for the paths over eight connections; return the bytes of each body."""
    todo, sizes = iter(paths), []
    more = "".join(f"{name}: {value}\r\n" for name, value in said)

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        for path in todo:
            writer.write(
                f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n{more}\r\n".encode()
            )
            status, size = await answer(reader)
            if status not in {200, 204}:
                raise SystemExit(f"{path}: {status}")
            sizes.append(size)
        writer.close()

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return sizes


async def post(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body: bytes, key: str
) -> int:
    """Send one report, read the whole answer, return its status."""
    head = (
        f"POST /api/reports HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Idempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    status, _ = await answer(reader)
    return status


async def answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    """Read a whole answer; return its status and the bytes of its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
    body = await reader.readexactly(int(length or 0))
    return int(head.split(b" ", 2)[1]), len(body)
