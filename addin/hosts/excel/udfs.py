"""The Python side of the functions in Excel: what xlwings' server imports and calls. The one door to xlwings.

Every function of the catalogue stands here under its own name, declared to xlwings from its declaration there.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Sequence
from typing import Any

# The PRO part of xlwings is not free for companies: in this process it cannot even be loaded.
sys.modules.setdefault("xlwings.pro", None)  # type: ignore[arg-type]

import xlwings  # noqa: E402

from ....core.cells import Cell  # noqa: E402
from ....core.errors import CellError, OkrError  # noqa: E402
from ...catalogue import functions  # noqa: E402
from ...declaration import SheetFunction  # noqa: E402
from ...ranges import Value  # noqa: E402
from .menu import click  # noqa: E402

ERRORS = ("#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")  # `#N/A` is no data, as everywhere
ERROR_CODES = range(-2146826288, -2146826187)  # CVErr(2000) to CVErr(2100), where xlwings knows no word for one


def serve(clsid: str) -> None:
    """Answer Excel until it closes; the add-in starts this in a process of its own."""
    on_windows: Any = xlwings  # whose types are those of other systems
    on_windows.serve(clsid)


def read(rows: Sequence[Sequence[Cell]] | None) -> list[list[Cell]] | None:
    """Return a range as xlwings hands it over; an error value in it is a `CellError`, None an argument left out.

    >>> read([[1.0, None]])
    [[1.0, None]]
    """
    return None if rows is None else [[_cell(cell) for cell in row] for row in rows]


def _cell(cell: Cell) -> Cell:
    is_code = isinstance(cell, int) and cell in ERROR_CODES
    if is_code or cell in ERRORS:
        raise CellError(f"a cell holds {'an error' if is_code else cell}", "correct that cell first")
    return cell


def udf(function: SheetFunction) -> Callable[..., Value]:
    """Return a function of the catalogue as xlwings wants one: the cell shows what is wrong instead of a value."""

    def answer(*ranges: Sequence[Sequence[Cell]] | None) -> Value:
        try:
            value: Value = function.call(*map(read, ranges))
            return value
        except OkrError as error:
            return error.what

    answer.__name__, answer.__doc__, answer.__annotations__ = function.name, function.help, {}
    vars(answer)["__signature__"] = inspect.signature(function.call)
    for argument in function.arguments:
        answer = xlwings.arg(argument.name, ndim=2, err_to_str=True, doc=argument.help)(answer)
    declared: Callable[..., Value] = xlwings.func(category=function.category)(answer)  # last: @arg resets it
    return declared


@xlwings.func
@xlwings.arg("entry", "raw")
@xlwings.arg("workbook", "raw")
@xlwings.arg("said", "raw")
def okr_menu(entry: str, workbook: Any, said: str) -> str:
    """Answer the menu of the add-in: the workbook comes as Excel's own object."""
    return click(entry, workbook, said)


UDFS: dict[str, Any] = {function.name: udf(function) for function in functions()}
globals().update(UDFS)  # xlwings looks them up in the module
