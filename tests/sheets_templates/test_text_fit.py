"""No text of a template is wider than its cell or higher than its row, by the one estimate that the templates use."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from cell_fit import misfits
from PIL import ImageFont

from okrsheets.core.cells import needed_day
from okrsheets.core.records import Tables
from okrsheets.sheets_templates import text_fit
from okrsheets.sheets_templates.build import XlsxBook
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sheets_templates.skills import write_skills
from okrsheets.sheets_templates.worked import case_names, load

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported")

TODAY = needed_day("2026-05-20")
SAMPLES = (
    "Customer conflict resolution",
    "Every representative can settle a dispute alone, calmly and in good time",
    "Jürgen Pohl, 42% of €1,200 (n/a) – “WAY too wide”",
    "SHOP-SUP-S1.2",
)


def _carlito(style: str) -> ImageFont.FreeTypeFont:
    """Carlito, which has the widths of Calibri."""
    if shutil.which("fc-match") is None:
        pytest.skip("fc-match is not installed")
    asked = ["fc-match", "-f", "%{family}|%{file}", f"Carlito:style={style}"]
    family, path = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split("|")
    if "Carlito" not in family:
        pytest.skip("the font Carlito is not installed")
    return ImageFont.truetype(path, 2048)


@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
@pytest.mark.parametrize("text", SAMPLES)
def test_the_estimate_of_a_width_is_that_of_the_font(text: str, bold: bool) -> None:
    font = _carlito("Bold" if bold else "Regular")
    pixels = font.getlength(text) / 2048 * text_fit.FONT_SIZE * text_fit.PIXELS_PER_POINT
    assert text_fit.text_width(text, bold=bold) == pytest.approx(pixels, rel=0.05)


def test_text_wraps_between_words_and_within_a_word_that_is_too_long() -> None:
    assert text_fit.line_count("one two", 1000) == 1
    assert text_fit.line_count("one two", text_fit.text_width("one") * 1.2) == 2
    assert text_fit.line_count("one\n\ntwo", 1000) == 3
    assert text_fit.line_count("x" * 100, text_fit.text_width("x" * 30)) == 4


@pytest.mark.slow
@pytest.mark.parametrize("functions", [False, True], ids=["plain", "functions"])
@pytest.mark.parametrize("case", [*case_names(), "new"])
def test_every_text_of_every_template_fits_its_cell(case: str, functions: bool, tmp_path: Path) -> None:
    books = {"skills": Tables(), "okrs": Tables()} if case == "new" else load(case)
    for name, tables in books.items():
        path = tmp_path / f"{name}.xlsx"
        write = write_skills if name == "skills" else write_okrs
        write(path, tables, TODAY, functions=functions, ready=None if case == "new" else {})
        assert misfits(path) == [], name


def test_a_function_whose_error_is_wider_than_its_cell_is_found(tmp_path: Path) -> None:
    """As README once showed the matrix: without the add-in, the row of counts was ### in every program."""
    path = tmp_path / "narrow.xlsx"
    with XlsxBook(path, "narrow", TODAY, functions=True) as book:
        sheet = book.sheet("Matrix")
        sheet.widths([6.5, 6.5])
        sheet.formula(1, 0, "=SKILL_BUS_FACTOR(C1:C9,3)", 7, "result whole")
        sheet.formula(1, 1, '=COUNTIF(C1:C9,">=3")', 7, "result whole")
    assert misfits(path) == ["Matrix!A1: '#NAME?'"]


def test_wrapped_text_that_is_higher_than_its_row_is_found(tmp_path: Path) -> None:
    path = tmp_path / "low.xlsx"
    with XlsxBook(path, "low", TODAY) as book:
        sheet = book.sheet("Notes")
        sheet.widths([20, 20])
        sheet.heights({1: 20, 2: 40})
        for row in (1, 2):
            sheet.text(row, 0, "long enough to take two lines", "input long")
            sheet.text(row, 1, "end", "input text")
    assert misfits(path) == ["Notes!A1: 'long enough to take two lines'"]
