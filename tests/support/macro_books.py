"""Workbooks in memory for the macros: what our templates write, with what each formula came to."""

from __future__ import annotations

import copy
import tempfile
import warnings
from functools import lru_cache
from pathlib import Path

from openpyxl import load_workbook

from okrsheets.addin.macros.book import At, Book, Formula, MemoryBook, Spot, contents
from okrsheets.core.cells import Cell, ErrorCell, needed_day
from okrsheets.sheets_templates import worked
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sheets_templates.wording import wording_in

LAST_DAY = "2026-06-30"
NAME_ERROR = ErrorCell("#NAME?")

Contents = dict[str, dict[At, Cell]]


def write_support(path: Path, day: str = LAST_DAY, language: str = "en", functions: bool = True) -> Path:
    """Write the OKRs workbook of the shop's support team, with our functions or without, as everything stands on a day."""
    tables, wording = worked.load("shop")["support"], wording_in(language)
    write_okrs(path, tables, needed_day(day), functions=functions, wording=wording)
    return path


def support(language: str = "en", functions: bool = True) -> MemoryBook:
    """That workbook as a program would have it open whose functions answer, on its last day."""
    return copy.deepcopy(_support(language, functions))


@lru_cache
def _support(language: str, functions: bool) -> MemoryBook:
    with tempfile.TemporaryDirectory() as folder:
        return _in_memory(write_support(Path(folder) / "support.xlsx", language=language, functions=functions))


@lru_cache
def worked_cases() -> tuple[MemoryBook, ...]:
    """The OKRs workbooks of all teams of the worked cases, as everything stands on their last day; copy before use."""
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for case in ("shop", "clinic", "startup"):
            for team, tables in worked.load(case).items():
                if len(tables["objectives"]):
                    path = Path(folder) / f"{case}-{team}.xlsx"
                    write_okrs(path, tables, needed_day(LAST_DAY), functions=True)
                    made.append(_in_memory(path))
        return tuple(made)


def _in_memory(path: Path) -> MemoryBook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        typed, known = load_workbook(path), load_workbook(path, data_only=True)
    sheets: dict[str, list[list[Cell]]] = {}
    shown: dict[Spot, Cell] = {}
    for sheet in typed.worksheets:
        rows: list[list[Cell]] = []
        for cells in sheet.iter_rows():
            rows.append([])
            for cell in cells:
                value = getattr(cell.value, "text", cell.value)
                if cell.data_type == "f":
                    value = Formula(value)
                    shown[Spot(sheet.title, cell.row, cell.column - 1)] = known[sheet.title][cell.coordinate].value
                rows[-1].append(value)
        sheets[sheet.title] = rows
    book = MemoryBook(sheets, needed_day(LAST_DAY), shown, name=path.stem)
    book.answers = {book.held[spot.sheet][spot.row, spot.column]: value for spot, value in shown.items()}  # type: ignore[misc]
    return book


def forget_functions(book: MemoryBook) -> None:
    """Let the workbook be open where no add-in answers."""
    for spot in book.shown:
        if "OKR_" in str(book.held[spot.sheet][spot.row, spot.column]):
            book.shown[spot] = NAME_ERROR


def all_contents(book: Book) -> Contents:
    """What every cell of every sheet holds: typed values and formulas."""
    return {sheet: contents(book, sheet) for sheet in book.sheets()}


def typed(contents: Contents) -> Contents:
    """The cells among them that hold no formula."""
    return {
        sheet: {at: cell for at, cell in held.items() if not isinstance(cell, Formula)}
        for sheet, held in contents.items()
    }


def lost(before: Contents, after: Contents) -> list[str]:
    """The cells that held something before and hold something else, or nothing, after."""
    return [
        f"{Spot(sheet, *at)}: {cell!r} → {after.get(sheet, {}).get(at)!r}"
        for sheet, held in before.items()
        for at, cell in held.items()
        if after.get(sheet, {}).get(at) != cell
    ]
