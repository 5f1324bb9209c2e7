from pathlib import Path

from gisgrid.run.secrets import kept_secrets


def test_secrets_are_made_once_and_nobody_else_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    first = kept_secrets(path)
    assert kept_secrets(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert len({first.superuser, first.owner, first.app, first.signing}) == 4
