"""Columns that not every team has, in other people's sheets: read by their headings, and never a wrong figure."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bad_input import JANUARY, MARCH, TODAY, Rows, okrs, sync_books

from okrsheets.core.evaluation import evaluate
from okrsheets.core.key_result_status import KeyResultStatus
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
