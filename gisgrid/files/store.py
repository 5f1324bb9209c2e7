"""Where the files lie: by the digest of their bytes, below home or in an S3-compatible store."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from gisgrid.kernel.errors import Unavailable
from gisgrid.kernel.settings import Settings

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

SUFFIXES: Final = {"image/jpeg": ".jpg", "video/mp4": ".mp4", "audio/mp4": ".m4a"}
JPG: Final = SUFFIXES["image/jpeg"]
CLIENT: Final["ClientConfig"] = {
    "connect_timeout": timedelta(seconds=2),
    "timeout": timedelta(seconds=20),
    "allow_http": True,
}
"""A bucket next door may speak HTTP: its own endpoint says so, the public ones speak TLS."""
CANNOT_KEEP: Final = "文件暂时无法保存，请稍后再试。"
CANNOT_OPEN: Final = "文件暂时无法打开，请稍后再试。"
PATIENCE: Final["RetryConfig"] = {"max_retries": 2, "retry_timeout": timedelta(seconds=10)}


@dataclass(frozen=True, slots=True)
class Lying:
    """A file that lies in the store."""

    sha256: bytes
    suffix: str
    written_at: datetime


class Store:
    """Files by the digest of their bytes; one is never changed, only written again or removed."""

    def __init__(self, url: str) -> None:
        self.folder = Path(unquote(urlsplit(url).path)) if url.startswith("file:") else None
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._files = LocalStore(self.folder) if self.folder else _remote(url)

    def put(self, content: bytes, suffix: str = JPG) -> bytes:
        """Write a file so that a loss of power cannot take it; return its digest.

        Raises:
            Unavailable: the store is full or out of reach.
        """
        sha256 = digest(content)
        try:
            with reached(CANNOT_KEEP):
                self._write(path_of(sha256, suffix), content)
        except FileNotFoundError as no_bucket:
            raise Unavailable(CANNOT_KEEP) from no_bucket
        return sha256

    def _write(self, path: str, content: bytes) -> None:
        self._files.put(path, content)
        if self.folder is not None:
            file = self.folder / path
            for one in (file, file.parent, self.folder):
                _sync(one)

    def get(self, sha256: bytes, suffix: str = JPG) -> bytes:
        """Return a file's bytes.

        Raises:
            FileNotFoundError: there is no such file.
            Unavailable: the store is out of reach.
        """
        with reached(CANNOT_OPEN):
            return bytes(self._files.get(path_of(sha256, suffix)).bytes())

    def part(self, sha256: bytes, suffix: str, first: int, length: int) -> bytes:
        """Return some of a file's bytes; raises as `get` does."""
        with reached(CANNOT_OPEN):
            path = path_of(sha256, suffix)
            return bytes(self._files.get_range(path, start=first, length=length))

    def has(self, sha256: bytes, suffix: str = JPG) -> bool:
        """Tell whether a file is there."""
        try:
            with reached(CANNOT_OPEN):
                self._files.head(path_of(sha256, suffix))
        except FileNotFoundError:
            return False
        return True

    def remove(self, sha256: bytes, suffix: str = JPG) -> None:
        """Remove a file."""
        with reached(CANNOT_OPEN):
            self._files.delete(path_of(sha256, suffix))

    def every_file(self) -> Iterator[Lying]:
        """Return every file of ours that lies there; what is named otherwise is not ours."""
        with reached(CANNOT_OPEN):
            for page in self._files.list():
                for one in page:
                    found = _read(one["path"])
                    if found is not None:
                        yield Lying(*found, one["last_modified"])


@contextmanager
def reached(otherwise: str) -> Iterator[None]:
    """Say in a sentence that the store is out of reach; a file that is not there passes through."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as failed:
        raise Unavailable(otherwise) from failed


def _remote(url: str) -> ObjectStore:
    """Open a store by its URL; who we are and where it is stand in the AWS_* variables."""
    return from_url(url, client_options=CLIENT, retry_config=PATIENCE)


def store_of(chosen: Settings) -> Store:
    """Return the store of the settings: a folder below home unless they name another."""
    home = (chosen.home or Path(".gisgrid")).resolve()
    return _opened(chosen.files_url or (home / "files").as_uri())


@cache
def _opened(url: str) -> Store:
    return Store(url)


def digest(content: bytes) -> bytes:
    """Return the digest by which a file is named."""
    return hashlib.sha256(content).digest()


def path_of(sha256: bytes, suffix: str = JPG) -> str:
    """Return where a file lies in the store."""
    return f"{sha256.hex()[:2]}/{sha256.hex()}{suffix}"


def _read(path: str) -> tuple[bytes, str] | None:
    """Return the digest and the suffix in a path; None: it is none of ours."""
    name, dot, ending = path.rpartition("/")[2].partition(".")
    suffix = dot + ending
    try:
        sha256 = bytes.fromhex(name)
    except ValueError:
        return None
    ours = suffix in SUFFIXES.values() and path == path_of(sha256, suffix)
    return (sha256, suffix) if ours else None


def _sync(path: Path) -> None:
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
