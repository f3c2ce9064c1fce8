"""Sheets that a macro makes: a title, headings, and rows that are written anew each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...core.cells import Cell
from ...core.errors import OkrError
from .book import Book, CellEdit, Spot, contents
from .plan import NewSheet, same

HEADINGS = 3  # the row of the headings


@dataclass(frozen=True)
class GeneratedRow:
    """One cell of such a sheet: what it says, where it leads, how it is coloured."""

    says: Cell
    leads_to: Spot | None = None
    look: str = ""


@dataclass(frozen=True)
class GeneratedSheet:
    """What such a sheet should hold."""

    name: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[GeneratedRow]]


def write(book: Book, sheet: GeneratedSheet) -> tuple[tuple[NewSheet, ...], list[CellEdit]]:
    """Return what has to happen for the sheet to hold that: nothing when it does already."""
    exists = sheet.name in book.sheets()
    held = contents(book, sheet.name) if exists else {}
    if held and held.get((HEADINGS, 0)) != sheet.headings[0]:
        raise OkrError(
            f"{book.name}: the sheet {sheet.name!r} was not written by okrsheets",
            "rename that sheet, then try again",
        )
    wanted = _cells(sheet)
    old = {Spot(sheet.name, *at): cell for at, cell in held.items() if at[1] < len(sheet.headings)}
    changes = [
        CellEdit(spot, old.get(spot), entry.says, entry.leads_to, entry.look)
        for spot, entry in wanted.items()
        if not same(old.get(spot), entry.says)
    ]
    changes += [CellEdit(spot, cell, None, look="") for spot, cell in old.items() if spot not in wanted]
    return () if exists else (NewSheet(sheet.name),), changes


def _cells(sheet: GeneratedSheet) -> dict[Spot, GeneratedRow]:
    rows = [
        [GeneratedRow(sheet.title, look="title")],
        [],
        [GeneratedRow(heading, look="heading") for heading in sheet.headings],
        *sheet.rows,
    ]
    return {
        Spot(sheet.name, row, column): entry
        for row, entries in enumerate(rows, start=1)
        for column, entry in enumerate(entries)
        if not same(entry.says, None)
    }
