"""Bad and odd input of learning reports: what counts, what does not, and what is said about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from learning_cases import COURSERA, IDA, LINKEDIN, PEOPLE, UDEMY, day, imported, write

from okrsheets.core.cells import date_of
from okrsheets.core.model import Person
from okrsheets.sync.exchange.learning_import import LEARNING, ImportContext
from okrsheets.sync.exchange.learning_values import progress_scale


def udemy(**cells: Any) -> dict[str, Any]:
    return {**UDEMY, **cells}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-31", "2026-03-31"), ("2026-03-31T23:30:00Z", "2026-03-31"), ("2026/3/1", "2026-03-01"), ("31.03.2026", "2026-03-31"),
        ("March 31, 2026", "2026-03-31"), ("1774915200000", "2026-03-31"), ("1774915200", "2026-03-31"), ("46112", "2026-03-31"), ("20260331", "2026-03-31"),
        ("n/a", None), ("", None),
    ],
)  # fmt: skip
def test_dates_are_read_however_they_are_written(text: str, expected: str | None, tmp_path: Path) -> None:
    plan, rows = imported(write(tmp_path / "x.csv", [udemy(course_enroll_date="", course_completion_date=text)]))
    assert not plan.problems or expected
    assert rows[0]["completed_on"] == (day(expected) if expected else None)


def test_epoch_milliseconds_from_json_are_days() -> None:
    _, rows = imported({"results": [udemy(course_completion_date=1774915200000)]})
    assert rows[0]["completed_on"] == day("2026-03-31")


def test_a_date_that_could_be_two_is_a_problem_and_other_rows_settle_it(tmp_path: Path) -> None:
    plan, rows = imported(write(tmp_path / "x.csv", [udemy(course_completion_date="05/03/2026")]))
    assert rows[0]["completed_on"] is None
    assert "could be 2026-03-05 or 2026-05-03" in plan.problems[0].what
    both = [
        udemy(course_completion_date="05/03/2026"),
        udemy(course_id=12, course_title="R", course_completion_date="05/13/2026"),
    ]
    plan, rows = imported(write(tmp_path / "y.csv", both))
    assert {row["completed_on"] for row in rows} == {day("2026-05-03"), day("2026-05-13")}


def test_a_cell_that_is_no_date_is_named_with_its_row(tmp_path: Path) -> None:
    plan, _ = imported(write(tmp_path / "x.csv", [UDEMY, udemy(course_id=2, course_completion_date="soon")]))
    assert [str(problem.location) for problem in plan.problems] == ["x.csv › row 3"]


@pytest.mark.parametrize(
    ("ratios", "expected"),
    [(["0", "0.5", "1"], [0, 0.5, 1]), (["0", "50", "1"], [0, 0.5, 0.01]), (["0.5", "100", "1"], [0.005, 1, 0.01])],
)
def test_progress_is_on_one_scale_for_the_column(ratios: list[str], expected: list[float], tmp_path: Path) -> None:
    rows = [
        udemy(course_id=number, course_title=f"C{number}", completion_ratio=ratio)
        for number, ratio in enumerate(ratios)
    ]
    _, result = imported(write(tmp_path / "x.csv", rows))
    assert [row["progress"] for row in result] == pytest.approx(expected)


def test_nothing_but_0_and_1_is_a_problem_unless_a_completion_settles_it(tmp_path: Path) -> None:
    rows = [udemy(completion_ratio=1), udemy(course_id=2, course_title="B", completion_ratio=0)]
    plan, result = imported(write(tmp_path / "x.csv", rows))
    assert [row["progress"] for row in result] == [0, None]
    assert "1 could be 100% or 1%" in plan.problems[0].what
    _, result = imported(
        write(
            tmp_path / "y.csv",
            [*rows, udemy(course_id=3, course_title="D", completion_ratio=1, course_completion_date="2026-02-01")],
        )
    )
    assert [row["progress"] for row in result] == [0, 1, 1]


@given(st.lists(st.floats(0, 100, allow_nan=False), min_size=1))
def test_the_scale_of_a_column_never_makes_more_than_all_of_it(values: list[float]) -> None:
    figures = max(values), sum(0 < value < 1 for value in values), values.count(1), 0
    scale = progress_scale(*figures)
    assert all(0 <= value / scale.divisor <= 1 for value in values)


def test_progress_outside_of_0_to_100_is_a_problem(tmp_path: Path) -> None:
    plan, rows = imported(
        write(
            tmp_path / "x.csv", [udemy(completion_ratio=140), udemy(course_id=2, course_title="B", completion_ratio=-1)]
        )
    )
    assert [row["progress"] for row in rows] == [None, None]
    assert "in 2 rows" in plan.problems[0].what


def test_progress_that_falls_keeps_the_highest_and_the_first_completion(tmp_path: Path) -> None:
    first = udemy(completion_ratio=100, course_completion_date="2026-03-01", course_first_completion_date="2026-02-01")
    plan, rows = imported(write(tmp_path / "a.csv", [first]), write(tmp_path / "b.csv", [udemy(completion_ratio=30)]))
    assert (rows[0]["progress"], rows[0]["completed_on"]) == (1.0, day("2026-02-01"))
    (note,) = plan.problems
    assert note.note
    assert "1 learning record (P-1, SQL for analysts)" in note.what


def test_progress_that_falls_since_the_last_import_keeps_the_highest(tmp_path: Path) -> None:
    _, rows = imported(write(tmp_path / "a.csv", [udemy(completion_ratio=80)]))
    before = ImportContext(PEOPLE, [], learning=[tuple(row[field] for field in LEARNING) for row in rows])
    plan, again = imported(write(tmp_path / "b.csv", [udemy(completion_ratio=30)]), known=before)
    assert again == rows
    assert not plan.changes
    assert len(plan.problems) == 1


def test_the_first_completion_of_all_imports_counts(tmp_path: Path) -> None:
    _, rows = imported(write(tmp_path / "a.csv", [udemy(course_completion_date="2026-02-01")]))
    before = ImportContext(PEOPLE, [], learning=[tuple(row[field] for field in LEARNING) for row in rows])
    _, rows = imported(write(tmp_path / "b.csv", [udemy(course_completion_date="2026-03-01")]), known=before)
    assert rows[0]["completed_on"] == day("2026-02-01")


def test_completion_before_enrolment_is_a_problem_and_its_date_does_not_count(tmp_path: Path) -> None:
    plan, rows = imported(
        write(tmp_path / "x.csv", [udemy(course_enroll_date="2026-03-01", course_completion_date="2026-02-01")])
    )
    assert (rows[0]["progress"], rows[0]["completed_on"]) == (1.0, None)
    assert "was completed on 2026-02-01, before the enrolment on 2026-03-01" in plan.problems[0].what


def test_one_course_under_three_names_is_one_row_with_the_most_frequent_name(tmp_path: Path) -> None:
    names = ["SQL (new)", "SQL for analysts", "SQL for analysts", "sql  for Analysts!"]
    rows = [
        udemy(course_title=name, user_email=f"{'ida' if at % 2 else 'jon'}@example.org")
        for at, name in enumerate(names)
    ]
    _, result = imported(write(tmp_path / "x.csv", rows))
    assert [(row["person_id"], row["course"]) for row in result] == [
        ("P-1", "SQL for analysts"),
        ("P-2", "SQL for analysts"),
    ]


def test_a_course_keeps_the_name_of_the_last_import(tmp_path: Path) -> None:
    _, rows = imported(write(tmp_path / "a.csv", [udemy(course_title="Old name")]))
    before = ImportContext(PEOPLE, [], learning=[tuple(row[field] for field in LEARNING) for row in rows])
    both = [
        udemy(course_title="New name"),
        udemy(course_title="New name", user_email="jon@example.org"),
        udemy(course_title="Old name"),
    ]
    _, again = imported(write(tmp_path / "b.csv", both), known=before)
    assert {row["course"] for row in again} == {"Old name"}


def test_a_person_in_two_teams_or_renamed_is_matched_by_address(tmp_path: Path) -> None:
    twice = Person("P-1", "Ida Brandt-Vik", "Clerk", "Sales", None, "ida@example.org", IDA.origin)
    plan, rows = imported(write(tmp_path / "x.csv", [UDEMY]), people=[IDA, twice])
    assert [row["person_id"] for row in rows] == ["P-1"]
    assert plan.people.named_otherwise == 1


def test_two_people_with_one_address_are_not_guessed(tmp_path: Path) -> None:
    other = Person("P-9", "Ida B.", None, None, None, "IDA@example.org", IDA.origin)
    plan, rows = imported(write(tmp_path / "x.csv", [UDEMY]), people=[IDA, other])
    assert not rows
    assert plan.people.unmatched[0][1] == "ida@example.org belongs to several people: P-1, P-9"


def test_without_an_address_the_id_counts_then_nothing(tmp_path: Path) -> None:
    rows = [
        udemy(user_email="", user_external_id="p-2"),
        udemy(user_email="", user_name="", user_surname=""),
        udemy(user_email="x@y.example", user_name="X", user_surname="Y", user_is_deactivated="true"),
    ]
    plan, result = imported(write(tmp_path / "x.csv", rows))
    assert [row["person_id"] for row in result] == ["P-2"]
    reasons = {person.name: reason for person, reason in plan.people.unmatched}
    assert "no e-mail address, no ID and no name" in reasons[""]
    assert "has left" in reasons["X Y"]


def test_a_name_alone_is_asked_about_and_the_answer_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", [{**COURSERA, "Email": "new@example.org", "Name": "Brandt, Ida"}])
    plan, rows = imported(path)
    assert not rows
    assert "Ida Brandt (P-1)" in plan.people.unmatched[0][1]
    asked: list[tuple[str, list[str]]] = []

    def ask(question: str, choices: Any) -> int:
        asked.append((question, list(choices)))
        return 0

    plan, rows = imported(path, ask=ask)
    assert asked == [("Who is Brandt, Ida <new@example.org>?", ["Ida Brandt (P-1)", "nobody of these"])]
    assert [row["person_id"] for row in rows] == ["P-1"]
    plan, rows = imported(
        path, known=ImportContext(PEOPLE, [], plan.matches), ask=lambda *_: pytest.fail("asked twice")
    )
    assert [row["person_id"] for row in rows] == ["P-1"]


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ida@example.org", "jon@example.org", "x@example.org"]),
            st.sampled_from(["A", "B", "c"]),
            st.integers(2, 100),
            st.sampled_from(["", "2026-02-01", "2026-03-01"]),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_the_same_import_twice_changes_nothing_in_whatever_order(rows: list[tuple[str, str, int, str]]) -> None:
    page = [
        udemy(
            user_email=email, course_id=course, course_title=course, completion_ratio=ratio, course_completion_date=done
        )
        for email, course, ratio, done in rows
    ]
    _, first = imported({"results": page})
    before = ImportContext(PEOPLE, [], learning=[tuple(row[field] for field in LEARNING) for row in first])
    plan, again = imported({"results": page[::-1]}, known=before)
    assert not plan.changes
    assert again == first
    assert all(date_of(row["completed_on"]).year == 2026 for row in again if row["completed_on"])


def test_unmatched_people_stay_listed_until_they_are_matched(tmp_path: Path) -> None:
    one = write(tmp_path / "a.csv", [udemy(user_email="x@example.org", user_name="X", user_surname="Y")])
    plan, _ = imported(one)
    other = write(tmp_path / "b.csv", [udemy(user_email="z@example.org", user_name="Z", user_surname="Y")])
    plan, _ = imported(other, known=ImportContext(PEOPLE, [], plan.matches))
    assert [row.email for row in plan.matches.people] == ["x@example.org", "z@example.org"]
    known = Person("P-3", "X Y", None, None, None, "x@example.org", IDA.origin)
    plan, _ = imported(one, known=ImportContext([*PEOPLE, known], [], plan.matches))
    assert [row.email for row in plan.matches.people] == ["z@example.org"]


def test_totals_are_no_course_that_waits_for_a_skill(tmp_path: Path) -> None:
    plan, rows = imported(write(tmp_path / "x.csv", [LINKEDIN]))
    assert rows[0]["hours"] == 3.5
    assert plan.matches.courses == ()
