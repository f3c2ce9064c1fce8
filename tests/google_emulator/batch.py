"""`spreadsheets.batchUpdate`: a list of requests, done all together or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import batch_cells, batch_lines, batch_lists, batch_moves, batch_sheets
from .edit import Edit, Refused
from .errors import invalid
from .spreadsheet import MOST_CELLS, TOO_MANY_CELLS
from .spreadsheets_methods import book_json
from .world import Call

Json = dict[str, Any]

REQUESTS: dict[str, Callable[[Edit, Json], Json]] = {
    **batch_sheets.REQUESTS,
    **batch_lines.REQUESTS,
    **batch_cells.REQUESTS,
    **batch_lists.REQUESTS,
    **batch_moves.REQUESTS,
}


def batch_update(call: Call) -> Json:
    """Do every request on a copy; the copy takes the book's place when all went well."""
    book = call.book(writing=True)
    requests = call.body.get("requests", [])
    if not requests:
        raise invalid("Must specify at least one request.")
    trial = book.twin()
    replies = [one(Edit(trial, call.caller.email, call.now), index, each) for index, each in enumerate(requests)]
    book.properties, book.sheets, book.names = trial.properties, trial.sheets, trial.names
    book.metadata = trial.metadata
    call.changed(book)
    answer: Json = {"spreadsheetId": book.id, "replies": replies}
    if call.body.get("includeSpreadsheetInResponse"):
        with_cells = bool(call.body.get("responseIncludeGridData"))
        answer["updatedSpreadsheet"] = book_json(book, call.now, call.body.get("responseRanges", []), with_cells, {})
    return answer


def one(edit: Edit, index: int, request: Json) -> Json:
    """Do one request; its reply is empty for most."""
    if len(request) != 1:
        raise invalid(f"Invalid requests[{index}]: No request set." if not request else "Only one request may be set.")
    ((name, given),) = request.items()
    if name not in REQUESTS:
        raise invalid(f"Invalid requests[{index}].{name}: the emulator does not do this kind of request.")
    try:
        reply = REQUESTS[name](edit, given)
        if edit.book.size > MOST_CELLS:
            raise Refused(TOO_MANY_CELLS)
        return reply
    except Refused as refused:
        raise invalid(f"Invalid requests[{index}].{name}: {refused}") from None
