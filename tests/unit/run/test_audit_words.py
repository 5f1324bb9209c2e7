"""What is wrong with the audit is said alike by the command and by the page, in both languages."""

import json
from pathlib import Path
from typing import get_args

from gisgrid.cli.audit import WORDS
from gisgrid.identity.audit import Kind
from gisgrid.kernel import chain

PAGE = Path(__file__).parents[3] / "frontend/src/pages/admin"


def test_every_fault_has_words() -> None:
    assert {*get_args(Kind), *get_args(chain.Kind)} == set(WORDS)


def test_the_page_says_what_the_command_says() -> None:
    zh, en = (
        json.loads((PAGE / f"words.{lang}.json").read_text(encoding="utf-8"))["audit"]["faults"]
        for lang in ("zh-CN", "en")
    )
    assert {kind: f"{zh[kind]} · {en[kind]}" for kind in zh} == WORDS
