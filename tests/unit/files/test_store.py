"""Files lie by the digest of their bytes, in a folder or in any store that obstore opens."""

from pathlib import Path

import pytest

from gisgrid.files.store import Store, digest, path_of


@pytest.mark.parametrize("kind", ["folder", "memory"])
def test_a_file_is_found_by_its_bytes_until_it_is_removed(tmp_path: Path, kind: str) -> None:
    store = Store((tmp_path / "新 files").as_uri() if kind == "folder" else "memory:///")
    sha256 = store.put(b"photo")
    assert sha256 == digest(b"photo") == store.put(b"photo")
    assert store.get(sha256) == b"photo"
    assert [one.sha256 for one in store.every_file()] == [sha256]
    store.remove(sha256)
    assert not store.has(sha256)
    with pytest.raises(FileNotFoundError):
        store.get(sha256)


def test_what_is_named_otherwise_is_not_ours(tmp_path: Path) -> None:
    store = Store(tmp_path.as_uri())
    sha256 = store.put(b"photo")
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / path_of(sha256).replace(".jpg", "")).write_text("x")
    assert [one.sha256 for one in store.every_file()] == [sha256]
