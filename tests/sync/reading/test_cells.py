"""What stands in cells, through the real files: errors, dates, merges, ids, formulas as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import pytest
from bad_input import Rows, ods, ods_row, okrs, wrong, xls, xlsx

from okrsheets.core.cells import needed_day
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.sources.folder import parse

BLANK = (("K1", "O1", "Answered", "", "", ""),)
HEADINGS = ("ID", "Objective ID", "Key result", "Start", "Target", "Current")


def read(book: bytes) -> Extract:
    return extract(parse("Q1", book), HeadingIndex())


def column(found: Extract, table: str, field: str) -> list[Any]:
    (records,) = [records for records in found.tables if records.table.name == table]
    return records.columns[field]


def errors_in_xlsx(words: Mapping[str, str]) -> bytes:
    def write(book: Any) -> None:
        for cell, word in words.items():
            book.get_worksheet_by_name("Key results").write_formula(cell, "=A1", None, word)

    return xlsx(okrs(key_results=BLANK), write)


def errors_in_xls(words: Mapping[str, str]) -> bytes:
    codes = {"#DIV/0!": 7, "#REF!": 23, "#N/A": 42}

    def write(book: Any) -> None:
        for cell, word in words.items():
            book.get_sheet("Key results").row(1).set_cell_error("ABCDEF".index(cell[0]), codes[word])

    return xls(okrs(key_results=BLANK), write)


def errors_in_ods(words: Mapping[str, str]) -> bytes:
    """As LibreOffice writes it: an error is a text, or the number 0, that only an attribute tells from one."""
    said = iter(words.values())
    text, *numbers = (
        f'<table:table-cell office:value-type="{kind}" office:value="0" calcext:value-type="error">'
        f"<text:p>{next(said)}</text:p></table:table-cell>"
        for kind in ("string", "float", "float")
    )
    return ods(ods_row(*HEADINGS) + ods_row("K1", "O1", "Answered", text, *numbers), "Key results")


ERRORS = {"D2": "#DIV/0!", "E2": "#REF!", "F2": "#N/A"}


@pytest.mark.parametrize("make", [errors_in_xlsx, errors_in_xls, errors_in_ods])
def test_an_error_cell_is_named_and_is_no_data(make: Callable[[Mapping[str, str]], bytes]) -> None:
    found = read(make(ERRORS))
    assert wrong(found.problems) == [
        "Q1 › Key results!D2: start holds the error #DIV/0!",
        "Q1 › Key results!E2: target holds the error #REF!",
        "Q1 › Key results!F2: current holds the error #N/A; the last check-in counts instead",
    ]
    assert {problem.hint for problem in found.problems} == {"correct the formula in that cell"}
    assert [column(found, "key results", field) for field in ("start", "target", "current")] == [[None]] * 3


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("ten", "target is text: 'ten'"),
        ("1,5", "target: '1,5' could be 1.5 or 15; it is not counted"),
        ("ca. 5", "target is text: 'ca. 5'"),
        (date(2026, 1, 5), "target is a date: 2026-01-05"),
        ("x" * 300, f"target is text: '{'x' * 80}'"),
    ],
)
def test_text_where_a_number_belongs_names_its_cell_and_nothing_else(cell: object, what: str) -> None:
    found = read(xlsx(okrs(key_results=[("K1", "O1", "Answered", 0, cell, 1)])))
    assert wrong(found.problems) == [f"Q1 › Key results!E2: {what}"]
    assert column(found, "key results", "start") == [0.0]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2026, 2, 3), "2026-02-03"),
        (datetime(2026, 2, 3, 23, 59), "2026-02-03"),
        ("2026-02-03", "2026-02-03"),
        (" 2026-02-03 ", "2026-02-03"),
        (46056, "2026-02-03"),
        (46056.75, "2026-02-03"),
    ],
)
def test_a_date_may_be_a_date_a_number_or_a_text(cell: object, day: str) -> None:
    found = read(xlsx(okrs(check_ins=[(cell, "O1.1", 12, "")])))
    assert not found.problems
    assert column(found, "check-ins", "date") == [needed_day(day)]


@pytest.mark.parametrize("cell", ["3. Feb", "2026-02-30", -5, 9_999_999, True])
def test_what_is_no_date_is_named_and_no_data(cell: object) -> None:
    found = read(xlsx(okrs(check_ins=[(cell, "O1.1", 12, "")])))
    (problem,) = found.problems
    assert str(problem.location) == "Q1 › Check-ins!A2"
    assert "isn't a recognised date" in problem.what
    assert "2026-03-31" in problem.hint
    assert column(found, "check-ins", "value") == [12.0]


@pytest.mark.parametrize("since_1904", [False, True])
@pytest.mark.parametrize("make", [lambda book, old: xlsx(book, date_1904=old), lambda book, old: xls(book, None, old)])
def test_the_days_are_the_same_where_the_calendar_begins_in_1904(
    make: Callable[[Mapping[str, Rows], bool], bytes], since_1904: bool
) -> None:
    found = read(make(okrs(check_ins=[(date(2026, 2, 3), "O1.1", 12, "")]), since_1904))
    assert not found.problems
    assert column(found, "check-ins", "date") == [needed_day("2026-02-03")]
    assert column(found, "settings", "cycle_end") == [needed_day("2026-03-31")]


def merged_in_xlsx() -> bytes:
    rows = [(name, "", "Answered", 1, 2, 2) for name in ("K1", "K2", "K3")]
    return xlsx(
        okrs(key_results=rows), lambda book: book.get_worksheet_by_name("Key results").merge_range("B2:B4", "O1")
    )


def merged_in_xls() -> bytes:
    rows = [(name, "", "Answered", 1, 2, 2) for name in ("K1", "K2", "K3")]
    return xls(okrs(key_results=rows), lambda book: book.get_sheet("Key results").write_merge(1, 3, 1, 1, "O1"))


def merged_in_ods() -> bytes:
    first = '<table:table-cell table:number-rows-spanned="3" office:value-type="string"><text:p>O1</text:p></table:table-cell>'
    rows = [ods_row("K1", first, "Answered", 1, 2, 2)]
    rows += [ods_row(name, "<table:covered-table-cell/>", "Answered", 1, 2, 2) for name in ("K2", "K3")]
    return ods(ods_row(*HEADINGS) + "".join(rows), "Key results")


@pytest.mark.parametrize("make", [merged_in_xlsx, merged_in_xls, merged_in_ods])
def test_a_merged_cell_counts_for_every_row_that_it_spans(make: Callable[[], bytes]) -> None:
    found = read(make())
    assert not found.problems
    assert column(found, "key results", "objective_id") == ["O1", "O1", "O1"]


def test_hidden_rows_columns_and_sheets_are_read_and_noted() -> None:
    def hide(book: Any) -> None:
        book.get_worksheet_by_name("Key results").set_row(1, None, None, {"hidden": True})
        book.get_worksheet_by_name("Key results").set_column("D:F", None, None, {"hidden": True})
        book.get_worksheet_by_name("Objectives").hide()

    found = read(xlsx(okrs(), hide))
    assert wrong(found.problems) == [
        "note Q1 › Objectives: hidden, and read all the same: the sheet",
        "note Q1 › Key results: hidden, and read all the same: 1 row and 3 columns",
    ]
    assert column(found, "objectives", "id") == ["O1"]
    assert column(found, "key results", "target") == [5.0]


def test_hidden_rows_and_columns_of_an_ods_are_noted() -> None:
    table = '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    table += ods_row("ID", "Level", "Owner", "Objective")
    table += ods_row("O1", "Team", "Ana", "Grow", repeat='table:visibility="filter"')
    found = read(ods(table))
    assert wrong(found.problems) == [
        "note Q1 › Objectives: hidden, and read all the same: 1 row and 2 columns",
    ]


def test_columns_folded_away_in_a_group_are_no_news() -> None:
    """As the helper columns of our templates are: the button above them shows that they are there."""

    def fold(book: Any) -> None:
        book.get_worksheet_by_name("Key results").set_column("D:F", None, None, {"hidden": True, "level": 1})

    assert not read(xlsx(okrs(), fold)).problems
    table = '<table:table-column/><table:table-column-group table:display="false">'
    table += '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    table += "</table:table-column-group>" + ods_row("ID", "Level", "Owner", "Objective")
    assert not read(ods(table + ods_row("O1", "Team", "Ana", "Grow"))).problems


@pytest.mark.parametrize(("cell", "wanted"), [("007", "007"), (7, "7"), (7.0, "7"), (" O1 ", "O1"), ("1e3", "1e3")])
def test_an_id_stays_as_it_is_typed(cell: object, wanted: str) -> None:
    found = read(xlsx(okrs(objectives=[(cell, "Team", "Ana", "Grow")])))
    assert column(found, "objectives", "id") == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "=SUM(A1:A9)",
        "+1 for everyone",
        "@team, -5 %",
        "<script>alert(1)</script> & more",
        "{{ 7 * 7 }} {% for x in y %}",
        "line one\nline two",
        "'quoted\" 🚀 ‮ right to left",
    ],
)
def test_text_is_kept_as_it_is_typed(text: str) -> None:
    found = read(xlsx(okrs(objectives=[("O1", "Team", "Ana", text)])))
    assert not found.problems
    assert column(found, "objectives", "objective") == [text]
