"""A manager's page: the people of the manager column with their levels, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from report_cases import WORDS, inside, pages, report_data_of, shop

from okrsheets.core.errors import UsageError
from okrsheets.core.records import Tables
from okrsheets.reports.formats.html import render_html
from okrsheets.reports.model.figure import Figure
from okrsheets.reports.model.report import Brand, Heat, Report, TableBlock, Text
from okrsheets.reports.pack import partial_pack

PEOPLE: Sequence[Mapping[str, Any]] = [
    {"person_id": "P1", "name": "Ana Ruiz", "role": "Lead", "team": "A", "manager": "Somebody Else"},
    {"person_id": "P2", "name": "Ben Vik", "role": "Tailor", "team": "A", "manager": "Ruiz, Ana"},
    {"person_id": "P3", "name": "Cid Roe", "role": "Tailor", "team": "B", "manager": "P1"},
    {"person_id": "P4", "name": "Dan Poe", "role": "Tailor", "team": "B", "manager": "Dan Poe"},
]
LEVELS = {"P1": 5, "P2": 4, "P3": 1, "P4": 0}


def reports(tables_of: Callable[..., Tables], **rows: Any) -> dict[str, Report]:
    tables = tables_of(
        people=PEOPLE,
        roles=[{"role": "Tailor", "skill": "Sewing", "required_level": 3}],
        assessments=[
            {"person_id": id, "skill": "Sewing", "rater_type": "evidence", "level": level, "date": "2026-06-01"}
            for id, level in LEVELS.items()
        ],
        **rows,
    )
    return {str(page.stem): page.report for page in pages(report_data_of(tables))}


def rows_of(report: Report, name: str) -> list[list[str]]:
    table = report.table(name)
    assert isinstance(table, TableBlock)
    return [
        [
            cell.text if isinstance(cell, Figure) else cell.short
            for cell in row.cells
            if isinstance(cell, (Figure, Text))
        ]
        for row in table.rows.rows
    ]


def test_a_manager_is_found_by_name_or_id_and_nobody_manages_themselves(tables_of: Callable[..., Tables]) -> None:
    made = reports(tables_of)
    assert [stem for stem in made if stem.startswith("managers/")] == [
        "managers/ana-ruiz/review", "managers/somebody-else/review",
    ]  # fmt: skip
    (heat,) = made["managers/ana-ruiz/review"].blocks("heat")
    assert isinstance(heat, Heat)
    assert [(line.name.text, line.cells[0].text, line.cells[0].gap) for line in heat.chart.lines] == [
        ("Ben Vik", "4", False), ("Cid Roe", "1", True),
    ]  # fmt: skip


def test_gaps_and_mentors_are_of_the_managers_own_people(tables_of: Callable[..., Tables]) -> None:
    report = reports(tables_of)["managers/ana-ruiz/review"]
    assert rows_of(report, "people gaps") == [["Cid Roe", "Sewing", "1", "3", "2", "–"]]
    assert rows_of(report, "mentors") == [["Sewing", "Cid Roe", "1", "Ben Vik", "4"]]
    assert "Dan Poe" not in render_html(report)


def test_check_in_discipline_and_certificates_are_listed_by_person(tables_of: Callable[..., Tables]) -> None:
    report = reports(
        tables_of,
        objectives=[{"id": "O", "level": "Team", "team": "A", "owner": "Ben Vik", "objective": "Sew"}],
        key_results=[
            {"id": id, "objective_id": "O", "key_result": id, "start": 0, "target": 9, "owner": owner}
            for id, owner in (("K1", "Ben Vik"), ("K2", "P3"), ("K3", "P3"))
        ],
        check_ins=[{"date": day, "key_result_id": "K2", "value": 4} for day in ("2026-05-01", "2026-06-29")],
        certifications=[
            {"person_id": "P2", "skill": "Sewing", "certification": "Late", "issued": "2026-01-01", "expires": "2026-12-01"},
            {"person_id": "P3", "skill": "Sewing", "certification": "Soon", "issued": "2026-01-01", "expires": "2026-07-15"},
        ],
    )["managers/ana-ruiz/review"]  # fmt: skip
    assert rows_of(report, "discipline") == [["Ben Vik", "1", "0", "1", "–"], ["Cid Roe", "2", "1", "1", "29 Jun"]]
    assert [row[:2] for row in rows_of(report, "certificates")] == [["Soon", "Cid Roe"], ["Late", "Ben Vik"]]
    assert report.sections[0].id == "summary"


def test_a_report_for_one_manager_can_be_asked_for() -> None:
    data = shop()
    everyone = partial_pack(data, WORDS, Brand(), "manager")
    first = everyone.managers[0][0]
    (page,) = partial_pack(data, WORDS, Brand(), "manager", person=first.name.upper()).pages()
    assert page.report.subject == first.name
    with pytest.raises(UsageError, match="no manager is called 'Nobody'"):
        partial_pack(data, WORDS, Brand(), "manager", person="Nobody")


def test_no_page_but_the_managers_and_the_persons_own_names_a_level_of_one_person(
    tables_of: Callable[..., Tables],
) -> None:
    for stem, report in reports(tables_of).items():
        names = {person["name"] for person in PEOPLE if person["name"] in repr(list(inside(report)))}
        if not stem.startswith(("managers/", "people/", "index")):
            assert names <= {"Ana Ruiz"}, stem


def test_owners_have_a_page_where_no_people_sheet_exists(tables_of: Callable[..., Tables]) -> None:
    tables = tables_of(
        objectives=[
            {"id": "O", "level": "Team", "team": "A", "owner": "Ben Vik", "objective": "Sew"},
            {"id": "P", "level": "Team", "team": "A", "owner": "A", "objective": "Knit"},  # a team is no person
        ],
        key_results=[{"id": "K", "objective_id": "O", "key_result": "Seams", "start": 0, "target": 9, "current": 3}],
    )
    made = {str(page.stem): page.report for page in pages(report_data_of(tables))}
    assert list(made) == ["index", "organisation", "skills", "programme", "teams/a", "people/ben-vik/review"]
    assert "Seams" in render_html(made["people/ben-vik/review"])
