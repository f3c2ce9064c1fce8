"""What stands below a key result on a page."""

from __future__ import annotations

from collections.abc import Callable

from okrsheets.core.cells import needed_day
from okrsheets.core.evaluation import evaluate
from okrsheets.core.records import Tables
from okrsheets.core.snapshot import Snapshot
from okrsheets.reports.data.anonymise import anonymous
from okrsheets.reports.data.report_data import ReportData
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.sections.key_results import remarks

TODAY = needed_day("2026-02-15")
ROW = {"id": "K1", "objective_id": "O1", "key_result": "Calls", "start": 0, "target": 10, "current": 5}


def test_the_latest_risk_and_next_step_are_said_and_an_anonymous_page_leaves_them_out(
    tables_of: Callable[..., Tables],
) -> None:
    row = {**ROW, "risk": "Ann leaves", "next_step": "Ask Ben"}
    check_ins = [{"date": "2026-02-14", "key_result_id": "K1", "value": 5, "risk": "Ann left"}]
    evaluation = evaluate(tables_of(key_results=[row], check_ins=check_ins), TODAY)
    language = load_language("en")
    assert remarks(language, evaluation.key_results[0], TODAY) == ["risk: Ann left", "next step: Ask Ben"]
    hidden = anonymous(ReportData(Snapshot(evaluation)), language).snapshot.evaluation
    assert remarks(language, hidden.key_results[0], TODAY) == []


def test_the_zone_reached_is_said(tables_of: Callable[..., Tables]) -> None:
    rows = [{**ROW, "commit": 4, "stretch": 12}, {**ROW, "id": "K2", "commit": 6}, {**ROW, "id": "K3", "stretch": 2}]
    said = [
        remarks(load_language("en"), status, TODAY)[:-1]
        for status in evaluate(tables_of(key_results=rows), TODAY).key_results
    ]
    assert said == [["commit reached, target not yet"], ["commit not reached yet"], []]
