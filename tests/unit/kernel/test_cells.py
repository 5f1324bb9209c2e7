"""A text in a CSV file is never a formula, and a number stays a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisgrid.kernel.cells import FIRST, as_said, defused

FORMULAS = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "-",
]  # fmt: skip
HARMLESS = [
    "-12.5", "+8", "-1e-7", "-.5", -12.5, 7, None, True, "", "路灯", "a=b", "1-2", "'x",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_like_a_formula_is_defused(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("cell", HARMLESS)
def test_numbers_and_harmless_texts_stay_as_they_are(cell: object) -> None:
    assert defused(cell) is cell


@given(st.text() | st.sampled_from(FORMULAS))
def test_what_was_defused_is_read_as_it_was_said(text: str) -> None:
    written = defused(text)
    assert written is text or text[0] in FIRST
    assert as_said(written) == text or text.startswith("'")
