"""Refresh: enter formulas again, so that a sheet that shows #NAME? heals; or write what they would come to."""

from __future__ import annotations

import re

from ...core import cells
from ...core.alignment import word_in_workbook
from ...core.cells import Cell, ErrorCell, identifier
from ...core.constant_formulas import comes_to, constant_formula, constant_value
from ...core.errors import OkrError
from ...core.evaluation import Evaluation, evaluate
from ...core.key_result_status import KeyResultStatus
from ...core.sheet_words import language_of, word_in
from .book import NOT_KNOWN, At, Book, CellEdit, Formula, Spot, contents
from .plan import Plan, checked
from .table_finder import Located, alignment_view, as_of, find, tables, view_heading

# OKR_SCORE( as people type it, with the namespace of an Office add-in, and as LibreOffice keeps it: OKRSHEETS.OKRSCORE(
OURS = re.compile(r"\b(?:OKRSHEETS(?:_UDF)?\.|(?:_xldudf_OKRSHEETS_)?(?:OKR|SKILL)_)[A-Z_]+\(", re.IGNORECASE)
COMPUTED = ("progress", "expected", "status_word", "last_check_in", "stale")


def plan_refresh(book: Book) -> Plan:
    """Plan to enter every formula again that asks a function of ours or shows an error; no cell holds anything else then."""
    changes: list[CellEdit] = []
    locked: list[str] = []
    for sheet in book.sheets():
        again = _to_enter(book, sheet)
        if again and book.is_locked(sheet):
            locked.append(sheet)
        else:
            changes += again
    if locked and not changes:
        raise OkrError(
            f"{book.name}: protected with a password: {', '.join(locked)}", "remove the protection, then refresh"
        )
    says = [f"skipped, protected with a password: {', '.join(locked)}"] if locked else []
    if not changes:
        says.append("no formula uses a function of okrsheets, and none shows an error")
    return Plan("Refresh", tuple(says), changes=tuple(changes))


def _to_enter(book: Book, sheet: str) -> list[CellEdit]:
    formulas = book.formulas(sheet)
    if not formulas:
        return []
    rows = book.cells(sheet)
    return [
        CellEdit(Spot(sheet, *at), formula, formula)
        for at, formula in formulas.items()
        if OURS.search(formula) or isinstance(_shown(rows, at), ErrorCell)
    ]


def _shown(rows: list[list[Cell]], at: At) -> Cell:
    row = rows[at[0] - 1] if at[0] <= len(rows) else []
    return row[at[1]] if at[1] < len(row) else None


def plan_values(book: Book) -> Plan:
    """Plan to write what the computed columns come to, where no add-in computes them.

    Only a computed cell that is blank, shows an error, or was written like this before is written; it becomes a
    constant formula such as =0.45, by which it is told from a figure that somebody typed.
    """
    results = find(book, "key results")
    evaluation = evaluate(tables(book), as_of(book))
    wanted = {**_of_key_results(results, evaluation), **_of_alignment(book, evaluation)}
    absent = functions_are_absent(book)
    changes: list[CellEdit] = []
    replaced = 0
    for sheet in dict.fromkeys(spot.sheet for spot in wanted):
        held, rows = contents(book, sheet), book.cells(sheet)
        for spot in (spot for spot in wanted if spot.sheet == sheet):
            at = (spot.row, spot.column)
            old, new = held.get(at), constant(wanted[spot])
            if _may_write(old, _shown(rows, at), absent) and not _comes_to(old, wanted[spot]):
                changes.append(CellEdit(spot, old, new))
                replaced += isinstance(old, Formula) and constant_value(old) is None
    says = [f"{replaced} formulas are replaced by their values; undo brings them back"] if replaced else []
    return checked(Plan("Refresh with values", tuple(says), changes=tuple(changes)), book)


def functions_are_absent(book: Book) -> bool:
    """Return whether a formula shows that no add-in answers here."""
    return any(
        _shown(rows, at) == NOT_KNOWN and OURS.search(formula)
        for sheet in book.sheets()
        for rows in (book.cells(sheet),)
        for at, formula in book.formulas(sheet).items()
    )


def _may_write(old: Cell, shows: Cell, absent: bool) -> bool:
    """Without an add-in, a formula of ours that still shows what it once came to is an error that comes."""
    if isinstance(old, Formula):
        ours = absent and OURS.search(old) is not None
        return ours or isinstance(shows, ErrorCell) or constant_value(old) is not None
    return old is None


def constant(value: Cell) -> Cell:
    """Return a value as a formula that comes to it; no data is an empty cell.

    >>> constant(0.5), constant("at risk"), constant(None)
    ('=0.5', '="at risk"', None)
    """
    if value is None:
        return None
    return Formula(constant_formula(value if isinstance(value, str) else cells.needed(cells.number(value))))


def _comes_to(held: Cell, value: Cell) -> bool:
    """Whether a cell holds that value as a constant formula, or nothing for no value."""
    if value is None:
        return held is None
    return isinstance(held, Formula) and comes_to(held, value)


def _of_key_results(results: Located, evaluation: Evaluation) -> dict[Spot, Cell]:
    fields = [field for field in COMPUTED if field in results.columns]
    return {
        results.spot(field, status.key_result.origin.row): _value(status, field, results)
        for status in evaluation.key_results
        if status.key_result.id
        for field in fields
    }


def _value(evaluation: KeyResultStatus, field: str, results: Located) -> Cell:
    values: dict[str, Cell] = {
        "progress": evaluation.progress,
        "expected": evaluation.expected,
        "status_word": results.in_words(evaluation.status),
        "last_check_in": None if evaluation.last is None else evaluation.last.date,
        "stale": results.in_words("yes" if evaluation.stale else "no"),
    }
    return values[field]


def _of_alignment(book: Book, evaluation: Evaluation) -> dict[Spot, Cell]:
    """The columns of the alignment view that our functions fill; the rest of it computes everywhere."""
    view = alignment_view(book)
    if view is None:
        return {}
    title, rows = view
    language = language_of(rows)
    by_id = {status.objective.id: status for status in reversed(evaluation.objectives)}
    wanted: dict[Spot, Cell] = {}
    columns: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        names = {view_heading(cell): at for at, cell in reversed(list(enumerate(row))) if isinstance(cell, str)}
        if not columns:
            columns = names if {"id", "alignment", "score", "status now"} <= set(names) else {}
            continue
        status = by_id.get(_id(row[columns["id"]]))
        if status is not None:
            values: dict[str, Cell] = {
                "alignment": word_in_workbook(status.alignment),
                "progress": status.own,
                "score": status.score,
                "status now": status.status,
            }
            for name in (name for name in values if name in columns):
                value = values[name]
                wanted[Spot(title, number, columns[name])] = (
                    word_in(language, value) if isinstance(value, str) else value
                )
    return wanted


def _id(cell: Cell) -> str:
    return "" if isinstance(cell, ErrorCell) else identifier(cell) or ""
