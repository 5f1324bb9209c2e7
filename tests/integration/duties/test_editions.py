"""A class book that is loaded over one that cases stand on."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from gisgrid import cases, duties, reactions
from tests.integration.duties.conftest import DATA, edit

BOOK = DATA / "classbook"
PLACE = (113.18, 35.24)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    reactions.install()
    return Path(shutil.copytree(BOOK, tmp_path / "classbook"))


@pytest.fixture
def case_class(town: Session) -> duties.ClassEntry:
    """The class of a case that was reported a moment ago."""
    reactions.install()
    entry = duties.class_by_key(town, "component/0101")
    source, (x, y) = cases.Source.CITIZEN, PLACE
    new = cases.NewReport(source=source, class_key=entry.key, text="井盖丢失", x=x, y=y)
    cases.submit(town, new)
    return entry


def next_edition(folder: Path) -> None:
    """Make the folder the next edition of the components and events."""
    for path in folder.glob("*.csv"):
        said = path.read_text("utf-8")
        path.write_text(said.replace("gb-style-sample,2026-demo", "gb-style-sample,2027"), "utf-8")


@pytest.mark.usefixtures("case_class")
@pytest.mark.parametrize(
    ("file", "change", "column"),
    [
        ("conditions.csv", {"solve_value": "99"}, "solve_value"),
        ("conditions.csv", {"closing": "看着办"}, "closing"),
        ("classes.csv", {"name": "别的井盖"}, "name"),
    ],
)
def test_what_cases_stand_on_is_not_rewritten(
    town: Session, copy: Path, file: str, change: dict[str, str], column: str
) -> None:
    edit(copy, file, {"0101": change})
    with pytest.raises(duties.BadCells, match=f"{file} 第 2 行: .*已有案件，.*{column}"):
        duties.load_classbook(town, copy)


def test_without_cases_a_limit_is_mended_in_place(town: Session, copy: Path) -> None:
    edit(copy, "conditions.csv", {"0106": {"solve_value": "99"}})
    duties.load_classbook(town, copy)
    entry = duties.class_by_key(town, "component/0106")
    assert {one.solve_value for one in duties.conditions(town, entry.id)} == {99}


def test_what_no_case_stands_on_may_change(
    town: Session, copy: Path, case_class: duties.ClassEntry
) -> None:
    edit(copy, "classes.csv", {"0101": {"synonyms": "窨井盖"}})
    duties.load_classbook(town, copy)
    assert duties.case_class(town, case_class.id).synonyms == ("窨井盖",)


@pytest.mark.parametrize("file", ["classes.csv", "conditions.csv"])
def test_a_stored_line_that_is_left_out_is_named(town: Session, copy: Path, file: str) -> None:
    lines = (copy / file).read_text("utf-8").splitlines(keepends=True)
    (copy / file).write_text("".join([lines[0], *lines[2:]]), "utf-8")
    with pytest.raises(duties.BadCells, match=rf"{file}: 缺少库中已有的"):
        duties.load_classbook(town, copy)


def test_the_next_edition_takes_over_and_a_case_keeps_its_own(
    town: Session, copy: Path, case_class: duties.ClassEntry
) -> None:
    next_edition(copy)
    edit(copy, "conditions.csv", {"0101": {"solve_value": "99"}})
    loaded = duties.load_classbook(town, copy)
    assert loaded.retired == (duties.Retired("gb-style-sample", "2026-demo", 190),)
    assert duties.class_by_key(town, case_class.key).edition == "2027"
    kept = duties.conditions(town, case_class.id)
    assert [one.solve_value for one in kept] == [2, 4, 2, 5]
    assert duties.load_classbook(town, copy).retired == ()


def test_an_earlier_edition_comes_back_only_where_that_is_meant(town: Session, copy: Path) -> None:
    next_edition(copy)
    duties.load_classbook(town, copy)
    with (
        pytest.raises(duties.BadCells, match=r"2026-demo 已由 2027 接替.*--go-back"),
        town.begin_nested(),
    ):
        duties.load_classbook(town, BOOK)
    assert duties.class_by_key(town, "component/0101").edition == "2027"
    back = duties.load_classbook(town, BOOK, go_back=True)
    assert back.retired == (duties.Retired("gb-style-sample", "2027", 190, "2026-demo"),)
    forth = duties.load_classbook(town, copy)
    assert forth.retired == (duties.Retired("gb-style-sample", "2026-demo", 190),)


def test_an_edition_that_was_stored_beforehand_comes_in_force_as_the_next_one(
    town: Session, copy: Path
) -> None:
    next_edition(copy)
    books = copy / "codebooks.csv"
    said = books.read_text("utf-8")
    edit(copy, "codebooks.csv", {"gb-style-sample": {"active": "0"}}, key="codebook")
    assert duties.load_classbook(town, copy).retired == ()
    books.write_text(said, "utf-8")
    assert [one.edition for one in duties.load_classbook(town, copy).retired] == ["2026-demo"]


def test_two_books_in_force_may_not_hold_one_class(town: Session, copy: Path) -> None:
    with (copy / "codebooks.csv").open("a", encoding="utf-8") as file:
        file.write("another,1,另一册,,1,1,\n")
    with (copy / "classes.csv").open("a", encoding="utf-8") as file:
        file.write("another,1,component,0101,01,公用设施,,上水井盖,,,1,,,0,,,,,\n")
    with pytest.raises(duties.BadCells, match=r"component/0101 同时在 another 1、gb-style-sample"):
        duties.load_classbook(town, copy)


def test_another_condition_becomes_the_usual_one(town: Session, copy: Path) -> None:
    file = copy / "conditions.csv"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    lines[1] = lines[1].replace("urgent_hour,1,1,", "urgent_hour,1,0,")
    lines[2] = lines[2].replace("work_hour,0,0,", "work_hour,0,1,")
    file.write_text("".join(lines), "utf-8")
    duties.load_classbook(town, copy)
    entry = duties.class_by_key(town, "component/0101")
    assert [one.is_default for one in duties.conditions(town, entry.id)][:2] == [False, True]


@pytest.mark.parametrize(
    ("file", "code", "change", "said"),
    [
        ("overrides.csv", "O-LAMP", {"asset_kind": "spaceship"}, "没有部件种类 spaceship"),
        ("overrides.csv", "O-LAMP", {"asset_kind": ""}, "asset_code、asset_kind 应填且只填一个"),
        ("rules.csv", "R-LITTER", {"from_time": "08:00"}, "起止时刻要一起填"),
    ],
)
def test_a_line_that_could_never_speak_is_refused_with_its_place(
    town: Session, copy: Path, file: str, code: str, change: dict[str, str], said: str
) -> None:
    edit(copy, file, {code: change})
    with pytest.raises(duties.BadCells, match=rf"{file} 第 \d+ 行: {said}"):
        duties.load_classbook(town, copy)


def test_a_misspelt_file_is_not_passed_over(town: Session, copy: Path) -> None:
    (copy / "rules.csv").rename(copy / "rule.csv")
    with pytest.raises(duties.BadCells, match=r"rule\.csv"):
        duties.load_classbook(town, copy)


def test_the_classes_with_cases_are_told(town: Session, case_class: duties.ClassEntry) -> None:
    without = duties.class_by_key(town, "component/0106").id
    assert cases.classes_in_use(town, [case_class.id, without]) == {case_class.id}
