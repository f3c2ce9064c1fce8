"""The page of the programme lead: the figures of the rows that they come from, and the question after a miss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from report_cases import WORDS, report_data_of, worked

from okrsheets.core.cells import needed_day
from okrsheets.core.records import Tables
from okrsheets.reports.build import build
from okrsheets.reports.data.report_data import ReportData
from okrsheets.reports.data.scope import of_all
from okrsheets.reports.model.figure import Figure
from okrsheets.reports.model.report import Heat, Report

MakeTables = Callable[..., Tables]
FIRST = needed_day("2026-04-01")


def programme(data: ReportData) -> Report:
    return build(of_all(data, WORDS, "programme"))


def two_teams(tables_of: MakeTables, confidence: float = 0.6) -> ReportData:
    """Support checks in every week, Sales did so once; both are far behind."""
    days = [("S", FIRST + 7 * at) for at in range(13)] + [("A", FIRST)]
    return report_data_of(
        tables_of(
            settings=[{"team": "Support", "cycle": "2026-Q2", "cycle_start": FIRST, "cycle_end": FIRST + 90}],
            people=[{"person_id": id, "name": id, "role": "R", "team": "Support"} for id in ("Ana", "Ben")],
            objectives=[
                {"id": "OS", "level": "Team", "team": "Support", "owner": "Ana", "objective": "Answer at once"},
                {"id": "OA", "level": "Team", "team": "Sales", "objective": "Sell with 20% less travel"},
            ],
            key_results=[
                {"id": f"K{one}", "objective_id": f"O{one}", "key_result": "Hours on the road", "start": 0, "target": 10, "current": 1}
                for one in "SA"
            ],
            check_ins=[{"date": day, "key_result_id": f"K{one}", "value": 1, "confidence": confidence} for one, day in days],
        )
    )  # fmt: skip


def cells(report: Report, table: str, *columns: str) -> list[tuple[Any, ...]]:
    block = report.table(table)
    assert block is not None
    return list(zip(*([getattr(cell, "value", None) if isinstance(cell, Figure) and cell.value is not None
                       else getattr(cell, "text", "") or getattr(cell, "short", "") for cell in block.column(name)]
                      for name in columns)))  # fmt: skip


def test_the_map_has_a_line_for_each_team_and_a_column_for_each_week_the_worst_first(tables_of: MakeTables) -> None:
    (heat,) = programme(two_teams(tables_of)).blocks("heat")
    assert isinstance(heat, Heat)
    assert [line.name.text for line in heat.chart.lines] == ["Sales", "Support"]
    assert heat.chart.columns[:2] == ("1 Apr", "8 Apr")
    sales, support = ([cell.text for cell in line.cells] for line in heat.chart.lines)
    assert sales == ["100%", *["0%"] * 12]
    assert support == ["100%"] * 13
    assert {cell.step for cell in heat.chart.lines[0].cells} == {0, 5}


def test_a_miss_with_a_good_rhythm_asks_about_the_bet_and_one_without_asks_about_the_rhythm(
    tables_of: MakeTables,
) -> None:
    assert cells(programme(two_teams(tables_of)), "bets", "which", "rhythm", "question") == [
        ("Answer at once", 1.0, "Looked at regularly and still behind: was the bet right?"),
        ("Sell with 20% less travel", 2 / 13, "Rarely looked at: was it looked at often enough to know?"),
    ]


def test_teams_are_listed_with_what_is_overdue_and_what_the_coach_found(tables_of: MakeTables) -> None:
    report = programme(two_teams(tables_of))
    assert cells(report, "teams", "team", "objectives", "active", "stale", "never") == [
        ("Sales", 1, 1, 1, 0), ("Support", 1, 1, 0, 0),
    ]  # fmt: skip
    rules = dict(cells(report, "rules", "rule", "count"))
    assert rules["Q01 Number in the objective"] == 1
    assert rules["Q13 No owner"] == 1
    assert rules["Q12 Confidence never moved"] == 1
    assert sum(rules.values()) == sum(count for (count,) in cells(report, "teams", "found"))


def test_confidence_that_never_moves_is_counted(tables_of: MakeTables) -> None:
    counts = dict(cells(programme(two_teams(tables_of)), "confidence", "confidence", "count"))
    assert list(counts.values()) == [0, 1, 1, 0]


def test_the_numbers_count_teams_owners_and_people(tables_of: MakeTables) -> None:
    section = programme(two_teams(tables_of)).section("standing")
    assert section is not None
    (numbers,) = section.blocks
    said = {number.label: number.figure.text for number in numbers.numbers}  # type: ignore[union-attr]
    assert said["of key results have a check-in in an average week"] == "54%"  # 14 of 26
    assert said["teams with objectives"] == "2 of 2"
    assert said["objectives with an owner"] == "1 of 2"
    assert said["people who own an objective or a key result"] == "1 of 2"


def test_before_the_first_week_is_over_there_is_no_rhythm_and_no_question(tables_of: MakeTables) -> None:
    data = two_teams(tables_of)
    early = programme(report_data_of(data.snapshot.tables, FIRST + 5))
    assert early.section("rhythm") is None
    assert early.section("bets") is None
    assert early.section("teams") is not None


def test_without_rows_there_is_a_page_without_sections(tables_of: MakeTables) -> None:
    assert programme(report_data_of(tables_of())).sections == ()


def test_the_page_shows_no_level_of_anybody() -> None:
    report = programme(worked())
    levels = {"assessments", "skills", "skill"}
    assert not levels & {section.id for section in report.sections}
