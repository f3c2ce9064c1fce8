"""Columns that not every team has, in other people's sheets: read by their headings, and never a wrong figure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from bad_input import JANUARY, MARCH, TODAY, Rows, okrs, sync_books

from okrsheets.core.evaluation import evaluate
from okrsheets.core.key_result_status import KeyResultStatus
from okrsheets.core.model import Objective
from okrsheets.sync.store.replay import all_problems
from okrsheets.sync.store.store import Store


def evaluated(headings: list[str], *rows: list[object], **sheets: Rows) -> list[KeyResultStatus]:
    """The key results of a workbook whose table of them has these headings and rows."""
    book: dict[str, Rows] = {**okrs(cycle=("2026-Q1", JANUARY, MARCH)), "Key results": [headings, *rows], **sheets}
    with Store() as store:
        return list(evaluate(sync_books(store, {"a.xlsx": book}).tables, TODAY).key_results)


@pytest.mark.parametrize(
    ("lowest", "highest"),
    [("Lowest", "Highest"), ("Lower limit", "Upper limit"), ("Stay above", "Stay below"), ("Untergrenze", "Obergrenze"), ("Límite inferior", "Límite superior")],
)  # fmt: skip
def test_limits_are_read_under_the_headings_that_people_give_them(lowest: str, highest: str) -> None:
    headings = ["ID", "Objective ID", "Key result", "Current", lowest, highest]
    (status,) = evaluated(headings, ["K1", "O1", "Tickets open", 45, 20, 40])
    assert (status.key_result.lowest, status.key_result.highest, status.progress) == (20, 40, 0.75)


def test_limits_beside_a_target_change_no_figure() -> None:
    headings = ["ID", "Objective ID", "Key result", "Start", "Target", "Current", "Upper limit"]
    (status,) = evaluated(headings, ["K1", "O1", "Tickets closed", 0, 100, 45, 40])
    assert (status.progress, status.fault) == (0.45, "")


def test_limits_are_of_one_unit_with_the_value() -> None:
    headings = ["ID", "Objective ID", "Key result", "Unit", "Current", "Lowest", "Highest"]
    (status,) = evaluated(headings, ["K1", "O1", "Availability", "%", "99.2%", "99%", "100%"])
    assert status.progress == 1.0
    assert status.shown(status.key_result.lowest) == 99


def test_the_last_check_in_with_a_risk_or_a_next_step_says_it_and_else_the_row() -> None:
    headings = ["ID", "Objective ID", "Key result", "Start", "Target", "Current", "Risks", "Next steps"]
    row = ["K1", "O1", "Calls answered", 0, 100, 40, "Two people leave", "Hire until March"]
    (status,) = evaluated(headings, row)
    assert (status.risk, status.next_step) == ("Two people leave", "Hire until March")
    check_ins: Rows = [
        ["Datum", "Key result ID", "Wert", "Risiko", "Nächste Schritte"],
        [JANUARY, "K1", 20, "One of three is ill", ""],
        [JANUARY + timedelta(days=7), "K1", 40, "", ""],
    ]
    (status,) = evaluated(headings, row, **{"Check-ins": check_ins})
    assert (status.risk, status.next_step) == ("One of three is ill", "Hire until March")


def tables_in(sheets: Mapping[str, Any]) -> dict[str, int]:
    """How many rows of each table a workbook of settings and these sheets has."""
    with Store() as store:
        tables = sync_books(store, {"a.xlsx": {"Settings": okrs()["Settings"], **sheets}}).tables
        return {name: len(records) for name, records in tables.records.items() if len(records) and name != "settings"}


@pytest.mark.parametrize("title", ["KPIs", "Kennzahlen", "Health of the shop"])
@pytest.mark.parametrize(
    "headings",
    [["KPI", "Owner", "Current", "Healthy from", "Healthy to"], ["Kennzahl", "Verantwortlich", "Aktuell", "Gesund ab", "Gesund bis"], ["Indicador", "Responsable", "Actual", "Sano desde", "Sano hasta"]],
)  # fmt: skip
def test_kpis_are_recognised_by_their_band(title: str, headings: list[str]) -> None:
    assert tables_in({title: [headings, ["Open bugs", "Ann", 12, "", 20], ["Uptime", "Ben", 99, 98, 100]]}) == {
        "kpis": 2
    }


def test_metrics_with_limits_are_kpis_on_a_sheet_of_that_name_and_else_key_results_that_keep_a_value() -> None:
    rows = [
        ["Metric", "Responsible", "Actual", "Lower limit", "Upper limit"],
        ["Bugs", "Ann", 12, "", 20],
        ["Uptime", "Ben", 99, 98, 100],
    ]
    assert tables_in({"KPIs": rows}) == {"kpis": 2}
    assert tables_in({"Plan": rows}) == {"key results": 2}


@pytest.mark.parametrize("title", ["KPIs", "Initiatives", "Sheet1"])
def test_a_table_of_key_results_stays_one_whatever_its_sheet_is_called(title: str) -> None:
    metrics = [
        ["Objective", "Metric", "Target", "Actual", "Upper limit"],
        ["Serve", "Calls", 10, 4, 20],
        ["Serve", "Mails", 8, 2, 9],
    ]
    assert tables_in({title: metrics}) == {"objectives": 1, "key results": 2}
    with_initiatives = [
        ["Objective", "Key result", "Initiative", "Owner", "Due date", "Target", "Status"],
        ["Serve", "Calls", "Train everybody", "Ann", MARCH, 10, "open"],
        ["Serve", "Mails", "Write answers", "Ann", MARCH, 8, "open"],
    ]
    assert tables_in({title: with_initiatives}) == {"objectives": 1, "key results": 2}


@pytest.mark.parametrize(
    "headings",
    [["Key result", "Initiative", "Owner", "Due date", "Status"], ["Schlüsselergebnis-ID", "Initiative", "Verantwortlich", "Fällig am", "Stand"],
     ["ID del resultado clave", "Iniciativa", "Responsable", "Fecha límite", "Estado"]],
)  # fmt: skip
def test_initiatives_are_recognised_by_their_name_and_their_key_result(headings: list[str]) -> None:
    book = {
        **okrs(),
        "Work": [
            headings,
            ["O1.1", "Train everybody", "Ann", MARCH, "in progress"],
            ["O1.1", "Write", "Ann", MARCH, ""],
        ],
    }
    assert tables_in(book)["initiatives"] == 2


@pytest.mark.parametrize(
    ("commit", "stretch"), [("Commit", "Stretch"), ("Commit value", "Stretch goal"), ("Mindestziel", "Streckziel"), ("Meta mínima", "Meta ambiciosa")]
)  # fmt: skip
def test_zones_are_read_and_change_no_progress(commit: str, stretch: str) -> None:
    headings = ["ID", "Objective ID", "Key result", "Start", "Target", "Current", commit, stretch]
    rows: list[list[object]] = [
        ["K1", "O1", "Calls", 0, 90, 85, 80, 100],
        ["K2", "O1", "Hours", 10, 4, 5, "", 2],
        ["K3", "O1", "Mails", 0, 90, 85, 95, ""],
    ]
    statuses = evaluated(headings, *rows)
    assert [status.zone for status in statuses] == ["commit", "below target", None]
    assert [status.progress for status in statuses] == [85 / 90, 5 / 6, 85 / 90]


@pytest.mark.parametrize(
    ("assessed", "note"), [("Self-assessment", "Lessons learned"), ("Selbsteinschätzung", "Erkenntnisse"), ("Autoevaluación", "Aprendizajes")]
)  # fmt: skip
def test_a_self_assessment_is_read_on_the_scale_of_its_column(assessed: str, note: str) -> None:
    headings = ["ID", "Level", "Owner", "Objective", assessed, note]
    for written in ((0.8, 0.65), (8, 6.5), ("80%", "65%"), ("8 of 10", "6.5/10")):
        rows: Rows = [
            ["O1", "Team", "Ann", "Answer faster", written[0], "Two teams helped"],
            ["O2", "Team", "Ann", "Sell", written[1], ""],
        ]
        with Store() as store:
            state = sync_books(store, {"a.xlsx": {**okrs(), "Objectives": [headings, *rows]}})
            first, second = state.tables["objectives"].nouns(Objective)
        assert (first.self_assessment, first.self_assessment_note) == (0.8, "Two teams helped")
        assert second.self_assessment == 0.65


def test_a_self_assessment_that_is_no_share_is_named() -> None:
    headings = ["ID", "Level", "Owner", "Objective", "Self-assessment"]
    rows: Rows = [["O1", "Team", "Ann", "Answer faster", "quite good"], ["O2", "Team", "Ann", "Sell", -1]]
    with Store() as store:
        state = sync_books(store, {"a.xlsx": {**okrs(), "Objectives": [headings, *rows]}})
        assert [each.self_assessment for each in state.tables["objectives"].nouns(Objective)] == [None, None]
        cells = {problem.location.cell for problem in all_problems(state, evaluate(state.tables, TODAY))}
    assert cells >= {"E2", "E3"}
