"""`okrsheets close`: the end of a cycle in workbook files, and the beginning of the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from ..addin.macros.book import NOT_KNOWN, Spot
from ..addin.macros.close_quarter import Closing, closing_of, cycle_of, plan_of
from ..addin.macros.plan import Plan, apply
from ..addin.macros.refresh import OURS, functions_are_absent, plan_values
from ..addin.macros.table_finder import find
from ..core.cells import Cell, Day, date_of
from ..core.constant_formulas import constant_value
from ..core.errors import OkrError, UsageError
from ..core.key_result_status import KeyResultStatus
from ..core.model import Objective
from ..core.percent import percent_text
from ..core.values import cycle_names
from ..sync.google.address import is_google
from ..sync.xlsx.files import OpenedFile, open_to_change, replace_file
from .file_book import FileBook
from .shell import agrees, as_of, counted, day_of, say


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--next", "next_cycle", required=True, metavar="NAME", help="The cycle that begins, e.g. 2026-Q3.")
@click.option("--unfinished", is_flag=True, help="Also carry forward aspirational key results below their target.")
@click.option("--carry", multiple=True, metavar="ID", help="Carry this key result forward as well; may be repeated.")
@click.option("--leave", multiple=True, metavar="ID", help="Don't carry this key result forward; may be repeated.")
@click.option("--early", is_flag=True, help="Close before the last day of the cycle.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, and write nothing.")
@click.option("--yes", is_flag=True, help="Don't ask for confirmation, for scripts.")
@as_of
def close(
    files: Sequence[str],
    next_cycle: str,
    unfinished: bool,
    carry: Sequence[str],
    leave: Sequence[str],
    early: bool,
    dry_run: bool,
    yes: bool,
    as_of: Day | None,
) -> None:
    """Close the cycle of workbooks and begin the next one.

    A FILE is an .xlsx or .xlsm workbook with a Settings sheet. The command does the same as Close the quarter in the OKR
    menu, for workbooks that are used without macros: the sheets are archived in the workbook without formulas, committed
    key results below their target are listed for a post-mortem, what is carried forward stays, everything else makes
    room, and the Settings get the days of the next cycle.

    Carried forward are key results whose lifecycle says so, with their objectives; --unfinished, --carry and --leave
    change that. The plan is shown, and nothing is written before you agree. Everything else in the workbook stays as it
    is, byte for byte. A copy of the old workbook is kept in okrsheets-out/backups beside it. A workbook that is in the
    next cycle already is left alone.

    \b
    Example: okrsheets close support.xlsx --next 2026-Q3 --dry-run
             okrsheets close support.xlsx --next 2026-Q3
             okrsheets close team-a.xlsx team-b.xlsx --next 2026-Q3 --unfinished --yes
    """
    choice = _Choice(next_cycle, unfinished, tuple(carry), tuple(leave), early)
    prepared = [ready for file in files if (ready := _prepared(file, choice, day_of(as_of))) is not None]
    _refuse_unknown(choice, prepared)
    for closing in prepared:
        for line in _lines(closing):
            click.echo(line)
    if dry_run or not prepared:
        say(f"would close {counted(len(prepared), 'workbook')}" if prepared else "nothing to close")
        return
    if not yes and not agrees(f"Close {counted(len(prepared), 'workbook')}?"):
        say("nothing was changed")
        return
    for closing in prepared:
        backup = replace_file(closing.opened, closing.content, f"before {closing.closing.next.name}")
        say(f"closed {closing.opened.path.name}; the old workbook is kept as {backup}")


@dataclass(frozen=True)
class _Choice:
    """What the options say."""

    next_cycle: str
    unfinished: bool
    carry: tuple[str, ...]
    leave: tuple[str, ...]
    early: bool


@dataclass(frozen=True)
class _ReadyToClose:
    """A workbook that is ready to be closed: as it was read, what closes, the plan, and its new content."""

    opened: OpenedFile
    closing: Closing
    plan: Plan
    content: bytes


def _prepared(file: str, choice: _Choice, today: Day) -> _ReadyToClose | None:
    """Plan the closing of a workbook and make its new content; None for one that is in the next cycle already."""
    if is_google(file):
        raise UsageError(
            f"{file!r} is a Google spreadsheet",
            "close it there: OKR › Close the quarter (`okrsheets addin install google ID` adds that menu)",
        )
    opened = open_to_change(Path(file))
    book = FileBook(Path(file).name, opened.data, today)
    cycle = cycle_of(book)
    if _same_cycle(cycle.name, choice.next_cycle):
        say(f"{book.name} is in {cycle.name} already")
        return None
    _refuse_other_cycle(book.name, cycle.name, choice.next_cycle)
    if functions_are_absent(book):
        book.show(_computed_values(book))
    closing = closing_of(book, choice.unfinished, choice.next_cycle, choice.carry, choice.leave)
    if closing.is_early and not choice.early:
        ends = date_of(cycle.end).isoformat()
        raise OkrError(f"{book.name}: {cycle.name} ends on {ends}", "wait until then, or add --early to close it now")
    plan = plan_of(closing)
    _refuse_unsaved(book, plan)
    apply(plan, book)
    return _ReadyToClose(opened, closing, plan, book.packed())


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


def _refuse_unknown(choice: _Choice, prepared: Sequence[_ReadyToClose]) -> None:
    if not prepared:
        return
    known = {status.key_result.id for ready in prepared for status in ready.closing.evaluation.key_results}
    for id in (*choice.carry, *choice.leave):
        if id not in known:
            raise UsageError(f"there is no key result {id!r}", "use the ids of the Key results sheet")


def _lines(ready: _ReadyToClose) -> Iterator[str]:
    """The plan in the names of objectives and key results."""
    closing, plan = ready.closing, ready.plan
    first, last = date_of(closing.next.start).isoformat(), date_of(closing.next.end).isoformat()
    yield f"{ready.opened.path.name}: {closing.cycle.name} closes; {closing.next.name} begins, {first} to {last}"
    copies = [sheet.copy_of for sheet in plan.new_sheets if sheet.copy_of]
    archive = next((sheet.name.removeprefix(f"{sheet.copy_of} ") for sheet in plan.new_sheets if sheet.copy_of), "")
    yield f"  archived as “… {archive}”: {', '.join(copies)}"
    yield "  carried forward:"
    yield from _tree(closing, carried=True)
    yield "  archived only:"
    yield from _tree(closing, carried=False)
    yield "  post-mortem (committed, below target):"
    yield from [f"    {_key_result(status)}" for status in closing.short] or ["    none"]
    yield from (f"  {line}" for line in plan.says[3:])


def _tree(closing: Closing, carried: bool) -> Iterator[str]:
    """Objectives with their key results that are carried forward, or that are not."""
    chosen = closing.carried
    shown = False
    for status in closing.evaluation.objectives:
        own = [
            key_result
            for key_result in closing.evaluation.key_results
            if key_result.key_result.objective_id == status.objective.id
            and (key_result.key_result.id in chosen.key_results) == carried
        ]
        stays = status.objective.id in chosen.objectives
        if not own and stays != carried:
            continue
        shown = True
        yield f"    {_objective(status.objective)}{'' if stays == carried else ' (the objective is carried forward)'}"
        yield from (f"      {_key_result(key_result)}" for key_result in own)
    if not shown:
        yield "    nothing"


def _objective(objective: Objective) -> str:
    return " ".join(filter(None, (objective.id, objective.objective and f"“{objective.objective}”")))


def _key_result(status: KeyResultStatus) -> str:
    key_result = status.key_result
    name = " ".join(filter(None, (key_result.id, key_result.key_result and f"“{key_result.key_result}”")))
    return f"{name}: {'no data' if status.score is None else percent_text(status.score)}"
