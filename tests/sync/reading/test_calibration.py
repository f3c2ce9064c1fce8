"""How sure a reading says it is, against how often it is right: a bound, and the table on the page about reading."""

from __future__ import annotations

import pytest
from calibration import BOUND, PAGE, bands, measured, on_page, table
from layout_books import layout_books
from layouts import LayoutResult

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> list[LayoutResult]:
    return measured(layout_books(), tmp_path_factory.mktemp("calibration"))


def test_of_readings_that_say_90_percent_nearly_all_are_right(results: list[LayoutResult]) -> None:
    surest = bands(results)[0]
    assert surest.readings > 400
    assert surest.right >= BOUND * surest.readings


def test_less_sure_readings_are_right_less_often(results: list[LayoutResult]) -> None:
    shares = [band.right / band.readings for band in bands(results) if band.readings > 20]
    assert len(shares) >= 3
    assert shares == sorted(shares, reverse=True)


def test_the_table_on_the_page_is_fresh(results: list[LayoutResult]) -> None:
    page = PAGE.read_text("utf-8")
    assert on_page(page, table(bands(results))) == page, "run `python -m tests.support.calibration --update`"
