"""What the documents name is there: files, settings, commands."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from gisgrid.cli import COMMANDS, app_of
from gisgrid.kernel.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md")), *sorted(ROOT.glob("data/*/*.md"))]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
OURS = re.compile(r"`((?:gisgrid|tests|tools|docs|frontend|layers|tiles|data)/[\w./-]+)`")
SETTING = re.compile(r"GISGRID_([A-Z_]+)")
COMMAND = re.compile(r"`(?:GISGRID_\S+ )*gisgrid ([a-z][a-z-]*)(?: ([a-z][a-z|-]*))?")
OF_TESTS = {"CHAOS_KILLS"}
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@every_page
def test_every_link_and_path_of_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [page.parent / one for one in LINK.findall(text) if "://" not in one]
    paths = [ROOT / one for one in OURS.findall(text)]
    assert [str(one) for one in (*links, *paths) if not one.exists()] == []


@every_page
def test_every_setting_that_a_page_names_is_one(page: Path) -> None:
    named = set(SETTING.findall(page.read_text(encoding="utf-8"))) - OF_TESTS
    assert {one for one in named if one.lower() not in Settings.model_fields} == set()


def commands() -> Iterator[str]:
    for name, made in typer.main.get_group(app_of(list(COMMANDS))).commands.items():
        yield name
        for part in getattr(made, "commands", {}):
            yield f"{name} {part}"


def test_every_command_that_a_page_names_is_one() -> None:
    known = set(commands())
    groups = {one.split()[0] for one in known if " " in one}
    wrong = []
    for page in (*PAGES, ROOT / "CHANGELOG.md"):
        for name, parts in COMMAND.findall(page.read_text(encoding="utf-8")):
            said = [f"{name} {one}" for one in parts.split("|")] if name in groups else [name]
            wrong += [f"{page.name}: {one}" for one in said if one.strip() not in known]
    assert wrong == []
