"""How the emulator's cells read what is typed, show what they hold, and work formulas out: row by row."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.google_emulator.cells import Failed, Formula
from tests.google_emulator.entering import enter
from tests.google_emulator.formats import general, patterned, shown
from tests.google_emulator.formula_parser import parsed
from tests.google_emulator.formula_text import Unreadable, moved, outline, tokens
from tests.google_emulator.formula_values import Reckoner
from tests.google_emulator.spreadsheet import new_spreadsheet

TYPED: list[tuple[str, Any, str]] = [
    ("", None, ""),
    ("text", "text", "text"),
    ("0042", 42, "42"),
    ("-1.50", -1.5, "-1.5"),
    (".5", 0.5, "0.5"),
    ("+3", 3, "3"),
    ("1e3", 1000, "1.00E+03"),
    ("1,234.5", 1234.5, "1,234.50"),
    ("1,23", "1,23", "1,23"),
    ("12%", 0.12, "12%"),
    ("12.5%", 0.125, "12.50%"),
    ("$5", 5, "$5"),
    ("-$5.25", -5.25, "-$5.25"),
    ("true", True, "TRUE"),
    ("FALSE", False, "FALSE"),
    ("'007", "007", "007"),
    ("'=1+1", "=1+1", "=1+1"),
    ("=1+1", Formula("=1+1"), ""),
    ("=", "=", "="),
    ("2020-02-29", 43890, "2020-02-29"),
    ("2021-02-29", "2021-02-29", "2021-02-29"),
    ("1/2/2020", 43832, "1/2/2020"),
    ("13/2/2020", "13/2/2020", "13/2/2020"),
    ("Jan 2, 2020", 43832, "Jan 2, 2020"),
    ("2 Jan 2020", 43832, "2 Jan 2020"),
    ("1:30", 0.0625, "1:30"),
    ("1:30 PM", 0.5625, "1:30 PM"),
    ("2020-01-01 12:00", 43831.5, "2020-01-01 12:00"),
    ("2020-01-01 12:00:30", 43831 + 43230 / 86400, "2020-01-01 12:00:30"),
    ("Q1", "Q1", "Q1"),
    ("a b", "a b", "a b"),
    ("8085807e40000000", "8085807e40000000", "8085807e40000000"),
]


@pytest.mark.parametrize(("text", "value", "text_shown"), TYPED, ids=[row[0] or "nothing" for row in TYPED])
def test_what_is_typed_becomes_a_value_and_is_shown(text: str, value: Any, text_shown: str) -> None:
    entered = enter(text)
    assert entered.value == pytest.approx(value) if isinstance(value, float) else entered.value == value
    assert type(entered.value) is not bool or isinstance(value, bool)
    if not isinstance(entered.value, Formula):
        assert shown(entered.value, entered.format) == text_shown


def test_a_cell_that_is_text_keeps_what_is_typed() -> None:
    assert enter("007", is_text=True).value == "007"


SHOWN = [
    (0, "0"),
    (42.0, "42"),
    (1 / 3, "0.3333333333"),
    (1000 / 3, "333.3333333"),
    (0.1 + 0.2, "0.3"),
    (1e15, "1E+15"),
    (123456789012, "123456789012"),
    (1.5e-10, "1.5E-10"),
    (-2.5, "-2.5"),
]


@pytest.mark.parametrize(("number", "text"), SHOWN)
def test_a_number_without_a_format_is_shown_short(number: float, text: str) -> None:
    assert general(number) == text


PATTERNS = [
    (1234.567, "#,##0.00", "1,234.57"),
    (0.5, "0%", "50%"),
    (0.125, "0.0%", "12.5%"),
    (2.5, "0", "3"),
    (-1234, '"€"#,##0', "-€1,234"),
    (-5, "0;(0)", "(5)"),
    (0, '0;-0;"none"', "none"),
    (1.5, "0.###", "1.5"),
    (0.05, "#.##", ".05"),
    (12, "000", "012"),
    (43831.75, "yyyy-mm-dd hh:mm:ss", "2020-01-01 18:00:00"),
    (43831.75, "dddd, mmmm d", "Wednesday, January 1"),
    (43831.75, "h:mm AM/PM", "6:00 PM"),
    (1.5, "[h]:mm", "36:00"),
    (43831, "mmm yy", "Jan 20"),
    (3, '0 "pts"', "3 pts"),
    (1234567, "0.00E+00", "1.23E+06"),
]


@pytest.mark.parametrize(("number", "pattern", "text"), PATTERNS)
def test_a_pattern_shapes_a_number(number: float, pattern: str, text: str) -> None:
    assert patterned(number, pattern) == text


SHEET: dict[str, Any] = {
    "A1": 1,
    "A2": 2,
    "A3": "x",
    "A4": None,
    "B1": 10,
    "B2": 20,
    "B3": True,
    "C1": "=A1+1",
    "C2": "=C2",
    "C3": "=1/0",
}
FORMULAS: list[tuple[str, Any]] = [
    ("=1+2*3^2", 19),
    ("=-2^2", 4),
    ("=(1+2)*3", 9),
    ("=10%", 0.1),
    ('="a"&1&TRUE', "a1TRUE"),
    ("=1=1", True),
    ('="a"="A"', True),
    ("=SUM(A1:B2)", 33),
    ("=SUM(A:A)", 3),
    ("=AVERAGE(A1:A3)", 1.5),
    ("=COUNT(A1:A4)", 2),
    ("=COUNTA(A1:A4)", 3),
    ("=MAX(A1:B2)-MIN(A1:B2)", 19),
    ('=IF(A1>0,"yes","no")', "yes"),
    ('=IF(A1>5,1/0,"fine")', "fine"),
    ("=IF(A1>5,1)", False),
    ('=IFERROR(1/0,"oops")', "oops"),
    ("=C1*2", 4),
    ("=C2", Failed("#REF!")),
    ("=C3+1", Failed("#DIV/0!")),
    ("=1/0", Failed("#DIV/0!")),
    ("=A3*2", Failed("#VALUE!")),
    ("=NOSUCH(1)", Failed("#NAME?")),
    ("=OKR_STATUS(1,2)", Failed("#NAME?")),
    ("=nobody", Failed("#NAME?")),
    ("=Nowhere!A1", Failed("#REF!")),
    ("=1+", Failed("#ERROR!")),
    ("=SUM(1", Failed("#ERROR!")),
    ('=HYPERLINK("https://example.com","label")', "label"),
    ('=HYPERLINK("https://example.com")', "https://example.com"),
    ("=ROUND(2.5,0)", 3),
    ("=ROUND(-1.25,1)", -1.3),
    ("=MOD(7,3)", 1),
    ('=COUNTIF(A1:A2,">1")', 1),
    ('=SUMIF(A1:A2,">1",B1:B2)', 20),
    ("=VLOOKUP(2,A1:B2,2,FALSE)", 20),
    ("=VLOOKUP(9,A1:B2,2,FALSE)", Failed("#N/A")),
    ("=INDEX(A1:B2,2,2)", 20),
    ("=MATCH(20,B1:B2,0)", 2),
    ("=SUMPRODUCT(A1:A2,B1:B2)", 50),
    ("=DATE(2020,1,1)", 43831),
    ("=YEAR(DATE(2020,13,1))", 2021),
    ('=TEXT(0.5,"0%")', "50%"),
    ('=JOIN("-",A1:A2)', "1-2"),
    ('=UPPER(LEFT("abc",2))', "AB"),
    ("=ISBLANK(A4)", True),
    ("=A4", 0),
    ("=Sheet1!A1+'Sheet1'!A2", 3),
    ("=TODAY()", 45306),
    ("=ROW()", 9),
    ("=IF(A1>0,1,Z9)", 1),
    ('=IFERROR(1/(2*(3+NOSUCH(1))),"oops")', "oops"),
    ('=IF(A1>0,"A9",1+)', Failed("#ERROR!")),
    ("=IF(A1>0)", Failed("#N/A")),
    ("=NOSUCH(1/0,DATE(1,2))", Failed("#NAME?")),
    ("=SUM('Sheet1'!$A$1:$A2,B:B)", 33),
    ("=SUM({1,A2;A1:A2})", 6),
    ("='A1'!nobody", Failed("#NAME?")),
    ("=2A1", Failed("#ERROR!")),
]


@pytest.mark.parametrize(("formula", "value"), FORMULAS, ids=[row[0] for row in FORMULAS])
def test_a_formula_comes_to_its_value(formula: str, value: Any) -> None:
    book = new_spreadsheet("1", "Plan", random.Random(1))
    sheet = book.sheets[0]
    for name, typed in {**SHEET, "Z9": formula}.items():
        area = book.area(name)
        entered = enter(typed) if isinstance(typed, str) else None
        sheet.cell(area.top or 0, area.left or 0).typed = entered.value if entered else typed
    found = Reckoner(book, dt.datetime(2024, 1, 15, 12)).value(0, 8, 25)
    if isinstance(value, Failed):
        assert isinstance(found, Failed)
        assert found.shown == value.shown
    else:
        assert found == (pytest.approx(value) if isinstance(value, float) else value)


PIECES = (
    "A1", "$B2", "$C$3:D9", "A", "A:$B", "2:3", "Sheet1!B2", "'x1'!A1", "'A1'!nobody", "x1_A1", "abcd12", "LOG10(", "SUM(", '"A1"',
    "1E5", "2.5", "A1.B2", "'", "#REF!", "(", ")", ",", ":", "+", "&", "$", "!", " ",
)  # fmt: skip


def references(text: str) -> list[str] | None:
    """The cells and ranges of a formula, None if it cannot be read."""
    try:
        parsed(text)
    except Unreadable:
        return None
    return [part.text for part in tokens(text) if part.kind in ("cell", "range")]


@given(some.lists(some.sampled_from(PIECES), max_size=7).map(lambda pieces: "=" + "".join(pieces)))
def test_formulas_are_told_apart_from_their_references_without_reading_them(text: str) -> None:
    try:
        shape, taken = outline(text)
    except Unreadable:
        assert references(text) is None
        return
    stand_ins = references(shape)
    assert references(text) == (None if stand_ins is None else list(taken))
    assert stand_ins is None or len(stand_ins) == len(taken)


@given(some.integers(0, 30), some.integers(1, 5), some.integers(1, 20), some.integers(1, 20))
def test_rows_that_come_and_go_again_leave_a_formula_as_it_was(at: int, count: int, top: int, size: int) -> None:
    formula = f'=SUM($A{top}:B{top + size})*C{top}&"A1"'
    opened = moved(formula, lambda prefix: True, True, lambda row: row + count if row >= at else row)
    closed = moved(
        opened,
        lambda prefix: True,
        True,
        lambda row: None if at <= row < at + count else row - count * (row >= at + count),
    )
    assert closed == formula
