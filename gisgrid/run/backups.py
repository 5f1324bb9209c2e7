"""Backups: one folder with the database, the files and a manifest; there whole or not at all."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from gisgrid.files import Store, path_of
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict, Invalid
from gisgrid.kernel.jobs import psycopg_address
from gisgrid.run.dumping import dump, load

DUMP, FILES, MANIFEST = "database.dump", "files", "manifest.json"
Say = Callable[[str], None]
TABLES = """
    SELECT c.relname FROM pg_class AS c
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT EXISTS (
         SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
     ORDER BY c.relname
"""


class Taken(Conflict):
    """There is something where the backup or the restored database should be."""

    title = "Not empty"


class BadBackup(Invalid):
    """The folder is no backup, or not as it was written."""

    title = "Not a whole backup"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, and how to tell that it is whole."""

    at: str
    server: str
    revision: str
    lsn: str
    rows: dict[str, int]
    sha256: dict[str, str]


def back_up(url: str, files: Store | None, folder: Path, say: Say) -> Manifest:
    """Write a backup of a database and its files to a folder that is not there yet.

    The dump and the counts are of one moment. Files are fetched after it, from the folder or the
    bucket: a file is written before its row, so none is missing.
    An interrupted backup leaves `FOLDER.partial` at most.

    Raises:
        Taken: the folder is there.
    """
    if folder.exists():
        raise Taken(f"{folder} 已存在，备份须写入新的文件夹。")
    draft = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    try:
        manifest = _written(url, files, draft, say)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return manifest


def restore(url: str, files: Store | None, folder: Path, say: Say) -> Manifest:
    """Fill an empty database from a backup, in one transaction; `url` is the owner's.

    Grants and functions are to be made anew by `gisgrid migrate`'s own steps.

    Raises:
        BadBackup: a file is missing or was changed.
        Taken: the database or the store of files holds something.
    """
    manifest = checked(folder)
    with psycopg.connect(psycopg_address(url)) as connection:
        if _tables(connection):
            raise Taken("目标数据库不是空的；恢复只写入空库。")
    if files is not None and any(True for _ in files.every_file()):
        raise Taken("存放照片的地方不是空的；恢复只写入空文件夹或空桶。")
    say("数据库 · database")
    load(url, folder / DUMP)
    say("核对行数 · counting rows")
    with psycopg.connect(psycopg_address(url)) as connection:
        if _counts(connection) != manifest.rows:
            raise BadBackup("恢复后的行数与备份清单不符。")
    if files is not None:
        say("文件 · files")
        _bring_back(folder / FILES, files)
    return manifest


def checked(folder: Path) -> Manifest:
    """Return the manifest of a backup of which every file is as it was written."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        raise BadBackup(f"{folder} 不是备份：没有可读的 {MANIFEST}。") from None
    found = dict(_digests(folder))
    wrong = sorted(name for name in manifest.sha256 if found.get(name) != manifest.sha256[name])
    if wrong:
        raise BadBackup(f"备份中的文件缺失或被改动：{'、'.join(wrong[:5])}。")
    return manifest


def _written(url: str, files: Store | None, draft: Path, say: Say) -> Manifest:
    with psycopg.connect(psycopg_address(url)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        at = clock.now().isoformat()
        snapshot, lsn, server, revision = _moment(connection)
        say("数据库 · database")
        dump(url, draft / DUMP, snapshot)
        say("行数 · rows")
        rows = _counts(connection)
    if files is not None:
        say("文件 · files")
        _fetch(files, draft / FILES)
    manifest = Manifest(at, server, revision, lsn, rows, dict(_digests(draft)))
    _write_down(draft / MANIFEST, manifest)
    return manifest


def _fetch(files: Store, folder: Path) -> None:
    for one in files.every_file():
        kept = folder / path_of(one.sha256, one.suffix)
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept.write_bytes(files.get(one.sha256, one.suffix))


def _bring_back(folder: Path, files: Store) -> None:
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        files.put(path.read_bytes(), path.suffix)


def _write_down(path: Path, manifest: Manifest) -> None:
    with path.open("w", encoding="utf-8") as file:
        json.dump(asdict(manifest), file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())


def _moment(connection: psycopg.Connection) -> tuple[str, str, str, str]:
    asked = """
        SELECT pg_export_snapshot(), pg_current_wal_lsn()::text,
               current_setting('server_version'), (SELECT version_num FROM alembic_version)
    """
    row = connection.execute(asked).fetchone()
    snapshot, lsn, server, revision = row or ("", "", "", "")
    return snapshot, lsn, server, revision


def _tables(connection: psycopg.Connection) -> list[str]:
    return [name for (name,) in connection.execute(TABLES)]


def _counts(connection: psycopg.Connection) -> dict[str, int]:
    counted = SQL("SELECT count(*) FROM {}")
    rows = (
        (one, connection.execute(counted.format(Identifier(one)))) for one in _tables(connection)
    )
    return {name: (found.fetchone() or (0,))[0] for name, found in rows}


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the SHA-256 of every file but the manifest, by its place in the folder."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        if path != folder / MANIFEST:
            with path.open("rb") as file:
                yield str(path.relative_to(folder)), hashlib.file_digest(file, "sha256").hexdigest()
