"""Reasons become sentences in both languages, whatever their parameters are."""

import pytest

from gisgrid.duties.deciding import Unrouted, decide
from gisgrid.duties.rules import Rule
from gisgrid.duties.wording import TEMPLATES, WHY, render
from tests.unit.duties.books import question, rule_book


def test_a_decision_reads_as_chinese_sentences() -> None:
    rule = Rule("R-1", "event/03", "place:subdistrict", area=11, area_name="甲街道", name="归街道")
    said = render(decide(rule_book([rule]), question()).reasons)
    assert said[0] == "位置在网格之内，距边界 120 米（网格版本 7）。"
    assert "适用责任规则“归街道”：甲街道（R-1 第 1 版，event/03）。" in said
    assert said[-1] == "主办：甲街道。"


def test_a_decision_reads_as_english_sentences() -> None:
    said = render(decide(rule_book(), question()).reasons, "en")
    assert said[-1] == "Not routed: no rule applies and the class has no default unit."


@pytest.mark.parametrize("why", list(Unrouted))
def test_every_reason_for_not_routing_has_words(why: Unrouted) -> None:
    assert why.value in WHY


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_the_two_languages_use_the_same_parameters(code: str) -> None:
    zh, en = TEMPLATES[code]
    assert {part.split("}")[0] for part in zh.split("{")[1:]} == {
        part.split("}")[0] for part in en.split("{")[1:]
    }


def test_a_code_of_a_later_version_is_shown_as_it_is() -> None:
    assert render([{"code": "by_satellite"}]) == ["by_satellite"]
