"""The add-in in the real LibreOffice: the 603 vectors, cells that follow their inputs, and the help it shows."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from okrsheets.addin import catalogue

import libreoffice

pytestmark = pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there")

VECTORS = [
    vector
    for file in ("by_hand.json", "random.json")
    for vector in json.loads((Path(__file__).parent / "vectors" / file).read_text("utf-8"))
]
ANSWERS = 40  # the column from which answers stand, right of every argument


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> libreoffice.Office:
    return libreoffice.Office(tmp_path_factory.mktemp("office"))


# The vectors


def write_cell(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    if value == "":
        sheet.write_formula(row, column, '=""')
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)


def rows_of(argument: Any) -> list[list[Any]]:
    return argument if isinstance(argument, list) else [[argument]]


def write_vector(sheet: Worksheet, top: int, vector: dict[str, Any], prefix: str) -> int:
    """Write the arguments of a vector into cells and its function beside them; return the next free row."""
    references, column, height = [], 0, 1
    for argument, declared in zip(vector["args"], catalogue.find(vector["function"]).arguments):
        rows = rows_of(argument)
        for down, row in enumerate(rows):
            for right, value in enumerate(row):
                write_cell(sheet, top + down, column + right, value)
        left_out = argument is None and declared.optional
        references.append("" if left_out else xl_range(top, column, top + len(rows) - 1, column + len(rows[0]) - 1))
        column += len(rows[0])
        height = max(height, len(rows))
    formula = f"={prefix}{vector['function']}({','.join(references)})"
    want = vector.get("want")
    if catalogue.find(vector["function"]).spills:
        last = (top + len(want) - 1, ANSWERS + len(want[0]) - 1) if isinstance(want, list) else (top, ANSWERS)
        sheet.write_array_formula(top, ANSWERS, *last, formula)
    else:
        sheet.write_formula(top, ANSWERS, formula)
    return top + height + 1


def write_vectors(path: Path, prefix: str = "") -> list[int]:
    """Write every vector into a workbook; return the row in which each begins."""
    tops, row = [], 0
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("Vectors")
        for vector in VECTORS:
            tops.append(row)
            row = write_vector(sheet, row, vector, prefix)
    return tops


def in_cells(want: Any) -> list[list[Any]]:
    """What a sheet shows of an answer: TRUE and FALSE are 1 and 0 there, no data is empty text."""
    return [[float(cell) if isinstance(cell, bool) else cell for cell in row] for row in rows_of(want)]


def same(got: Any, want: Any) -> bool:
    if isinstance(want, float):
        return isinstance(got, (int, float)) and math.isclose(got, want, rel_tol=1e-9)
    return got in (None, "") if want is None else bool(got == want)


def faults(found: dict[str, Any], tops: list[int]) -> Iterator[str]:
    for vector, top in zip(VECTORS, tops):
        want = [["#VALUE!"]] if "error" in vector else in_cells(vector["want"])
        for down, row in enumerate(want):
            for right, cell in enumerate(row):
                got = found.get(xl_rowcol_to_cell(top + down, ANSWERS + right))
                if not same(got, cell):
                    yield f"{vector}: row {down + 1} is {got!r}, not {cell!r}"


@pytest.mark.parametrize("prefix", ["", "_xldudf_OKRSHEETS_"])
def test_libreoffice_computes_every_vector_as_python_does(office: libreoffice.Office, prefix: str) -> None:
    book = office.folder / f"vectors{prefix}.xlsx"
    tops = write_vectors(book, prefix)
    (computed,) = office.recalculate(book)
    found = libreoffice.cells(computed)["Vectors"]
    wrong = list(faults(found, tops))
    assert not wrong, f"{len(wrong)} differ:\n" + "\n".join(wrong)
    assert "#NAME?" not in found.values()
