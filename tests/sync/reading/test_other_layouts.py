"""Sheets of OKRs as other people lay them out (`tests/layouts`): read as a careful person reads them, nothing else."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from bad_input import Rows, wrong
from hypothesis import given
from hypothesis import strategies as st
from layout_books import LayoutBook, layout_books
from layouts import read_layout

from okrsheets.core import schema
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.reading.layouts.measures_in_words import from_and_to
from okrsheets.sync.reading.layouts.outline_marks import without_prefix
from okrsheets.sync.sources.base import RawWorkbook, Sheet

BOOKS = [book for book in layout_books() if book.family == "okr_outlines"]


@pytest.mark.parametrize("book", BOOKS, ids=[book.name for book in BOOKS])
def test_a_layout_is_read_whole_and_nothing_is_wrong(book: LayoutBook, tmp_path: Path) -> None:
    for ending in book.endings:
        result = read_layout(book, ending, tmp_path)
        assert (list(result.missing), list(result.wrong)) == ([], [])


def read(title: str, rows: Rows, name: str = "Q") -> Extract:
    return extract(RawWorkbook(name, [Sheet(title, rows)]), HeadingIndex())


def key_results(found: Extract) -> list[tuple[object, ...]]:
    fields = ("objective_id", "key_result", "start", "target", "current")
    return [
        row
        for records in found.tables
        if records.table is schema.KEY_RESULTS
        for row in zip(*(records.columns[field] for field in fields))
    ]


HEADINGS = ["Key result", "Owner", "Start", "Target", "Current"]


def test_a_key_result_without_figures_is_no_objective_when_another_one_follows() -> None:
    found = read("Plan", [HEADINGS, ["Sell", "Ann", 0, 10, 5], ["Train", "Bo", "", "", ""], ["Hire", "Cy", 0, 4, 1]])
    assert [row[1] for row in key_results(found)] == ["Sell", "Train", "Hire"]
    assert any("have no column 'objective id'" in problem.what for problem in found.problems)


def test_objectives_that_only_the_lack_of_figures_tells_are_noted_by_name() -> None:
    found = read("Plan", [HEADINGS, ["Grow", "", "", "", ""], ["Sell", "Ann", 0, 10, 5]])
    assert key_results(found) == [("Grow", "Sell", 0, 10, 5)]
    assert (
        "note Q › Plan!A2: rows without figures are read as the objectives of the key results below them: 'Grow'"
        in wrong(found.problems)
    )


def test_the_cell_of_an_objective_that_is_not_in_its_row_is_the_column_of_its_words() -> None:
    found = read("Plan", [HEADINGS, ["Objective 1: Grow", "", "", "", ""], ["Sell", "Ann", 0, 10, 5]])
    results = next(records for records in found.tables if records.table is schema.KEY_RESULTS)
    assert results.location(0, "objective_id").cell == "A3"


@pytest.mark.parametrize(
    ("text", "rank", "words"),
    [
        ("KR1: Sell", "key result", "Sell"),
        ("KR1.1 Sell", "key result", "Sell"),
        ("Key Result 2 - Sell", "key result", "Sell"),
        ("O1.KR2 Sell", "key result", "Sell"),
        ("1.1 Sell", "key result", "Sell"),
        ("10 new customers", "key result", "10 new customers"),
        ("Krill caught", "key result", "Krill caught"),
        ("Objective 1: Grow", "objective", "Grow"),
        ("O1 Grow", "objective", "Grow"),
        ("Objective: Grow", "objective", "Grow"),
        ("Ziel 2 – Wachsen", "objective", "Wachsen"),
        ("Objective 1", "objective", ""),
        ("Objectively better", "objective", "Objectively better"),
        ("Goalkeepers trained", "objective", "Goalkeepers trained"),
        ("Our plan", "objective", "Our plan"),
    ],
)
def test_prefixes_are_no_part_of_the_words(text: str, rank: str, words: str) -> None:
    assert without_prefix(text, "objective" if rank == "objective" else "key result") == words


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("Raise retention from 40% to 80%", ("40%", "80%")),
        ("Raise retention from 40 to 80%", ("40%", "80%")),
        ("NPS 30 → 50", ("30", "50")),
        ("Cut costs from €1.2M to €1M", ("€1.2M", "€1M")),
        ("Antwortzeit von 20 min auf 5 min senken", ("20 min", "5 min")),
        ("Grow from 1,000 to 2,000 users and from 3 to 4 plans", None),
        ("From good to great", None),
        ("Answer from 9 to 5", ("9", "5")),
        ("Reach 50 customers", None),
    ],
)
def test_start_and_target_are_read_from_words_when_they_stand_there_once(
    words: str, ends: tuple[str, str] | None
) -> None:
    assert from_and_to(words) == ends


@given(st.text(max_size=60))
def test_any_words_may_be_those_of_a_key_result(words: str) -> None:
    ends = from_and_to(words)
    assert ends is None or all(any(letter.isdigit() for letter in end) for end in ends)
    assert without_prefix(words, "key result") in words


NO_START = ["Objective", "Key result", "Target", "Current"]


def test_without_a_column_for_the_start_values_up_to_the_target_start_at_zero() -> None:
    found = read("Plan", [NO_START, ["Grow", "Sell", 10, 4], ["Grow", "Complaints", 5, 12], ["Grow", "Hire", 3, ""]])
    assert [row[2] for row in key_results(found)] == [0, None, None]
    assert sum("taken to start at 0" in problem.what for problem in found.problems) == 1


def test_a_column_for_the_start_that_is_blank_stays_blank() -> None:
    found = read("Plan", [["Objective", "Key result", "Start", "Target", "Current"], ["Grow", "Sell", "", 10, 4]])
    assert key_results(found) == [("Grow", "Sell", None, 10, 4)]


@given(st.integers(0, 99), st.integers(1, 40), st.integers(41, 90))
def test_a_start_that_follows_from_a_typed_progress_gives_that_progress(
    percent: int, target: int, current: int
) -> None:
    rows: Rows = [[*NO_START, "Progress"], ["Grow", "Sell", target, current, f"{percent}%"]]
    _, _, start, aim, value = key_results(read("Plan", rows))[0]
    assert isinstance(start, float)
    assert (value - start) / (aim - start) == pytest.approx(percent / 100)  # type: ignore[operator]


def test_a_typed_progress_that_cannot_be_read_is_told_where_nothing_else_says_it() -> None:
    found = read("Plan", [["Objective", "Key result", "Progress"], ["Grow", "Sell", "fine"], ["Grow", "Hire", "✗"]])
    assert "Q › Plan!C2: progress is text: 'fine'" in wrong(found.problems)
    assert key_results(found)[1][2:] == (0, 1, 0)


def test_people_without_ids_are_known_by_their_names() -> None:
    found = read("People", [["Name", "Team", "Email"], ["Ann Lee", "Sales", "ann@x.org"]])
    people = next(records for records in found.tables if records.table is schema.PEOPLE)
    assert people.columns["person_id"] == ["Ann Lee"]
    assert [problem.what for problem in found.problems if not problem.note] == []


@pytest.mark.parametrize("text", ["1 " * 16_000, f"from {'1 ' * 16_000}", f"goal{' ' * 32_000}x", "kr 1." * 6_000])
def test_a_very_long_text_is_looked_at_at_once(text: str) -> None:
    began = time.perf_counter()
    from_and_to(text)
    assert without_prefix(text, "objective") in text
    without_prefix(text, "key result")
    assert time.perf_counter() - began < 1
