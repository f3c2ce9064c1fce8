"""The plan of a push into a team's own workbook: figures in computed columns, and notes on cells; never over what people typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...core.addresses import block_address, column_number
from ...core.cells import Cell, Day
from ...core.columns import Column
from ...core.constant_formulas import comes_to, constant_formula, constant_value
from ...core.errors import Location, Problem
from ...core.key_result_status import KeyResultStatus
from ...core.schema import KEY_RESULTS
from ...core.sheet_words import language_of, word_in
from .cells import Entered
from .plan import PushedChange
from .team_notes import is_signed, own_text, signed

At = tuple[int, int]  # row from 1 and column from 0


@dataclass(frozen=True)
class SheetContents:
    """What a sheet holds before a push: the values of its cells, their formulas, and the texts of its notes."""

    cells: Mapping[At, Cell]
    formulas: Mapping[At, str]
    notes: Mapping[At, str]


@dataclass(frozen=True)
class NoteChange:
    """A note before and after; None where there is none."""

    sheet: str
    at: At
    old: str | None
    new: str | None

    def __str__(self) -> str:
        where = f"{self.sheet}!{block_address(*self.at)}"
        if self.new is None:
            return f"{where}: the note of okrsheets is removed"
        text = " · ".join(line for line in self.new.splitlines()[:-1] if line)
        return f"{where}: note: {text}"


@dataclass
class WorkbookPlan:
    """All that a push would do in one workbook; `conflicts` are what people typed where it would write."""

    name: str
    figures: list[PushedChange] = field(default_factory=list)
    notes: list[NoteChange] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing would be written."""
        return not (self.figures or self.notes)


@dataclass(frozen=True)
class _Figure:
    """A figure that a cell should show, and of which key result."""

    column: Column
    record: str
    value: Entered | None


def plan_workbook(
    name: str,
    sheets: Mapping[str, SheetContents],
    statuses: Sequence[KeyResultStatus],
    notes: Mapping[tuple[str, str], str],
    day: Day,
    remove: bool = False,
) -> WorkbookPlan:
    """Return the plan for a workbook: its key results' figures, and its notes by sheet and cell.

    With `remove`, everything that earlier pushes wrote is taken out.
    """
    plan = WorkbookPlan(name)
    own = [status for status in statuses if status.key_result.origin.source.workbook == name]
    _plan_figures(plan, sheets, own, remove)
    texts = {} if remove else notes
    by_sheet: dict[str, dict[At, str]] = {title: {} for title in sheets}
    for (sheet, cell), text in texts.items():
        if sheet in by_sheet:
            by_sheet[sheet][_at(cell)] = text
    for title, wanted in by_sheet.items():
        _plan_notes(plan, title, sheets[title], wanted, day)
    return plan


def _plan_figures(
    plan: WorkbookPlan, sheets: Mapping[str, SheetContents], statuses: Sequence[KeyResultStatus], remove: bool
) -> None:
    wanted: dict[tuple[str, At], _Figure] = {}
    columns: dict[tuple[str, int], Column] = {}
    for status in statuses:
        origin = status.key_result.origin
        for column, value in _figures(status, _language(sheets.get(origin.source.sheet))):
            at = _at(origin.location(column.field).cell)
            columns[origin.source.sheet, at[1]] = column
            wanted[origin.source.sheet, at] = _Figure(column, status.key_result.id, None if remove else value)
    for (sheet, number), column in columns.items():  # figures of rows that are no key result any more
        for at, formula in sheets[sheet].formulas.items() if sheet in sheets else ():
            if at[1] == number and constant_value(formula) is not None:
                wanted.setdefault((sheet, at), _Figure(column, "", None))
    for (sheet, at), figure in sorted(wanted.items(), key=lambda item: item[0]):
        if sheet in sheets:
            _plan_figure(plan, sheet, at, figure, sheets[sheet])


def _language(sheet: SheetContents | None) -> str:
    """The language of a sheet of one of our templates."""
    cells = {} if sheet is None else sheet.cells
    return language_of([cells.get((row, column)) for column in range(2)] for row in range(1, 5))


def _figures(status: KeyResultStatus, language: str) -> Iterator[tuple[Column, Entered | None]]:
    """The figures of a key result for which its table has a column.

    A table without start and current has its progress read as typed, so that none is written there.
    """
    cells = status.key_result.origin.source.cells
    values: dict[str, Entered | None] = {
        "progress": status.progress,
        "expected": status.expected,
        "status_word": word_in(language, status.status),
        "last_check_in": None if status.last is None else status.last.date,
        "stale": word_in(language, "yes" if status.stale else "no"),
    }
    is_typed = not {"start", "current"} & set(cells)
    for name, value in values.items():
        if name in cells and not (name == "progress" and is_typed):
            yield KEY_RESULTS.column(name), value if status.counted else None


def _plan_figure(plan: WorkbookPlan, sheet: str, at: At, figure: _Figure, contents: SheetContents) -> None:
    """Write a figure into a cell that is empty or holds one of ours; formulas and typed values stay, and count."""
    formula, shown = contents.formulas.get(at), contents.cells.get(at)
    ours = constant_value(formula)
    if (formula is None and shown is not None) or (formula is not None and ours is None):
        return
    if (figure.value is None and formula is None) or comes_to(formula, figure.value):
        return
    new = "" if figure.value is None else figure.value
    is_day = figure.column.type == "date"
    plan.figures.append(PushedChange(sheet, at[0], at[1], figure.column.heading, figure.record, ours, new, is_day))


def formula_of(change: PushedChange) -> str:
    """Return the formula that a figure is written as, with its equals sign; nothing for a cell that is cleared."""
    new = change.new
    return "" if new == "" or isinstance(new, bool) else constant_formula(new)


def _plan_notes(plan: WorkbookPlan, title: str, sheet: SheetContents, wanted: Mapping[At, str], day: Day) -> None:
    ours = {at for at, text in sheet.notes.items() if is_signed(text)}
    for at in sorted({*wanted, *ours}):
        old, new = sheet.notes.get(at), wanted.get(at)
        text = None if old is None else own_text(old)
        if old is not None and text is None:
            if new is not None or at in ours:
                plan.conflicts.append(_conflict(Location(plan.name, title, block_address(*at)), at in ours, new))
        elif new is None:
            plan.notes.append(NoteChange(title, at, old, None))
        elif text is None or text.split() != new.split():
            plan.notes.append(NoteChange(title, at, old, signed(new, day)))


def _conflict(location: Location, is_changed: bool, new: str | None) -> Problem:
    what = "somebody changed the note of okrsheets" if is_changed else "somebody's note is on this cell"
    kept = f"{what}, and it stays"
    if new is None:
        return Problem(location, kept, "delete that note if it isn't needed any more")
    text = " · ".join(line for line in new.splitlines() if line)
    return Problem(location, f"{kept}; okrsheets would write: {text}", "delete that note to have this one written")


def _at(cell: str) -> At:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), column_number(letters)
