"""Every format states the same figures: those of the report, as they are printed."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from report_cases import WORDS, facts_of, figures, pages, shop

from okrsheets.core.cells import needed_day
from okrsheets.core.records import Tables
from okrsheets.reports.files import FORMATS, write_report
from okrsheets.reports.report import Report

pytestmark = pytest.mark.slow


def _of_html(path: Path) -> str:
    page = re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>", "", path.read_text("utf-8"))
    return html.unescape(re.sub(r"<sup>.*?</sup>", "", page))


def _of_markdown(path: Path) -> str:
    return re.sub(r"\[\^\d+\]", "", path.read_text("utf-8")).replace("\\", "")


def _of_pdf(path: Path) -> str:
    """The words in the order in which they were drawn, without the small numbers of notes and the feet of pages."""
    asked = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    text = subprocess.run(asked, capture_output=True, check=True).stdout.decode()
    return "".join(re.sub(r"\n[^\n]*\d+ / \d+\s*$", "", page) for page in text.split("\f"))


def _of_docx(path: Path) -> str:
    body = Document(str(path)).element.body
    for run in [run for run in body.iter(qn("w:r")) if run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}") is not None]:
        run.getparent().remove(run)
    return "".join(piece.text or "\n" for piece in body.iter(qn("w:t"), qn("w:p")))


def _of_xlsx(path: Path) -> str:
    """Texts as they stand, and numbers as the words of a report say them."""
    cells = [
        cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    return "\n".join(map(_cell, cells))


def _cell(cell: Any) -> str:
    if isinstance(cell.value, datetime):
        return WORDS.day(needed_day(cell.value.date().isoformat()))
    if isinstance(cell.value, (int, float)):
        return WORDS.percent(cell.value) if "%" in cell.number_format else WORDS.number(cell.value)
    return str(cell.value)


# How the text of each format is read again; a format without a reader here fails the test below.
READ: Mapping[str, Callable[[Path], str]] = {
    "html": _of_html, "md": _of_markdown, "pdf": _of_pdf, "docx": _of_docx, "xlsx": _of_xlsx,
}  # fmt: skip


def _packed(text: str) -> str:
    """Without spaces, for lines are broken anywhere on paper, and without the marks of a text's direction."""
    return re.sub(r"[\s\u2066-\u2069\u200b]", "", text)


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {str(page.stem): page.report for page in pages(shop())}


def test_every_format_can_be_read_again() -> None:
    assert set(READ) == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("stem", ["organisation", "skills", "teams/support", "people/renee-fournier/review"])
def test_every_figure_of_the_report_is_in_the_file(
    name: str, stem: str, reports: dict[str, Report], tmp_path: Path
) -> None:
    report = reports[stem]
    if report.audience not in FORMATS[name].audiences:
        return
    (path,) = write_report(tmp_path / "report", {name: FORMATS[name]}, report)
    text = _packed(READ[name](path))
    missing = {figure.text for figure in figures(report) if _packed(figure.text) not in text}
    assert not missing
    assert len({figure.text for figure in figures(report)}) > 20


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "rows", [{}, {"people": [{"person_id": "P", "name": "Only One", "role": "R"}]}], ids=["nothing", "one person"]
)
def test_with_almost_nothing_every_format_says_what_there_is(
    name: str, rows: dict[str, Any], tables_of: Callable[..., Tables], tmp_path: Path
) -> None:
    for page in pages(facts_of(tables_of(**rows), cycle="")):
        if page.report.audience in FORMATS[name].audiences:
            (path,) = write_report(tmp_path.joinpath(*page.stem.parts), {name: FORMATS[name]}, page.report)
            assert _packed(page.report.title) in _packed(READ[name](path))


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_that_cannot_be_replaced_fails_and_leaves_nothing_beside_it(
    name: str, reports: dict[str, Report], tmp_path: Path
) -> None:
    taken = tmp_path / f"index{FORMATS[name].suffix}"
    (taken / "inside").mkdir(parents=True)  # a folder stands for a file that another program holds
    with pytest.raises(OSError, match="index"):
        write_report(tmp_path / "index", {name: FORMATS[name]}, reports["index"])
    assert list(tmp_path.iterdir()) == [taken]
