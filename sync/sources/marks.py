"""What the bytes of a workbook say that its parsed values do not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from ...core import file_marks
from ...core.errors import column_letter

CellAt = tuple[int, int]  # row and column, from 0


def cell_name(at: CellAt) -> str:
    """Return a cell's name.

    >>> cell_name((6, 1))
    'B7'
    """
    return f"{column_letter(at[1])}{at[0] + 1}"


@dataclass(frozen=True)
class SheetMarks:
    """The marks of one sheet; `ranges` are merged cells that the parser does not report, `merged` says that it does.

    `formats` may name cells that hold no number: the reader keeps those that do. `fills` looks up the fill colours.
    """

    errors: Mapping[str, str] = field(default_factory=dict)
    merged: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0
    ranges: tuple[tuple[int, int, int, int], ...] = ()
    formats: Mapping[CellAt, str] = field(default_factory=dict)
    unsaved_formulas: Collection[CellAt] = ()
    totals_rows: Collection[int] = ()
    fills: Callable[[], Mapping[CellAt, str]] = dict


@dataclass(frozen=True)
class Marks:
    """The marks of a workbook and, by title, of its sheets; `other_sheets` has those of sheets that are not listed.

    `views` are sheets of our templates that only repeat what others say. `own_mark` is the word that we wrote into a
    file of ours. `replaced` are parts, by name, that the parser must see in other words than the file has.
    `ending` is the usual one of such files. `error_texts` is True when a text cell may hold an error word.
    """

    sheets: Mapping[str, SheetMarks] = field(default_factory=dict)
    other_sheets: SheetMarks = SheetMarks()
    views: frozenset[str] = frozenset()
    own_mark: str = ""
    ending: str = ".xlsx"
    date_1904: bool = False
    replaced: Mapping[str, bytes] = field(default_factory=dict)
    error_texts: bool = False

    @property
    def is_template(self) -> bool:
        """Whether the workbook is one of our templates."""
        return self.own_mark in file_marks.TEMPLATES

    @property
    def is_output(self) -> bool:
        """Whether the workbook is something that we made out of others."""
        return self.own_mark in file_marks.OUTPUTS
