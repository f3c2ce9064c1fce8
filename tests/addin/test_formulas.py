"""The text of a formula: calls are found wherever they stand, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.addin import formulas
from okrsheets.core.errors import UsageError


def shown(formula: str) -> str:
    """The formula with every F(…) as its arguments between bars."""
    return formulas.rewrite(formula, {"F": lambda given: "<" + "|".join(given) + ">"})


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=F(A1,B1)", "=<A1|B1>"),
        ("=f( A1 , B1 )", "=<A1|B1>"),
        ("=F()", "=<>"),
        ("=F(A1,,B1)", "=<A1||B1>"),
        ("=F(A1,)", "=<A1|>"),
        ("=1+F(A1)*2", "=1+<A1>*2"),
        ("=F(F(A1,B1),MAX(C1,F(D1)))", "=<<A1|B1>|MAX(C1,<D1>)>"),
        ("=IF((A1+1)*2>3,F((A1,B1)),0)", "=IF((A1+1)*2>3,<(A1,B1)>,0)"),
        ('=F("a,b)""(",A1)', '=<"a,b)""("|A1>'),
        ('="F(A1)"&F(A1)', '="F(A1)"&<A1>'),
        ("=F('Team, A (1)'!B2,'it''s F(1)'!C3)", "=<'Team, A (1)'!B2|'it''s F(1)'!C3>"),
        ("=F({1,2;3,4},{\"}\",\",\"})", "=<{1,2;3,4}|{\"}\",\",\"}>"),
        ("=F(KR[[#This Row],[start, or (floor]],KR[x'],y'[])", "=<KR[[#This Row],[start, or (floor]]|KR[x'],y'[]>"),
        ("=F(KR[F(1)],1)", "=<KR[F(1)]|1>"),
        ("=MY_F(A1)+F.X(A1)+_xlfn.F(A1)+F1+F!A1", "=MY_F(A1)+F.X(A1)+_xlfn.F(A1)+F1+F!A1"),
        ("=F($A$1:B$2,1E-9)", "=<$A$1:B$2|1E-9>"),
        ("F(A1)", "<A1>"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_call_is_replaced_by_what_is_made_of_its_arguments(formula: str, expected: str) -> None:
    assert shown(formula) == expected


@pytest.mark.parametrize("formula", ["=F(A1", "=F(MAX(A1)", "=F(", "=F(KR[[x],A1)"])
def test_brackets_that_do_not_match_are_an_error(formula: str) -> None:
    with pytest.raises(UsageError, match="brackets that do not match"):
        shown(formula)


@given(st.text())
def test_text_without_a_call_stays_as_it_is(text: str) -> None:
    if "f" not in text.lower() and "[" not in text:
        assert shown(text) == text


@given(st.text(alphabet="AF1(),\"'{}; +"))
def test_any_formula_is_rewritten_or_refused(text: str) -> None:
    balanced = 0
    try:
        balanced = shown(text).count("<") - shown(text).count(">")
    except UsageError:
        assert text.upper().count("F(") + text.count("[") > 0
    assert balanced == 0


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("A1", "A1"),
        ("$A$1:$B2", "$A$1:$B2"),
        ("'My sheet'!A1:B2", "'My sheet'!A1:B2"),
        ("12.5", "12.5"),
        ("-5", "(-5)"),
        ('"a-b"', '"a-b"'),
        ("A1-B1", "(A1-B1)"),
        ("A1&\"x\"", "(A1&\"x\")"),
        ("MAX(A1,B1)", "MAX(A1,B1)"),
        ("MAX(A1)+MIN(B1)", "(MAX(A1)+MIN(B1))"),
        ("(A1+B1)", "(A1+B1)"),
        ("(A1)+(B1)", "((A1)+(B1))"),
        ("-MAX(A1)", "(-MAX(A1))"),
        ("KR[[#This Row],[start]]", "KR[[#This Row],[start]]"),
        ("as_of", "as_of"),
    ],
)  # fmt: skip
def test_an_argument_is_bracketed_where_operators_could_tear_it(argument: str, expected: str) -> None:
    assert formulas.parenthesised(argument) == expected


@pytest.mark.parametrize(
    ("text", "is_number"),
    [("1", True), ("0.25", True), (".5", True), ("1E-9", True), ("(-5)", True), ("A1", False), ('"1"', False), ("1+1", False)],
)  # fmt: skip
def test_a_number_is_told_from_a_cell(text: str, is_number: bool) -> None:
    assert formulas.is_number(text) is is_number
