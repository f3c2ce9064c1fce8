"""Numbers that were written as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.values import number_text

ONE_WAY: list[tuple[str, float, str]] = [
    ("2,000,000.01", 2_000_000.01, ""),
    ("1.200,50", 1200.5, ""),
    ("10 000", 10_000, ""),
    ("10\xa0000", 10_000, ""),
    ("7\u202f000", 7000, ""),
    ("1\u2009234\u2009567,8", 1_234_567.8, ""),
    ("1'200", 1200, ""),
    ("1’200.50", 1200.5, ""),
    ("12,34,567", 1_234_567, ""),
    ("1.234.567", 1_234_567, ""),
    ("0,5", 0.5, ""),
    ("0,500", 0.5, ""),
    ("−5", -5, ""),
    ("–5", -5, ""),
    ("- 5", -5, ""),
    ("5-", -5, ""),
    ("(5)", -5, ""),
    ("(1,200.00)", -1200, ""),
    ("€ 300", 300, "€"),
    ("300 €", 300, "€"),
    ("-€5", -5, "€"),
    ("($5)", -5, "$"),
    ("CHF 1'200", 1200, "chf"),
    ("12,50 €", 12.5, "€"),
    ("$4M", 4e6, "$"),
    ("1.2bn", 1.2e9, ""),
    ("5 Mio. €", 5e6, "€"),
    ("10k", 10_000, ""),
    ("10 k€", 10_000, "€"),
    ("10 days", 10, "days"),
    ("20 min", 20, "min"),
    ("5 h", 5, "h"),
    ("93 %", 0.93, "%"),
    ("35 percent", 0.35, "%"),
    ("5 ‰", 0.005, "‰"),
    ("½", 0.5, ""),
    ("2½", 2.5, ""),
    ("1 ¾", 1.75, ""),
    ("'5", 5, ""),
    ("+7", 7, ""),
]
OPEN = ["1,200", "1.200", "1,5", "12,75", "$1,200", "1.200 €", "-1,5 days"]
NONE = """~4|>= 95%|ca. 5|<5|10-12|10–12|1.2,5|1,2,3|1 5|10 00|5 (est.)|1_000|0x1|10²|7/10|3 of 5|12:30|5%%|€|k|--5|1,234.5.6|10 or
12||inf|nan|5 €/2|€5 $|1.200.50,3"""


@pytest.mark.parametrize(("text", "value", "unit"), ONE_WAY)
def test_a_text_that_can_be_one_number_only_is_that_number(text: str, value: float, unit: str) -> None:
    number = number_text.parse(text)
    assert number is not None
    assert number.sure == pytest.approx(value, rel=1e-12)
    assert number.unit == unit
    assert number.settled(",") == number.settled(".") == number.sure


@pytest.mark.parametrize("text", OPEN)
def test_a_text_that_can_be_two_numbers_is_none_of_them_until_the_decimal_mark_is_known(text: str) -> None:
    number = number_text.parse(text)
    assert number is not None
    assert number.sure is None
    assert number.settled("") is None
    assert number.settled(",") in number.readings


@pytest.mark.parametrize("text", NONE.replace("\n", " ").split("|"))
def test_a_text_that_is_no_exact_number_is_none(text: str) -> None:
    assert number_text.parse(text) is None


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        ({"1.200,50", "1.200"}, ","),
        ({"9.25", "1,200"}, "."),
        ({"1,5"}, ""),
        ({"1,5", "4,75"}, ","),
        ({"1,5", "9.25"}, ""),
        ({"1.200,50", "2,000.01"}, ""),
        ({"12", "1,200"}, ""),
    ],
)
def test_a_column_proves_its_decimal_mark_or_nothing(texts: set[str], mark: str) -> None:
    assert number_text.decimal_mark(texts) == mark


SPELLINGS = {"en": (",", "."), "de": (".", ","), "fr": ("\u202f", ","), "ch": ("’", "."), "si": (" ", ".")}
AROUND = ["{}", " {} ", "€ {}", "{} €", "{} days", "'{}", "{} kg"]
CENTS = st.integers(-10_000_000_00, 10_000_000_00)


def spelled(cents: int, style: str, decimals: int) -> str:
    group, point = SPELLINGS[style]
    text = f"{abs(cents) / 100:,.{decimals}f}".replace(",", "_").replace(".", point).replace("_", group)
    return f"−{text}" if cents < 0 else text


@given(CENTS, st.sampled_from(sorted(SPELLINGS)), st.sampled_from([0, 2]), st.sampled_from(AROUND))
def test_a_number_in_any_usual_spelling_is_read_back_or_stays_open(
    cents: int, style: str, decimals: int, around: str
) -> None:
    cents -= cents % 100 if decimals == 0 else 0
    text = around.format(spelled(cents, style, decimals))
    number = number_text.parse(text)
    assert number is not None
    assert number.settled(SPELLINGS[style][1]) == pytest.approx(cents / 100, abs=1e-9)
    if number.sure is not None:
        assert number.sure == pytest.approx(cents / 100, abs=1e-9)


@given(st.text(alphabet="0123456789.,' -+()%€k½\xa0", max_size=9))
def test_no_text_is_read_as_two_numbers_at_once(text: str) -> None:
    number = number_text.parse(text)
    if number is not None:
        assert number.readings
        assert (number.sure is None) == (number.weak or len(set(number.readings)) > 1)
