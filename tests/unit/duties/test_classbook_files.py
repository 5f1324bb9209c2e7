"""The class book's files against the evidence, the district's units and themselves."""

import csv
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from gisgrid.duties.rules import owner_of, patterns

ROOT = Path(__file__).parents[3]
BOOK = ROOT / "data" / "classbook"
EVIDENCE = ROOT.parent / "shared" / "data" / "evidence"
LEVELS = {"district", "subdistrict", "community", "basic_grid"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def key(row: dict[str, str]) -> str:
    return f"{row['domain']}/{row['code']}"


CLASSES = {key(row): row for row in rows(BOOK / "classes.csv")}
CONDITIONS = rows(BOOK / "conditions.csv")


def test_a_key_means_one_class() -> None:
    assert len(CLASSES) == len(rows(BOOK / "classes.csv")) == 223


def test_every_class_has_conditions_and_exactly_one_usual_one() -> None:
    usual = [key(row) for row in CONDITIONS if row["is_default"] == "1"]
    assert sorted(usual) == sorted(CLASSES)


def test_every_condition_says_itself_in_both_languages_and_closes() -> None:
    columns = ("condition", "condition_en", "closing", "closing_en")
    assert all(row[column].strip() for row in CONDITIONS for column in columns)


def test_every_class_has_everyday_words_of_its_own() -> None:
    assert all(len(row["synonyms"].split("|")) >= 2 for row in CLASSES.values())


def test_nobody_responds_later_than_it_must_be_solved() -> None:
    hours = {"urgent_hour": 1.0, "urgent_day": 24.0, "work_hour": 1.0, "work_day": 8.0}
    for row in CONDITIONS:
        respond = float(row["respond_value"]) * hours[row["respond_unit"]]
        assert respond <= float(row["solve_value"]) * hours[row["solve_unit"]] / 2, row


def test_urgent_limits_run_on_the_clock() -> None:
    for row in CONDITIONS:
        if row["urgent"] == "1":
            assert row["solve_unit"].startswith("urgent"), row


@pytest.mark.parametrize("file", ["rules.csv", "overrides.csv", "policies.csv"])
def test_every_pattern_covers_a_class(file: str) -> None:
    known = {pattern for one in CLASSES for pattern in patterns(one)}
    assert {row["class"] for row in rows(BOOK / file)} <= known


def test_everybody_who_answers_is_known_in_the_district() -> None:
    tags = {row["tag"] for row in rows(ROOT / "data/zhongzhan/dept_types.csv") if row["unit_code"]}
    named = {
        text
        for file in ("classes.csv", "rules.csv", "overrides.csv")
        for row in rows(BOOK / file)
        for column in ("lead", "assists", "default_lead", "default_assists")
        for text in row.get(column, "").split("|")
        if text
    }
    for owner in (owner_of(text) for text in sorted(named)):
        assert owner is not None
        assert owner.kind == "owner" or owner.name in tags | LEVELS, owner


evidence = pytest.mark.skipif(not EVIDENCE.exists(), reason="the evidence tables are not here")


@evidence
def test_limits_and_names_are_those_of_the_evidence() -> None:
    ours = {(key(row), row["seq"]): row for row in CONDITIONS}
    source = rows(EVIDENCE / "case_standards_yuncheng.csv")
    assert len(source) == 519
    for row in source:
        mine = ours[key(row), row["standard_seq"]]
        assert float(mine["solve_value"]) == float(row["limit_value"])
        assert mine["solve_unit"] == row["limit_unit"]
        assert mine["urgent"] == str(int(row["urgency"] == "urgent"))
    for row in rows(EVIDENCE / "classes_gb_style.csv"):
        assert CLASSES[key(row)]["name"] == row["name_zh"].replace(" ", "")


@evidence
def test_no_sentence_is_the_source_citys_own() -> None:
    source = {
        (key(row), row["standard_seq"]): row["filing_condition_zh"]
        for row in rows(EVIDENCE / "case_standards_yuncheng.csv")
    }
    for row in CONDITIONS:
        theirs = source.get((key(row), row["seq"]), "")
        alike = SequenceMatcher(None, row["condition"], theirs).ratio()
        assert alike < 0.8, (row["condition"], theirs)


@pytest.mark.parametrize("book", ["classes", "classes_older"])
def test_every_class_of_every_edition_is_named_in_both_languages(book: str) -> None:
    every = rows(BOOK / f"{book}.csv")
    assert len(every) > 50
    assert [key(row) for row in every if not (row["name"] and row["name_en"])] == []
