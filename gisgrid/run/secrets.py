"""The cluster's passwords: made once, kept where only we can read them."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_urlsafe


@dataclass(frozen=True)
class Secrets:
    """One password for each role, and the key that signs links."""

    superuser: str
    owner: str
    app: str
    signing: str


def kept_secrets(path: Path) -> Secrets:
    """Return the secrets of a file, made on first use."""
    if not path.exists():
        _write(path, Secrets(*(token_urlsafe(24) for _ in range(4))))
    return Secrets(**json.loads(path.read_text(encoding="utf-8")))


def _write(path: Path, secrets: Secrets) -> None:
    """Write the file whole or not at all, readable by us alone."""
    draft = path.with_suffix(".new")
    with open(draft, "w", encoding="utf-8", opener=_private) as file:
        json.dump(asdict(secrets), file)
    draft.replace(path)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_TRUNC, 0o600)
