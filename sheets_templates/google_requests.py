"""From a drawn `GoogleBook` to the requests of the Sheets API, in few batches of bounded size."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..core.errors import UsageError
from ..core.rectangles import rectangles
from . import google_looks as looks
from . import google_rules
from .google import At, GoogleBook, GoogleSheet, Look, Value
from .style import STYLES, TABS, WHITE
from .wording import Wording, number_formats

Json = dict[str, Any]

BATCH_BYTES = 1_500_000  # Google advises 2 MB
ROWS_BYTES = 400_000  # of the cells in one request
UNFINISHED = "okrsheets-unfinished"  # marks the sheets of a template that is not complete yet
ENGLISH = ("en_US", "en_GB")  # where arguments are parted by commas for sure

_RANGE = re.compile(r"^='?(?P<sheet>.+?)'?!\$(?P<left>[A-Z]+)\$(?P<top>\d+)(?::\$(?P<right>[A-Z]+)\$(?P<bottom>\d+))?$")


def area(sheet_id: int, first: At, last: At) -> Json:
    """Return a GridRange; `first` and `last` are its corners, both in it.

    >>> area(7, (5, 0), (9, 1))
    {'sheetId': 7, 'startRowIndex': 4, 'endRowIndex': 9, 'startColumnIndex': 0, 'endColumnIndex': 2}
    """
    rows = {"startRowIndex": first[0] - 1, "endRowIndex": last[0]}
    return {"sheetId": sheet_id, **rows, "startColumnIndex": first[1], "endColumnIndex": last[1] + 1}


def batches(
    book: GoogleBook,
    locale: str = "en_US",
    unfinished: Iterable[int] = (),
    stale_names: Iterable[str] = (),
    drop: int | None = None,
    most: int = BATCH_BYTES,
) -> list[list[Json]]:
    """Return the requests that draw a book, in batches to be sent in order.

    Formulas are read in the spreadsheet's `locale`, so that it is an English one while a batch is carried out.
    `unfinished` are sheets of an attempt that was interrupted, and `stale_names` the ids of its named ranges, which
    go first; `drop` is a sheet that goes last.
    """
    _reach(book)
    begin: list[Json] = [{"deleteNamedRange": {"namedRangeId": name}} for name in stale_names]
    begin += [{"deleteSheet": {"sheetId": sheet_id}} for sheet_id in unfinished]
    for index, sheet in enumerate(book.sheets):
        begin += [_add_sheet(sheet, index), _mark(sheet)]
    begin += [_named(book, name, refers_to) for name, refers_to in book.names.items()]
    drawn = (request for sheet in book.sheets for request in _drawn(sheet))
    end = [_unmark()]
    end += [] if drop is None else [{"deleteSheet": {"sheetId": drop}}]
    made = packed([*begin, *drawn, *end], most)
    return made if locale in ENGLISH else [[_locale("en_US"), *batch, _locale(locale)] for batch in made]


def packed(requests: Iterable[Json], most: int = BATCH_BYTES) -> list[list[Json]]:
    """Return requests in batches that stay below a size.

    >>> packed([{"a": 1}, {"b": 2}, {"c": 3}], most=20)
    [[{'a': 1}, {'b': 2}], [{'c': 3}]]
    """
    made: list[list[Json]] = [[]]
    room = most
    for request in requests:
        size = len(json.dumps(request)) + 1
        if size > room and made[-1]:
            made.append([])
            room = most
        made[-1].append(request)
        room -= size
    return made if made[0] else []


def _reach(book: GoogleBook) -> None:
    """A grid is as long as the names that reach into it."""
    by_name = {sheet.name: sheet for sheet in book.sheets}
    for refers_to in book.names.values():
        title, _, last = _corners(refers_to)
        by_name[title].rows_named = max(by_name[title].rows_named, last[0])


def _corners(refers_to: str) -> tuple[str, At, At]:
    found = _RANGE.match(refers_to)
    if found is None:
        raise UsageError(f"{refers_to!r} is no range", "write ='Sheet'!$A$1:$A$9")
    first = int(found["top"]), _column(found["left"])
    last = (int(found["bottom"]), _column(found["right"])) if found["bottom"] else first
    return found["sheet"], first, last


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _locale(locale: str) -> Json:
    return {"updateSpreadsheetProperties": {"properties": {"locale": locale}, "fields": "locale"}}


def _add_sheet(sheet: GoogleSheet, index: int) -> Json:
    rows, columns = sheet.size
    grid = {"rowCount": rows, "columnCount": columns, "hideGridlines": True}
    for name, count in zip(("frozenRowCount", "frozenColumnCount"), sheet.frozen):
        grid |= {name: count} if count else {}
    tab = looks.colour(TABS[sheet.kind])
    named = {"sheetId": sheet.id, "title": sheet.name, "index": index}
    return {"addSheet": {"properties": {**named, "gridProperties": grid, "tabColorStyle": tab}}}


def _mark(sheet: GoogleSheet) -> Json:
    mark = {"metadataKey": UNFINISHED, "location": {"sheetId": sheet.id}, "visibility": "DOCUMENT"}
    return {"createDeveloperMetadata": {"developerMetadata": mark}}


def _unmark() -> Json:
    return {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataKey": UNFINISHED}}}}


def _named(book: GoogleBook, name: str, refers_to: str) -> Json:
    title, first, last = _corners(refers_to)
    sheet = next(sheet for sheet in book.sheets if sheet.name == title)
    return {"addNamedRange": {"namedRange": {"name": name, "range": area(sheet.id, first, last)}}}


def _drawn(sheet: GoogleSheet) -> Iterator[Json]:
    """All that stands on a sheet: cells first, then how they look, then what they take."""
    ids = {each.name: each.id for each in sheet.book.sheets}
    yield from _cells(sheet)
    wording = sheet.book.wording
    yield _format(area(sheet.id, (1, 0), (sheet.size[0], sheet.size[1] - 1)), Look("base"), ids, wording)
    for first, last, look in areas(sheet.looks):
        yield _format(area(sheet.id, first, last), look, ids, wording)
    for first, last in sheet.merged:
        yield {"mergeCells": {"range": area(sheet.id, first, last), "mergeType": "MERGE_ALL"}}
    yield from _sizes(sheet.id, "COLUMNS", {at + 1: looks.width(size) for at, size in sheet.column_widths.items()})
    yield from _hidden(sheet)
    yield from _sizes(sheet.id, "ROWS", {at: looks.height(size) for at, size in sheet.row_heights.items()})
    for ruled in sheet.rules:
        rule = google_rules.validation(ruled.rule)
        yield {"setDataValidation": {"range": area(sheet.id, ruled.first, ruled.last), "rule": rule}}
    for index, ruled in enumerate(sheet.colours):
        rule = google_rules.conditional(ruled.first, ruled.last, ruled.rule, ruled.look)
        rule["ranges"] = [area(sheet.id, ruled.first, ruled.last)]
        yield {"addConditionalFormatRule": {"rule": rule, "index": index}}
    yield from _tables(sheet)
    if sheet.protected:
        warning = wording.say("Computed: what is typed here takes the place of a formula.")
        for first, last, _ in areas({at: True for at, look in sheet.looks.items() if _is_locked(look)}):
            guard = {"range": area(sheet.id, first, last), "description": warning, "warningOnly": True}
            yield {"addProtectedRange": {"protectedRange": guard}}


def _is_locked(look: Look) -> bool:
    return all(STYLES[word].get("locked", True) for word in look.style.split())


def _format(where: Json, look: Look, ids: Mapping[str, int], wording: Wording) -> Json:
    link = f"#gid={ids[look.link[0]]}&range={look.link[1]}" if look.link else ""
    style = dict(looks.style_of(look.style))
    in_words = number_formats(wording).get(str(style.get("num_format", "")))
    style |= {"num_format": in_words} if in_words else {}
    cell = {"userEnteredFormat": looks.cell_format(style, link)}
    return {"repeatCell": {"range": where, "cell": cell, "fields": "userEnteredFormat"}}


def _tables(sheet: GoogleSheet) -> Iterator[Json]:
    """Tables in our own colours: those that Google would choose hide what is required and what is computed."""
    bands = ("firstBandColorStyle", "secondBandColorStyle")
    rows = {"headerColorStyle": looks.colour(WHITE), **dict.fromkeys(bands, looks.colour(WHITE))}
    for name, first, last, headings in sheet.tables:
        columns = [{"columnIndex": at, "columnName": heading} for at, heading in enumerate(headings)]
        table = {"name": name, "range": area(sheet.id, first, last), "rowsProperties": rows}
        yield {"addTable": {"table": {**table, "columnProperties": columns}}}
    if sheet.filtered:
        yield {"setBasicFilter": {"filter": {"range": area(sheet.id, *sheet.filtered)}}}


def _sizes(sheet_id: int, dimension: str, sizes: Mapping[int, int]) -> Iterator[Json]:
    """Widths or heights by their number from 1: neighbours of one size in one request."""
    for first, last, pixels in areas({(at, 0): size for at, size in sizes.items()}):
        where = {"sheetId": sheet_id, "dimension": dimension, "startIndex": first[0] - 1, "endIndex": last[0]}
        size = {"range": where, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}
        yield {"updateDimensionProperties": size}


def _hidden(sheet: GoogleSheet) -> Iterator[Json]:
    """Groups of columns, folded away."""
    for first, last in sheet.hidden_columns:
        where = {"sheetId": sheet.id, "dimension": "COLUMNS", "startIndex": first, "endIndex": last + 1}
        yield {"addDimensionGroup": {"range": where}}
        hide = {"range": where, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
        yield {"updateDimensionProperties": hide}


def areas(cells: Mapping[At, Any]) -> Iterator[tuple[At, At, Any]]:
    """Yield the first and last cell of each rectangle of equal neighbours, with what is in them.

    >>> list(areas({(1, 0): "a", (1, 1): "a", (2, 0): "a", (2, 1): "a", (3, 0): "b"}))
    [((1, 0), (2, 1), 'a'), ((3, 0), (3, 0), 'b')]
    """
    for (top, left), rows in rectangles(cells, equal=True):
        yield (top, left), (top + len(rows) - 1, left + len(rows[0]) - 1), rows[0][0]


def _cells(sheet: GoogleSheet) -> Iterator[Json]:
    """Values and notes, as many rows in a request as fit."""
    filled = {row for row, _ in (*sheet.values, *sheet.notes)}
    rows: list[Json] = []
    first = size = 0
    for row in sorted(filled):
        made = _row(sheet, row)
        if rows and (row != first + len(rows) or size > ROWS_BYTES):
            yield _update(sheet.id, first, rows)
            rows, size = [], 0
        first = first if rows else row
        rows.append(made)
        size += len(json.dumps(made))
    if rows:
        yield _update(sheet.id, first, rows)


def _update(sheet_id: int, first: int, rows: Sequence[Json]) -> Json:
    start = {"sheetId": sheet_id, "rowIndex": first - 1, "columnIndex": 0}
    return {"updateCells": {"start": start, "rows": list(rows), "fields": "userEnteredValue,note"}}


def _row(sheet: GoogleSheet, row: int) -> Json:
    cells: list[Json] = []
    for column in range(sheet.size[1]):
        value, note = sheet.values.get((row, column)), sheet.notes.get((row, column))
        cells.append({"userEnteredValue": _entered(value)} if value else {})
        if note:
            cells[-1]["note"] = note
    while not cells[-1]:
        cells.pop()
    return {"values": cells}


def _entered(value: Value) -> Json:
    if value.formula:
        return {"formulaValue": value.formula}
    return {"stringValue": value.value} if isinstance(value.value, str) else {"numberValue": value.value}
