"""Columns of shares, levels, words, ids and errors, as other people write them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core import schema
from okrsheets.core.cells import Cell, ErrorCell, FormattedNumber
from okrsheets.core.errors import Problem
from okrsheets.core.records import Records
from okrsheets.core.values import error_values
from okrsheets.core.values.cell_reading import Conventions
from okrsheets.core.values.column_values import ColumnReading, read_cells

ReadRows = Callable[..., tuple[Records, list[Problem]]]
OPEN = object()  # a cell that is told and not counted


def column(table: str, field: str, cells: Sequence[Any], conventions: Conventions | None = None) -> ColumnReading:
    return read_cells(schema.table(table).column(field), cells, conventions or Conventions())


def answers(reading: ColumnReading) -> list[Any]:
    told = {record for record, _, _ in reading.faults}
    return [OPEN if record in told else value for record, value in enumerate(reading.values)]


SHARES: list[tuple[str, list[Any], list[Any]]] = [
    ("confidence", [0.8, 7, "70%"], [0.8, 0.7, 0.7]),
    ("confidence", [7, 8, 1], [0.7, 0.8, OPEN]),
    ("confidence", [70, 80, 100], [0.7, 0.8, 1.0]),
    ("confidence", [5, 70, 80], [OPEN, 0.7, 0.8]),
    ("confidence", [0.5, 1, 0], [0.5, 1.0, 0.0]),
    ("confidence", [1], [1.0]),
    ("confidence", ["High", "medium", "LOW", "🟢", "🟡", "🔴"], [0.8, 0.5, 0.2, 0.8, 0.5, 0.2]),
    ("confidence", ["7/10", "8 of 10", "4 out of 5", "n/a"], [0.7, 0.8, 0.8, None]),
    ("confidence", [FormattedNumber(0.7, "0%"), FormattedNumber(7.0, "0%"), 110], [0.7, OPEN, OPEN]),
    ("confidence", [True, -0.1, "sure"], [OPEN, OPEN, OPEN]),
    ("confidence", ["0,7", "nan", "None"], [0.7, None, None]),
    ("progress", [0.5, 100, "75%"], [0.5, 1.0, 0.75]),
    ("progress", [20, 50, 100], [0.2, 0.5, 1.0]),
    ("progress", [1, 50, 100], [OPEN, 0.5, 1.0]),
    ("progress", [150, "3/4", "½"], [OPEN, 0.75, 0.5]),
]


@pytest.mark.parametrize(("field", "cells", "want"), SHARES, ids=[str(row[1]) for row in SHARES])
def test_shares_are_scaled_cell_by_cell(field: str, cells: list[Cell], want: list[Any]) -> None:
    table = "check-ins" if field == "confidence" else "learning"
    assert answers(column(table, field, cells)) == pytest.approx(want)


LEVELS: list[tuple[list[Any], list[Any]]] = [
    (["3 - Advanced", "Expert", "★★★", "Level 3", "n/a", "3/5", "assists"], [3, 5, 3, 3, None, 3, 2]),
    (["Level 3", "L4", "lvl 2", "Stufe 1", "Nivel 5", "level-2"], [3, 4, 2, 1, 5, 2]),
    (["★★★☆☆", "●●○○○", "⭐⭐⭐⭐", "****"], [3, 2, 4, 4]),
    (["3: Advanced", "2 (Basic)", "Advanced", "basic", "4 = Lead"], [3, 2, 3, 2, 4]),
    (["Advanced", "Novice"], [OPEN, OPEN]),
    (["3 - assists", "2 - assists"], [OPEN, 2]),
    (["6/10", "80/100", "7/5"], [3, 4, OPEN]),
    ([2.5, "2,5", "3.5"], [2.5, OPEN, 3.5]),
    ([True, "50%", -1, "2-3"], [OPEN, OPEN, OPEN, OPEN]),
    (["none", "None", "nan"], [0, 0, None]),
    ([*[3] * 30, 33], [*[3] * 30, OPEN]),
]


@pytest.mark.parametrize(("cells", "want"), LEVELS, ids=[str(row[0])[:50] for row in LEVELS])
def test_levels_are_read_in_their_usual_spellings(cells: list[Cell], want: list[Any]) -> None:
    assert answers(column("assessments", "level", cells)) == want


@pytest.mark.parametrize("cells", [[8, 3, 10, 4], [80, 30, 100, 40], [0.8, 0.6, 1.0], [7, 3], [9, "3", "8"]])
def test_levels_on_another_scale_are_told_once_and_none_of_them_counts(cells: list[Cell]) -> None:
    reading = column("assessments", "level", cells)
    assert reading.values == [None] * len(cells)
    assert len(reading.faults) == 1


def test_each_kind_of_conversion_is_noted_once() -> None:
    reading = column("assessments", "level", ["3 - Advanced", "Expert", "Level 3", 4, "3/5"])
    assert [(note.what, list(note.records)) for note in reading.notes] == [
        ("read from words", [0, 1, 2]),
        ("written as so many of 5", [4]),
    ]


WORDS: list[tuple[str, str, str, str]] = [
    ("key results", "status", "active", "Behind|Delayed|🟢|Green|Completed|Not Started|in-progress|On-track|Done ✅|✅ Done|AT_RISK|Erledigt|en curso|red|Active"),
    ("key results", "status", "abandoned", "Cancelled|canceled|Dropped|abgebrochen|Abandoned"),
    ("key results", "status", "carried forward", "Carried over|carry-forward|Moved|rolled over"),
    ("key results", "status", "", "On hold|Paused|Deferred|Postponed|Amberish|⏸️"),
    ("key results", "kind", "binary", "Yes/No|boolean|checkbox|Binary"),
    ("key results", "kind", "at most", "At Most|at-most|max|≤"),
    ("objectives", "level", "organisation", "Company|org|Organization|company-wide"),
    ("objectives", "commitment", "aspirational", "Stretch|Moonshot|ASPIRATIONAL"),
    ("assessments", "rater_type", "manager", "Team lead|Line Manager|boss|Manager|supervisor|Führungskraft"),
    ("assessments", "rater_type", "peer", "Peer review|colleague|Peers|co-worker"),
    ("assessments", "rater_type", "self", "Self|self-assessment|own"),
    ("assessments", "rater_type", "", "HR|somebody"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "field", "choice", "word"),
    [(table, field, choice, word) for table, field, choice, words in WORDS for word in words.split("|")],
)
def test_a_word_with_one_meaning_is_read_and_any_other_told_with_the_words_that_are_known(
    table: str, field: str, choice: str, word: str
) -> None:
    reading = column(table, field, [word])
    assert reading.values == [choice or None]
    if not choice:
        ((_, what, hint),) = reading.faults
        assert word in what
        assert all(known in hint for known in schema.table(table).column(field).choices)


ERRORS = """#REF! #NAME? #N/A #VALUE! #DIV/0! #NUM! #NULL! #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #GETTING_DATA #UNKNOWN! #BUSY!
#ERROR! #PYTHON! #EXTERNAL! #TIMEOUT! Err:502 Err:508 Loading... #BEZUG! #WERT! #NV #¡REF! #¿NOMBRE? #N/D #VALEUR!"""


@pytest.mark.parametrize("word", ERRORS.split())
@pytest.mark.parametrize(
    ("table", "field"), [("key results", "current"), ("check-ins", "date"), ("objectives", "owner")]
)
def test_an_error_value_is_told_at_its_cell_and_all_others_are_read(word: str, table: str, field: str) -> None:
    others = {"current": (5.0, 5.0), "date": ("2026-08-10", 46244), "owner": ("Ida", "Ida")}
    cell, value = others[field]
    for error in (word, ErrorCell(word)):
        reading = column(table, field, [cell, error, cell])
        assert reading.values == [value, None, value]
        ((record, what, _),) = reading.faults
        assert record == 1
        assert f"holds the error {word}" in what


def test_a_formula_without_a_value_says_how_to_get_one() -> None:
    ((_, what, hint),) = column("key results", "target", [5.0, ErrorCell(error_values.UNSAVED)]).faults
    assert what == "target holds a formula without a stored value"
    assert "save it" in hint


IDS: list[tuple[list[Any], list[Any], list[int]]] = [
    ([FormattedNumber(7.0, "000"), "007", 7.0], ["007", "007", "7"], []),
    ([FormattedNumber(1.1, "0.00"), FormattedNumber(7.0, "#,##0")], ["1.10", "7"], []),
    ([datetime.date(2026, 1, 1), "1-2"], ["2026-01-01", "1-2"], [0]),
    ([FormattedNumber(46023.0, "d-mmm"), "x"], ["2026-01-01", "x"], [0]),
    ([1.8, 1.9, 1.1], ["1.8", "1.9", "1.1"], [2]),
    ([1.1, 1.2, 1.1], ["1.1", "1.2", "1.1"], [2]),
    ([1.1, 1.11], ["1.1", "1.11"], [0]),
    ([1.1, 1.2, 2.1, 2.2], ["1.1", "1.2", "2.1", "2.2"], []),
    (["nan", "NaN", " a "], [None if word != "a" else word for word in ("nan", "nan", "a")], []),
]


@pytest.mark.parametrize(("cells", "want", "told"), IDS, ids=[str(row[1]) for row in IDS])
def test_an_id_is_what_its_cell_shows_and_told_where_the_spreadsheet_changed_it(
    cells: list[Cell], want: list[Any], told: list[int]
) -> None:
    reading = column("key results", "id", cells)
    assert reading.values == want
    assert [record for record, _, _ in reading.faults] == told


DATES: list[tuple[list[Any], list[Any]]] = [
    (["2026-08-10T09:15:00Z", "2026/8/11", "8/12/2026", "2026-8-3"], [46244, 46245, OPEN, 46237]),
    (["8/12/2026", "8/13/2026"], [46246, 46247]),
    (["8/12/2026", "13/8/2026"], [46364, 46247]),
    ([20260811, "20260811", 46245, "46245"], [46245] * 4),
    ([10.08, 2026, True, datetime.time(1), FormattedNumber(0.5, "0%"), "nan"], [OPEN, OPEN, OPEN, OPEN, OPEN, None]),
    ([FormattedNumber(46245.0, "yyyy-mm-dd"), datetime.datetime(2026, 8, 11, 9)], [46245, 46245]),
    (["12.10.2026", "11. August 2026", "Aug 11, 2026"], [46307, 46245, 46245]),
]


@pytest.mark.parametrize(("cells", "want"), DATES, ids=[str(row[0])[:50] for row in DATES])
def test_dates_are_read_in_their_usual_spellings(cells: list[Cell], want: list[Any]) -> None:
    assert answers(column("check-ins", "date", cells)) == want


NUMBERS: list[tuple[str, list[Any], list[Any]]] = [
    ("target", ["1,5", "2,75"], [1.5, 2.75]),
    ("target", ["1,200", "9.25"], [1200, 9.25]),
    ("target", ["1.200", "0,5"], [1200, 0.5]),
    ("target", ["1.200", 3.5], [OPEN, 3.5]),
    ("target", ["12 widgets", "20 widgets"], [12, 20]),
    ("target", ["12 widgets", "20 gadgets"], [OPEN, OPEN]),
    ("target", ["5m", "4M"], [OPEN, OPEN]),
    ("hours", [datetime.timedelta(hours=30), "90 min", "2 days", "1:30", "5 h"], [30, 1.5, OPEN, 1.5, 5]),
    ("stale_days", ["14 days", "2 weeks", 7], [14, OPEN, 7]),
    ("weight", ["30%", 40, 30], [30, 40, 30]),
    ("weight", ["50%", 1, 2], [OPEN, 1, 2]),
    ("weight", [True, datetime.date(2026, 1, 1), "2"], [OPEN, OPEN, 2]),
    ("headcount", ["3 people", "2-3", "~4"], [3, OPEN, OPEN]),
]
TABLES = {"hours": "learning", "stale_days": "settings", "headcount": "goal skills"}


@pytest.mark.parametrize(("field", "cells", "want"), NUMBERS, ids=[str(row[1])[:50] for row in NUMBERS])
def test_numbers_are_settled_by_their_column_or_told(field: str, cells: list[Cell], want: list[Any]) -> None:
    assert answers(column(TABLES.get(field, "key results"), field, cells)) == want


@pytest.mark.parametrize(
    ("conventions", "want"),
    [
        (Conventions(), OPEN),
        (Conventions(locale="de"), 1200.0),
        (Conventions(locale="en"), 1.2),
        (Conventions([[["0,5"]]]), 1200.0),
        (Conventions([[["2.25"]]], "de"), 1.2),
        (Conventions([[["2.25"]], [["0,5"]]]), OPEN),
        (Conventions([[["Id*", "Start"], ["1.1", "0,5"]]]), 1200.0),
        (Conventions([[["Objective ID"], ["1.1"]]]), OPEN),
    ],
)
def test_what_a_column_leaves_open_the_workbook_settles_and_then_the_locale(
    conventions: Conventions, want: Any
) -> None:
    assert answers(column("key results", "target", ["1.200"], conventions)) == [want]


@pytest.mark.parametrize(
    ("locale", "want"), [("", OPEN), ("en", OPEN), ("en-US", 46246), ("en-GB", 46364), ("de", 46364)]
)
def test_the_order_of_day_and_month_may_come_from_the_locale(locale: str, want: Any) -> None:
    assert answers(column("check-ins", "date", ["8/12/2026"], Conventions(locale=locale))) == [want]


def test_an_open_number_is_told_with_both_readings() -> None:
    ((_, what, hint),) = column("key results", "current", ["1,200"]).faults
    assert what == "current: '1,200' could be 1200 or 1.2; it is not counted"
    assert "locale" in hint


def test_hundreds_of_alike_cells_are_one_line_with_a_count_and_the_first_cells(read_rows: ReadRows) -> None:
    rows = [{"id": f"K{number}", "target": 5, "weight": f"heavy {number}"} for number in range(300)]
    _, problems = read_rows("key results", rows)
    (line,) = [problem.what for problem in problems if problem.what.startswith("weight")]
    assert line == "weight is text: 'heavy 0'; 299 more cells of the column are like it (I6, I7, I8, I9, I10, …)"


def test_a_few_alike_cells_are_told_one_by_one(read_rows: ReadRows) -> None:
    _, problems = read_rows("key results", [{"id": f"K{number}", "weight": "heavy"} for number in range(5)])
    assert len([problem for problem in problems if problem.what.startswith("weight")]) == 5


def test_a_conversion_is_a_note_and_a_decision_and_never_a_problem(read_rows: ReadRows) -> None:
    rows = [{"id": "K1", "start": "0", "target": "10 days"}, {"id": "K2", "start": 0, "target": "½"}]
    _, problems = read_rows("key results", rows)
    (note,) = [problem for problem in problems if problem.note]
    assert str(note) == "Q1.xlsx › Key results!G5: target: 2 cells written as text: '10 days' = 10, '½' = 0.5 (G5, G6)"


CLEAN = st.lists(st.sampled_from([0.0, 1.5, 2.0, 4.0, ""]), min_size=1)


@given(CLEAN)
def test_a_clean_column_has_nothing_to_be_said_about_it(cells: list[Cell]) -> None:
    for table, field in (("key results", "target"), ("assessments", "level"), ("objectives", "weight")):
        reading = column(table, field, cells)
        assert (list(reading.faults), list(reading.notes), list(reading.units)) == ([], [], [])
        assert reading.values == [None if cell == "" else cell for cell in cells]
