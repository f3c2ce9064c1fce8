"""A formula that moves keeps its meaning: relative references move with it, all else stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from okrsheets.core.addresses import block_address
from okrsheets.sync.xlsx.formula_shift import shifted

PIECES = st.sampled_from(
    ["B2", "$C3", "D$4", "$E$5", "AB10:AC20", "SUM(B2:B9)", "LOG10(C3)", '"B2"', "'My B2'!C4", "Sheet1!D5", "1.5",
     "Table1[B2]", "B:C", "$B:$C", "3:4", "TRUE", "IF(B2>C2,\"a\"\"B3\",D4)"]
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=6), st.integers(0, 30), st.integers(0, 30))
def test_a_formula_is_copied_as_another_program_copies_it(pieces: list[str], rows: int, columns: int) -> None:
    formula = "+".join(pieces)
    wanted = Translator(f"={formula}", "A1").translate_formula(block_address(1 + rows, columns))
    assert f"={shifted(formula, rows, columns)}" == wanted


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("OKR_X2(A1)", "OKR_X2(B3)"),
        ("rate2020+XFE1+A1", "rate2020+XFE1+B3"),
        ("A1.B", "A1.B"),
        ("[1]Sheet!A1", "[1]Sheet!B3"),
    ],
)
def test_names_that_look_like_cells_stay(formula: str, moved: str) -> None:
    assert shifted(formula, 2, 1) == moved
