"""`gisgrid people` on a database of its own, for it really commits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from gisgrid.cli.people import app
from gisgrid.identity import passwords
from gisgrid.identity.importing import SheetRefused
from gisgrid.identity.sheets import read_sheet
from gisgrid.identity.tables import Account, Person, PostRow
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.errors import Conflict, Invalid, NotFound
from gisgrid.kernel.settings import settings
from gisgrid.run import Urls


@pytest.fixture
def run(own_district: Urls, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    monkeypatch.setenv("GISGRID_DATABASE_URL", own_district.app)
    settings.cache_clear()
    yield CliRunner(env={"COLUMNS": "240"})
    settings.cache_clear()


def account(urls: Urls, login: str) -> Account:
    engine = engine_of(urls.app, pool_size=1)
    with sessions_of(engine)() as tx:
        found = tx.scalars(select(Account).where(Account.login == login)).one()
    engine.dispose()
    return found


def test_an_initial_password_is_shown_once_and_must_be_changed(
    run: CliRunner, own_district: Urls
) -> None:
    answer = run.invoke(app, ["reset-password", "leader"])
    assert answer.exit_code == 0, answer.output
    initial = answer.output.splitlines()[0].removeprefix("leader: ")
    found = account(own_district, "leader")
    assert found.must_change
    assert passwords.fits(found, initial)
    unknown = run.invoke(app, ["reset-password", "nobody"])
    assert isinstance(unknown.exception, NotFound)


HEAD = "person_code,name_zh,phone,login,post_code,station_code,role,area_code,valid_from,valid_to"
NEW = "P9001,新人,13800000000,xinren,Z9001,S-410803,dispatcher,,2026-01-01,"
MOVED = "P0003,改名,19900000003,leader,Z0003,S-410803,leader,,2024-01-01,"


def test_a_person_is_entered_with_a_first_post_by_the_rules_of_the_page(
    run: CliRunner, own_district: Urls
) -> None:
    before = counted(own_district)
    order = ["add", "新人", "dispatcher", "S-410803", "--login", "xinren", "--code", "P9001"]
    entered = run.invoke(app, [*order, "--area", "410803", "--until", "2030-01-01"])
    assert entered.exit_code == 0, entered.output
    assert counted(own_district) == [(n or 0) + 1 for n in before]
    assert account(own_district, "xinren").must_change
    shown = run.invoke(app, ["show", "xinren"]).output
    assert all(word in shown for word in ("新人", "dispatcher", "410803", "2030-01-01"))
    assert isinstance(run.invoke(app, order).exception, Conflict)
    for name, role, station, refused in (
        ("某人", "king", "S-410803", Invalid),
        ("某人", "leader", "S-0", NotFound),
        (" ", "leader", "S-410803", Invalid),
        ("某" * 101, "leader", "S-410803", Invalid),
        ("某\x1b[2J人", "leader", "S-410803", Invalid),
    ):
        assert isinstance(run.invoke(app, ["add", name, role, station]).exception, refused)
    assert counted(own_district) == [(n or 0) + 1 for n in before]


def sheet(folder: Path, *rows: str, encoding: str = "utf-8-sig") -> str:
    path = folder / "people.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding=encoding)
    return str(path)


def counted(urls: Urls) -> list[int | None]:
    engine = engine_of(urls.app, pool_size=1)
    with sessions_of(engine)() as tx:
        tables = (Person, PostRow, Account)
        found = [tx.scalar(select(func.count()).select_from(table)) for table in tables]
    engine.dispose()
    return found


def test_a_sheet_is_tried_then_taken_and_changes_nothing_the_second_time(
    run: CliRunner, own_district: Urls, tmp_path: Path
) -> None:
    before = counted(own_district)
    path = sheet(tmp_path, NEW, encoding="gb18030")
    tried = run.invoke(app, ["import", path, "--dry-run"])
    assert tried.exit_code == 0, tried.output
    assert "3 changes；试运行" in tried.output
    assert counted(own_district) == before
    assert "3 changes；已写入" in run.invoke(app, ["import", path]).output
    assert counted(own_district) == [(n or 0) + 1 for n in before]
    assert "0 changes" in run.invoke(app, ["import", path]).output
    assert account(own_district, "xinren").must_change
    shown = run.invoke(app, ["show", "xinren"]).output
    assert "Z9001" in shown
    assert "dispatcher" in shown


def test_a_dry_run_names_every_changed_field(
    run: CliRunner, own_district: Urls, tmp_path: Path
) -> None:
    tried = run.invoke(app, ["import", sheet(tmp_path, MOVED), "--dry-run"])
    assert tried.exit_code == 0, tried.output
    assert "改名" in tried.output
    assert "valid_from" in tried.output


def test_a_sheet_with_faults_loads_nothing_and_names_every_row(
    run: CliRunner, own_district: Urls, tmp_path: Path
) -> None:
    before = counted(own_district)
    wrong = (
        NEW.replace("dispatcher", "emperor"),
        NEW.replace("S-410803", "S-none"),
        NEW.replace("2026-01-01", "1.1.2026").replace("Z9001", "Z9002"),
        NEW.replace("2026-01-01,", "2026-01-01,2025-01-01").replace("Z9001", "Z9003"),
        NEW.replace("新人", "新" * 101).replace("Z9001", "Z9004"),
        NEW.replace("新人", "新\x07人").replace("Z9001", "Z9005"),
        NEW.replace("2026-01-01", "0001-01-01").replace("Z9001", "Z9006"),
    )
    answer = run.invoke(app, ["import", sheet(tmp_path, NEW.replace("Z9001", "Z1"), *wrong)])
    assert isinstance(answer.exception, SheetRefused)
    said = str(answer.exception)
    for words in (
        "第 3 行：没有岗位角色 emperor",
        "第 4 行：没有工作站 S-none",
        "第 4 行：岗位 Z9001",
        "第 7 行：name_zh 超过 100 字",
        "第 8 行：name_zh 含有控制字符",
        "第 9 行：日期过早",
    ):
        assert words in said
    assert "第 5 行：日期" in said
    assert "第 6 行：valid_to" in said
    assert "第 2 行" not in said
    assert counted(own_district) == before


def test_a_late_fault_leaves_nothing_of_the_rows_before_it(
    run: CliRunner, own_district: Urls, tmp_path: Path
) -> None:
    before = counted(own_district)
    taken = NEW.replace("P9001", "P9002").replace("Z9001", "Z9002")
    answer = run.invoke(app, ["import", sheet(tmp_path, NEW, taken)])
    assert "第 3 行：登录名 xinren" in str(answer.exception)
    assert counted(own_district) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [("a,b\n1,2\n", "missing"), (f"{HEAD},x\n", "unknown"), (f"{HEAD}\n1,2\n", "第 2 行")],
)
def test_a_file_that_is_no_such_sheet_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match=said):
        read_sheet(path, settings().tz)


def test_posts_are_given_lent_and_ended_from_the_command_line(
    run: CliRunner, own_district: Urls
) -> None:
    given = run.invoke(app, ["give-post", "P0003", "analyst", "S-410803", "--title", "分析员"])
    assert given.exit_code == 0, given.output
    code = given.output.split()[1]
    for odd in (["--title", "分\x1b[2J析"], ["--title", "分" * 201], ["--area", "4\n1"]):
        refused = run.invoke(app, ["give-post", "P0003", "analyst", "S-410803", *odd]).exception
        assert isinstance(refused, Invalid)
    dates = ("--since", "2027-01-01", "--until", "2027-01-08")
    lent = run.invoke(app, ["name-deputy", code, "P0004", *dates])
    assert lent.exit_code == 0, lent.output
    assert code in run.invoke(app, ["show", "P0004"]).output
    assert "P0003" in run.invoke(app, ["list", "--role", "analyst"]).output
    assert run.invoke(app, ["end-post", code]).exit_code == 0
    assert "P0003" not in run.invoke(app, ["list", "--role", "analyst"]).output


def test_the_stations_are_shown_with_their_five_haves(run: CliRunner, own_district: Urls) -> None:
    assert run.invoke(app, ["stations"]).output.count("5/5") == 86
    assert "equipment" in run.invoke(app, ["stations", "S-410803"]).output
    assert isinstance(run.invoke(app, ["stations", "nowhere"]).exception, NotFound)
