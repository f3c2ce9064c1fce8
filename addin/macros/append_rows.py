"""Rows that are accepted into a workbook: written into the first empty rows of their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

from ...core.cells import Cell, identifier
from ...core.errors import OkrError
from .book import At, Book, CellEdit, contents
from .plan import Plan, checked
from .table_finder import Located, find

NewRows = Mapping[str, Sequence[Mapping[str, Cell]]]
"""By the name of a table its new rows, each with its fields."""


def plan_append(book: Book, title: str, rows: NewRows) -> Plan:
    """Return the plan that writes new rows into a workbook.

    A field without a value, or for which the sheet has no column, is left out, unless the column is required: then
    `OkrError` names it.
    """
    changes: list[CellEdit] = []
    for name, new in rows.items():
        if new:
            changes += _changes(book, find(book, name), new)
    return checked(Plan(title, changes=tuple(changes), show=changes[0].spot if changes else None), book)


def _changes(book: Book, located: Located, new: Sequence[Mapping[str, Cell]]) -> list[CellEdit]:
    _refuse_known(book, located, new)
    free = empty_rows(located, contents(book, located.sheet), len(new))
    changes = []
    for row, fields in zip(free, new):
        for field, cell in fields.items():
            if cell is None:
                continue
            if field in located.columns:
                changes.append(CellEdit(located.spot(field, row), None, _worded(located, field, cell)))
            elif (column := located.table.column(field)).required:
                what = f"{book.name} › {located.sheet}: the {located.table.name} have no column {column.name!r}"
                raise OkrError(what, "add the column")
    return changes


def _refuse_known(book: Book, located: Located, new: Sequence[Mapping[str, Cell]]) -> None:
    """Refuse rows whose id the table has already: they were written before."""
    at = located.columns.get("id")
    if at is None:
        return
    known = {identifier(row[at]) for row in located.rows[located.header :] if at < len(row)}
    for fields in new:
        if identifier(fields.get("id")) in known - {None}:
            what = f"{book.name} › {located.sheet}: {fields['id']} is there already"
            raise OkrError(what, "run `okrsheets sync`, so that what was written is taken into account")


def _worded(located: Located, field: str, cell: Cell) -> Cell:
    """A choice is written in the language of the sheet."""
    is_choice = isinstance(cell, str) and cell in located.table.column(field).choices
    return located.in_words(str(cell)) if is_choice else cell


def empty_rows(located: Located, held: Mapping[At, Cell], number: int = 1) -> list[int]:
    """Return the first rows in which no column that people fill in holds anything, be it only a blank formula.

    `OkrError` when a table below leaves too few.
    """
    inputs = {located.columns[column.field] for column in located.table.inputs if column.field in located.columns}
    filled = {row for row, column in held if column in inputs}
    free: list[int] = []
    for row in count(located.header + 1):
        if row not in filled:
            free.append(row)
        elif row > len(located.rows):
            break
        if len(free) == number:
            return free
    raise OkrError(
        f"{located.sheet}: there is no empty row between the {located.table.name} and the table below", "insert one"
    )
