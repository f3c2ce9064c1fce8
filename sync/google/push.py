"""A plan of `sync.push` carried out in a spreadsheet: read, plan, make room, and write what differs.

Google knows no "only if nobody changed it". So every part is read again just before it is written: a row that is not
as it was planned for is left alone and reported, and a sheet that was renamed or rearranged ends the push.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...core.addresses import block_address, quoted_sheet
from ...core.errors import Location, Problem, PushError
from ...core.grid import Grid
from ...core.rectangles import At, rectangles
from ..push.cells import Entered, comparable
from ..push.plan import PushPlan, SheetState, TablePlan
from ..push.tables import headings, plan
from .request_error import TRANSIENT, GoogleRequestError
from .spreadsheet import PUSHED
from .typed_cells import Spreadsheet, read, read_ranges

if TYPE_CHECKING:
    from .session import Session

Json = dict[str, Any]

PART_BYTES = 1_500_000  # Google advises 2 MB a request
MOST_CELLS = 10_000_000
TRIES = 4
WIDEST_KEPT = 30  # characters of a first column that stays in sight; a wider one would fill a small screen
AGAIN = "run the same command again: it continues where it stopped"


@dataclass(frozen=True)
class Styler:
    """How sheets look: the requests for a new one, and for rows from a number on that were added to one."""

    new: Callable[[Grid, Sequence[str], int], Iterable[Json]]
    grown: Callable[[Grid, Sequence[int], int, int], Iterable[Json]]


@dataclass
class PushResult:
    """What became of a push: its plan, how many cells were written, and what was left alone.

    `outdated` are sheets that an earlier push wrote, of tables that this one was not given.
    """

    title: str
    plan: PushPlan
    conflicts: list[Problem]
    outdated: Sequence[str]
    written: int = 0


def push(
    session: Session,
    id: str,
    grids: Sequence[Grid],
    styler: Styler,
    overwrite: bool = False,
    dry_run: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
) -> PushResult:
    """Write the grids to a spreadsheet and return what was done; with `dry_run`, what would be done.

    `PushError` when it cannot be written, or was rearranged while we looked; what was written until then stays.
    """
    if dry_run:
        before, push_plan = _planned(session, id, grids, overwrite)
        return _begun(before, push_plan, grids)
    before, push_plan = _with_room(session, id, grids, styler, overwrite)
    pushed = _begun(before, push_plan, grids)
    states = {sheet.id: sheet for sheet in before.sheets}
    total = sum(len(row) for table in push_plan.tables for row in table.writes.values())
    for part in parts(push_plan.tables):
        _write(session, id, before.title, part, states, pushed)
        if progress:
            progress(pushed.written, total, before.title)
    return pushed


def _begun(before: Spreadsheet, push_plan: PushPlan, grids: Sequence[Grid]) -> PushResult:
    titles = {"", *(grid.title for grid in grids)}
    return PushResult(
        before.title,
        push_plan,
        push_plan.conflicts,
        [sheet.title for sheet in before.sheets if sheet.ours not in titles],
    )


def _planned(session: Session, id: str, grids: Sequence[Grid], overwrite: bool) -> tuple[Spreadsheet, PushPlan]:
    before = read(session, id)
    return before, plan(before.title, before.sheets, grids, overwrite)


def _with_room(
    session: Session, id: str, grids: Sequence[Grid], styler: Styler, overwrite: bool
) -> tuple[Spreadsheet, PushPlan]:
    """Return the plan for a spreadsheet that has a place for every cell of it; what is missing is created."""
    for attempt in range(TRIES + 1):
        before, push_plan = _planned(session, id, grids, overwrite)
        _refuse_too_large(before, push_plan)
        requests = list(_room(before, push_plan, styler))
        if not requests:
            return before, push_plan
        _make_room(session, id, before.title, requests, last=attempt >= TRIES - 1)
    raise PushError(f"{before.title} keeps changing while it is being written", "try again later")


def _room(before: Spreadsheet, push_plan: PushPlan, styler: Styler) -> Iterator[Json]:
    """The requests that make sheets which are not there, and lengthen those that are too short."""
    taken = {sheet.id for sheet in before.sheets}
    for table in push_plan.tables:
        if table.is_new:
            sheet_id = next(number for number in range(1_000, 2**31) if number not in taken)
            taken.add(sheet_id)
            yield from _new_sheet(table, sheet_id, styler)
        elif table.height > table.sheet.height and table.writes:
            more = table.height - table.sheet.height
            yield {"appendDimension": {"sheetId": table.sheet.id, "dimension": "ROWS", "length": more}}
            yield from styler.grown(table.grid, table.position.columns, table.sheet.height + 1, table.sheet.id)


def _new_sheet(table: TablePlan, sheet_id: int, styler: Styler) -> Iterator[Json]:
    size = {"rowCount": table.height, "columnCount": table.sheet.width}
    kept = int(table.grid.columns[0].width <= WIDEST_KEPT)
    grid = {**size, "frozenRowCount": 1, "frozenColumnCount": kept, "hideGridlines": True}
    yield {"addSheet": {"properties": {"sheetId": sheet_id, "title": table.grid.title, "gridProperties": grid}}}
    mark = {"metadataKey": PUSHED, "metadataValue": table.grid.title, "visibility": "DOCUMENT"}
    yield {"createDeveloperMetadata": {"developerMetadata": {**mark, "location": {"sheetId": sheet_id}}}}
    yield from styler.new(table.grid, headings(table.grid), sheet_id)


def _make_room(session: Session, id: str, title: str, requests: Sequence[Json], last: bool) -> None:
    """All or nothing. Where it is not known whether it was done, the caller looks again, and does what is missing."""
    try:
        session.batch_update(id, {"requests": list(requests)})
    except GoogleRequestError as error:
        if last or error.status not in {0, *TRANSIENT}:
            raise _unwritten(title, error) from None


def _refuse_too_large(before: Spreadsheet, push_plan: PushPlan) -> None:
    heights = {table.sheet.id: table.height for table in push_plan.tables if not table.is_new}
    there = sum(max(sheet.height, heights.get(sheet.id, 0)) * sheet.width for sheet in before.sheets)
    more = sum(table.height * table.sheet.width for table in push_plan.tables if table.is_new)
    if there + more > MOST_CELLS:
        what = f"{before.title} would have {there + more:,} cells, and Google allows {MOST_CELLS:,}"
        raise PushError(what, "push one cycle with --cycle, or use the consolidated workbook and the history")


def _unwritten(title: str, error: GoogleRequestError) -> PushError:
    return PushError(f"{title} cannot be written: {error.what}", error.hint)


@dataclass
class Part:
    """What goes into one request: rows of some tables."""

    rows: list[tuple[TablePlan, dict[int, dict[int, Entered]]]] = field(default_factory=list)


def parts(tables: Sequence[TablePlan], most: int = PART_BYTES) -> Iterator[Part]:
    """Return all that is to be written in parts that stay below a size; a row is never split."""
    part, room = Part(), most
    for table in tables:
        rows: dict[int, dict[int, Entered]] = {}
        for number, writes in table.writes.items():
            size = len(json.dumps(list(writes.values()))) + 60  # where they go, when they stand alone
            if size > room and (rows or part.rows):
                part.rows += [(table, rows)] if rows else []
                yield part
                part, room, rows = Part(), most, {}
            rows[number] = writes
            room -= size
        part.rows += [(table, rows)] if rows else []
    if part.rows:
        yield part


def _write(
    session: Session, id: str, title: str, part: Part, states: Mapping[int, SheetState], pushed: PushResult
) -> None:
    """Look again, then write what is still as it was planned for."""
    now = _look_again(session, id, title, part)
    _drop_changed(title, part, states, now, pushed)
    data = [
        {"range": _address(table.sheet.title, row, column, values), "majorDimension": "ROWS", "values": values}
        for table, rows in part.rows
        for (row, column), values in rectangles(_by_address(rows))
    ]
    if not data:
        return
    try:
        session.values_batch_update(id, {"valueInputOption": "RAW", "data": data})
    except GoogleRequestError as error:
        so_far = f"; {pushed.written} cells were written before" if pushed.written else ""
        raise PushError(f"{title} cannot be written: {error.what}{so_far}", f"{error.hint}; then {AGAIN}") from None
    pushed.written += sum(len(values) for _, rows in part.rows for values in rows.values())


def _by_address(rows: Mapping[int, Mapping[int, Entered]]) -> dict[At, Entered]:
    return {(row, column): cell for row, cells in rows.items() for column, cell in cells.items()}


def _address(title: str, row: int, column: int, values: Sequence[Sequence[Any]]) -> str:
    """Return the address of a block of cells.

    >>> _address("Mia's", 5, 0, [["a", "b"], ["c", "d"]])
    "'Mia''s'!A5:B6"
    """
    return f"{quoted_sheet(title)}!{block_address(row, column, len(values), len(values[0]))}"


def _look_again(session: Session, id: str, title: str, part: Part) -> dict[int, SheetState]:
    """Return the present content where a part goes; `PushError` when a sheet was renamed, cut or deleted."""
    ranges = []
    for table, rows in part.rows:
        sheet, top = quoted_sheet(table.sheet.title), table.position.heading_row
        ranges += [f"{sheet}!{top}:{top}", f"{sheet}!{min(rows)}:{max(rows)}"]
    try:
        now = {sheet.id: sheet for sheet in read_ranges(session, id, ranges)}
    except GoogleRequestError as error:
        if error.status != 400:  # a range of a sheet that is not there, or is shorter now
            raise
        now = {}
    for table, _ in part.rows:
        if table.sheet.id not in now:  # whatever sheet has its title now
            what = f"{title}: the sheet {table.sheet.title!r} was renamed, cut or deleted just now"
            raise PushError(f"{what}; nothing more was written", AGAIN)
    return now


def _drop_changed(
    title: str, part: Part, states: Mapping[int, SheetState], now: Mapping[int, SheetState], pushed: PushResult
) -> None:
    """Take out the rows that were changed since they were read; `PushError` when the headings were moved."""
    for table, rows in part.rows:
        before, after = states[table.sheet.id].rows, now[table.sheet.id].rows
        if _under(table, before, table.position.heading_row) != _under(table, after, table.position.heading_row):
            what = f"{title}: the columns of {table.sheet.title!r} were moved just now; nothing more was written"
            raise PushError(what, AGAIN)
        for number in [each for each in rows if _under(table, before, each) != _under(table, after, each)]:
            del rows[number]
            place = Location(title, table.sheet.title, f"A{number}")
            what = "the row was changed while it was being written; the change was kept"
            pushed.conflicts.append(Problem(place, what, "push again"))


def _under(table: TablePlan, rows: Sequence[Sequence[Any]], number: int) -> list[str]:
    """What a row says in the columns of a table."""
    row = rows[number - 1] if number <= len(rows) else ()
    return [comparable(row[column]) if column < len(row) else "" for column in table.position.columns]
