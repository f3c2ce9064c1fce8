"""What the executive summary says: the verdict, what changed, and which risks and decisions come first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from okrsheets.core.cells import needed_day
from okrsheets.core.evaluation import evaluate
from okrsheets.core.records import Tables
from okrsheets.core.snapshot import Snapshot
from okrsheets.reports.build import build
from okrsheets.reports.data.report_data import ReportData
from okrsheets.reports.data.scope import of_all, of_team
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.model.executive_summary import ExecutiveSummary
from okrsheets.reports.model.figure import Figure
from okrsheets.reports.model.report import TableBlock, Text

Make = Callable[..., ExecutiveSummary]
START, END = needed_day("2026-04-01"), needed_day("2026-06-30")
HALFWAY, EARLIER = needed_day("2026-05-16"), needed_day("2026-05-02")
ORG = {"id": "O", "level": "Organisation", "owner": "Ana", "objective": "Be liked"}


def team(id: str, **more: Any) -> dict[str, Any]:
    return {
        "id": id, "level": "Team", "team": "Support", "owner": "Ben", "objective": f"Goal {id}", "parent_id": "O",
    } | more  # fmt: skip


def result(id: str, objective: str, current: float | None, **more: Any) -> dict[str, Any]:
    return {
        "id": id, "objective_id": objective, "key_result": f"Result {id}", "start": 0, "target": 100, "current": current,
    } | more  # fmt: skip


def looked(id: str, day: int = HALFWAY, value: float | None = None) -> dict[str, Any]:
    return {"date": day, "key_result_id": id, "value": value}


@pytest.fixture
def summary(tables_of: Callable[..., Tables]) -> Make:
    """`summary(today, objectives=…)` gives the summary; key results without check-ins get one of the day."""

    def make(
        today: int = HALFWAY,
        snapshot: Mapping[str, Any] | None = None,
        subject: str = "",
        dates: bool = True,
        check_ins: Sequence[Mapping[str, Any]] | None = None,
        **rows: Sequence[Mapping[str, Any]],
    ) -> ExecutiveSummary:
        period = {"cycle_start": START, "cycle_end": END} if dates else {}
        looks = [looked(row["id"], today) for row in rows.get("key_results", ())] if check_ins is None else check_ins
        settings = [{"team": "Lead", "cycle": "2026-Q2", **period}]
        tables = tables_of("Q2.xlsx", settings=settings, check_ins=looks, **rows)
        taken = Snapshot(
            evaluate(tables, today), tables, "2026-Q2", (START, END) if dates else None, **(snapshot or {})
        )
        data, language = ReportData(taken), load_language("en")
        report = build(of_team(data, language, subject) if subject else of_all(data, language))
        made = ExecutiveSummary.of(report)
        assert made is not None
        return made

    return make


def column(table: TableBlock | None, key: str) -> list[str]:
    assert table is not None
    cells = table.column(key)
    return [cell.text if isinstance(cell, Figure) else cell.short for cell in cells if isinstance(cell, (Figure, Text))]


@pytest.mark.parametrize(
    ("current", "sentence"),
    [
        (70, "Ahead of plan: 1 of 1 objective is on track; score 70% where 50% was expected by now."),
        (45, "On plan: 1 of 1 objective is on track; score 45% where 50% was expected by now."),
        (35, "Behind plan: 0 of 1 objective is on track; score 35% where 50% was expected by now."),
        (10, "Well behind plan: 0 of 1 objective is on track; score 10% where 50% was expected by now."),
        (100, "Achieved: 1 of 1 objective is on track; score 100% where 50% was expected by now."),
        (None, "No data yet for 1 objective."),
    ],
)
def test_the_verdict_says_how_far_ahead_or_behind_the_whole_is(
    summary: Make, current: float | None, sentence: str
) -> None:
    verdict = summary(objectives=[ORG], key_results=[result("K", "O", current)]).verdict
    assert verdict.sentence.text == sentence


@pytest.mark.parametrize(
    ("today", "current", "sentence"),
    [
        (START - 1, None, "Not started: the cycle begins on 1 April 2026."),
        (END + 1, 80, "Achieved: the cycle has ended; 1 of 1 objective was achieved; final score 80%."),
        (END + 1, 50, "Partly achieved: the cycle has ended; 0 of 1 objective was achieved; final score 50%."),
        (END + 1, 20, "Missed: the cycle has ended; 0 of 1 objective was achieved; final score 20%."),
    ],
)
def test_before_and_after_the_cycle_there_is_no_plan(
    summary: Make, today: int, current: float | None, sentence: str
) -> None:
    verdict = summary(today, objectives=[ORG], key_results=[result("K", "O", current)]).verdict
    assert verdict.sentence.text == sentence


def test_without_objectives_or_dates_the_verdict_says_what_is_known(summary: Make) -> None:
    assert summary().verdict.sentence.text == "No objectives in this cycle."
    undated = summary(dates=False, objectives=[ORG], key_results=[result("K", "O", 40)]).verdict
    assert undated.sentence.text == "On plan: 1 of 1 objective is on track; score 40%."


def test_a_good_score_is_not_believed_when_half_of_the_check_ins_are_overdue(summary: Make) -> None:
    rows: dict[str, Any] = {"objectives": [ORG], "key_results": [result("K1", "O", 60), result("K2", "O", 60)]}
    old = [looked("K1", START), looked("K2", HALFWAY)]
    verdict = summary(check_ins=old, **rows).verdict
    assert verdict.sentence.text.startswith("Out of date: 1 of 1 objective is on track, but check-ins are missing")
    assert (verdict.status.word, verdict.status.label) == ("no data", "out of date")
    assert [remark.text for remark in verdict.remarks] == ["The check-in of 1 key result is overdue."]
    behind = summary(check_ins=old, objectives=[ORG], key_results=[result("K1", "O", 0), result("K2", "O", 0)]).verdict
    assert behind.sentence.text.startswith("Well behind plan")


def test_the_score_is_the_mean_of_the_main_objectives_by_their_weights(summary: Make) -> None:
    two: list[dict[str, Any]] = [ORG, ORG | {"id": "P", "objective": "Be paid", "weight": 3}]
    verdict = summary(objectives=two, key_results=[result("K", "O", 0), result("L", "P", 100)]).verdict
    assert verdict.measure.score.value == 0.75
    nothing = summary(objectives=[each | {"weight": 0} for each in two], key_results=[result("K", "O", 50)]).verdict
    assert nothing.measure.score.value == 0.5


def test_what_changed_is_named_by_direction_and_the_rest_is_counted(summary: Make) -> None:
    ids = [f"T{number}" for number in range(1, 10)]
    made = summary(
        objectives=[ORG, *(team(id) for id in ids), team("T10", status="abandoned", reason="no budget")],
        key_results=[result(f"K{id}", id, 40) for id in ids],
        snapshot={
            "since": EARLIER,
            "earlier": {"O": 0.4, "T1": 0.5, "T2": 0.45, **dict.fromkeys(ids[3:], 0.1), "T10": 0.1},
            "earlier_lifecycles": dict.fromkeys(("O", "T1", "T2", *ids[3:], "T10"), "active"),
        },
    )
    assert made.changes is not None
    assert made.changes.title == "Changes since 2 May 2026"
    assert list(zip(column(made.changes, "which"), column(made.changes, "change"))) == [
        ("Goal T1", "down 10 points"), ("Goal T2", "down 5 points"), ("Goal T4", "up 30 points"),
        ("Goal T5", "up 30 points"), ("Goal T3", "new"), ("Goal T10", "abandoned"),
    ]  # fmt: skip
    assert made.changes.rows.more == "and 4 more"


def test_what_was_closed_before_the_last_review_is_no_change(summary: Make) -> None:
    earlier = {
        "since": EARLIER,
        "earlier": {"O": 0.4, "T": 0.1},
        "earlier_lifecycles": {"O": "active", "T": "abandoned"},
    }
    made = summary(
        objectives=[ORG, team("T", status="abandoned")], key_results=[result("K", "O", 40)], snapshot=earlier
    )
    assert made.changes is None


def test_a_first_review_is_compared_with_the_check_ins_of_two_weeks_ago(summary: Make) -> None:
    looks = [looked("K", EARLIER, 20), looked("K", HALFWAY, 50)]
    rows: dict[str, Any] = {"objectives": [ORG], "key_results": [result("K", "O", 50)], "check_ins": looks}
    made = summary(**rows)
    assert made.changes is not None
    assert (made.changes.title, column(made.changes, "change")) == ("Changes since 2 May 2026", ["up 30 points"])
    assert column(made.tree, "change") == ["+30"]
    last_cycle = summary(snapshot={"since": START - 5, "earlier": {"O": 0.9}}, **rows)  # the id was used before
    assert column(last_cycle.changes, "change") == ["up 30 points"]


def test_five_risks_are_listed_the_furthest_behind_first(summary: Make) -> None:
    made = summary(
        objectives=[ORG],
        key_results=[
            *(result(f"K{at}", "O", 4 * at, due_date=END) for at in range(7)),
            result("GOOD", "O", 60), result("NONE", "O", None),
        ],
    )  # fmt: skip
    assert column(made.risks, "which") == [f"Result K{at}" for at in range(5)]
    assert made.risks is not None
    assert made.risks.rows.more == "and 2 more under “Needs attention”"
    assert column(made.risks, "owner") == ["Ana"] * 5
    assert column(made.risks, "due") == ["30 Jun"] * 5


def test_each_rule_asks_for_its_decision_in_order(summary: Make) -> None:
    made = summary(
        objectives=[ORG, team("T1"), team("T2", owner=None), team("T3")],
        key_results=[
            result("DUE", "O", 10, due_date=HALFWAY - 1), result("OFF", "T1", 0), result("OK", "T2", 60),
            result("NO-TARGET", "T3", 5, target=None), result("BLANK", "T3", None), result("OLD", "T3", 60),
        ],
        check_ins=[*(looked(id) for id in ("DUE", "OFF", "OK", "NO-TARGET", "BLANK")), looked("OLD", START)],
    )  # fmt: skip
    assert made.decisions is not None
    assert list(zip(column(made.decisions, "which"), column(made.decisions, "question"))) == [
        ("Result DUE", "It ends at 10%. Close it, carry it forward or abandon it?"),
        ("Goal T1", "Off track. Change the plan, the target or the scope?"),
        ("Goal T2", "No owner. Who takes it on?"),
        ("Result NO-TARGET", "No target. What is to be achieved?"),
        ("Result BLANK", "No value yet. Is it still wanted?"),
    ]
    assert made.decisions.rows.more == "and 1 more under “Decisions”"
    assert column(made.decisions, "owner") == ["Ana", "Ben", "no owner", "Ben", "Ben"]


def test_an_objective_off_track_stands_for_its_key_results_and_the_lowest_one_is_asked(summary: Make) -> None:
    made = summary(objectives=[ORG, team("T")], key_results=[result("K1", "T", 0), result("K2", "T", 0)])
    assert column(made.decisions, "which") == ["Goal T"]


def test_closed_things_need_no_decision_and_are_no_risk(summary: Make) -> None:
    closed = {"status": "abandoned", "reason": "no budget"}
    made = summary(
        objectives=[ORG, team("T", owner=None, **closed)],
        key_results=[
            result("K1", "T", 0), result("K2", "O", 0, status="carried forward"), result("K3", "O", 0, **closed),
            *(result(f"OK{at}", "O", 99) for at in range(3)),
        ],
    )  # fmt: skip
    assert made.risks is None
    assert made.decisions is None


def test_a_large_tree_shows_its_upper_levels_and_says_where_the_rest_is(summary: Make) -> None:
    ids = [f"T{number}" for number in range(9)]
    below = [team(f"{id}-S{at}", level="Skills", parent_id=id) for id in ids for at in range(3)]
    rows = [ORG, *(row for id in ids for row in (team(id), *(each for each in below if each["parent_id"] == id)))]
    made = summary(objectives=rows, key_results=[result("K", "O", 40)])
    assert made.tree is not None
    assert [row.depth for row in made.tree.rows.rows] == [0, 1, 2, 2, *[1] * 8]
    assert made.tree.rows.more == "and 25 more under “All objectives”"


def test_a_team_is_judged_by_its_own_objectives_and_sees_what_they_serve(summary: Make) -> None:
    made = summary(
        subject="Support",
        objectives=[ORG, team("T"), team("S", level="Skills", parent_id="T")],
        key_results=[result("K0", "O", 0), result("K", "T", 60), result("L", "S", 0)],
    )
    assert made.verdict.measure.score.value == 0.3  # T with what S contributes, not S once more
    assert "1 of 2 objectives" not in made.verdict.sentence.text
    assert column(made.tree, "objective") == ["Be liked", "Goal T", "Goal S"]
