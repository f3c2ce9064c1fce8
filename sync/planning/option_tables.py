"""The user's table of options: a sheet or .csv file with a row for each way to close gaps in a skill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...core import cells
from ...core.addresses import block_address
from ...core.errors import CellError, Location, OkrError, SourceError
from ...core.plan_steps import HIRE, LEND, MENTOR, TRAIN, WAYS
from ...core.tables.headings import normalise_heading
from ..sources.base import Sheet
from ..sources.folder import FolderSource
from .gaps import Option

COLUMNS: Mapping[str, Sequence[str]] = {
    "skill": ("skill", "competency"),
    "way": ("way", "option", "how"),
    "cost": ("cost", "cost a person", "cost per person", "price"),
    "weeks": ("weeks", "duration in weeks", "time in weeks"),
    "capacity": ("capacity", "people", "places", "at most"),
    "levels": ("levels", "levels gained"),
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula
NEEDED = ("way", "cost", "weeks")
MEANS = {
    TRAIN: (TRAIN, "training", "course"),
    MENTOR: (MENTOR, "mentoring", "coach", "coaching"),
    HIRE: (HIRE, "hiring", "recruit"),
    LEND: (LEND, "lending", "borrow", "loan"),
}
WORDS = {word: way for way, words in MEANS.items() for word in words}


def read_options(path: Path) -> list[Option]:
    """Return the options of a workbook or .csv file, from its first sheet that has the headings way, cost and weeks.

    A blank skill means any skill, a blank capacity any number of people, and blank levels one level. `OkrError` names the
    first cell that cannot be read.
    """
    source = FolderSource(path)
    files, problems = source.list() if path.exists() else ((), ())
    if not files:
        what = problems[0].what if problems else "there is no such file"
        raise SourceError(f"{path}: {what}", "name a workbook or .csv file with your options")
    for sheet in source.fetch(files[0]).parse().sheets:
        for number, row in enumerate(sheet.rows):
            columns = _columns(row)
            if all(name in columns for name in NEEDED):
                return _options(path.name, sheet, number, columns)
    raise OkrError(
        f"{path}: no sheet has the headings way, cost and weeks",
        "`okrsheets plan --new-options options.csv` writes a table to start from",
    )


def as_typed(skill: str) -> str:
    """Return the name of a skill as a .csv file may hold it: with an apostrophe where a spreadsheet would see a formula.

    >>> as_typed("=1+1"), as_typed("Excel")
    ("'=1+1", 'Excel')
    """
    return f"'{skill}" if skill.startswith(FORMULA) else skill


def _columns(row: Sequence[Any]) -> dict[str, int]:
    """The columns of a row of headings, by what they mean."""
    headings = {normalise_heading(str(cell)): at for at, cell in reversed(list(enumerate(row))) if cell is not None}
    return {
        name: headings[known]
        for name, spellings in COLUMNS.items()
        for known in reversed(spellings)
        if known in headings
    }


def _options(workbook: str, sheet: Sheet, header: int, columns: Mapping[str, int]) -> list[Option]:
    options = []
    for number, row in enumerate(sheet.rows[header + 1 :], start=header + 2):
        values = {name: row[at] if at < len(row) else None for name, at in columns.items()}
        if any(not cells.is_blank(value) for value in values.values()):
            options.append(_OptionRow(workbook, sheet.title, number, columns, values).option())
    return options


class _OptionRow:
    """One row of the table, whose cells are read into an option."""

    def __init__(
        self, workbook: str, sheet: str, number: int, columns: Mapping[str, int], values: Mapping[str, Any]
    ) -> None:
        self._workbook, self._sheet, self._number = workbook, sheet, number
        self._columns, self._values = columns, values

    def option(self) -> Option:
        """Return the option; `OkrError` for a cell that says something else than the column asks for."""
        way = WORDS.get(cells.word(self._values["way"]) or "")
        if way is None:
            raise self._wrong("way", f"is none of {', '.join(WAYS)}")
        capacity, levels = self._number_in("capacity"), self._number_in("levels")
        cost, weeks = self._number_in("cost"), self._number_in("weeks")
        if cost is None or weeks is None:
            raise self._wrong("cost" if cost is None else "weeks", "is blank; enter 0 where it takes none")
        whole = None if capacity is None else int(capacity)
        skill = str(self._values.get("skill") or "").strip()
        skill = skill[1:] if skill.startswith("'") and skill[1:].startswith(FORMULA) else skill
        return Option(skill, way, cost, weeks, whole, 1.0 if levels is None else levels, self._location("way"))

    def _number_in(self, name: str) -> float | None:
        try:
            value = cells.number(self._values.get(name))
        except CellError as error:
            raise self._wrong(name, f"can't be read: {error.what}") from None
        if value is not None and value < 0:
            raise self._wrong(name, "is negative")
        return value

    def _location(self, name: str) -> Location:
        return Location(self._workbook, self._sheet, block_address(self._number, self._columns[name]))

    def _wrong(self, name: str, what: str) -> OkrError:
        return OkrError(f"{self._location(name)}: {name} {what}", "correct the cell, then run the command again")
