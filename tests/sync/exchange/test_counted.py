"""Key results that count courses or certificates: which check-ins they get."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from learning_cases import day

from okrsheets.core import schema
from okrsheets.core.records import Tables
from okrsheets.sync.exchange.counted import SkillRecords, count_key_results, suggested_key_results
from okrsheets.sync.exchange.matches import SHEETS, CountedKeyResult
from okrsheets.sync.sources import own_files
from okrsheets.sync.sources.base import Sheet

START, END = day("2026-04-01"), day("2026-06-30")
CERTIFIED = CountedKeyResult("K1", "people certified", "SQL", "Support")
Span = tuple[int, "int | None"]


@pytest.fixture
def tables(tables_of: Callable[..., Tables]) -> Tables:
    """A key result in a quarter, two people of a team and one of another."""
    people = [
        {"person_id": id, "name": id, "role": role, "team": team}
        for id, role, team in (("ida", "Clerk", "Support"), ("jon", "Clerk", "Support"), ("eva", "Lead", "Sales"))
    ]
    return tables_of(
        "Support",
        settings=[{"team": "Support", "cycle": "2026-Q2", "cycle_start": "2026-04-01", "cycle_end": "2026-06-30"}],
        objectives=[{"id": "O1", "level": "Skills", "owner": "Ida", "objective": "Learn"}],
        key_results=[
            {"id": "K1", "objective_id": "O1", "key_result": "Staff certified in SQL", "start": 0, "target": 2}
        ],
        goal_skills=[{"objective_id": "O1", "skill": "SQL", "level": 3, "headcount": 2}],
        people=people,
    )


def values(
    tables: Tables, row: CountedKeyResult, certificates: Sequence[tuple[str, Span]] = (), today: int = END
) -> list[tuple[object, object]]:
    records = SkillRecords.of([], [(who, "SQL", "x", since, until) for who, (since, until) in certificates], tables)
    found = count_key_results([row], records, tables, (START, END), today)
    assert not found.problems
    return [(when, value) for when, _, value, *_ in found.rows]


def test_a_certificate_counts_from_its_issue_until_the_day_before_it_expires(tables: Tables) -> None:
    held = [("ida", (day("2026-04-10"), day("2026-05-20"))), ("jon", (day("2025-01-01"), None))]
    assert values(tables, CERTIFIED, held) == [(START, 1), (day("2026-04-10"), 2), (day("2026-05-20"), 1)]
    assert values(tables, CERTIFIED, held, today=day("2026-05-19"))[-1] == (day("2026-04-10"), 2)


def test_people_of_another_team_count_only_where_everybody_does(tables: Tables) -> None:
    held = [("eva", (day("2026-04-10"), None))]
    assert values(tables, CERTIFIED, held) == [(START, 0)]
    assert values(tables, replace(CERTIFIED, who=""), held) == [(START, 0), (day("2026-04-10"), 1)]
    assert values(tables, replace(CERTIFIED, who="lead"), held) == [(START, 0), (day("2026-04-10"), 1)]


def test_a_course_is_counted_once_for_a_person_and_shared_by_the_people(tables: Tables) -> None:
    first, second = day("2026-04-10"), day("2026-05-02")
    courses = [("ida", "SQL 1", "sql", second), ("ida", "sql 1", "SQL", first), ("ida", "SQL 2", "SQL", second)]
    courses += [("jon", "Go", "Go", first)]
    records = SkillRecords(courses, [])
    for counts, expected in (
        ("people trained", [(START, 0), (first, 1)]),
        ("courses per person", [(START, 0), (first, 0.5), (second, 1)]),
    ):
        found = count_key_results([replace(CERTIFIED, counts=counts)], records, tables, (START, END), END)
        assert [(when, value) for when, _, value, *_ in found.rows] == expected


@given(
    held=st.lists(
        st.tuples(st.sampled_from(["ida", "jon"]), st.tuples(st.integers(0, 120), st.none() | st.integers(0, 120))),
        max_size=5,
    ),
    new=st.integers(0, 90),
)
def test_one_certificate_more_never_lowers_a_count(held: list[tuple[str, Span]], new: int) -> None:
    spans = [(who, (START + a, None if b is None else START + b)) for who, (a, b) in held]
    tables = _tables()
    before = dict(values(tables, CERTIFIED, spans))
    after = dict(values(tables, CERTIFIED, [*spans, ("ida", (START + new, None))]))
    for when in range(START, END + 1):
        assert _on(after, when) >= _on(before, when)


def _on(found: dict[object, object], when: int) -> float:
    return float(str(found[max(at for at in found if isinstance(at, int) and at <= when)]))


def _tables() -> Tables:
    from okrsheets.sheets_templates.imported import tables_of_rows

    people = [(id, id, "Clerk", "Support", None, None) for id in ("ida", "jon")]
    result = ("K1", "O1", "Certified", None, None, 0, 2, *[None] * (len(schema.KEY_RESULTS.inputs) - 7))
    return tables_of_rows({"people": people, "key results": [result]}, "Support")


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (replace(CERTIFIED, counts="people"), "what to count is not known: 'people'"),
        (replace(CERTIFIED, skill=""), "the skill is missing"),
        (replace(CERTIFIED, who="Sails"), "no team and no role is called 'Sails'"),
        (replace(CERTIFIED, key_result="K9"), "no workbook of this cycle has this key result"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(row: CountedKeyResult, what: str, tables: Tables) -> None:
    found = count_key_results([row], SkillRecords([], []), tables, (START, END), END)
    assert not found.rows
    assert [what in problem.what for problem in found.problems] == [True]


def test_check_ins_of_key_results_of_other_cycles_are_kept(tables: Tables) -> None:
    old = (day("2026-02-01"), "OLD1", 3.0, None, "Counted", None)
    gone = (day("2026-04-05"), "K1", 9.0, None, "Counted", None)
    found = count_key_results([], SkillRecords([], []), tables, (START, END), END, [old, gone])
    assert found.rows == [old]


def test_a_key_result_whose_text_reads_like_a_count_is_suggested_once(tables: Tables) -> None:
    assert suggested_key_results([], tables) == [CountedKeyResult("K1", suggestion="people certified: SQL")]
    assert suggested_key_results([CountedKeyResult("k1")], tables) == []


@pytest.mark.parametrize("name", SHEETS)
def test_a_table_of_matches_is_recognised_where_another_program_took_its_mark(name: str) -> None:
    title, columns = SHEETS[name]
    headings = [column.heading for column in columns]
    assert own_files.is_matches([Sheet(title, [headings])])
    assert not own_files.is_matches([Sheet(title, [headings[1:]])])
