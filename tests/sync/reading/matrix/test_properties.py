"""The same levels laid out otherwise are read alike: turned, shuffled, with blank rows around, with a legend twice."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import extract
from okrsheets.sync.sources.base import RawWorkbook, Sheet

PEOPLE = ["Anna Berg", "Ben Cole", "Carla Diaz", "David Evans", "Eva Ford", "Felix Gray"]
SKILLS = ["Python", "SQL", "Negotiation", "Welding", "First aid", "Excel", "Coaching"]
LEGEND = [["0 = none", "1 = basic", "2 = intermediate", "3 = advanced", "4 = expert"]]
Rows = list[list[Any]]
Ratings = dict[tuple[str, str], float]


def ratings(rows: Rows) -> Ratings:
    reading = extract(RawWorkbook("Team.xlsx", [Sheet("Skills matrix", rows)]), HeadingIndex())
    return {
        (person, skill): level
        for records in reading.tables
        if records.table.name == "assessments"
        for person, skill, level in zip(*(records.columns[field] for field in ("person_id", "skill", "level")))
    }


@st.composite
def matrices(draw: st.DrawFn) -> Rows:
    """A header of skills, and people with levels; each column has one at least."""
    people = draw(st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=6, unique=True))
    skills = draw(st.lists(st.sampled_from(SKILLS), min_size=2, max_size=7, unique=True))
    cell = st.sampled_from(["", 0.0, 1.0, 2.0, 3.0, 4.0])
    rows = [[draw(cell) for _ in skills] for _ in people]
    rows[0] = [level if level != "" else 2.0 for level in rows[0]]
    for row in rows:
        row[0] = row[0] if row[0] != "" else 1.0
    return [["Name", *skills], *([name, *row] for name, row in zip(people, rows))]


def expected(rows: Rows) -> Ratings:
    header, *people = rows
    return {(row[0], skill): level for row in people for skill, level in zip(header[1:], row[1:]) if level != ""}


def turned(rows: Rows) -> Rows:
    flipped = [list(column) for column in zip(*rows)]
    flipped[0][0] = "Skill"
    return flipped


def shuffled(rows: Rows) -> Rows:
    order = list(range(1, len(rows[0])))
    random.Random(len(rows)).shuffle(order)
    return [[row[0], *(row[at] for at in order)] for row in rows]


def framed(rows: Rows) -> Rows:
    return [[], [], *(["", "", *row, ""] for row in rows), []]


def under_legends(rows: Rows) -> Rows:
    return [["Team skills"], *LEGEND, [], *rows, [], *LEGEND]


def with_totals(rows: Rows) -> Rows:
    means = [2.0 for _ in rows[0][1:]]
    return [*rows, ["Average", *means]]


@pytest.mark.parametrize(
    "layout", [list, turned, shuffled, framed, under_legends, with_totals], ids=lambda each: each.__name__
)
@settings(max_examples=30, deadline=None)
@given(rows=matrices())
def test_another_layout_of_the_same_levels_is_read_alike(layout: Any, rows: Rows) -> None:
    assert ratings(layout(rows)) == expected(rows)


def problems(title: str, rows: Rows) -> list[str]:
    reading = extract(RawWorkbook("Book1.xlsx", [Sheet(title, rows)]), HeadingIndex())
    assert not any(records.table.name == "assessments" for records in reading.tables)
    return [str(problem) for problem in reading.problems if not problem.note]


def test_rows_that_may_be_people_or_skills_are_named_and_not_read() -> None:
    rows: Rows = [["", "Alpha", "Beta", "Gamma"], ["Delta", 1.0, 2.0, 3.0], ["Epsilon", 3.0, 2.0, 1.0]]
    what = "Book1.xlsx › Skills matrix!B1: may be a sheet of skills, and is not read: "
    assert problems("Skills matrix", rows)[0].startswith(what)


def test_numbers_on_a_scale_that_nobody_states_are_not_read() -> None:
    rows: Rows = [["Name", "Python", "SQL"], ["Ann", 7.0, 2.0], ["Bob", 6.0, 7.0]]
    assert "no legend says how far the scale goes" in problems("Skills", rows)[0]


def test_a_cell_that_says_no_level_is_a_problem_at_that_cell() -> None:
    levels = [[name, 3.0, 2.0, 1.0] for name in PEOPLE]
    rows: Rows = [["Name", "Python", "SQL", "Excel"], *levels]
    rows[3][2] = "see below"
    reading = extract(RawWorkbook("Book1.xlsx", [Sheet("Skills", rows)]), HeadingIndex())
    told = [str(problem.location) for problem in reading.problems if not problem.note]
    assert told == ["Book1.xlsx › Skills!C4"]


def test_a_skill_that_two_sheets_name_is_listed_once_and_a_contradiction_stays() -> None:
    """Requirements that differ between two sheets are both kept, so that the conflict is told."""
    sheets = [
        Sheet("Ops", [["Name", "Linux", "SQL"], ["Target level", 3.0, 2.0], ["Ann Lee", 3.0, 1.0]]),
        Sheet("Dev", [["Name", "Linux", "SQL"], ["Target level", 4.0, 2.0], ["Bob Ray", 2.0, 4.0]]),
    ]
    reading = extract(RawWorkbook("Skills.xlsx", sheets), HeadingIndex())
    named = [name for records in reading.tables if records.table.name == "skills" for name in records.columns["skill"]]
    required = [
        level
        for records in reading.tables
        if records.table.name == "roles"
        for level in records.columns["required_level"]
    ]
    assert sorted(named) == ["Linux", "SQL"]
    assert sorted(required) == [2.0, 2.0, 3.0, 4.0]
