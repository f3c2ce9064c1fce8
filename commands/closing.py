"""Workbook files and Google spreadsheets made ready to be closed: what closes, the plan, and how it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..addin.macros.book import NOT_KNOWN, Book, Spot
from ..addin.macros.close_quarter import Closing, closing_of, cycle_of, plan_of
from ..addin.macros.plan import Plan, apply
from ..addin.macros.refresh import OURS, functions_are_absent, plan_values
from ..addin.macros.table_finder import find
from ..core.cells import Cell, Day, date_of
from ..core.constant_formulas import constant_value
from ..core.errors import OkrError, PushError, UsageError
from ..core.values import cycle_names
from ..sync.google.address import is_google, parse
from ..sync.google.request_error import GoogleRequestError
from ..sync.xlsx.files import errors_named, open_to_change, replace_file
from .file_book import FileBook
from .google_book import SpreadsheetBook
from .google_session import google_session
from .shell import say


@dataclass(frozen=True)
class ClosingChoice:
    """What the options say: the next cycle, what is carried forward, and whether the last day may be to come."""

    next_cycle: str
    unfinished: bool
    carry: tuple[str, ...]
    leave: tuple[str, ...]
    early: bool


@dataclass(frozen=True)
class ReadyToClose:
    """A workbook that is ready to be closed; `write` does it and returns what is said of it."""

    name: str
    closing: Closing
    plan: Plan
    write: Callable[[], str]


def ready_to_close(target: str, choice: ClosingChoice, today: Day) -> ReadyToClose | None:
    """Return a workbook with its plan; None, with a message, for one that is in the next cycle already.

    `OkrError` when it can't be read, closed or changed.
    """
    if is_google(target):
        return _spreadsheet(target, choice, today)
    with errors_named(Path(target).name):
        return _file(Path(target), choice, today)


def _file(path: Path, choice: ClosingChoice, today: Day) -> ReadyToClose | None:
    opened = open_to_change(path)
    book = FileBook(path.name, opened.data, today)
    if _is_closed(book, choice):
        return None
    if functions_are_absent(book):
        book.show(_computed_values(book))
    closing, plan = _planned(book, choice)
    _refuse_unsaved(book, plan)
    apply(plan, book)
    content = book.packed()

    def write() -> str:
        backup = replace_file(opened, content, f"before {closing.next.name}")
        return f"closed {path.name}; the old workbook is kept as {backup}"

    return ReadyToClose(path.name, closing, plan, write)


def _spreadsheet(target: str, choice: ClosingChoice, today: Day) -> ReadyToClose | None:
    """A spreadsheet of Google's: the whole plan is one request, which is carried out whole or not at all."""
    address = parse(target)
    if address.folder:
        raise UsageError(f"{target!r} is a folder", "name the spreadsheets to close: google:ID")
    with google_session("push") as (session, _):
        from ..sync.google.sheet_contents import read_contents

        before = read_contents(session, address.id)
    book = SpreadsheetBook(before, today)
    if _is_closed(book, choice):
        return None
    closing, plan = _planned(book, choice)
    apply(plan, book)

    def write() -> str:
        with google_session("push") as (session, _):
            if read_contents(session, address.id) != before:
                raise PushError(f"{book.name} has been changed meanwhile", "run the command again")
            try:
                session.batch_update(address.id, {"requests": book.requests})
            except GoogleRequestError as error:
                raise PushError(f"{book.name} can't be written: {error.what}", error.hint) from None
        return f"closed {book.name}; File › Version history has the old spreadsheet"

    return ReadyToClose(book.name, closing, plan, write)


def _is_closed(book: Book, choice: ClosingChoice) -> bool:
    cycle = cycle_of(book)
    if _same_cycle(cycle.name, choice.next_cycle):
        say(f"{book.name} is in {cycle.name} already")
        return True
    _refuse_other_cycle(book.name, cycle.name, choice.next_cycle)
    return False


def _planned(book: Book, choice: ClosingChoice) -> tuple[Closing, Plan]:
    closing = closing_of(book, choice.unfinished, choice.next_cycle, choice.carry, choice.leave)
    if closing.is_early and not choice.early:
        what = f"{book.name}: {closing.cycle.name} ends on {date_of(closing.cycle.end).isoformat()}"
        raise OkrError(what, "wait until then, or add --early to close it now")
    return closing, plan_of(closing)


def _same_cycle(one: str, other: str) -> bool:
    first, second = cycle_names.parse(one), cycle_names.parse(other)
    if first is None or second is None:
        return one.strip().casefold() == other.strip().casefold()
    return first.name == second.name


def _refuse_other_cycle(name: str, cycle: str, next_cycle: str) -> None:
    """Refuse a next cycle that doesn't follow: its name would not fit the days of the one that does."""
    named = cycle_names.parse(cycle)
    after = None if named is None else cycle_names.after(named)
    if after is not None and not _same_cycle(after.name, next_cycle):
        what = f"{name} is in {cycle}, and {next_cycle} isn't the cycle after it"
        raise UsageError(what, f"use --next {after.name}")


def _computed_values(book: FileBook) -> dict[Spot, Cell]:
    """What our functions would show where no add-in computed them.

    Rows without a key result show nothing, and so does what else only repeats the tables.
    """
    values = {edit.spot: constant_value(edit.new) for edit in plan_values(book).changes}
    results = find(book, "key results").sheet
    filled = {spot.row for spot in values if spot.sheet == results}
    for sheet in book.sheets():
        rows = book.cells(sheet)
        for (row, column), formula in book.formulas(sheet).items():
            is_unknown = OURS.search(formula) and rows[row - 1][column] == NOT_KNOWN
            if is_unknown and not (sheet == results and row in filled):
                values.setdefault(Spot(sheet, row, column), None)
    return values


def _refuse_unsaved(book: FileBook, plan: Plan) -> None:
    """Refuse to archive formulas that no program has computed since the workbook was written."""
    for sheet in (sheet.copy_of for sheet in plan.new_sheets if sheet.copy_of):
        known = {(spot.row, spot.column) for spot in book.values if spot.sheet == sheet}
        missing = [at for at in book.file.unsaved_formulas(sheet) if at not in known]
        if missing:
            raise OkrError(
                f"{book.name} › {Spot(sheet, *missing[0])}: the value of this formula was never saved",
                "open the workbook in your spreadsheet program and save it, then try again",
            )
