"""KPIs and initiatives on a page: beside the objectives, and below their key results."""

from __future__ import annotations

from collections.abc import Callable

from okrsheets.core.cells import needed_day
from okrsheets.core.evaluation import evaluate
from okrsheets.core.records import Tables
from okrsheets.core.snapshot import Snapshot
from okrsheets.reports.data.report_data import ReportData
from okrsheets.reports.data.scope import of_all, of_team
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.model.report import Status, TableBlock, Text
from okrsheets.reports.sections.initiatives import initiative_remarks
from okrsheets.reports.sections.kpis import kpis

TODAY = needed_day("2026-02-15")
LANGUAGE = load_language("en")


def data(tables: Tables) -> ReportData:
    return ReportData(Snapshot(evaluate(tables, TODAY), tables))


def test_a_team_sees_its_own_kpis_the_unhealthy_ones_first(tables_of: Callable[..., Tables]) -> None:
    rows = [
        {"kpi": "Bugs", "current": 12, "healthy_to": 20},
        {"kpi": "Uptime", "current": 0.98, "unit": "%", "healthy_from": 0.99, "healthy_to": 1},
        {"kpi": "Mood", "team": "HR", "current": 3, "healthy_from": 2},
    ]
    objectives = [{"id": "O1", "objective": "Serve", "level": "Team", "owner": "Ann"}]
    tables = tables_of(settings=[{"team": "Ops"}], objectives=objectives, kpis=rows)
    shown = kpis(of_team(data(tables), LANGUAGE, "Ops"))
    assert shown is not None
    (block,) = shown.blocks
    assert isinstance(block, TableBlock)
    assert block.lead == "1 of 2 unhealthy. KPIs do not count in the progress of objectives."
    assert [cell.short for cell in block.column("kpi") if isinstance(cell, Text)] == ["Uptime", "Bugs"]
    assert [cell.label for cell in block.column("status") if isinstance(cell, Status)] == ["unhealthy", "healthy"]
    assert [cell.short for cell in block.column("band") if isinstance(cell, Text)] == [
        "between 99 and 100%",
        "at most 20",
    ]
    of_everybody = kpis(of_all(data(tables), LANGUAGE))
    assert of_everybody is not None
    assert "1 of 3 unhealthy" in of_everybody.blocks[0].lead


def test_initiatives_are_named_below_their_key_result_late_ones_first(tables_of: Callable[..., Tables]) -> None:
    key_result = {"id": "K1", "objective_id": "O1", "key_result": "Calls", "start": 0, "target": 10, "current": 5}
    rows = [
        {"initiative": "Hire", "owner": "Ben", "due_date": "2026-03-01"},
        {"initiative": "Train", "due_date": "2026-02-01", "owner": "Ann"},
        {"initiative": "Plan", "state": "done"},
    ]
    tables = tables_of(key_results=[key_result], initiatives=[{"key_result_id": "K1", **row} for row in rows])
    scope = of_all(data(tables), LANGUAGE)
    assert initiative_remarks(scope, scope.key_results[0]) == [
        "late initiative: Train, Ann, due 1 Feb",
        "initiative: Hire, Ben, due 1 Mar",
        "1 of 3 initiatives done",
    ]
