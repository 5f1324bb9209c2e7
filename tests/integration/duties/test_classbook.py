"""The class book in the database: loaded once, loaded again, changed."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import duties
from gisgrid.duties.queries import stamp
from gisgrid.kernel.errors import Invalid
from tests.integration.duties.conftest import DATA, edit

BOOK = DATA / "classbook"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BOOK, tmp_path / "classbook"))


def versions(town: Session, code: str) -> list[tuple[int, bool]]:
    found = text(
        "SELECT version, replaced_at IS NULL FROM duty_rule WHERE code = :code ORDER BY version"
    )
    return [(version, current) for version, current in town.execute(found, {"code": code})]


def test_all_190_classes_have_their_519_conditions_and_each_one_usual_condition(
    town: Session,
) -> None:
    entries = [e for e in duties.classes(town) if e.codebook == "gb-style-sample"]
    conditions = [duties.conditions(town, entry.id) for entry in entries]
    assert len(entries) == 190
    assert sum(map(len, conditions)) == 519
    assert all(sum(one.is_default for one in those) == 1 for those in conditions)


def test_loading_again_changes_nothing(town: Session) -> None:
    def said() -> list[tuple[object, ...]]:
        tables = ("case_class", "filing_condition", "duty_rule", "filing_policy")
        return [
            tuple(row)
            for table in tables
            for row in town.execute(text(f"SELECT * FROM {table} ORDER BY id"))
        ]

    before = said()
    duties.load_classbook(town, BOOK)
    assert said() == before


def test_a_changed_line_becomes_the_next_version_and_the_old_one_stays(
    town: Session, copy: Path
) -> None:
    edit(copy, "rules.csv", {"R-BUILDING": {"assists": "place:community"}})
    duties.load_classbook(town, copy)
    assert versions(town, "R-BUILDING") == [(1, False), (2, True)]
    assert versions(town, "R-SNOW") == [(1, True)]


@pytest.mark.parametrize(
    ("file", "code", "change"),
    [
        ("rules.csv", "R-BUILDING", {"lead": "dept:dissolved"}),
        ("overrides.csv", "O-LAMP", {"lead": "dept:dissolved"}),
        ("overrides.csv", "O-LAMP", {"class": "component/0105"}),
        ("policies.csv", "P-GAUGE", {"class": "event/0999"}),
    ],
)
def test_a_book_with_anything_that_cannot_work_is_refused_whole(
    town: Session, copy: Path, file: str, code: str, change: dict[str, str]
) -> None:
    edit(copy, file, {code: change})
    with pytest.raises(duties.BrokenBook, match=f"{code}.*{next(iter(change.values()))}"):
        duties.load_classbook(town, copy)


def test_a_file_that_names_an_unknown_area_is_refused(town: Session, copy: Path) -> None:
    edit(copy, "rules.csv", {"R-ROADS-XUHENG": {"area_code": "999"}})
    with pytest.raises(Invalid, match="999"):
        duties.load_classbook(town, copy)


def test_a_successor_that_no_book_has_is_refused(town: Session, copy: Path) -> None:
    edit(copy, "successors.csv", {"0101": {"to_code": "9999"}}, key="from_code")
    with pytest.raises(Invalid, match=r"successors\.csv.*component/9999"):
        duties.load_classbook(town, copy)


def test_an_older_class_leads_to_the_class_that_follows_it(town: Session) -> None:
    found = text(
        "SELECT old.name, new.key FROM class_successor JOIN case_class AS old"
        " ON old.id = from_class_id JOIN case_class AS new ON new.id = to_class_id"
        " WHERE old.code = '0118'"
    )
    assert [tuple(row) for row in town.execute(found)] == [("路灯", "component/0137")]


def test_the_same_code_is_a_component_and_an_event(town: Session) -> None:
    keys = ("component/0101", "event/0101")
    assert [duties.class_by_key(town, key).name for key in keys] == ["上水井盖", "私搭乱建"]


def test_a_limit_belongs_to_the_condition_not_to_the_class(town: Session) -> None:
    entry = duties.class_by_key(town, "component/0101")
    limits = [duties.limits(town, one.id) for one in duties.conditions(town, entry.id)]
    assert [(limit.solve_value, limit.solve_unit) for limit in limits] == [
        (2, "urgent_hour"),
        (4, "work_hour"),
        (2, "work_day"),
        (5, "work_day"),
    ]
    fastest = duties.fastest_limits(town, entry.id)
    assert fastest == limits[0]


def test_any_change_of_what_a_book_is_made_of_renews_its_stamp(town: Session) -> None:
    seen = {stamp(town)}
    for change in (
        "UPDATE post SET title = title WHERE role = 'grid_leader'",
        "UPDATE station SET phone = phone",
        "UPDATE duty_rule SET note = note",
        "UPDATE filing_policy SET note = note",
    ):
        town.execute(text(change))
        seen.add(stamp(town))
    assert len(seen) == 5
