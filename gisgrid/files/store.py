"""Where the files lie: by the digest of their bytes, below home or in an S3-compatible store."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from gisgrid.kernel.errors import Unavailable
from gisgrid.kernel.settings import Settings

SUFFIX: Final = ".jpg"


@dataclass(frozen=True, slots=True)
class Lying:
    """A file that lies in the store."""

    sha256: bytes
    written_at: datetime


class Store:
    """Files by the digest of their bytes; one is never changed, only written again or removed."""

    def __init__(self, url: str) -> None:
        self.folder = Path(unquote(urlsplit(url).path)) if url.startswith("file:") else None
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._files = LocalStore(self.folder) if self.folder else from_url(url)

    def put(self, content: bytes) -> bytes:
        """Write a file so that a loss of power cannot take it; return its digest.

        Raises:
            Unavailable: the store is full or out of reach.
        """
        sha256 = digest(content)
        try:
            self._write(path_of(sha256), content)
        except (BaseError, OSError) as failed:
            raise Unavailable("照片暂时无法保存，请稍后再试。") from failed
        return sha256

    def _write(self, path: str, content: bytes) -> None:
        self._files.put(path, content)
        if self.folder is not None:
            file = self.folder / path
            for one in (file, file.parent, self.folder):
                _sync(one)

    def get(self, sha256: bytes) -> bytes:
        """Return a file's bytes.

        Raises:
            FileNotFoundError: there is no such file.
        """
        return bytes(self._files.get(path_of(sha256)).bytes())

    def has(self, sha256: bytes) -> bool:
        """Tell whether a file is there."""
        try:
            self._files.head(path_of(sha256))
        except FileNotFoundError:
            return False
        return True

    def remove(self, sha256: bytes) -> None:
        """Remove a file."""
        self._files.delete(path_of(sha256))

    def every_file(self) -> Iterator[Lying]:
        """Return every file of ours that lies there; what is named otherwise is not ours."""
        for page in self._files.list():
            for one in page:
                sha256 = _digest_of(one["path"])
                if sha256 is not None:
                    yield Lying(sha256, one["last_modified"])


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


def path_of(sha256: bytes) -> str:
    """Return where a file lies in the store."""
    return f"{sha256.hex()[:2]}/{sha256.hex()}{SUFFIX}"


def _digest_of(path: str) -> bytes | None:
    name = path.rpartition("/")[2].removesuffix(SUFFIX)
    try:
        sha256 = bytes.fromhex(name)
    except ValueError:
        return None
    return sha256 if path == path_of(sha256) else None


def _sync(path: Path) -> None:
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
