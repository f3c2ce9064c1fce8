"""The tables of a push: those of the consolidated workbook, what is computed, and nobody's ratings unasked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from okrsheets.core import schema
from okrsheets.core.cells import needed_day
from okrsheets.core.errors import Location, Problem
from okrsheets.core.evaluation import evaluate
from okrsheets.core.grid import Grid
from okrsheets.core.records import Tables
from okrsheets.reports.formats.consolidated_tables import PERSONAL
from okrsheets.reports.formats.push_style import body, dress
from okrsheets.reports.formats.push_tables import grids
from okrsheets.sheets_templates.worked import load
from okrsheets.sync.push.tables import headings

TODAY = needed_day("2026-05-16")


def case(tables_of: Callable[..., Tables]) -> Tables:
    return tables_of(
        objectives=[
            {"id": "O1", "level": "CEO", "owner": "Ana", "objective": "=IMPORTXML(1)"},
            {"id": "O2", "level": "Team", "owner": "Ben", "objective": "Below", "parent_id": "O1", "contributes": "no"},
        ],
        key_results=[
            {"id": "K1", "objective_id": "O2", "key_result": "x", "start": 0, "target": 10, "current": 4},
            {"id": "K2", "objective_id": "O2", "key_result": "y", "start": 0, "target": 10},
        ],
        check_ins=[{"date": "2026-05-15", "key_result_id": "K1", "value": 4}],
        people=[{"person_id": "P1", "name": "Mia", "role": "Agent", "team": "Support"}],
        assessments=[{"person_id": "P1", "skill": "S", "rater_type": "peer", "level": 3, "date": "2026-05-01"}],
    )


def named(made: Sequence[Grid]) -> dict[str, Grid]:
    return {grid.title: grid for grid in made}


def made(tables: Tables, problems: Sequence[Problem] = (), with_people: bool = False) -> dict[str, Grid]:
    return named(grids(tables, evaluate(tables, TODAY), problems, with_people))


def test_the_tables_are_those_of_the_consolidated_workbook(tables_of: Callable[..., Tables]) -> None:
    sheets = ["Alignment tree", "Problems", *(table.sheet for table in schema.TABLES if not table.extra)]
    assert list(made(case(tables_of), with_people=True)) == sheets


def test_rows_about_single_people_and_what_is_wrong_in_them_need_to_be_asked_for(
    tables_of: Callable[..., Tables],
) -> None:
    problems = [
        Problem(Location("Q1.xlsx", "Assessments", "D5"), "level of Mia is text: 'x'", "type a number"),
        Problem(Location("Q1.xlsx", "Key results", "F5"), "target is text", "type a number"),
    ]
    without = made(case(tables_of), problems)
    assert not {table.sheet for table in PERSONAL} & set(without)
    assert not [row for grid in without.values() for row in grid.rows if "Mia" in str(row)]
    assert "target is text" in [row[3] for row in without["Problems"].rows]
    with_people = made(case(tables_of), problems, with_people=True)
    assert with_people["People"].rows[0][1] == "Mia"
    assert "level of Mia is text: 'x'" in [row[3] for row in with_people["Problems"].rows]


def test_the_tree_is_indented_and_says_where_each_objective_stands(tables_of: Callable[..., Tables]) -> None:
    tree = made(case(tables_of))["Alignment tree"]
    assert tree.rows[0][0] == "=IMPORTXML(1)"
    assert tree.rows[1][:2] == ["      Below", pytest.approx(0.4)]
    assert tree.rows[1][9:] == ["O2", "Q1.xlsx", "Objectives", "A6"]


def test_key_results_carry_what_is_computed_of_them(tables_of: Callable[..., Tables]) -> None:
    grid = made(case(tables_of))["Key results"]
    names = [column.heading for column in grid.columns]
    first, second = (dict(zip(names, row)) for row in grid.rows)
    assert (first["Progress"], first["Last check-in"], first["Stale"]) == (0.4, needed_day("2026-05-15"), False)
    assert (second["Progress"], second["Status word"], second["Stale"]) == (None, "no data", True)
    assert first["Workbook"] == "Q1.xlsx"
    assert [len(row) for row in grid.rows] == [len(names)] * 2


@pytest.mark.parametrize("name", ["leadership", "skills"])
def test_every_heading_stands_once_and_every_row_has_its_cells(name: str) -> None:
    for grid in made(load("shop")[name], with_people=True).values():
        given = headings(grid)
        assert len(set(given)) == len(given), grid.title
        assert {len(row) for row in grid.rows} <= {len(grid.columns)}
        assert all(0 <= at < len(grid.columns) for at in grid.key)


def test_a_new_sheet_gets_a_number_format_for_every_column_and_hides_what_is_remembered(
    tables_of: Callable[..., Tables],
) -> None:
    grid = made(case(tables_of))["Key results"]
    requests = dress(grid, headings(grid), 7)
    formats = {
        each["repeatCell"]["range"]["startColumnIndex"]: each["repeatCell"]["cell"]["userEnteredFormat"]
        for each in requests
        if "repeatCell" in each and "endRowIndex" not in each["repeatCell"]["range"]
    }
    kinds = {column.heading: formats[at].get("numberFormat", {}).get("type") for at, column in enumerate(grid.columns)}
    assert (kinds["Progress"], kinds["Due date"], kinds["Target"]) == ("PERCENT", "DATE", None)
    hidden = [each["updateDimensionProperties"] for each in requests if "hiddenByUser" in str(each)]
    assert [each["range"]["startIndex"] for each in hidden] == [len(grid.columns)]
    moved = [each["repeatCell"]["range"] for each in body(grid, [4, 2, 9], 30, 7)]
    assert [(each["startColumnIndex"], each["startRowIndex"]) for each in moved] == [(4, 29), (2, 29), (9, 29)]
