"""The OKRs workbook: its sheets say what the schema and the arithmetic say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from okrsheets.addin import catalogue
from okrsheets.addin.catalogue import functions
from okrsheets.core import schema
from okrsheets.core.alignment import word_in_workbook
from okrsheets.core.cells import Day, date_of, needed_day
from okrsheets.core.columns import Column
from okrsheets.core.evaluation import Evaluation, evaluate
from okrsheets.core.objective_status import feeds
from okrsheets.core.records import Tables
from okrsheets.sheets_templates import rules
from okrsheets.sheets_templates.layout import columns_of, layout_of, letters
from okrsheets.sheets_templates.objectives import TOP
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sheets_templates.tables import EXACT, FIRST, HEADINGS, settle
from okrsheets.sheets_templates.worked import load

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported")

TODAY: Day = needed_day("2026-05-20")
OURS = re.compile(r"\b((?:OKR|SKILL)_[A-Z_]+)\(")

# One of everything that is awkward: what core says of it, the sheet must say as well.
AWKWARD: dict[str, list[dict[str, Any]]] = {
    "settings": [
        {"team": "R&D", "cycle": "2026-Q2", "cycle_start": "2026-04-01", "cycle_end": "2026-06-30", "at_risk_gap": 0.05}
    ],
    "objectives": [
        {"id": "1", "level": "Organisation", "owner": "A", "objective": "Top"},
        {"id": "1.1", "level": "CEO", "owner": "A", "objective": "Below", "parent_id": "1", "weight": 2},
        {"id": "1.10", "level": "Team", "owner": "A", "objective": "Only supports", "parent_id": "1.1", "contributes": "no"},
        {"id": "left", "level": "Team", "owner": "A", "objective": "Left", "parent_id": "1.1", "status": "abandoned"},
        {"id": "light", "level": "Team", "owner": "A", "objective": "Weighs nothing", "parent_id": "1.1", "weight": 0},
        {"id": "round", "level": "Team", "owner": "A", "objective": "In a circle", "parent_id": "round"},
        {"id": "1.1", "level": "Team", "owner": "A", "objective": "A second 1.1"},
        {"id": "far", "level": "Skills", "owner": "A", "objective": "=HYPERLINK(1)", "parent_id": "elsewhere"},
    ],
    "key_results": [
        {"id": "a", "objective_id": "1.1", "key_result": "From check-ins", "start": 0, "target": 10},
        {"id": "b", "objective_id": "1.1", "key_result": "Typed", "start": 0, "target": 10, "current": 12, "weight": 3},
        {"id": "c", "objective_id": "1.1", "key_result": "Left", "start": 0, "target": 10, "current": 1, "status": "abandoned"},
        {"id": "d", "objective_id": "1.10", "key_result": "Faulty", "start": 5, "target": 5, "current": 1},
        {"id": "e", "objective_id": "1.10", "key_result": "Done", "kind": "binary", "target": 1, "current": "yes"},
        {"id": "f", "objective_id": "light", "key_result": "Floor", "kind": "at least", "target": 3, "current": 2},
        {"id": "g", "objective_id": "light", "key_result": "No data", "start": 0, "target": 10},
        {"id": "h", "objective_id": "left", "key_result": "Late", "start": 0, "target": 4, "current": 1, "start_date": "2026-05-25"},
        {"id": "i", "objective_id": "left", "key_result": "Dates the wrong way", "start": 0, "target": 4, "current": 1,
         "start_date": "2026-06-01", "due_date": "2026-05-01"},
        {"id": "j", "objective_id": "far", "key_result": "Weighs nothing", "start": 0, "target": 4, "current": 1, "weight": 0},
        {"id": "k", "objective_id": "round", "key_result": "In a circle", "start": 0, "target": 4, "current": 3},
    ],
    "check_ins": [
        {"date": "2026-05-19", "key_result_id": "a", "value": 4, "note": "-4 is not a formula"},
        {"date": "2026-04-19", "key_result_id": "a", "value": 2},
        {"date": "2026-05-20", "key_result_id": "a", "value": None, "note": "nothing to see"},
        {"date": "2026-05-21", "key_result_id": "a", "value": 9, "note": "tomorrow"},
        {"date": "2026-05-01", "key_result_id": "b", "value": 5},
    ],
}  # fmt: skip


def at_field(field: str) -> int:
    """The number of a column of the key results, from 1."""
    return 1 + layout_of(schema.KEY_RESULTS).fields.index(field)


def awkward(tables_of: Callable[..., Tables]) -> Tables:
    return tables_of(**AWKWARD)


@pytest.fixture(scope="module", params=["awkward", "support", "leadership"])
def given(request: pytest.FixtureRequest, tables_of: Callable[..., Tables]) -> Tables:
    return awkward(tables_of) if request.param == "awkward" else load("shop")[request.param]


@pytest.fixture(scope="module")
def path(given: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("okrs") / "book.xlsx"
    write_okrs(made, given, TODAY, functions=True)
    return made


@pytest.fixture(scope="module")
def evaluation(given: Tables) -> Evaluation:
    return evaluate(settle(given, "okrs", "book.xlsx"), TODAY)


@pytest.fixture(scope="module")
def formulas(path: Path) -> Any:
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def values(path: Path) -> dict[str, list[list[Any]]]:
    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def rule_of(sheet: Worksheet, column: int) -> DataValidation | None:
    """The rule of the first cell of a column."""
    at = f"{get_column_letter(column)}{FIRST}"
    return next((rule for rule in sheet.data_validations.dataValidation if at in rule.sqref), None)


def table_columns() -> Iterator[tuple[str, int, Column]]:
    for table in schema.tables_of("okrs")[1:5]:
        for at, column in enumerate(columns_of(table), start=1):
            yield table.sheet, at, column


def by_heading(rows: list[list[Any]], headings: int) -> list[dict[str, Any]]:
    """The rows below a row of headings, by heading; of headings that are there twice the first."""
    names = rows[headings - 1]
    return [dict(reversed(list(zip(names, row)))) for row in rows[headings:]]


def test_the_sheets_come_in_the_order_in_which_they_are_used(formulas: Any) -> None:
    assert formulas.sheetnames == [
        "Start", "Settings", "Objectives", "Key results", "Check-ins", "Goal skills", "Alignment", "Functions",
    ]  # fmt: skip


def test_headings_are_those_of_the_schema_and_their_notes_say_what_goes_below(formulas: Any) -> None:
    for sheet, at, column in table_columns():
        heading = formulas[sheet].cell(HEADINGS, at)
        assert heading.value == column.heading
        assert heading.comment.text == rules.note(column)
        assert column.help in heading.comment.text
    for table in schema.tables_of("okrs")[1:5]:
        (made,) = formulas[table.sheet].tables.values()
        assert [each.name for each in made.tableColumns] == [column.heading for column in columns_of(table)]
        assert made.ref.startswith("A4:")


def test_every_word_and_flag_has_its_dropdown(formulas: Any) -> None:
    for sheet, at, column in table_columns():
        if column.choices and not column.computed:
            rule = rule_of(formulas[sheet], at)
            assert rule is not None
            assert rule.formula1 == f'"{",".join(column.choices)}"'
            assert rule.errorStyle in (None, "stop")


def test_ids_are_offered_and_only_those_of_this_workbook_are_enforced(formulas: Any) -> None:
    enforced = {}
    for sheet, at, column in table_columns():
        rule = rule_of(formulas[sheet], at)
        if column.refers in ("objectives", "key results"):
            assert rule is not None
            assert rule.formula1.startswith(f"'{schema.table(column.refers).sheet}'!$A${FIRST}:$A$")
            enforced[sheet, column.field] = rule.errorStyle or "stop"
        elif column.refers:
            assert rule is None
    assert enforced == {
        ("Objectives", "parent_id"): "information",
        ("Key results", "objective_id"): "information",
        ("Check-ins", "key_result_id"): "stop",
        ("Goal skills", "objective_id"): "information",
    }


def test_numbers_and_dates_are_checked_with_a_message_for_people(formulas: Any) -> None:
    for sheet, at, column in table_columns():
        rule = rule_of(formulas[sheet], at)
        if column.type in ("number", "share", "level", "date") and not column.computed:
            assert rule is not None, (sheet, column.name)
            assert rule.type == (
                "date" if column.type == "date" else "custom" if None in column.limits[:1] else "decimal"
            )
            assert column.help[:40] in rule.error
            assert len(rule.errorTitle) <= 32
            assert len(rule.error) <= 255
    weight = rule_of(formulas["Key results"], at_field("weight"))
    assert weight is not None
    assert (weight.formula1, weight.formula2) == ("0", "1000000")


def test_the_settings_stand_in_a_form_with_today_below(values: dict[str, list[list[Any]]], given: Tables) -> None:
    form = values["Settings"][FIRST - 1 :]
    assert [row[1] for row in form] == [*(column.heading for column in schema.SETTINGS.columns), "Today"]
    assert form[1][2] == given["settings"].columns["team"][0]
    assert form[8][2] == date_of(TODAY)


def test_computed_cells_hold_their_formula_and_what_core_says(
    formulas: Any, values: dict[str, list[list[Any]]], evaluation: Evaluation
) -> None:
    functions = {
        "progress": "OKR_PROGRESS", "expected": "OKR_EXPECTED", "status_word": "OKR_STATUS", "stale": "OKR_STALE",
    }  # fmt: skip
    for row, each in enumerate(evaluation.key_results, start=FIRST):
        for field, function in functions.items():
            assert f"{function}(" in formulas["Key results"].cell(row, at_field(field)).value
        shown = values["Key results"][row - 1]
        fields = ("progress", "expected", "status_word", "last_check_in", "stale")
        progress, expected, status, last, stale = (shown[at_field(field) - 1] for field in fields)
        if each.fault:
            continue
        assert progress == number_or_blank(each.progress)
        assert expected == pytest.approx(each.expected)
        assert status == each.status
        assert last == ("" if each.last is None else date_of(each.last.date or 0))
        assert stale == ("yes" if each.stale else "no")


def test_cells_that_make_no_sense_show_what_to_correct_and_never_an_error(path: Path, evaluation: Evaluation) -> None:
    shown = openpyxl.load_workbook(path, data_only=True)
    assert not [found for sheet in shown for row in sheet for found in row if found.data_type == "e"]
    column = letters(schema.KEY_RESULTS)
    for each in evaluation.key_results:
        row = each.key_result.origin.row
        said = [shown["Key results"][f"{column[field]}{row}"].value for field in ("progress", "expected")]
        assert bool(each.fault) == bool({"target?", "start?", "dates?"} & set(said))


def test_the_alignment_view_says_what_core_says(values: dict[str, list[list[Any]]], evaluation: Evaluation) -> None:
    shown = by_heading(values["Alignment"], TOP - 1)
    assert any(each.score is not None for each in evaluation.objectives)
    for each in evaluation.objectives:
        row = shown[each.objective.origin.row - FIRST]
        parent = each.objective.parent_id or ""
        assert (row["ID"], row["Parent"], row["Alignment"]) == (
            each.objective.id,
            parent,
            word_in_workbook(each.alignment),
        )
        assert [row["Progress"], row["Reporting"]] == [number_or_blank(each.own), number_or_blank(each.coverage)]
        assert row["Contributes To"] == (parent if feeds(each.objective) and each.objective.weight != 0 else "")
        if each.alignment not in ("cycle", "duplicate id"):
            assert [row["Score"], row["Expected"]] == [number_or_blank(each.score), number_or_blank(each.expected)]
            assert row["Status Now"] == each.status


def number_or_blank(value: float | None) -> Any:
    return "" if value is None else pytest.approx(value)


def test_objectives_stand_in_the_order_of_their_sheet_and_indented_by_level(
    formulas: Any, values: dict[str, list[list[Any]]], given: Tables
) -> None:
    ids = [row[0] for row in values["Alignment"][TOP - 1 :]]
    assert ids[: len(given["objectives"])] == given["objectives"].columns["id"]
    assert set(ids[len(given["objectives"]) :]) == {""}
    levels = ["organisation", "ceo", "team", "skills"]
    for row, level in zip(values["Alignment"][TOP - 1 :], given["objectives"].columns["level"]):
        assert len(row[1]) - len(row[1].lstrip()) == 6 * levels.index(level)
    assert "REPT(" in formulas["Alignment"][f"B{TOP}"].value


def test_every_function_of_ours_is_in_the_catalogue_and_no_error_of_it_is_hidden(formulas: Any) -> None:
    known = {function.name for function in catalogue.functions()}
    used = set()
    for sheet in formulas:
        for row in sheet.iter_rows():
            for found in row:
                text = getattr(found.value, "text", found.value)
                if found.data_type == "f":
                    used |= set(OURS.findall(text))
                    assert not re.search(r"IF(?:ERROR|NA)\((?:OKR|SKILL)_", text)
    assert used == {
        "OKR_PROGRESS", "OKR_EXPECTED", "OKR_SCORE", "OKR_STATUS", "OKR_STALE", "OKR_ROLLUP",
    }  # fmt: skip
    assert used <= known


def test_a_function_of_ours_stands_in_no_array_formula(formulas: Any) -> None:
    """LibreOffice computes array formulas anew on opening, and without the add-in that is #NAME?."""
    for sheet in formulas:
        for row in sheet.iter_rows():
            for found in row:
                assert not (hasattr(found.value, "text") and OURS.search(found.value.text))


def test_computed_cells_are_locked_and_inputs_are_open(formulas: Any) -> None:
    protected = {sheet.title for sheet in formulas if sheet.protection.sheet}
    assert protected == {"Alignment", "Functions"}
    assert not any(formulas[name].protection.password for name in protected)
    for name, at, column in table_columns():
        for row in (FIRST, FIRST + 12):
            assert formulas[name].cell(row, at).protection.locked == column.computed
    forbidden = formulas["Alignment"].protection
    for harmless in ("sort", "autoFilter", "formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows"):
        assert getattr(forbidden, harmless) is False


def test_what_is_typed_over_a_computed_cell_is_refused_with_a_message(formulas: Any) -> None:
    for name, at, column in table_columns():
        if column.computed:
            rule = rule_of(formulas[name], at)
            assert rule is not None
            assert (rule.formula1, rule.errorStyle or "stop", rule.allowBlank) == ("FALSE", "stop", False)
            assert "calculated" in rule.error


def test_results_are_frozen_beside_the_key_result_and_optional_inputs_are_folded(formulas: Any) -> None:
    sheet = formulas["Key results"]
    assert [sheet.cell(HEADINGS, at).value for at in range(1, 6)] == [
        "ID*", "Objective ID*", "Key Result*", "Progress", "Status Now",
    ]  # fmt: skip
    assert sheet.freeze_panes == "F5"
    for name in ("Objectives", "Key results"):
        table = schema.table(name.lower())
        folded = {layout_of(table).fields.index(field) + 1 for field in layout_of(table).folded}
        groups = [each for each in formulas[name].column_dimensions.values() if each.outlineLevel]
        assert {
            at for each in groups for at in range(each.min, each.max + 1) if at <= len(layout_of(table).fields)
        } == folded
        assert all(each.hidden for each in groups)
        assert not [field for field in layout_of(table).folded if table.column(field).required]
        assert set(layout_of(table).fields) == {column.field for column in table.columns if not column.extra}


def test_columns_on_request_are_there_when_asked_for_or_when_records_fill_them(
    tables_of: Callable[..., Tables], tmp_path: Path
) -> None:
    def headings(name: str, tables: Tables, extras: tuple[str, ...]) -> list[object]:
        write_okrs(tmp_path / name, tables, TODAY, extras=extras)
        sheet = openpyxl.load_workbook(tmp_path / name)["Key results"]
        return [sheet.cell(HEADINGS, at).value for at in range(8, 14)]

    plain = ["Start", "Target*", "Current", "Owner", "Weight", "Start Date"]
    with_limits = ["Start", "Target*", "Current", "Lowest", "Highest", "Owner"]
    assert headings("plain.xlsx", Tables(), ()) == plain
    assert headings("asked.xlsx", Tables(), ("control",)) == with_limits
    filled = tables_of(key_results=[{"id": "K1", "objective_id": "O1", "key_result": "x", "highest": 3}])
    assert headings("filled.xlsx", filled, ()) == with_limits


def test_a_control_key_result_is_computed_in_the_sheet_as_core_does(
    tables_of: Callable[..., Tables], tmp_path: Path
) -> None:
    rows = [(30, 20, 40), (45, 20, 40), (9, 10, None), (9, 40, 20)]
    records = [
        {"id": f"K{at}", "objective_id": "O1", "key_result": "x", "current": now, "lowest": low, "highest": high}
        for at, (now, low, high) in enumerate(rows)
    ]
    write_okrs(tmp_path / "okrs.xlsx", tables_of(key_results=records), TODAY)
    shown = openpyxl.load_workbook(tmp_path / "okrs.xlsx", data_only=True)["Key results"]
    assert [shown.cell(FIRST + at, 4).value for at in range(4)] == [1, 0.75, 0, "limits?"]
    formula = openpyxl.load_workbook(tmp_path / "okrs.xlsx")["Key results"].cell(FIRST, 4).value
    assert "OKR_" not in formula
    assert "MAX($K5-$V5,$V5-$L5)/($L5-$K5)" in formula.replace(" ", "")


def test_the_weakest_contribution_is_computed_in_the_sheet_as_core_does(
    tables_of: Callable[..., Tables], tmp_path: Path
) -> None:
    objectives = [
        {"id": "P", "level": "CEO", "roll_up": "weakest"},
        {"id": "A", "level": "Team", "parent_id": "P", "roll_up": "weakest", "weight": 2},
        {"id": "B", "level": "Team", "parent_id": "P"},
    ]
    measured = {"start": 0, "target": 10, "key_result": "x"}
    currents = [("P", 8), ("A", 6), ("A", 4), ("B", 9), ("B", 1)]
    results = [
        {"id": f"K{at}", "objective_id": id, "current": now, **measured} for at, (id, now) in enumerate(currents)
    ]
    write_okrs(tmp_path / "okrs.xlsx", tables_of(objectives=objectives, key_results=results), TODAY)
    shown = openpyxl.load_workbook(tmp_path / "okrs.xlsx", data_only=True)["Alignment"]
    assert [shown.cell(TOP + at, 3).value for at in range(3)] == [0.4, 0.4, 0.5]
    formulas = openpyxl.load_workbook(tmp_path / "okrs.xlsx")["Alignment"]
    assert 'Objectives!$F5="weakest"' in formulas.cell(TOP, 10).value


def test_an_abandoned_or_faulty_key_result_stays_out_of_the_mean(
    values: dict[str, list[list[Any]]], evaluation: Evaluation
) -> None:
    for row, each in zip(values["Key results"][FIRST - 1 :], evaluation.key_results):
        counts = each.progress is not None and each.key_result.status != schema.ABANDONED
        helpers = len(columns_of(schema.KEY_RESULTS))
        assert row[helpers + 1] == (pytest.approx(each.progress) if counts else "")
        assert row[helpers] == ("" if each.current is None else pytest.approx(each.current))


def test_today_may_follow_the_calendar(tables_of: Callable[..., Tables], tmp_path: Path) -> None:
    for live, expected in ((True, "=TODAY()"), (False, None)):
        write_okrs(tmp_path / "book.xlsx", awkward(tables_of), TODAY, live=live)
        today = openpyxl.load_workbook(tmp_path / "book.xlsx")["Settings"]["C13"]
        assert today.value == expected if live else today.data_type == "d"
        shown = openpyxl.load_workbook(tmp_path / "book.xlsx", data_only=True)["Settings"]["C13"]
        assert shown.value.date() == date_of(TODAY)


def test_exact_workbooks_have_no_row_to_spare(given: Tables, tmp_path: Path) -> None:
    write_okrs(tmp_path / "book.xlsx", given, TODAY, ready=EXACT)
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    for table in schema.tables_of("okrs")[1:5]:
        (made,) = book[table.sheet].tables.values()
        assert int(re.findall(r"\d+", made.ref)[-1]) == HEADINGS + max(1, len(given[table.name]))
    assert book["Alignment"].max_row == TOP - 1 + len(given["objectives"])


def test_cells_can_be_told_by_the_names_of_the_settings(formulas: Any) -> None:
    names = {name: defined.attr_text for name, defined in formulas.defined_names.items()}
    assert names["as_of"] == "'Settings'!$C$13"
    assert names["cycle_end"] == "'Settings'!$C$9"
    assert int(re.findall(r"\d+", names["checkin_value"])[-1]) >= 2000


def test_the_last_sheet_explains_every_function_with_its_arguments(values: dict[str, list[list[Any]]]) -> None:
    rows = values["Functions"][FIRST - 1 :]
    expected = [function for function in functions() if function.category == "OKR"]
    assert [row[0] for row in rows] == [function.signature for function in expected]
    for row, function in zip(rows, expected):
        assert all(f"{argument.shown}: {argument.help}" in row[2] for argument in function.arguments)
        assert row[3] == function.example
        assert row[4] == ("a range" if function.spills else "one cell")
