"""Check in: today's value of one key result, written into the first empty row of the check-ins."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from ...core import cells, schema
from ...core.cells import Cell, Day, date_of, identifier
from ...core.errors import CellError, OkrError
from ...core.model import KeyResult
from ...core.values.share_values import SCALES
from ...core.values.typed_values import read_column
from .append_rows import empty_rows
from .book import At, Book, CellEdit, Formula, Spot, contents
from .plan import Plan, checked, same, shown
from .table_finder import Located, as_of, find, records


def selected(book: Book, spot: Spot) -> str | None:
    """Return the id of the key result in whose row a cell stands, None when it stands elsewhere."""
    located = find(book, "key results")
    if spot.sheet != located.sheet or spot.row <= located.header:
        return None
    return identifier(located.cell(located.spot("id", spot.row)))


def plan_check_in(
    book: Book,
    key_result: str,
    value: Cell,
    confidence: Cell = None,
    note: str = "",
    by: str = "",
    day: Day | None = None,
    set_current: bool = False,
) -> Plan:
    """Return the plan of a check-in on a day, by default the day of the workbook's Settings.

    `value` is a number, or yes or no where that is what the key result is about. `set_current` also makes
    it the key result's current value. The same check-in twice changes nothing.
    """
    results, check_ins = find(book, "key results"), find(book, "check-ins")
    result = _named(results, book, key_result)
    on = as_of(book) if day is None else day
    fields: dict[str, Cell] = {
        "date": date_of(on),
        "key_result_id": result.id,
        "value": _number(value, result.kind == "binary"),
        "confidence": _on_scale(_share(confidence), check_ins),
        "note": note.strip() or None,
        "by": by.strip() or None,
    }
    title = f"Check in {result.id} on {date_of(on).isoformat()}: {shown(fields['value'])}"
    held = contents(book, check_ins.sheet)
    changes = _row(book, check_ins, held, fields, on)
    says = [] if changes else [f"{result.id} has this check-in already"]
    if set_current:
        changes += _current(results, contents(book, results.sheet), result, fields["value"])
    where = changes[0].spot if changes else None
    return checked(Plan(title, tuple(says), changes=tuple(changes), show=where), book)


def _named(results: Located, book: Book, key_result: str) -> KeyResult:
    known = {result.id: result for result in records(book, results).nouns(KeyResult) if result.id}
    if not known:
        raise OkrError(f"{book.name} › {results.sheet}: there are no key results yet", "add one, then check in")
    if not key_result:
        raise OkrError("no key result is selected", f"select its row, or type its id: {', '.join(known)}"[:200])
    if key_result not in known:
        near = difflib.get_close_matches(key_result, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"select the row of one: {', '.join(known)}"
        raise OkrError(f"{book.name} › {results.sheet}: there is no key result {key_result!r}", hint[:200])
    return known[key_result]


def _number(value: Cell, yes_or_no: bool) -> float:
    try:
        number = cells.done(value) if yes_or_no else cells.number(value)
    except CellError:
        hint = "type yes or no" if yes_or_no else "type a number, e.g. 10"
        raise OkrError(
            f"the value {str(value)[:80]!r} is not {'yes or no' if yes_or_no else 'a number'}", hint
        ) from None
    if number is None:
        raise OkrError("the value is missing", "type today's value")
    return number


def _share(confidence: Cell) -> float | None:
    (share,), faults = read_column(schema.CHECK_INS.column("confidence"), [confidence])
    for _, what, hint in faults:
        raise OkrError(what, hint)
    return None if share is None else float(share)


def _on_scale(share: float | None, check_ins: Located) -> float | None:
    """Write a confidence as the others in its column are written: 0..1, 0..10 or 0..100."""
    at = check_ins.columns.get("confidence")
    if share is None or at is None:
        return share
    column = [row[at] for row in check_ins.rows[check_ins.header :] if at < len(row)]
    largest = max((float(cell) for cell in column if isinstance(cell, (int, float))), default=0.0)
    return round(share * next((scale for scale in SCALES["confidence"] if largest <= scale), 1.0), 6)


def _row(
    book: Book, check_ins: Located, held: Mapping[At, Cell], fields: Mapping[str, Cell], on: Day
) -> list[CellEdit]:
    row_of_day = _that_day(check_ins, fields["key_result_id"], on)
    row = empty_rows(check_ins, held)[0] if row_of_day is None else row_of_day
    lacking = [field for field, cell in fields.items() if cell is not None and field not in check_ins.columns]
    if lacking:
        named = schema.CHECK_INS.column(lacking[0]).name
        raise OkrError(
            f"{book.name} › {check_ins.sheet}: the check-ins have no column {named!r}",
            "add the column, or leave this answer blank",
        )
    if row_of_day is None:
        spots = {field: check_ins.spot(field, row) for field, cell in fields.items() if cell is not None}
        return [CellEdit(spot, None, fields[field]) for field, spot in spots.items()]
    differs = [
        field
        for field in fields
        if field in check_ins.columns and not _as_held(check_ins, row_of_day, field, fields[field])
    ]
    if differs:
        spot = check_ins.spot("date", row_of_day)
        what = f"{fields['key_result_id']} has another check-in on {date_of(on).isoformat()}"
        raise OkrError(f"{book.name} › {spot}: {what}", "correct that row, or choose another day")
    return []


def _that_day(check_ins: Located, name: Cell, on: Day) -> int | None:
    for row in _rows(check_ins):
        if identifier(check_ins.cell(check_ins.spot("key_result_id", row))) != name:
            continue
        if _day_or_none(check_ins.cell(check_ins.spot("date", row))) == on:
            return row
    return None


def _rows(located: Located) -> Iterator[int]:
    return iter(range(located.header + 1, len(located.rows) + 1))


def _day_or_none(cell: Cell) -> Day | None:
    try:
        return cells.day(cell)
    except CellError:
        return None


def _as_held(check_ins: Located, row: int, field: str, wanted: Cell) -> bool:
    cell = check_ins.cell(check_ins.spot(field, row))
    if field == "date":
        return True
    return same(identifier(cell) if field == "key_result_id" else cell, wanted)


def _current(results: Located, held: Mapping[At, Cell], key_result: KeyResult, value: Cell) -> list[CellEdit]:
    if "current" not in results.columns:
        raise OkrError(
            f"{results.sheet}: the key results have no column 'current'",
            "add the column, or do not set the current value",
        )
    spot = results.spot("current", key_result.origin.row)
    old = held.get((spot.row, spot.column))
    if isinstance(old, Formula):
        raise OkrError(f"{spot}: the current value is a formula", "leave it as it is: the formula computes it")
    return [] if same(old, value) else [CellEdit(spot, old, value)]
