"""The methods of `spreadsheets.values`, as the API names them."""

from __future__ import annotations

from typing import Any

from .data_filter import a1_of
from .errors import GoogleError, invalid
from .formula_values import Reckoner
from .ranges import box_name
from .spreadsheet import Spreadsheet
from .values import Plan, Rendering, Written, append, clear, drawn, plan, put, readable_box, rendering, value_range
from .world import Call

Json = dict[str, Any]


def get(call: Call) -> Json:
    book = call.book()
    area = book.area(call.path["range"])
    return value_range(area, rendering(call.query), Reckoner(book, call.now))


def batch_get(call: Call) -> Json:
    book = call.book()
    how, reckoner = rendering(call.query), Reckoner(book, call.now)
    ranges = [value_range(book.area(text), how, reckoner) for text in call.query.get("ranges", [])]
    return {"spreadsheetId": book.id, "valueRanges": ranges}


def update(call: Call) -> Json:
    book = call.book(writing=True)
    option = _option(call.query)
    _same_range(call.path["range"], call.body)
    wanted = plan(book, book.area(call.path["range"]), call.body)
    call.guard(book, wanted.sheet, wanted.box)
    written = put(wanted, option)
    call.changed(book)
    return _answer(book, written, call.query, call)


def batch_update(call: Call) -> Json:
    book = call.book(writing=True)
    return _written_together(call, book, call.body.get("data", []), [{}] * len(call.body.get("data", [])))


def _written_together(call: Call, book: Spreadsheet, data: list[Json], beside: list[Json]) -> Json:
    """Write several ranges, all or none; `beside` is told with each answer."""
    option = _option(call.body)
    plans = [_planned(book, index, each) for index, each in enumerate(data)]
    for each in plans:
        call.guard(book, each.sheet, each.box)
    done = [put(each, option) for each in plans]
    call.changed(book)
    touched = {(written.sheet.id, *at) for written in done for at in written.touched}
    return {
        "spreadsheetId": book.id,
        "totalUpdatedRows": len({(sheet, row) for sheet, row, _ in touched}),
        "totalUpdatedColumns": len({(sheet, column) for sheet, _, column in touched}),
        "totalUpdatedCells": len(touched),
        "totalUpdatedSheets": len({sheet for sheet, *_ in touched}),
        "responses": [{**_answer(book, each, call.body, call), **more} for each, more in zip(done, beside)],
    }


def _planned(book: Spreadsheet, index: int, given: Json) -> Plan:
    """One part of a batch; a complaint says which one it is about."""
    try:
        return plan(book, book.area(given.get("range", "")), given)
    except GoogleError as error:
        raise invalid(f"Invalid data[{index}]: {error.body['error']['message']}") from None


def append_values(call: Call) -> Json:
    book = call.book(writing=True)
    option = _option(call.query)
    area = book.area(call.path["range"])
    table, written = append(book, area, call.body, option, call.query.get("insertDataOption") == "INSERT_ROWS")
    call.changed(book)
    answer: Json = {"spreadsheetId": book.id}
    if table:
        answer["tableRange"] = written.sheet.prefix + box_name(table)
    return {**answer, "updates": _answer(book, written, call.query, call)}


def clear_values(call: Call) -> Json:
    book = call.book(writing=True)
    call.guard(book, *readable_box(book, book.area(call.path["range"])))
    cleared = _clear(book, call.path["range"])
    call.changed(book)
    return {"spreadsheetId": book.id, "clearedRange": cleared}


def batch_clear(call: Call) -> Json:
    book = call.book(writing=True)
    texts = call.body.get("ranges", [])
    for text in texts:
        call.guard(book, *readable_box(book, book.area(text)))
    cleared = [_clear(book, text) for text in texts]
    call.changed(book)
    return {"spreadsheetId": book.id, "clearedRanges": cleared}


def _clear(book: Spreadsheet, text: str) -> str:
    sheet, box = readable_box(book, book.area(text))
    clear(sheet, box)
    return sheet.prefix + box_name(box)


def _option(given: Json) -> str:
    option: str = given.get("valueInputOption", "INPUT_VALUE_OPTION_UNSPECIFIED")
    if option == "INPUT_VALUE_OPTION_UNSPECIFIED":
        raise invalid("'valueInputOption' is required but not specified")
    return option


def _same_range(asked: str, body: Json) -> None:
    if body.get("range", asked) != asked:
        raise invalid(f"Requested writing within range [{asked}], but got data for range [{body['range']}]")


def _answer(book: Spreadsheet, written: Written, given: Json, call: Call) -> Json:
    answer = written.answer(book)
    if given.get("includeValuesInResponse"):
        how = rendering(given, "response")
        by_columns = call.body.get("majorDimension") == "COLUMNS"
        sheet = book.by_id(written.sheet.id) or written.sheet
        how = Rendering(how.render, how.dates, by_columns)
        answer["updatedData"] = drawn(sheet, written.box, Reckoner(book, call.now), how)
    return answer


# The same by data filter


def batch_get_by_data_filter(call: Call) -> Json:
    book, filters = call.book(), call.body.get("dataFilters", [])
    how, reckoner = rendering(call.body), Reckoner(book, call.now)
    ranges = [value_range(book.area(a1_of(book, each)), how, reckoner) for each in filters]
    matched = [{"valueRange": found, "dataFilters": [each]} for found, each in zip(ranges, filters)]
    return {"spreadsheetId": book.id, "valueRanges": matched}


def batch_update_by_data_filter(call: Call) -> Json:
    book = call.book(writing=True)
    data = call.body.get("data", [])
    places = [a1_of(book, each.get("dataFilter", {})) for each in data]
    beside = [{"dataFilter": each.get("dataFilter", {})} for each in data]
    answer = _written_together(call, book, [{**each, "range": place} for each, place in zip(data, places)], beside)
    for response in answer["responses"]:
        response.pop("spreadsheetId")
    return answer


def batch_clear_by_data_filter(call: Call) -> Json:
    book = call.book(writing=True)
    call.body["ranges"] = [a1_of(book, each) for each in call.body.get("dataFilters", [])]
    return batch_clear(call)
