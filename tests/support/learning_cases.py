"""Reports of learning systems as they come, and what an import makes of them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from okrsheets.core.cells import needed_day
from okrsheets.core.model import Origin, Person, TableSource
from okrsheets.sync.exchange.database import Database
from okrsheets.sync.exchange.files import contents, from_json_value
from okrsheets.sync.exchange.learning_import import LEARNING, ImportContext, LearningPlan, plan_learning
from okrsheets.sync.exchange.learning_systems import LearningSystem, system_of
from okrsheets.sync.exchange.people import Ask

Rows = Sequence[Mapping[str, Any]]
ORIGIN = Origin(TableSource("Skill matrix.xlsx", "People", {}), 5)
IDA = Person("P-1", "Ida Brandt", "Clerk", "Support", None, "ida@example.org", ORIGIN)
JON = Person("P-2", "Jon Vik", "Clerk", "Support", None, "jon@example.org", ORIGIN)
PEOPLE = (IDA, JON)


def write(path: Path, rows: Rows) -> Path:
    """Write rows as a .csv file under the keys of the first one."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def imported(
    *files: Path | Any,
    people: Sequence[Person] = PEOPLE,
    known: ImportContext | None = None,
    ask: Ask | None = None,
    systems: Sequence[LearningSystem] = (),
) -> tuple[LearningPlan, list[dict[str, Any]]]:
    """Return the plan of an import with the rows that it would write; what is no file is a JSON value."""
    inputs = [
        part
        for each in files
        for part in (
            contents(each, lambda row: system_of(row, systems) is not None)
            if isinstance(each, Path)
            else from_json_value("page.json", each)
        )
    ]
    with Database() as database:
        plan = plan_learning(
            database, inputs, known or ImportContext(people, ["SQL", "Conflict resolution"]), systems, ask
        )
        rows = database.rows(f"SELECT {', '.join(LEARNING)} FROM result ORDER BY ALL")
    return plan, [dict(zip(LEARNING, row)) for row in rows]


def day(text: str) -> int:
    return needed_day(date.fromisoformat(text))


UDEMY = {
    "user_id": 1, "user_name": "Ida", "user_surname": "Brandt", "user_email": "Ida@Example.org", "user_role": "student",
    "user_external_id": "", "course_id": 11, "course_title": "SQL for analysts", "course_category": "Data",
    "course_duration": 120, "completion_ratio": 40, "num_video_consumed_minutes": 90, "course_enroll_date": "2026-01-05T09:00:00Z",
    "course_start_date": "2026-01-05T09:00:00Z", "course_completion_date": "", "course_first_completion_date": "",
    "course_last_accessed_date": "2026-01-07", "is_assigned": "false", "assigned_by": "", "user_is_deactivated": "false", "lms_user_id": "",
}  # fmt: skip
COURSERA = {
    "Name": "Ida Brandt", "Email": "ida@example.org", "External Id": "", "Course": "SQL basics", "Course ID": "c1",
    "Course Slug": "sql", "University": "X", "Enrollment Time": "2026-01-05", "Class Start Time": "", "Class End Time": "",
    "Last Course Activity Time": "", "Overall Progress": 100, "Estimated Learning Hours": 20, "Completed": "Yes",
    "Removed From Program": "No", "Program Slug": "", "Program Name": "", "Enrollment Source": "", "Completion Time": "2026-02-01",
    "Course Grade": 91, "Course Certificate URL": "", "Learning Hours Spent": 7.5, "Skills Learned": "Sql; Databases",
}  # fmt: skip
PLURALSIGHT = {
    "User ID": "u1", "First name": "Ida", "Last name": "Brandt", "Email": "ida@example.org", "Team name": "", "Note": "",
    "Is on account": "yes", "Course ID": "p1", "Course name": "Python", "First view date": "2026-01-02",
    "Completion date": "2026-01-20", "Completion status": "Completed",
}  # fmt: skip
LINKEDIN = {
    "Name": "Ida Brandt", "Email": "ida@example.org", "Unique User ID": "x", "Days Logged In": 4, "Hours Viewed": "3:30:00",
    "Course Views": 9, "Course Completions": 2,
}  # fmt: skip
