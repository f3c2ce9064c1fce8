"""Rows that are written as XML, as spreadsheet programs read them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from okrsheets.core.cells import needed_day
from okrsheets.sheets_templates.build import XlsxBook
from okrsheets.sheets_templates.streamed_rows import StreamedRows, stream_rows

FIRST = 2
TYPED = [
    "a < b & c > d",
    "  spaces around ",
    "two\nlines",
    "line\r\nend",
    "_x0041_",
    "\x01 and \x1f",
    "'quoted\"",
    "日本 🎯",
    "]]>",
    "=1+1",
    "</t></is></c><c><f>1+1</f></c>",
]


def write(path: Path, batches: Sequence[Sequence[Sequence[Any]]], style: str = "view text") -> Path:
    with XlsxBook(path, "Rows", needed_day("2026-05-16")) as book:
        sheet = book.sheet("Rows", "view")
        sheet.text(1, 0, "Heading", "required")
        for column in range(len(batches[0])):
            sheet.blank(FIRST, column, style)
    path.write_bytes(stream_rows(path.read_bytes(), [StreamedRows(FIRST, batches)]))
    return path


def test_text_comes_back_as_it_was(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.xlsx", [[TYPED]])
    with path.open("rb") as file:
        read = [row[0] for row in CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()[1:]]
    assert read == TYPED


def test_cells_are_numbers_texts_or_missing_and_rows_go_on_from_batch_to_batch(tmp_path: Path) -> None:
    rows = openpyxl.load_workbook(write(tmp_path / "rows.xlsx", [[["a"], [None]], [["", "c"], [0, 0.1 + 0.2]]]))["Rows"]
    assert [[cell.value for cell in row] for row in rows.iter_rows(min_row=FIRST)] == [
        ["a", None],
        [None, 0],
        ["c", 0.1 + 0.2],
    ]
    assert {cell.data_type for cell in rows["A"]} == {"s", "n"}


@given(texts=st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_no_text_breaks_the_workbook(texts: list[str], tmp_path_factory: Any) -> None:
    path = write(tmp_path_factory.mktemp("rows") / "rows.xlsx", [[texts, list(range(len(texts)))]])
    sheet = openpyxl.load_workbook(path)["Rows"]
    assert [cell.value for cell in sheet["B"][1:]] == list(range(len(texts)))
    assert not [cell for cell in sheet["A"] if cell.data_type == "f"]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = (write(tmp_path / name, [[TYPED]]).read_bytes() for name in ("one.xlsx", "two.xlsx"))
    assert one == two
