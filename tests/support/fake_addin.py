"""Our functions in pyOpenVBA's model of Excel: its formulas reach xlwings' own server, as with the add-in in Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import fake_com
from fake_dispatch import ERROR_BASE
from pyopenvba.formula._calc.cells import CellError
from pyopenvba.formula._calc.registry import FUNCTIONS, Kind, function
from pyopenvba.formula._calc.values import EMPTY, Array

from okrsheets.addin import catalogue
from okrsheets.addin.declaration import SheetFunction
from okrsheets.addin.hosts.excel.cells import ERRORS

NUMBERS = {text: number for number, text in ERRORS.items()}


@contextmanager
def functions_answer() -> Iterator[None]:
    """Let the functions of the catalogue compute in every workbook; without this they are names that nobody knows."""
    for each in catalogue.functions():
        needed = sum(not argument.optional for argument in each.arguments)
        function(each.name, *[Kind.RANGE] * len(each.arguments), minimum=needed)(_implementation(each))
    try:
        yield
    finally:
        for each in catalogue.functions():
            del FUNCTIONS[each.name]


def _implementation(of: SheetFunction) -> Callable[..., Any]:
    def compute(context: Any, *given: Any) -> Any:
        left_out = [fake_com.LEFT_OUT] * (len(of.arguments) - len(given))
        return _shown(fake_com.call(of.name, [*(_as_com(context, each) for each in given), *left_out]))

    return compute


def _as_com(context: Any, value: Any) -> Any:
    if value is EMPTY:
        return fake_com.LEFT_OUT
    rows = tuple(tuple(map(_cell, row)) for row in context.array_of(value).rows)
    return rows if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]


def _cell(cell: Any) -> Any:
    if isinstance(cell, CellError):
        return ERROR_BASE + NUMBERS[cell.code]
    return None if cell is EMPTY else cell


def _shown(value: Any) -> Any:
    if isinstance(value, list):
        rows = value if isinstance(value[0], list) else [value]
        return Array([[_shown(cell) for cell in row] for row in rows])
    return EMPTY if value is None else float(value) if type(value) is int else value
