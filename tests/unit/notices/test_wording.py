import string
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from gisgrid.notices.rules import WORDS, said

CHINA = ZoneInfo("Asia/Shanghai")
EVENING = datetime(2026, 2, 9, 16, 30, tzinfo=UTC)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_a_time_is_said_in_the_districts_zone() -> None:
    zh, en = said("solve_warn", {"number": "N"}, EVENING, CHINA)
    assert zh == "案件 N 的办理时限将到：02月10日 00:30。"
    assert en == "Case N is due by 2026-02-10 00:30."


def test_a_kind_without_words_is_still_said() -> None:
    assert said("brand_new", {"number": "N"}, None, CHINA)[0] == "案件 N 有新情况（brand_new）。"


def test_what_is_missing_shows_as_a_dash() -> None:
    assert said("dispatched", {}, None, CHINA)[1].startswith("Case — was dispatched")


@pytest.mark.parametrize("kind", WORDS)
def test_both_languages_say_the_same_things(kind: str) -> None:
    zh, en = WORDS[kind]
    assert fields(zh) == fields(en)
