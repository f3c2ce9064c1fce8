"""The cycle's name and days, days far from it, and weights of 0."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from okrsheets.core import cells
from okrsheets.core.cells import Cell, date_of, needed_day
from okrsheets.core.errors import Problem
from okrsheets.core.records import Records
from okrsheets.core.values.workbook_values import WorkbookValues, settle

Q3: dict[str, Cell] = {
    "team": "Hafen",
    "cycle": "2026-Q3",
    "cycle_start": date(2026, 7, 1),
    "cycle_end": date(2026, 9, 30),
}
Read = Callable[..., tuple[Records, list[Problem]]]
Rows = Sequence[dict[str, Cell]]


def settled(read_rows: Read, fiscal: int = 1, **rows: Rows) -> WorkbookValues:
    read = [read_rows(name.replace("check_ins", "check-ins").replace("_", " "), given) for name, given in rows.items()]
    return settle([records for records, _ in read], [each for _, told in read for each in told], {}, fiscal)


def wrong(values: WorkbookValues) -> list[str]:
    return [
        f"{each.location.cell} {each.what}" for each in values.problems if not each.note and "empty" not in each.what
    ]


@pytest.mark.parametrize(
    "name", ["Q3 2026", "FY26 Q2", "2026 Q3", "3. Quartal 2026", "Jul–Sep 2026", "2026-Q3", "T3/2026"]
)
def test_a_quarter_has_one_name_however_it_is_written(read_rows: Read, name: str) -> None:
    values = settled(read_rows, settings=[{**Q3, "cycle": name}])
    assert values.tables[0].columns["cycle"] == ["2026-Q3"]
    assert wrong(values) == []
    assert bool(values.decisions) == (name != "2026-Q3")


@pytest.mark.parametrize(("name", "fiscal"), [("Q3 2026", 1), ("2026-Q3", 4), ("FY26 Q2", 4)])
def test_a_cycle_without_dates_has_those_of_its_name(read_rows: Read, name: str, fiscal: int) -> None:
    row: dict[str, Any] = {"team": "Hafen", "cycle": name, "cycle_start": "", "cycle_end": ""}
    values = settled(read_rows, fiscal, settings=[row])
    columns = values.tables[0].columns
    days = [date_of(columns[field][0]).isoformat() for field in ("cycle_start", "cycle_end")]
    assert days == ["2026-07-01", "2026-09-30"]
    assert values.problems == ()


def test_a_name_that_contradicts_the_dates_is_told_at_the_settings(read_rows: Read) -> None:
    row: dict[str, Cell] = {**Q3, "cycle_start": date(2026, 4, 1), "cycle_end": date(2026, 6, 30)}
    values = settled(read_rows, settings=[row])
    assert wrong(values) == [
        "C5 the cycle is called '2026-Q3', but goes from 2026-04-01 to 2026-06-30; the dates count"
    ]


def test_a_cycle_that_begins_a_few_days_later_is_still_that_quarter(read_rows: Read) -> None:
    values = settled(read_rows, settings=[{**Q3, "cycle_start": date(2026, 7, 6), "cycle_end": date(2026, 10, 2)}])
    assert wrong(values) == []


@pytest.mark.parametrize(
    ("day", "far"),
    [
        (date(2026, 8, 10), False),
        (date(2026, 10, 10), False),
        (date(2026, 5, 2), False),
        (date(2025, 8, 10), True),
        (date(2206, 8, 10), True),
        (date(1900, 1, 1), True),
        (date(2027, 8, 10), True),
    ],
)
def test_a_check_in_far_from_its_cycle_is_told_and_not_counted(read_rows: Read, day: date, far: bool) -> None:
    check_in: dict[str, Cell] = {"date": day, "key_result_id": "K1", "value": 9}
    values = settled(read_rows, settings=[Q3], check_ins=[check_in])
    assert values.tables[1].columns["date"] == [None if far else cells.day(day)]
    assert wrong(values) == (
        [f"A5 date is {day}, far from the cycle (2026-07-01 to 2026-09-30); it is not counted"] if far else []
    )


@pytest.mark.parametrize(
    ("field", "day", "what"),
    [
        ("due_date", date(2016, 9, 15), "L5 due date is 2016-09-15, far from the cycle"),
        ("due_date", date(2206, 9, 15), "L5 due date is 2206-09-15, far from the cycle"),
        ("due_date", date(2026, 6, 15), "L5 due date is 2026-06-15, before the cycle's start"),
        ("start_date", date(2027, 1, 4), "K5 start date is 2027-01-04, after the cycle's end"),
    ],
)
def test_a_date_that_leaves_a_key_result_no_time_is_told_at_its_own_cell(
    read_rows: Read, field: str, day: date, what: str
) -> None:
    values = settled(read_rows, settings=[Q3], key_results=[{"id": "K1", field: day}])
    (told,) = wrong(values)
    assert told.startswith(what)
    assert values.tables[1].columns[field] == [None]


def test_a_certificate_may_be_old_and_hold_for_ever(read_rows: Read) -> None:
    row: dict[str, Cell] = {"person_id": "p", "issued": date(1998, 1, 1), "expires": date(9999, 12, 31)}
    values = settled(read_rows, settings=[Q3], certifications=[row])
    assert wrong(values) == []
    assert values.tables[1].columns["expires"] == [needed_day("9999-12-31")]


def test_weights_that_are_all_nought_are_told_once_for_an_objective(read_rows: Read) -> None:
    rows: Rows = [
        {"id": "K1", "objective_id": "O1", "weight": 0},
        {"id": "K2", "objective_id": "O1", "weight": 0},
        {"id": "K3", "objective_id": "O2", "weight": 0},
        {"id": "K4", "objective_id": "O2"},
        {"id": "K5", "objective_id": "O3", "weight": 0, "status": "active"},
        {"id": "K6", "objective_id": "O3", "weight": 2, "status": "abandoned"},
    ]
    assert wrong(settled(read_rows, key_results=rows)) == [
        "I5 all weights of O1 are 0, so that nothing counts for it",
        "I9 all weights of O3 are 0, so that nothing counts for it",
    ]
