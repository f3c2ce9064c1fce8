"""What one cell means."""

from __future__ import annotations

import math
from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from okrsheets.core import cells
from okrsheets.core.cells import Cell
from okrsheets.core.errors import CellError

DIGITS = "0123456789"
NUMERIC_TEXT = st.text(DIGITS + "+-.eE% _,−x", max_size=7)
ANY_TEXT = st.one_of(
    NUMERIC_TEXT,
    st.text(max_size=5),
    st.from_regex(r"[+-]?[0-9]{0,3}\.?[0-9]{0,3}(e-?[0-9]{1,2})? ?%? *", fullmatch=True),
)
YEARS = st.integers(0, 9999) | st.sampled_from([1900, 2000, 2024, 2026, 2100])
SPACE = st.sampled_from(["", " ", "\t", "\u00a0", "  "])


def slow_number(text: str) -> Fraction | None:
    """Read a plain number one character at a time; `ValueError` for what is none."""
    left = text.strip()
    if left.lower() in cells.NO_DATA:
        return None
    percent = left.endswith("%")
    left = left[:-1].rstrip() if percent else left
    mantissa, marked, exponent = left.replace("E", "e").partition("e")
    sign = -1 if mantissa[:1] == "-" else 1
    mantissa = mantissa[1:] if mantissa[:1] in ("+", "-") else mantissa
    whole, _, part = mantissa.partition(".")
    power = exponent[1:] if exponent[:1] in ("+", "-") else exponent
    if not whole + part or any(mark not in DIGITS for mark in whole + part + power) or (marked and not power):
        raise ValueError(text)
    value = Fraction(int(whole + part), 10 ** len(part)) * sign
    scale = Fraction(10) ** (int(power or 0) * (-1 if exponent[:1] == "-" else 1))
    return value * scale / (100 if percent else 1)


@given(ANY_TEXT)
def test_a_number_in_text_is_what_a_slow_reading_finds(text: str) -> None:
    assume(sum(mark in DIGITS for mark in text.lower().partition("e")[2]) < 3)  # 1e999 has a row of its own
    try:
        want = slow_number(text)
    except ValueError:
        with pytest.raises(CellError):
            cells.number(text)
        return
    got = cells.number(text)
    assert got is None if want is None else got == pytest.approx(float(want), rel=1e-12)


@given(st.floats(allow_nan=False, allow_infinity=False), SPACE, SPACE)
def test_a_number_is_the_same_written_as_text(value: float, before: str, after: str) -> None:
    assert cells.number(f"{before}{value!r}{after}") == cells.number(value) == value


@pytest.mark.parametrize("cell", ["", " ", "-", "–", "na", " N/A ", "#n/a", None])
def test_no_data_is_blank_for_every_reader(cell: Cell) -> None:
    assert cells.is_blank(cell)
    readers = (cells.number, cells.day, cells.identifier, cells.word, cells.done)
    assert [read(cell) for read in readers] == [None] * 5


@pytest.mark.parametrize(
    "cell",
    ["ten", "1,5", "1_0", "0x1", "inf", "nan", "−4", "1e999", "1 2", "٣", math.nan, math.inf, 10**400, "%", ".", "e3"],
)
def test_what_is_no_plain_number_is_an_error(cell: Cell) -> None:
    with pytest.raises(CellError, match="not a number"):
        cells.number(cell)


def test_true_is_one_and_false_is_zero() -> None:
    assert (cells.number(True), cells.number(False)) == (1.0, 0.0)


@given(st.dates(), st.floats(0, 0.999))
def test_a_day_is_the_same_however_it_is_written(when: date, time_of_day: float) -> None:
    serial = cells.day(when)
    assert serial is not None
    assert cells.date_of(serial) == when
    written: list[Cell] = [when.isoformat(), f" {when.isoformat()} ", serial, serial + time_of_day, str(serial)]
    assert {cells.day(cell) for cell in written} == {serial}


@given(st.datetimes())
def test_the_time_of_day_is_dropped(moment: datetime) -> None:
    assert cells.day(moment) == cells.day(moment.date())
    assert math.floor(cells.number(moment) or 0.0) == cells.day(moment)


@given(YEARS, st.integers(0, 13) | st.just(2), st.integers(0, 32) | st.integers(28, 31))
def test_a_day_exists_when_the_calendar_has_it(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    try:
        want = date(year, month, day)
    except ValueError:
        with pytest.raises(CellError, match=r"year|month|day"):
            cells.day(text)
    else:
        assert cells.day(text) == cells.day(want)


@pytest.mark.parametrize("cell", ["31.12.2026", "2026-1-1", "2026/01/01", "yesterday"])
def test_a_date_in_another_spelling_is_an_error(cell: Cell) -> None:
    with pytest.raises(CellError):
        cells.day(cell)


@given(st.integers(-(2**53), 2**53))
def test_a_whole_number_and_its_text_are_one_id(value: int) -> None:
    assert cells.identifier(value) == cells.identifier(float(value)) == cells.identifier(f" {value} ") == str(value)


@given(st.text(max_size=8))
def test_an_id_is_trimmed_and_reading_it_again_changes_nothing(text: str) -> None:
    once = cells.identifier(text)
    assert cells.identifier(once) == once
    assert once is None or once == text.strip()


@given(st.text(max_size=12))
def test_a_word_has_no_case_and_single_spaces(text: str) -> None:
    said = cells.word(text)
    assert cells.word(said) == said
    assert said is None or (said == " ".join(said.split()) and said == said.lower())


@pytest.mark.parametrize("cell", ["maybe", "1,0"])
def test_done_is_an_error_where_it_is_neither(cell: Cell) -> None:
    with pytest.raises(CellError):
        cells.done(cell)


@given(st.sampled_from(sorted(cells.DONE)), st.sampled_from(sorted(cells.NOT_DONE)), SPACE)
def test_done_is_one_and_not_done_is_zero_in_any_case(yes: str, no: str, space: str) -> None:
    assert cells.done(space + yes.upper() + space) == 1.0
    assert cells.done(space + no.upper() + space) == 0.0
