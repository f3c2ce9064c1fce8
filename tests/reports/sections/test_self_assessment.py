"""What those responsible say of their objectives at the close, beside what the figures say."""

from __future__ import annotations

from collections.abc import Callable

from okrsheets.core.cells import needed_day
from okrsheets.core.evaluation import evaluate
from okrsheets.core.records import Tables
from okrsheets.core.snapshot import Snapshot
from okrsheets.reports.data.report_data import ReportData
from okrsheets.reports.data.scope import of_all
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.model.figure import Figure
from okrsheets.reports.model.report import TableBlock, Text
from okrsheets.reports.sections.retrospective import retrospective

TODAY = needed_day("2026-04-02")


def test_it_stands_beside_the_score_and_the_grade_and_changes_neither(tables_of: Callable[..., Tables]) -> None:
    objectives = [
        {"id": "O1", "level": "Team", "objective": "Serve", "owner": "Ann", "self_assessment": 0.9, "self_assessment_note": "Ben left"},
        {"id": "O2", "level": "Team", "objective": "Sell", "owner": "Cem"},
    ]  # fmt: skip
    key_results = [{"id": "K1", "objective_id": "O1", "key_result": "Calls", "start": 0, "target": 10, "current": 5}]
    evaluation = evaluate(tables_of(objectives=objectives, key_results=key_results), TODAY)
    section = retrospective(of_all(ReportData(Snapshot(evaluation)), load_language("en")))
    assert section is not None
    (table,) = [block for block in section.blocks if isinstance(block, TableBlock) and block.name == "self-assessment"]
    (row,) = table.rows.rows
    which, owner, score, grade, own, why = row.cells
    assert [cell.short for cell in (which, owner, grade, why) if isinstance(cell, Text)] == [
        "Serve",
        "Ann",
        "partly",
        "Ben left",
    ]
    assert isinstance(score, Figure)
    assert isinstance(own, Figure)
    assert (score.text, own.text) == ("50%", "90%")
    assert [cell.cell for cell in own.cells] != []
