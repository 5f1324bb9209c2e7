"""Ranked classes for everyday sentences: scores, never a silent guess.

`sentences.csv` was looked at while the everyday words were written; `unseen.csv` was not.
"""

import csv
from pathlib import Path

import pytest

from gisgrid.duties.suggesting import Described, Suggester, tokens

HERE = Path(__file__).parent
BOOK = HERE.parents[2] / "data" / "classbook"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    said: dict[str, list[str]] = {}
    for row in rows(BOOK / "conditions.csv"):
        said.setdefault(f"{row['domain']}/{row['code']}", []).append(row["condition"])
    return Suggester(
        Described(
            number,
            key := f"{row['domain']}/{row['code']}",
            names=(row["name"], row["name_en"]),
            synonyms=tuple(row["synonyms"].split("|")),
            conditions=tuple(said[key]),
        )
        for number, row in enumerate(rows(BOOK / "classes.csv"))
    )


@pytest.mark.parametrize(
    ("file", "first", "third", "wrong"),
    [("sentences.csv", 0.9, 0.95, 2), ("unseen.csv", 0.7, 0.9, 1)],
)
def test_people_are_understood(
    suggester: Suggester, file: str, first: float, third: float, wrong: int
) -> None:
    asked = rows(HERE / file)
    found = [(row["key"], suggester.rank(row["text"])) for row in asked]
    hits = [key == ranked[0].key for key, ranked in found if ranked]
    near = [key in [one.key for one in ranked[:3]] for key, ranked in found]
    silly = [key for key, ranked in found if ranked[0].confident and ranked[0].key != key]
    assert sum(hits) >= first * len(asked)
    assert sum(near) >= third * len(asked)
    assert len(silly) <= wrong


@pytest.mark.parametrize("text", ["今天天气真好", "你好", "在吗", "asdf", ""])
def test_a_text_about_nothing_gets_no_confident_class(suggester: Suggester, text: str) -> None:
    assert not any(one.confident for one in suggester.rank(text))


def test_a_place_in_the_text_is_not_taken_for_the_thing(suggester: Suggester) -> None:
    found = suggester.rank("人行道上有人摔倒了，旁边的车一直响")
    assert not found[0].confident


def test_only_the_first_can_be_confident_and_scores_fall(suggester: Suggester) -> None:
    for row in rows(HERE / "sentences.csv"):
        found = suggester.rank(row["text"], 5)
        assert not any(one.confident for one in found[1:])
        assert [one.score for one in found] == sorted((o.score for o in found), reverse=True)
        assert all(0 < one.score <= 1 for one in found)


def test_english_names_are_found_too(suggester: Suggester) -> None:
    assert suggester.rank("the street light is out")[0].key == "component/0137"


def test_chinese_is_cut_into_pairs_and_latin_into_words() -> None:
    assert tokens("井盖丢了 GPS 3 坑") == ["井盖", "盖丢", "丢了", "坑", "gps", "3"]
