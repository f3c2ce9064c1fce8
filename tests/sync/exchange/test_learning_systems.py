"""Reports of learning systems: recognised by their columns, in any order and with others beside them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from learning_cases import COURSERA, LINKEDIN, PEOPLE, PLURALSIGHT, UDEMY, day, imported, write

from okrsheets.sync.exchange.learning_import import ImportContext
from okrsheets.sync.exchange.learning_systems import SYSTEMS
from okrsheets.sync.exchange.mapping_files import learning_mapping
from okrsheets.sync.exchange.matches import CourseSkill, Matches, PersonMatch

CASES: dict[str, tuple[dict[str, Any], tuple[Any, ...]]] = {
    "Udemy Business": (UDEMY, ("SQL for analysts", "Udemy Business", 0.4, None, 1.5)),
    "Coursera": (COURSERA, ("SQL basics", "Coursera", 1.0, day("2026-02-01"), 7.5)),
    "Pluralsight": (PLURALSIGHT, ("Python", "Pluralsight", 1.0, day("2026-01-20"), None)),
    "LinkedIn Learning": (LINKEDIN, ("LinkedIn Learning: all courses", "LinkedIn Learning", None, None, 3.5)),
}


@pytest.mark.parametrize("system", CASES)
@pytest.mark.parametrize("seed", range(3))
def test_a_report_is_recognised_by_its_columns_in_any_order(system: str, seed: int, tmp_path: Path) -> None:
    row, expected = CASES[system]
    names = [*row, "Cost centre"]
    random.Random(seed).shuffle(names)
    shuffled = {name: {**row, "Cost centre": "4711"}[name] for name in names}
    completed_by_others = {**shuffled, "completion_ratio": 90} if "completion_ratio" in row else shuffled
    other = {
        name: str(value).replace("ida", "jon").replace("Ida@Example", "jon@example")
        for name, value in completed_by_others.items()
    }
    plan, rows = imported(write(tmp_path / "report.csv", [shuffled, other]))
    assert [read.system for read in plan.read] == [system]
    ida = next(each for each in rows if each["person_id"] == "P-1")
    assert tuple(ida[field] for field in ("course", "provider", "progress", "completed_on", "hours")) == expected
    assert plan.read[0].totals == (system == "LinkedIn Learning")


def test_every_known_system_has_a_case() -> None:
    assert {system.name for system in SYSTEMS} == set(CASES)


def test_api_pages_of_udemy_are_one_report() -> None:
    pages = [
        {"count": 2, "next": "…", "previous": None, "results": [UDEMY]},
        {
            "count": 2,
            "next": None,
            "previous": "…",
            "results": [{**UDEMY, "user_email": "jon@example.org", "completion_ratio": 90.5}],
        },
    ]
    plan, rows = imported(pages)
    assert [(row["person_id"], row["progress"]) for row in rows] == [("P-1", 0.4), ("P-2", 0.905)]
    assert plan.new == 2


def test_titles_above_the_headings_semicolons_and_other_encodings_are_read(tmp_path: Path) -> None:
    lines = [
        "Usage report;;",
        "Email;Course;Overall Progress;Completion Time",
        "ida@example.org;Größe;50;",
        "jon@example.org;Größe;60;",
    ]
    path = tmp_path / "x.csv"
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        path.write_bytes("\r\n".join(lines).encode(encoding))
        _, rows = imported(path)
        assert [(row["course"], row["progress"]) for row in rows] == [("Größe", 0.5), ("Größe", 0.6)], encoding


def test_ragged_rows_and_line_breaks_in_cells_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        'Email,Course,Overall Progress,More\nida@example.org,"SQL\nfor all",50\njon@example.org,R,60,x\n\n', "utf-8"
    )
    _, rows = imported(path)
    assert [(row["course"], row["progress"]) for row in rows] == [("SQL for all", 0.5), ("R", 0.6)]


def test_columns_of_no_known_system_are_a_problem_with_the_way_out(tmp_path: Path) -> None:
    plan, rows = imported(write(tmp_path / "x.csv", [{"Learner": "Ida", "Module": "SQL"}]))
    assert not rows
    assert "Learner, Module" in plan.problems[0].what
    assert "--example-mapping" in plan.problems[0].hint


def test_a_mapping_file_describes_another_system(tmp_path: Path) -> None:
    mapping = tmp_path / "moodle.toml"
    mapping.write_text(
        'system = "Moodle"\nread = "learning"\n[columns]\n"Learner mail" = "email"\n"Module" = "course"\n"Done" = "completed"\n',
        "utf-8",
    )
    rows = [
        {"Module": "SQL", "Learner mail": "ida@example.org", "Done": "ja"},
        {"Module": "SQL", "Learner mail": "jon@example.org", "Done": "no"},
    ]
    _, result = imported(write(tmp_path / "x.csv", rows), systems=[learning_mapping(mapping)])
    assert [(row["person_id"], row["provider"], row["progress"]) for row in result] == [
        ("P-1", "Moodle", 1.0),
        ("P-2", "Moodle", None),
    ]


def test_the_skill_of_a_course_is_only_what_the_user_typed(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", [COURSERA])
    plan, rows = imported(path)
    assert rows[0]["skill"] is None
    assert plan.matches.courses == (CourseSkill("SQL basics", "", None, "SQL", 1.0),)  # named by the system
    table = Matches((CourseSkill("sql  BASICS", "Databases", 0.3), CourseSkill("SQL basics", "SQL", 0.7)))
    plan, rows = imported(path, known=ImportContext(PEOPLE, ["SQL"], table))
    assert rows[0]["skill"] == "SQL"
    assert plan.matches == table


def test_the_answers_of_the_user_about_people_go_first(tmp_path: Path) -> None:
    row = {**COURSERA, "Email": "old@example.org"}
    answers = Matches(people=(PersonMatch("", "old@example.org", "", "p-2"),))
    _, rows = imported(write(tmp_path / "x.csv", [row]), known=ImportContext(PEOPLE, [], answers))
    assert [each["person_id"] for each in rows] == ["P-2"]
    ignored = Matches(people=(PersonMatch("", "old@example.org", "", "-"),))
    plan, rows = imported(write(tmp_path / "x.csv", [row]), known=ImportContext(PEOPLE, [], ignored))
    assert not rows
    assert plan.people.ignored == 1
    assert not plan.people.unmatched
