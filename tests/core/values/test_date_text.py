"""Dates that were written as text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core import cells
from okrsheets.core.values import date_text

AUGUST_11 = """2026/8/11|2026-8-11|2026.08.11|2026-08-11T09:15:00Z|2026-08-11 00:00:00|2026-08-11T09:15:00.5+02:00|20260811|11.8.2026|
11.08.26|11. 8. 2026|11 Aug 2026|11-Aug-26|11. August 2026|Aug 11, 2026|August 11th, 2026|Tue, 11 Aug 2026|Dienstag, 11. August 2026|
11 de agosto de 2026|2026 Aug 11|11/08/2026 00:00|11.8.2026 14:00 Uhr"""
OPEN = ["8/12/2026", "08-12-2026", "8/12/26", "8/12/2026 3:45 PM"]
NONE = """soon||2026-02-30|31.04.2026|2026-W33|Aug 2026|10.08|26-08-11|26/08/11|13/13/2026|2026-13-01|1/1/1|11 Smarch 2026|
2026-08|8/12|46023|2026"""


@pytest.mark.parametrize("text", [text for text in AUGUST_11.replace("\n", "").split("|") if "/08/" not in text])
def test_a_text_that_can_be_one_day_only_is_that_day(text: str) -> None:
    reading = date_text.parse(text)
    assert reading is not None
    assert reading.sure == cells.day(date(2026, 8, 11))


@pytest.mark.parametrize("text", OPEN)
def test_a_text_that_can_be_two_days_is_neither_until_the_order_is_known(text: str) -> None:
    reading = date_text.parse(text)
    assert reading is not None
    assert reading.sure is None
    assert reading.settled(True) == cells.day(date(2026, 12, 8))
    assert reading.settled(False) == cells.day(date(2026, 8, 12))


@pytest.mark.parametrize("text", NONE.replace("\n", "").split("|"))
def test_a_text_that_names_no_day_is_none(text: str) -> None:
    assert date_text.parse(text) is None


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        ({"8/12/2026", "8/13/2026"}, False),
        ({"8/12/2026", "13/8/2026"}, True),
        ({"13/8/2026", "8/13/2026"}, None),
        ({"8/12/2026", "2026-08-13"}, None),
        ({"8/8/2026"}, None),
    ],
)
def test_a_column_proves_the_order_of_day_and_month_or_nothing(texts: set[str], order: bool | None) -> None:
    assert date_text.day_first(texts) is order


WRITTEN = [
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%Y-%m-%dT00:00:00",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%B-%Y",
    "%Y%m%d",
]


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(WRITTEN))
def test_a_day_in_any_usual_spelling_is_read_back_or_stays_open(day: date, written: str) -> None:
    reading = date_text.parse(day.strftime(written))
    assert reading is not None
    assert reading.settled(written != "%m/%d/%Y") == cells.day(day)
    assert reading.sure in (None, cells.day(day))
