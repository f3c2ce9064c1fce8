"""Learning systems by the columns of their reports, and what each column is to us."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...core.tables.headings import normalise_heading

FIELDS = {
    "name": "the person's name",
    "first name": "the first name, where it is in a column of its own",
    "last name": "the last name",
    "email": "the e-mail address",
    "external id": "the person ID that the system knows",
    "deactivated": "yes for somebody who has left",
    "course": "the name of the course",
    "course id": "the ID of the course, the same under every name",
    "progress": "how much is complete, 0 to 100 or 0 to 1",
    "completed": "yes or no",
    "enrolled on": "the date of enrolment",
    "completed on": "the completion date",
    "first completed on": "the date of the first completion, where a course can be completed again",
    "hours": "the time spent, in hours or as H:M:S",
    "minutes": "the time spent, in minutes",
    "skills": "skills that the system names for the course, separated by semicolons",
    "provider": "the provider of the course, where the rows have several",
}  # what a column of a report can be to us


@dataclass(frozen=True)
class LearningSystem:
    """A learning system: its name, what its columns are (by normalised heading), and those it is recognised by.

    `totals` is the course under which the hours of a report without courses are kept.
    """

    name: str
    columns: Mapping[str, str] = field(repr=False)
    needs: frozenset[str]
    totals: str = ""

    def fields_of(self, headings: Iterable[str]) -> dict[str, str]:
        """Return the heading of each field that a file has."""
        fields: dict[str, str] = {}
        for heading in headings:
            field = self.columns.get(normalise_heading(heading))
            if field:
                fields.setdefault(field, heading)
        return fields


def learning_system(name: str, columns: Mapping[str, str], needs: Iterable[str], totals: str = "") -> LearningSystem:
    """Return a system of the headings as they are written in its files."""
    normalised = {normalise_heading(heading): field for heading, field in columns.items()}
    return LearningSystem(name, normalised, frozenset(map(normalise_heading, needs)), totals)


UDEMY = learning_system(
    "Udemy Business",
    {
        "user_name": "first name",
        "user_surname": "last name",
        "user_email": "email",
        "user_external_id": "external id",
        "user_is_deactivated": "deactivated",
        "course_id": "course id",
        "course_title": "course",
        "completion_ratio": "progress",
        "num_video_consumed_minutes": "minutes",
        "course_enroll_date": "enrolled on",
        "course_completion_date": "completed on",
        "course_first_completion_date": "first completed on",
    },
    ("user_email", "course_title", "completion_ratio"),
)
COURSERA = learning_system(
    "Coursera",
    {
        "Name": "name",
        "Email": "email",
        "External Id": "external id",
        "Course": "course",
        "Course ID": "course id",
        "Overall Progress": "progress",
        "Completed": "completed",
        "Enrollment Time": "enrolled on",
        "Completion Time": "completed on",
        "Learning Hours Spent": "hours",
        "Skills Learned": "skills",
    },
    ("Email", "Course", "Overall Progress"),
)
COURSERA_API = learning_system(
    "Coursera",
    {
        "email": "email",
        "externalId": "external id",
        "contentId": "course id",
        "contentTitle": "course",
        "overallProgress": "progress",
        "isCompleted": "completed",
        "enrolledAt": "enrolled on",
        "completedAt": "completed on",
    },
    ("email", "contentId", "overallProgress"),
)
PLURALSIGHT = learning_system(
    "Pluralsight",
    {
        "First name": "first name",
        "Last name": "last name",
        "Email": "email",
        "Course ID": "course id",
        "Course name": "course",
        "First view date": "enrolled on",
        "Completion date": "completed on",
        "Completion status": "completed",
    },
    ("Email", "Course name", "Completion date"),
)
LINKEDIN = learning_system(
    "LinkedIn Learning",
    {"Name": "name", "Email": "email", "Unique User ID": "external id", "Hours Viewed": "hours"},
    ("Email", "Hours Viewed", "Course Completions"),
    totals="LinkedIn Learning: all courses",
)
SYSTEMS = (UDEMY, COURSERA, COURSERA_API, PLURALSIGHT, LINKEDIN)


def system_of(headings: Iterable[str], others: Iterable[LearningSystem] = ()) -> LearningSystem | None:
    """Return the system whose columns are among some headings, None for no known one; `others` go first.

    >>> system_of(["COMPLETION_RATIO", "user_email", "Course_Title", "cost centre"]).name
    'Udemy Business'
    """
    known = {normalise_heading(heading) for heading in headings}
    return next((system for system in (*others, *SYSTEMS) if system.needs <= known), None)
