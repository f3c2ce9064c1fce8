"""Small workbooks from real complaints about values: units, scales, dates, words, ids and errors, read from their files."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from okrsheets.core.cells import needed_day
from okrsheets.core.errors import Problem
from okrsheets.core.evaluation import evaluate
from okrsheets.core.key_result_status import fault_hint
from okrsheets.core.records import Tables
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.sources.folder import FolderSource

CASES = Path(__file__).parents[2] / "cases"
TODAY = needed_day("2026-08-15")


@dataclass(frozen=True)
class Case:
    """The workbooks of a case as they are read."""

    extracts: tuple[Extract, ...]

    @property
    def tables(self) -> Tables:
        return Tables({records.table.name: records for each in self.extracts for records in each.tables})

    def column(self, table: str, field: str) -> list[Any]:
        return self.tables[table].columns[field]

    def cells(self, note: bool = False) -> list[str]:
        """The cells that are told (or noted), each once, in order."""
        problems = [problem for each in self.extracts for problem in each.problems if problem.note == note]
        return sorted({f"{problem.location.sheet}!{problem.location.cell}" for problem in problems})

    def problem(self, cell: str) -> Problem:
        """The one problem or note of a cell."""
        sheet, _, name = cell.partition("!")
        problems = [problem for each in self.extracts for problem in each.problems]
        (told,) = [one for one in problems if (one.location.sheet, one.location.cell) == (sheet, name)]
        return told

    def progress(self) -> list[float | None]:
        """The progress of each key result, in per cent with one decimal."""
        statuses = evaluate(self.tables, TODAY).key_results
        return [None if each.progress is None else round(each.progress * 100, 1) for each in statuses]


@functools.cache
def case(name: str, locale: str = "", fiscal_year_start: int = 1) -> Case:
    source = FolderSource(CASES / name)
    headings = HeadingIndex(locale=locale, fiscal_year_start=fiscal_year_start)
    return Case(tuple(extract(source.fetch(info).parse(), headings) for info in source.list()[0]))


def test_days_without_a_format_in_the_1904_system_are_days_of_2026() -> None:
    read = case("04-1904-general")
    assert read.column("settings", "cycle_start") == [needed_day("2026-07-01")]
    assert read.column("check-ins", "date") == [needed_day("2026-08-10")]
    assert read.column("key results", "due_date") == [needed_day("2026-09-15")]
    assert read.cells() == []


def test_each_formula_without_a_stored_value_is_told() -> None:
    told = ["Check-ins!A3", "Check-ins!C3", "Key results!G3", "Key results!H2", "Key results!H4"]
    assert case("06-no-cached").cells() == told
    assert all("a formula without a stored value" in case("06-no-cached").problem(cell).what for cell in told)


def test_numbers_as_text_are_read_where_they_mean_one_thing_and_told_elsewhere() -> None:
    read = case("07-text-numbers")
    target, current = read.column("key results", "target"), read.column("key results", "current")
    assert target == [10.0, 2_000_000.01, 1200.5, 10.0, None, 10_000.0, 10_000.0, -5.0, -5.0]
    assert current == [None, 1200.0, 300.0, None, 0.93, 5.0, 7000.0, -2.0, 0.5]
    assert read.cells() == ["Key results!G6", "Key results!H2", "Key results!H5"]
    assert read.cells(note=True) == ["Key results!G3", "Key results!H3", "Key results!H7"]
    assert "could be 1.5 or 15" in read.problem("Key results!H2").what


def test_percent_cells_and_whole_numbers_of_one_key_result_are_brought_together() -> None:
    read = case("08-percent-mix")
    assert read.progress() == [84.2, 50.0, 50.0, 66.7]
    assert read.cells() == []
    assert read.cells(note=True) == ["Check-ins!C2", "Key results!F4", "Key results!G4", "Key results!H2"]


def test_confidences_of_three_scales_are_read_one_by_one() -> None:
    assert case("09-confidence").column("check-ins", "confidence") == [0.8, 0.7, 0.7]
    assert case("09-confidence").cells() == []


def test_an_id_has_the_zeros_that_its_format_shows() -> None:
    read = case("13-leading-zeros")
    assert read.column("key results", "id") == read.column("check-ins", "key_result_id") == ["007"]
    assert read.progress() == [60.0]


def test_ids_that_became_dates_are_told() -> None:
    assert {"Key results!A2", "Key results!A3"} <= set(case("15-ids-as-dates").cells())
    assert len(case("15-ids-as-dates").column("key results", "id")) == 2


def test_dates_far_from_the_cycle_are_told_at_their_own_cells_and_not_counted() -> None:
    read = case("26-far-dates")
    assert read.cells() == ["Check-ins!A2", "Check-ins!A4", "Key results!K4", "Key results!L3"]
    assert read.column("check-ins", "date")[0] is None
    assert read.progress() == [None, None, 30.0]


def test_seven_workbooks_name_one_quarter() -> None:
    cycles = {
        tuple(records.columns[field][0] for field in ("cycle", "cycle_start", "cycle_end"))
        for each in case("30-cycle-names").extracts
        for records in each.tables
        if records.table.name == "settings"
    }
    assert len(case("30-cycle-names").extracts) == 7
    assert cycles == {("2026-Q3", needed_day("2026-07-01"), needed_day("2026-09-30"))}


def test_durations_times_and_dates_are_numbers_and_ticks_are_told() -> None:
    read = case("34-durations")
    assert read.progress()[:5] == [60.0, 50.0, None, None, 49.5]
    assert read.cells() == ["Key results!G7", "Key results!H4", "Key results!H5", "Key results!H7"]


def test_every_error_value_is_told_at_its_cell() -> None:
    assert len([cell for cell in case("35-errors").cells() if cell.startswith("Key results!H")]) == 9
    assert case("35b-error-text").cells() == ["Key results!H2", "Key results!H3", "Key results!H4"]
    assert case("35b-error-text").column("key results", "target") == [10.0] * 3


def test_times_of_pandas_are_days_and_its_nan_is_no_data() -> None:
    read = case("38c-pandas-csv")
    assert [cell.lower() for cell in read.cells()] == ["check-ins!b4"]
    days = [needed_day(f"2026-08-{day}") for day in ("10", "11", "03")]
    assert read.column("check-ins", "date") == [*days[:2], None, days[2]]
    assert read.column("check-ins", "confidence") == [0.7, None, None, 0.7]
    assert case("38c-pandas-csv", "en-US").column("check-ins", "date")[2] == needed_day("2026-08-12")


def test_levels_and_raters_are_read_in_other_words() -> None:
    read = case("40-level-words")
    assert read.column("assessments", "level") == [3, 5, 3, 3, None, 3, 2, 4, 4]
    assert read.column("assessments", "rater_type") == ["self"] * 6 + ["manager", "manager", "peer"]
    assert read.column("roles", "required_level") == [3, 2]
    assert {"Assessments!C9", "Assessments!D2", "Roles!C3"} <= set(read.cells(note=True))


def test_levels_on_a_scale_of_ten_are_told_once_and_none_of_them_counts() -> None:
    assert case("41-scale-of-ten").column("assessments", "level") == [None] * 4
    assert case("41-scale-of-ten").cells() == ["Assessments!D2"]


def test_progress_of_learning_is_scaled_cell_by_cell() -> None:
    read = case("45-learning")
    assert read.column("learning", "progress") == [0.5, 1.0, 0.75]
    assert read.column("learning", "hours") == [12.0, 30.0, None]
    assert read.cells() == ["Learning!E4"]


def test_words_of_status_with_one_meaning_are_read_and_the_others_told() -> None:
    read = case("46-status-words")
    assert read.cells() == [f"Key results!M{row}" for row in (11, 12, 6, 7)]
    told = {4, 5, 9, 10}
    want = [None if at in told else "abandoned" if at == 7 else "active" for at in range(14)]
    assert read.column("key results", "status") == want


def test_weights_that_are_all_nought_are_told() -> None:
    assert case("58-weight-zero").cells() == ["Key results!I2"]


@pytest.mark.parametrize(("start", "target"), [(0, 0), (5, 5)])
def test_a_target_that_equals_its_start_names_the_remedy(start: float, target: float, tables_of: Any) -> None:
    row = {
        "id": "K1",
        "objective_id": "O1",
        "key_result": "Zero accidents",
        "start": start,
        "target": target,
        "current": 0,
    }
    (status,) = evaluate(tables_of(key_results=[row]), TODAY).key_results
    assert status.progress is None
    assert "kind `at most`" in fault_hint(status)
