"""LibreOffice as it comes, without any add-in, in a profile of its own: what it makes of a workbook's formulas."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from libreoffice import bare, python_with_uno
from xlsxwriter.utility import xl_range_abs

# Without this, the results that are stored in the file are kept and nothing is computed.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
CLIENT = Path(__file__).parent / "plain_office_client.py"
STALE = "was not computed"
ARRAY = "SUM(IF("  # what needs an array formula in Excel 2016

Case = tuple[str, Sequence[Any]]


def is_missing() -> bool:
    """Return whether there is no LibreOffice on the machine."""
    return shutil.which("soffice") is None


def computed(cases: Sequence[Case], folder: Path) -> list[Any]:
    """Return what formulas give: each is written with {0}, {1}, … where its own cells and ranges stand."""
    asked = folder / "asked.xlsx"
    book = xlsxwriter.Workbook(asked, {"strings_to_numbers": False, "strings_to_formulas": False})
    answers, given = book.add_worksheet("answers"), book.add_worksheet("given")
    row = 0
    for at, (formula, arguments) in enumerate(cases):
        places = []
        for column, argument in enumerate(arguments):
            matrix = argument if isinstance(argument, list) else [[argument]]
            first = column * 10
            for down, cells in enumerate(matrix):
                for right, cell in enumerate(cells):
                    _put(given, row + down, first + right, cell)
            places.append(_place(row, first, len(matrix), len(matrix[0])))
        written = formula.format(*places)
        if ARRAY in written:  # as the workbooks write it: between braces, for cell by cell
            answers.write_array_formula(at, 0, at, 0, written, None, STALE)
        else:
            answers.write_formula(at, 0, written, None, STALE)
        row += max((len(argument) for argument in arguments if isinstance(argument, list)), default=1)
    book.close()
    recalculated(folder, asked)
    done = openpyxl.load_workbook(folder / "out" / "asked.xlsx", data_only=True)
    return [done["answers"].cell(at + 1, 1).value for at in range(len(cases))]


def _put(sheet: Any, row: int, column: int, cell: Any) -> None:
    if cell == "":
        sheet.write_formula(row, column, '=""', None, "")  # a cell that holds an empty text, as a formula leaves it
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif cell is not None:
        sheet.write(row, column, cell)


def _place(row: int, column: int, rows: int, columns: int) -> str:
    return "given!" + str(xl_range_abs(row, column, row + rows - 1, column + columns - 1))


def recalculated(folder: Path, *books: Path, ending: str = "xlsx") -> list[Path]:
    """Open workbooks in a LibreOffice that has no add-in, compute them anew, and save them in a folder beside."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(ALWAYS_RECALCULATE, "utf-8")
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ["--headless", "--norestore", "--convert-to", ending, "--outdir", str(folder / "out")]
    subprocess.run(["soffice", own, *options, *map(str, books)], check=True, capture_output=True, timeout=300)
    return [folder / "out" / f"{book.stem}.{ending}" for book in books]


def play(folder: Path, steps: Sequence[Sequence[Any]]) -> list[Any]:
    """Play steps in a LibreOffice that has no add-in: see `plain_office_client.py`."""
    python = python_with_uno()
    assert python is not None
    pipe = f"okrplain{os.getpid()}"
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", "--norestore", "--nologo", own, f"--accept=pipe,name={pipe};urp;"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as office:
        try:
            asked = json.dumps([list(step) for step in steps])
            ran = subprocess.run(
                [python, str(CLIENT), pipe], input=asked, capture_output=True, text=True, timeout=300, env=bare()
            )
            office.wait(30) if ran.returncode == 0 else None
        finally:
            office.terminate()
    assert ran.returncode == 0, ran.stderr
    answers: list[Any] = json.loads(ran.stdout)
    return answers
