"""The skill matrix: its views say what the ratings, the roles and the arithmetic say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from awkward_names import AWKWARD
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from okrsheets.core import schema, skills
from okrsheets.core.cells import Day, date_of, needed_day
from okrsheets.core.names import fold_name
from okrsheets.core.records import Tables
from okrsheets.core.skill_status import PersonStatus, evaluate_people
from okrsheets.sheets_templates import rules
from okrsheets.sheets_templates.matrix import ABOVE, BUS_LEVEL, HEADINGS, LEFT, TOP
from okrsheets.sheets_templates.ratings import BELOW
from okrsheets.sheets_templates.skills import ROLE_LIST, write_skills
from okrsheets.sheets_templates.tables import EXACT, FIRST
from okrsheets.sheets_templates.tables import HEADINGS as TABLE_HEADINGS
from okrsheets.sheets_templates.worked import load

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported")

TODAY: Day = needed_day("2026-05-20")


@pytest.fixture(scope="module", params=["awkward", "shop"])
def given(request: pytest.FixtureRequest, tables_of: Callable[..., Tables]) -> Tables:
    return tables_of(**AWKWARD) if request.param == "awkward" else load("shop")["skills"]


@pytest.fixture(scope="module")
def path(given: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("skills") / "book.xlsx"
    write_skills(made, given, TODAY)
    return made


@pytest.fixture(scope="module")
def people(given: Tables) -> Sequence[PersonStatus]:
    return evaluate_people(given, TODAY)[0]


@pytest.fixture(scope="module")
def formulas(path: Path) -> Any:
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def values(path: Path) -> dict[str, list[list[Any]]]:
    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def number_or_blank(value: float | None) -> Any:
    return "" if value is None else pytest.approx(value)


def test_the_sheets_are_those_of_the_schema_between_the_start_and_the_views(formulas: Any) -> None:
    tables = [table.sheet for table in schema.tables_of("skills")]
    assert formulas.sheetnames == ["Start", *tables, "Matrix", "Gaps"]


def test_headings_notes_and_dropdowns_are_those_of_the_schema(formulas: Any) -> None:
    for table in schema.tables_of("skills"):
        sheet = formulas[table.sheet]
        for at, column in enumerate(table.columns, start=1):
            heading = sheet.cell(TABLE_HEADINGS, at)
            assert (heading.value, heading.comment.text) == (column.heading, rules.note(column))
            cell = f"{get_column_letter(at)}{FIRST}"
            rule = next((each for each in sheet.data_validations.dataValidation if cell in each.sqref), None)
            if column.choices:
                assert rule is not None
                assert rule.formula1 == f'"{",".join(column.choices)}"'
            elif column.refers:
                assert rule is not None
                assert rule.formula1.startswith(f"'{schema.table(column.refers).sheet}'!$")
                assert (rule.errorStyle or "stop") == ("information" if column.field == "role" else "stop")
            else:
                assert (rule is None) == (column.type in ("text", "id"))


def test_the_matrix_shows_everybodys_level_in_every_skill(
    values: dict[str, list[list[Any]]], people: Sequence[PersonStatus], given: Tables
) -> None:
    names = given["skills"].columns["skill"]
    assert values["Matrix"][HEADINGS - 1][LEFT : LEFT + len(names)] == names
    for row, person in zip(values["Matrix"][TOP - 1 :], people):
        level = {fold_name(each.skill): each.level for each in person.skills}
        assert row[:2] == [person.person.person_id, person.person.name]
        assert row[LEFT : LEFT + len(names)] == [number_or_blank(level.get(fold_name(name))) for name in names]
    below = values["Matrix"][TOP - 1 + len(people) :]
    assert {value for row in below for value in row} == {""}


def test_the_gaps_show_what_each_person_lacks_for_the_role(
    values: dict[str, list[list[Any]]], people: Sequence[PersonStatus], given: Tables
) -> None:
    names = given["skills"].columns["skill"]
    for row, person in zip(values["Gaps"][TOP - 1 :], people):
        gap = {fold_name(each.skill): each.gap for each in person.skills}
        assert row[3] == number_or_blank(person.coverage)
        assert row[LEFT : LEFT + len(names)] == [number_or_blank(gap.get(fold_name(name))) for name in names]


def test_the_rows_above_a_view_sum_up_each_skill(values: dict[str, list[list[Any]]], given: Tables) -> None:
    for at in range(LEFT, LEFT + len(given["skills"])):
        levels = [row[at] for row in values["Matrix"][TOP - 1 :] if row[at] != ""]
        mean, able = (values["Matrix"][row - 1][at] for row in ABOVE)
        assert mean == (pytest.approx(sum(levels) / len(levels)) if levels else "")
        assert able == skills.bus_factor(levels, BUS_LEVEL)
        gaps = [row[at] for row in values["Gaps"][TOP - 1 :] if row[at] != ""]
        below, lacking = (values["Gaps"][row - 1][at] for row in ABOVE)
        assert (below, lacking) == (sum(gap > 0 for gap in gaps), pytest.approx(sum(gaps)))


def test_the_views_are_made_of_formulas_so_that_a_new_name_appears(formulas: Any) -> None:
    matrix, gaps = formulas["Matrix"], formulas["Gaps"]
    last = matrix.max_row
    assert last - TOP + 1 == gaps.max_row - TOP + 1 == formulas["People"].max_row - FIRST + 1
    assert matrix[f"A{last}"].value == f'=IF(People!$A{last - 2}="","",People!$A{last - 2}&"")'
    assert matrix.cell(HEADINGS, LEFT + 1).value == '=IF(Skills!$A$5="","",Skills!$A$5)'
    level, gap = matrix.cell(TOP, LEFT + 1).value, gaps.cell(TOP, LEFT + 1).value
    assert "SUMIF(a_place," in level
    assert "-N(Matrix!E7)" in gap
    assert matrix.cell(ABOVE[1], LEFT + 1).value == f'=IF(E$6="","",COUNTIF(E$7:E${last},">="&$D$5))'


def test_every_rating_shows_what_it_weighs_or_why_it_counts_nowhere(
    values: dict[str, list[list[Any]]], given: Tables, formulas: Any
) -> None:
    rows = values["Assessments"]
    assert rows[TABLE_HEADINGS - 1][6:10] == ["Place", "Newest", "Weighs", "Points"]
    hidden = formulas["Assessments"].column_dimensions["G"]
    assert hidden.hidden
    assert (hidden.min, hidden.max, hidden.outlineLevel) == (7, 10, 1)
    steps = [row[6:10] for row in rows[FIRST - 1 :]]
    assert (
        formulas["Assessments"].max_row == FIRST - 1 + len(steps) == FIRST - 1 + len(given["assessments"]) + 30 + BELOW
    )
    if len(given["assessments"]) == len(AWKWARD["assessments"]):
        assert [(row[0], row[2]) for row in steps[:9]] == [
            (1001.0, 1.0), (1001.0, 1.0), (1001.0, 1.0), (1001.0, 0.0), ("later", ""),
            (2002.0, 4.0), (3004.0, 1.0), ("later", ""), ("not listed", ""),
        ]  # fmt: skip
    assert {cell for row in steps[len(given["assessments"]) :] for cell in row} == {""}


def test_no_formula_needs_the_add_in(formulas: Any) -> None:
    """LibreOffice recalculates most of them on opening: functions of ours would show as errors without the add-in."""
    cells = [cell for sheet in formulas for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(cells) > 100
    assert not [cell.coordinate for cell in cells if re.search("(OKR|SKILL)_", getattr(cell.value, "text", cell.value))]


def test_only_the_views_are_locked_and_the_level_to_count_from_is_open(formulas: Any) -> None:
    assert {sheet.title for sheet in formulas if sheet.protection.sheet} == {"Matrix", "Gaps"}
    open_cells = [found.coordinate for row in formulas["Matrix"] for found in row if not found.protection.locked]
    assert open_cells == [f"D{ABOVE[1]}"]


def test_people_choose_among_the_roles_that_are_there(
    formulas: Any, values: dict[str, list[list[Any]]], given: Tables
) -> None:
    listed = [row[ROLE_LIST] for row in values["Roles"][FIRST - 1 :] if row[ROLE_LIST] != ""]
    assert len(listed) == len({fold_name(role) for role in given["roles"].columns["role"]})
    assert set(listed) <= set(given["roles"].columns["role"])
    rule = next(each for each in formulas["People"].data_validations.dataValidation if "C5" in each.sqref)
    assert rule.formula1.startswith("'Roles'!$H$5:$H$")


def test_today_stands_on_the_first_sheet_and_may_follow_the_calendar(tmp_path: Path, given: Tables) -> None:
    for live in (True, False):
        write_skills(tmp_path / "book.xlsx", given, TODAY, live=live, ready=EXACT)
        book = openpyxl.load_workbook(tmp_path / "book.xlsx")
        at = book.defined_names["as_of"].attr_text.split("!")[1].replace("$", "")
        assert book["Start"][at].value == "=TODAY()" if live else book["Start"][at].value.date() == date_of(TODAY)
    assert book["Matrix"].max_row == TOP - 1 + len(given["people"])
    assert book["Gaps"].max_column == LEFT + len(given["skills"])
