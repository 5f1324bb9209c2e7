"""A command and its database: the private one is found, and what is wrong is one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from psycopg import errors
from sqlalchemy.exc import DBAPIError

from gisgrid.cli import main
from gisgrid.cli.faults import said_of

ROOT = Path(__file__).parents[3]
CLOSED = "postgresql+psycopg://nobody@127.0.0.1:1/none"


def command(*words: str, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run a command with no other setting of ours than these."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GISGRID_")}
    order = [sys.executable, "-m", "gisgrid.cli", *words]
    return subprocess.run(
        order, cwd=ROOT, env=clean | env, text=True, capture_output=True, check=False
    )


@pytest.mark.parametrize(
    ("env", "word"),
    [
        ({}, "make run"),
        ({"GISGRID_DATABASE_URL": CLOSED}, "does not answer"),
        ({"GISGRID_DATABASE_URL": "nonsense"}, "no address of a database"),
        ({"GISGRID_PORT": "eight"}, "GISGRID_PORT"),
    ],
)
def test_what_is_wrong_outside_is_one_line_and_code_2(
    env: dict[str, str], word: str, tmp_path: Path
) -> None:
    done = command("people", "list", **{"GISGRID_HOME": str(tmp_path / "home")} | env)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("gisgrid: ")
    assert word in line
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (["nosuch"], "nosuch"),
        (["locate"], "points"),
        (["locate", "a.csv", "--aras", "b.geojson"], "--aras"),
        (["people", "nosuch"], "nosuch"),
        (["locate", "a.csv", "--areas", "b", "--area-key", "c", "--near", "far"], "--near"),
        (["locate", "a.csv", "--areas", "b.geojson", "--area-key", "c"], "b.geojson"),
        (["locate", "a.csv", "--areas", "a\nb", "--area-key", "c"], "no such file"),
    ],
)
def test_words_that_cannot_be_meant_are_one_line_and_code_2(
    words: list[str],
    word: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["gisgrid", *words])
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr()
    assert (left.value.code, said.out) == (2, "")
    (line,) = said.err.splitlines()
    assert line.startswith("gisgrid: ")
    assert word in line


WEB = ("uvicorn", "gisgrid.web:production", "--factory")
DEMO_S = "the demo district has no secrets"


@pytest.mark.parametrize(
    ("program", "secret"),
    [
        (WEB, ""),
        (WEB, DEMO_S),
        (("gisgrid.cli", "worker"), ""),
        (("gisgrid.cli", "worker"), DEMO_S),
        (("gisgrid.cli", "run"), DEMO_S),
    ],
    ids=["web", "web-demo", "worker", "worker-demo", "run-demo"],
)
def test_nothing_starts_outside_demo_mode_with_the_demo_s_secret(
    program: tuple[str, ...], secret: str
) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GISGRID_")}
    given = {"GISGRID_DEMO": "false", "GISGRID_DATABASE_URL": CLOSED, "GISGRID_SECRET": secret}
    done = subprocess.run(
        [sys.executable, "-m", *program],
        cwd=ROOT, env=clean | given, text=True, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode != 0
    assert "GISGRID_SECRET" in done.stderr.splitlines()[-1]


def test_what_the_database_cannot_keep_is_said_in_one_line() -> None:
    too_large = DBAPIError("", None, errors.NumericValueOutOfRange("out of range\nLINE 1"))
    assert said_of(too_large) == "what was given cannot be stored (out of range)"
    with pytest.raises(UnicodeEncodeError) as odd:
        "\udcff".encode()
    assert "no text" in (said_of(odd.value) or "")


def test_a_defect_of_our_own_is_not_explained_away() -> None:
    assert said_of(KeyError("area")) is None


LISTED = """
import sys
from gisgrid.cli import COMMANDS, main
try:
    main()
finally:
    print(sorted({"sqlalchemy", "geopandas", "fastapi"} & sys.modules.keys()), *COMMANDS)
"""


@pytest.mark.parametrize("words", [["--help"], []])
def test_the_list_of_commands_waits_for_none_of_them(words: list[str]) -> None:
    order = [sys.executable, "-c", LISTED, *words]
    done = subprocess.run(order, cwd=ROOT, text=True, capture_output=True, check=False)
    *shown, last = (done.stdout + done.stderr).splitlines()
    loaded, *names = last.split(" ")
    assert loaded == "[]"
    assert all(any(f" {name} " in line for line in shown) for name in names)


@pytest.mark.parametrize(
    "words", ["layers install", "duties coverage", "audit verify", "grid editions", "retention"]
)
def test_every_command_says_that_there_is_no_database_yet(words: str, tmp_path: Path) -> None:
    done = command(*words.split(), GISGRID_HOME=str(tmp_path / "home"))
    assert done.returncode == 2
    assert "make run" in done.stderr.splitlines()[-1]
