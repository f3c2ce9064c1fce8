"""What is typed into a sheet shows as typed on paper, in documents and in workbooks, and breaks none of them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hostile_reports import HOSTILE, spoilt, texts
from openpyxl import load_workbook
from read_formats import READ
from read_pdf import misplaced
from report_cases import pages, report_data_of

from okrsheets.core.errors import Location, Problem
from okrsheets.core.model import Workbook
from okrsheets.reports.formats.files import FORMATS, write_report
from okrsheets.reports.model.report import Report

pytestmark = pytest.mark.slow

TEXTS = {**HOSTILE, "control": "a\x01b\x0bc\x1fd\ufffee", "formula": '=HYPERLINK("http://a.example","x")'}
# Letters come out of a PDF in the order in which they are drawn: from the left, and long words of two columns in turn.
SCATTERED = ("right to left", "long", "one word", "emoji")
_UNSEEN = re.compile(
    r"[\ufeff\s\u200b\u200d\ufe0f\u2066-\u2069\u202a-\u202e\x00-\x1f\ufffd\ufffe]|_x00[0-9A-F]{2}_|_xFFF[EF]_"
)


@pytest.fixture(scope="module", params=TEXTS)
def pack(request: pytest.FixtureRequest) -> tuple[str, dict[str, Report]]:
    """The first report for each kind of reader."""
    text = TEXTS[request.param]
    problem = Problem(Location(text, text, "F14"), text, text)
    data = report_data_of(spoilt(text), organisation=text, problems=[problem], workbooks=[Workbook(text, 46203, text)])
    found: dict[str, Report] = {}
    for page in pages(data):
        found.setdefault(page.report.audience, page.report)
    return request.param, found


def _seen(text: str) -> str:
    """The letters of a text; marks that are not seen and what no file may hold are left out."""
    return _UNSEEN.sub("", text)


def _written(folder: Path, report: Report, name: str) -> Path:
    (path,) = write_report(folder / report.audience, {name: FORMATS[name]}, report)
    return path


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_documents_and_workbooks_show_every_text(
    pack: tuple[str, dict[str, Report]], name: str, tmp_path: Path
) -> None:
    for report in pack[1].values():
        shown = _seen(READ[name](_written(tmp_path, report, name)))
        assert not [text for text in texts(report) if _seen(text) not in shown]


def test_no_text_becomes_a_formula_or_a_link(pack: tuple[str, dict[str, Report]], tmp_path: Path) -> None:
    for report in pack[1].values():
        book = load_workbook(_written(tmp_path, report, "xlsx"))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
        assert not [cell.value for cell in cells if cell.hyperlink and "a.example" in str(cell.hyperlink.target)]


@pytest.fixture(scope="module")
def mixed() -> dict[str, Report]:
    """The first report for each kind of reader, with all those texts in turn in every column, table and chart."""
    texts = tuple(TEXTS.values())
    problems = [Problem(Location(text, text, "F14"), text, text) for text in texts]
    books = [Workbook(text, 46203, text) for text in texts]
    data = report_data_of(spoilt(*texts), organisation=TEXTS["right to left"], problems=problems, workbooks=books)
    found: dict[str, Report] = {}
    for page in pages(data):
        found.setdefault(page.report.audience, page.report)
    return found


@pytest.mark.parametrize("audience", ["organisation", "team", "person", "skills", "index"])
def test_paper_shows_every_text_and_none_runs_off_the_page_or_lies_on_another(
    audience: str, mixed: dict[str, Report], tmp_path: Path
) -> None:
    report = mixed[audience]
    path = _written(tmp_path, report, "pdf")
    shown = _seen(READ["pdf"](path))
    scattered = {text for text in texts(report) if any(TEXTS[kind][:200] in text for kind in SCATTERED)}
    assert not [text for text in texts(report) - scattered if _seen(text) not in shown]
    letters = sum((Counter(_seen(text)) for text in scattered), Counter[str]())
    assert not letters - Counter(shown)
    assert not misplaced(path)


def test_every_one_of_those_texts_is_on_paper(mixed: dict[str, Report]) -> None:
    shown = texts(mixed["organisation"]) | texts(mixed["skills"])
    assert {kind for kind, text in TEXTS.items() if any(text[:60] in each for each in shown)} == set(TEXTS)
