"""The forecast of goals on the pages: what is shown to whom, and what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from report_cases import WORDS, report_data_of, worked_tables

from okrsheets.core.cells import needed_day
from okrsheets.core.evaluation import evaluate
from okrsheets.core.headcount_forecast import Gains
from okrsheets.core.model import Assessment, Certification
from okrsheets.core.outlook import EndedCycle, outlook
from okrsheets.core.plan_steps import WAYS, step_text
from okrsheets.core.records import Tables
from okrsheets.core.skill_outlook import NeedOutlook, SkillHistories, need_outlooks
from okrsheets.reports.build import build
from okrsheets.reports.data.anonymise import anonymous
from okrsheets.reports.data.report_data import ReportData
from okrsheets.reports.data.scope import of_all, of_manager, of_person, of_team
from okrsheets.reports.model.figure import Figure
from okrsheets.reports.model.report import Items, Report, Sentences

MIDDLE, END = needed_day("2026-05-20"), needed_day("2026-06-30")


@pytest.fixture(scope="module")
def data() -> ReportData:
    """The worked cases in the middle of their quarter, with what the history knows about the people of each need."""
    found = report_data_of(worked_tables(), MIDDLE)
    tables, evaluation = found.snapshot.tables, found.snapshot.evaluation
    ahead = need_outlooks(
        evaluation.objectives,
        evaluation.people,
        SkillHistories(tables["assessments"].nouns(Assessment)),
        tables["certifications"].nouns(Certification),
        (MIDDLE, END),
    )
    return ReportData(replace(found.snapshot, evaluation=replace(evaluation, ahead=ahead)))


def figures(report: Report, table: str, column: str) -> list[Figure]:
    block = report.table(table)
    assert block is not None
    return [cell for cell in block.column(column) if isinstance(cell, Figure)]


def test_the_least_likely_come_first_with_the_figures_of_the_forecast(data: ReportData) -> None:
    report = build(of_all(data, WORDS))
    wanted = outlook(data.snapshot.evaluation.key_results, MIDDLE).predictions
    chances = [figure.value for figure in figures(report, "forecast", "chance")]
    assert chances == sorted(prediction.chance for prediction in wanted.values())
    assert len(chances) > 20
    assert {figure.value for figure in figures(report, "forecast", "range")} == {
        prediction.middle for prediction in wanted.values()
    }


def test_a_team_sees_its_own_goals_and_pages_about_people_have_no_forecast(data: ReportData) -> None:
    report = build(of_team(data, WORDS, "support"))
    block = report.table("forecast")
    assert block is not None
    assert {row.team for row in block.rows.rows} == {"Support"}
    alone = [build(of_person(data, WORDS, person)) for person in data.people]
    alone += [build(of_manager(data, WORDS, manager)) for manager in data.managers]
    for page in alone:
        assert page.section("forecast") is None
        assert not [item.outlook for block in page.blocks("items") if isinstance(block, Items)
                    for item in block.items.rows if item.outlook]  # fmt: skip


def test_there_is_no_forecast_of_what_is_over() -> None:
    data = report_data_of(worked_tables(), END)
    report = build(of_all(data, WORDS))
    later = [result for result in data.snapshot.evaluation.key_results if result.end and result.end > END]
    assert len(figures(report, "forecast", "chance")) == len([result for result in later if result.counted]) == 1
    assert report.table("people ahead") is None
    assert build(of_all(report_data_of(worked_tables(), END + 365), WORDS)).section("forecast") is None


def test_earlier_cycles_are_said_to_have_held_as_often_as_they_did(data: ReportData) -> None:
    past = evaluate(worked_tables(), END)
    cycle = EndedCycle(END - 90, END, past.key_results)
    later = ReportData(replace(data.snapshot, ended=[cycle]))
    assert later.ahead.test.held is not None
    section = build(of_all(later, WORDS)).section("forecast")
    assert section is not None
    (notes,) = [block for block in section.blocks if isinstance(block, Sentences)]
    held = f"{round(100 * later.ahead.test.held)}% held"
    assert any(
        f"Of {len(later.ahead.test.looks)} such forecasts in earlier cycles, {held}" in line.text
        for line in notes.lines
    )


def test_people_ahead_are_counted_only_where_nobody_is_meant(data: ReportData) -> None:
    evaluation = data.snapshot.evaluation
    needs = dict.fromkeys(evaluation.ahead, NeedOutlook(5, 0, Gains(6, 900.0)))
    few = dict.fromkeys(evaluation.ahead, NeedOutlook(4, 0, Gains(6, 900.0)))

    def likely(ahead: dict[tuple[str, str], NeedOutlook]) -> list[str]:
        found = ReportData(replace(data.snapshot, evaluation=replace(evaluation, ahead=ahead)))
        return [figure.text for figure in figures(build(of_all(found, WORDS, "skills")), "people ahead", "likely")]

    assert any(" to " in text for text in likely(needs))
    assert set(likely(few)) == {"hidden"}


def test_plans_that_were_accepted_are_listed_with_the_skills(tables_of: Callable[..., Tables]) -> None:
    steps = [
        {"id": f"O.P{at}", "objective_id": "O", "key_result": step_text(way, "SQL", 3.5), "kind": "milestone", "target": 4, "current": at}
        for at, way in enumerate(WAYS, start=1)
    ]  # fmt: skip
    other = {
        "id": "O.1",
        "objective_id": "O",
        "key_result": "People trained in SQL",
        "start": 0,
        "target": 4,
        "current": 1,
    }
    tables = tables_of(
        "Q2.xlsx",
        settings=[{"team": "Support", "cycle": "2026-Q2", "cycle_start": "2026-04-01", "cycle_end": "2026-06-30"}],
        objectives=[{"id": "O", "level": "Team", "team": "Support", "owner": "Ida", "objective": "Learn"}],
        key_results=[*steps, other],
    )
    found = report_data_of(tables, MIDDLE)
    for shown in (found, anonymous(found, WORDS)):
        report = build(of_all(shown, WORDS, "skills"))
        assert [figure.value for figure in figures(report, "plan steps", "done")] == [1, 2, 3, 4]


def test_under_other_names_the_same_needs_are_forecast(data: ReportData) -> None:
    def page(one: ReportData) -> list[str]:
        found = build(of_all(one, WORDS, "skills"))
        return [figure.text for figure in figures(found, "people ahead", "likely")]

    evaluation = data.snapshot.evaluation
    known = {key: NeedOutlook(5 + at, 0, Gains(6, 900.0)) for at, key in enumerate(evaluation.ahead)}
    found = ReportData(replace(data.snapshot, evaluation=replace(evaluation, ahead=known)))
    assert page(anonymous(found, WORDS)) == page(found)
    assert len(set(page(found))) > 5
