"""The report as a workbook: figures are numbers, charts are the spreadsheet's own, and text is never a formula."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from libreoffice import Office, missing
from openpyxl import load_workbook
from report_cases import figures, pages, shop

from okrsheets.core.percent import PERCENT_FORMAT
from okrsheets.reports.formats.xlsx import write_xlsx
from okrsheets.reports.formats.xlsx.sheet import LONGEST_NAME, names
from okrsheets.reports.model.report import Link, Pictures, Report, Statuses
from okrsheets.sheets_templates.build import Series, XlsxBook

pytestmark = pytest.mark.slow


def report_of(stem: str) -> Report:
    return next(page.report for page in pages(shop()) if str(page.stem) == stem)


def written(path: Path, stem: str) -> tuple[Report, Any]:
    report = report_of(stem)
    write_xlsx(path / "report.xlsx", report)
    return report, load_workbook(path / "report.xlsx")


def test_each_section_has_a_sheet_and_the_first_leads_to_all(tmp_path: Path) -> None:
    report, book = written(tmp_path, "organisation")
    assert len(book.sheetnames) == len(report.sections) + 2
    start, *others = book.worksheets
    led = [
        cell.hyperlink.location.split("!")[0].strip("'") for row in start.iter_rows() for cell in row if cell.hyperlink
    ]
    assert led == [sheet.title for sheet in others]
    back = {sheet["B1"].hyperlink.location for sheet in others}
    assert back == {"'Contents'!A1"}


def test_shares_numbers_and_days_are_numbers_with_the_format_that_says_them(tmp_path: Path) -> None:
    report, book = written(tmp_path, "people/renee-fournier/review")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    found = {(cell.number_format, cell.value) for cell in cells if cell.data_type in ("n", "d")}
    shares = {each.value for each in figures(report) if each.unit == "share"}
    assert len(shares) > 2
    assert {value for format, value in found if format == PERCENT_FORMAT} >= shares
    assert any(format == "yyyy-mm-dd" for format, _ in found)
    assert any(format == "#,##0.0" for format, _ in found)


def test_the_spreadsheet_draws_the_charts(tmp_path: Path) -> None:
    for stem in ("organisation", "people/renee-fournier/review"):
        report, book = written(tmp_path, stem)
        drawn = [chart for sheet in book for chart in sheet._charts]
        known = [block for block in report.blocks("statuses") if isinstance(block, Statuses)]
        charts = [each for block in report.blocks("pictures") if isinstance(block, Pictures) for each in block.pictures]
        assert len(drawn) == len(known) + len(
            [each for each in charts if each.kind in ("progress", "confidence", "skills")]
        )
        assert len(drawn) > 1


def test_headings_stay_in_sight_and_are_printed_on_every_page(tmp_path: Path) -> None:
    _, book = written(tmp_path, "organisation")
    tables = [sheet for sheet in book if sheet.auto_filter.ref]
    assert len(tables) > 5
    assert all(sheet.freeze_panes and sheet.print_title_rows for sheet in book)
    assert all(sheet.page_setup.orientation == "landscape" for sheet in book)


def test_a_figure_tells_in_a_note_which_cells_it_comes_from(tmp_path: Path) -> None:
    _, book = written(tmp_path, "organisation")
    notes = [cell.comment.text for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment]
    listed: dict[int, list[str]] = {}
    for row in book["Sources"].iter_rows(min_row=4):
        named = f"{row[0].value} › {row[1].value}" if row[1].value else row[0].value
        listed.setdefault(row[3].value, []).append(" ".join(filter(None, (named, row[2].value))))
    assert len(notes) > 50
    for note in notes:
        number, _, cells = note.partition(": ")
        assert sorted("; ".join(listed[int(number)]).split("; ")) == sorted(cells.split("; "))


def test_text_never_becomes_a_formula(tmp_path: Path) -> None:
    for stem in ("organisation", "index"):
        _, book = written(tmp_path, stem)
        assert not [
            cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
        ]


def test_a_title_of_a_chart_is_never_a_formula(tmp_path: Path) -> None:
    cells = "='S'!$A$1:$A$2"
    with XlsxBook(tmp_path / "chart.xlsx", "T", 46203) as book:
        series = [Series("='S'!$A$9", cells, cells, "#14505C")]
        book.sheet("S").chart(1, 0, "line", "Win!A8", "said", series, (200, 100))
    with zipfile.ZipFile(tmp_path / "chart.xlsx") as parts:
        asked = re.findall("<c:f>(.*?)</c:f>", parts.read("xl/charts/chart1.xml").decode())
    assert set(asked) == {cells[1:]}


def test_the_index_leads_to_the_other_workbooks(tmp_path: Path) -> None:
    report, book = written(tmp_path, "index")
    links = {cell.hyperlink.target for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    table = report.table("people")
    assert table is not None
    wanted = {f"{cell.address}.xlsx" for cell in table.column("person") if isinstance(cell, Link)}
    assert len(wanted) > 5
    assert wanted <= {str(link).replace("\\", "/") for link in links}


def test_the_cells_of_a_note_can_be_opened(tmp_path: Path) -> None:
    report = report_of("organisation")
    books = {place.workbook for each in figures(report) for place in each.cells}
    linked = dataclasses.replace(report, links={book: f"../my sheets/{book}" for book in books})
    write_xlsx(tmp_path / "linked.xlsx", linked)
    first = load_workbook(tmp_path / "linked.xlsx")["Sources"]["B4"]
    assert first.hyperlink.target.replace("\\", "/").startswith("../my%20sheets/")
    sheet, _, spot = first.hyperlink.location.partition("!")
    assert first.value.startswith(f"{sheet.strip(chr(39))}!{spot}")


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(tmp_path / name, report_of("teams/support"))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_names_of_sheets_are_allowed_and_different() -> None:
    found = names(["a" * 40, "A" * 40, "'quoted'", "[x]:*?/\\", "\x00", ""])
    assert len({name.lower() for name in found}) == 6
    assert all(0 < len(name) <= LONGEST_NAME and not set(name) & set("[]:*?/\\\x00") for name in found)


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_libreoffice_opens_the_workbook_with_the_same_cells(tmp_path: Path) -> None:
    _, book = written(tmp_path, "organisation")
    (opened,) = Office(tmp_path).recalculate(tmp_path / "report.xlsx")
    again = load_workbook(opened)
    assert again.sheetnames == book.sheetnames
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                found = again[sheet.title][cell.coordinate].value
                if cell.value == "":
                    continue
                assert found == (pytest.approx(cell.value) if isinstance(cell.value, float) else cell.value)


def test_charts_over_time_stand_on_dates_and_ids_have_a_column_of_their_own(tmp_path: Path) -> None:
    _, book = written(tmp_path, "organisation")
    trend = book["Trend"]
    heads = [(cell.row, cell.column) for row in trend.iter_rows() for cell in row if cell.value == "Day"]
    assert len(heads) == 2
    for row, column in heads:
        assert isinstance(trend.cell(row + 1, column).value, datetime)
    summary = book["Executive summary"]
    top = next(row for row in summary.iter_rows() if row[1].value == "ID")
    below = next(summary.iter_rows(min_row=top[0].row + 1))
    assert (top[0].value, below[1].value) == ("Objective", "SHOP-O1")
    assert "SHOP-O1" not in str(below[0].value)
    assert next(cell.value for cell in below if cell.number_format.startswith("+")) == 9


def test_headings_are_repeated_in_print_only_over_their_own_table(tmp_path: Path) -> None:
    report, book = written(tmp_path, "organisation")
    several = [
        section.title for section in report.sections if sum(block.kind == "table" for block in section.blocks) > 1
    ]
    assert "Executive summary" in several
    for title in several:
        assert book[title[:31]].print_title_rows == "$1:$1"
