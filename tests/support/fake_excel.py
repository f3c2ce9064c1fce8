"""Excel as far as pyOpenVBA plays it: it runs the VBA of a workbook, whose calls reach xlwings' own server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import fake_com
import xlsxwriter
from fake_dispatch import ERROR_BASE, Dispatch
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import EMPTY, MISSING, VBAArray, VBAErrorValue, VBAObject, method
from xlsxwriter.utility import xl_range

# What Windows and Excel show, in the place of our module of that name: the answers are played.
ASKING = """
Public OkrPython As Object
Public Undo As String
Public Function OkrBox(ByVal text As String, ByVal title As String, ByVal buttons As Long) As Long
    OkrBox = MsgBox(text, buttons, title)
End Function
Public Function OkrLine(ByVal question As String, ByVal title As String, ByVal usual As String) As Variant
    Dim given As String
    given = InputBox(question, title, usual)
    If given = "(Enter)" Then given = usual
    If given = "(Cancel)" Then OkrLine = False Else OkrLine = given
End Function
Public Sub OkrOffersUndo(ByVal label As String)
    Undo = label
End Sub
"""


class Server(VBAObject):  # type: ignore[misc]  # pyOpenVBA carries no mark of its types
    """What starting Python gives to VBA."""

    vba_type_name = "Object"

    def __init__(self, module: str) -> None:
        super().__init__()
        self.module = module

    @method  # type: ignore[untyped-decorator]
    def CallUDF(self, module: str, name: str, arguments: VBAArray) -> Any:
        assert module == self.module
        return fake_com.call(name, as_com(arguments), module)


def as_com(value: Any) -> Any:
    """Return a value of VBA as COM carries it: an array as tuples of rows, an error and a gap as their codes."""
    if isinstance(value, VBAArray):
        rows = len(value.items) // (value.bounds[-1][1] - value.bounds[-1][0] + 1) if len(value.bounds) > 1 else 0
        items = tuple(map(as_com, value.items))  # column by column, as VBA keeps them
        return tuple(items[row::rows] for row in range(rows)) if rows else items
    if isinstance(value, VBAErrorValue):
        return ERROR_BASE + int(value.number)
    if isinstance(value, VBAObject) and value not in (EMPTY, MISSING):
        return Dispatch(value)
    return None if value is EMPTY else fake_com.LEFT_OUT if value is MISSING else value


class Sheet:
    """A sheet to be written: each range below the one before."""

    def __init__(self, path: Path) -> None:
        self.book = xlsxwriter.Workbook(path)
        self.sheet = self.book.add_worksheet("Data")
        self.next = 0

    def put(self, given: Any) -> str:
        """Write a cell or a range, and return its address."""
        rows = given if isinstance(given, list) else [given]
        rows = rows if rows and isinstance(rows[0], list) else [rows]
        first, self.next = self.next, self.next + len(rows)
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                self._cell(first + down, across, cell)
        return str(xl_range(first, 0, first + len(rows) - 1, len(rows[0]) - 1))

    def _cell(self, row: int, column: int, cell: Any) -> None:
        if isinstance(cell, bool):
            self.sheet.write_boolean(row, column, cell)
        elif isinstance(cell, str):
            self.sheet.write_string(row, column, cell)
        elif cell is not None:
            self.sheet.write_number(row, column, cell)


def opened(path: Path, module: str = fake_com.WRAPPER) -> ExcelApplication:
    """Open a workbook whose macros call a module, with our server in the place of the library that VBA would load."""
    excel = ExcelApplication.open(str(path))
    excel.add_module(ASKING, name="Python")
    modules = excel.interpreter.modules
    found = {"python": modules.pop("python"), **modules}  # found before the one of the bridge
    modules.clear()
    modules.update(found)
    modules["python"].initialise()
    modules["python"].variables["okrpython"].set(Server(module))
    return excel


def formula(name: str, addresses: Sequence[str | None]) -> str:
    """Return a call as VBA evaluates it; None is an argument left out.

    >>> formula("OKR_GRADE", ["A1:A1", None])
    'OKR_GRADE(Range("A1:A1"), )'
    """
    given = ", ".join("" if address is None else f'Range("{address}")' for address in addresses)
    return f"{name}({given})"
