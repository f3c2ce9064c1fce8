"""Find and replace over cells, as `findReplace` does it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .cells import Formula
from .edit import Edit, Refused
from .entering import enter
from .formats import shown
from .ranges import Box
from .sheet import Sheet
from .spreadsheet import whole

Json = dict[str, Any]


def replaced(edit: Edit, given: Json) -> Json:
    """Replace, and count what was changed."""
    if not given.get("find"):
        raise Refused("Must specify the text to find.")
    try:
        pattern = re.compile(_pattern(given), 0 if given.get("matchCase") else re.IGNORECASE)
    except re.error as error:
        raise Refused(f"Invalid regular expression: {error}") from None
    new = given.get("replacement", "")
    text = new.replace("$", "\\") if given.get("searchByRegex") else new.replace("\\", "\\\\")
    counts = {"valuesChanged": 0, "formulasChanged": 0, "occurrencesChanged": 0}
    rows, sheets = set(), set()
    for sheet, box in _places(edit, given):
        for at in list(sheet.filled(box)):
            found = _in_cell(sheet, at, pattern, text, bool(given.get("includeFormulas")))
            if found:
                counts["formulasChanged" if isinstance(sheet.cells[at].typed, Formula) else "valuesChanged"] += 1
                counts["occurrencesChanged"] += found
                rows.add((sheet.id, at[0]))
                sheets.add(sheet.id)
    return {**counts, "rowsChanged": len(rows), "sheetsChanged": len(sheets)}


def _pattern(given: Json) -> str:
    find: str = given["find"]
    pattern = find if given.get("searchByRegex") else re.escape(find)
    return rf"\A(?:{pattern})\Z" if given.get("matchEntireCell") else pattern


def _places(edit: Edit, given: Json) -> Iterator[tuple[Sheet, Box]]:
    if "range" in given:
        yield edit.place(given["range"])
    elif given.get("allSheets"):
        yield from ((sheet, whole(sheet)) for sheet in edit.book.sheets)
    elif "sheetId" in given:
        sheet = edit.sheet(given["sheetId"])
        yield sheet, whole(sheet)
    else:
        raise Refused("Must specify one of: range, sheetId, allSheets.")


def _in_cell(sheet: Sheet, at: tuple[int, int], pattern: re.Pattern[str], new: str, in_formulas: bool) -> int:
    cell = sheet.cells[at]
    if isinstance(cell.typed, Formula):
        if not in_formulas:
            return 0
        text, count = pattern.subn(new, cell.typed.text)
        cell.typed = Formula(text) if count else cell.typed
        return count
    text, count = pattern.subn(new, shown(cell.typed, cell.format.get("numberFormat")))
    if count:
        cell.typed = enter(text).value
    return count
