"""From rows to where every key result and objective stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from okrsheets.core import cells, schema
from okrsheets.core.evaluation import Evaluation, evaluate
from okrsheets.core.model import Settings
from okrsheets.core.objective_status import ObjectiveStatus
from okrsheets.core.records import Tables, together

MakeTables = Callable[..., Tables]
HALF_WAY = cells.needed_day("2026-02-15")  # 45 of the 90 days
CYCLE = {"team": "Support", "cycle": "2026-Q1", "cycle_start": "2026-01-01", "cycle_end": "2026-04-01"}


def kr(name: str, objective: str = "O1", current: object = None, **more: object) -> Any:
    return {"id": name, "objective_id": objective, "start": 0, "target": 10, "current": current, **more}


def check_in(name: str, date: str, value: float) -> Any:
    return {"key_result_id": name, "date": date, "value": value}


def by_id(evaluation: Evaluation) -> dict[str, ObjectiveStatus]:
    return {each.objective.id: each for each in evaluation.objectives}


def test_abandoned_key_results_leave_the_mean_and_are_shown_beside_it(tables_of: MakeTables) -> None:
    key_results = [kr("K1", current=8), kr("K2", current=2, status="abandoned", reason="no budget"), kr("K3")]
    evaluation = evaluate(tables_of(objectives=[{"id": "O1"}], key_results=key_results), HALF_WAY)
    (objective,) = evaluation.objectives
    assert (objective.own, objective.score, objective.with_abandoned) == (0.8, 0.8, 0.5)
    assert (objective.coverage, objective.data, objective.total) == (0.5, 1, 2)
    assert [each.counted for each in evaluation.key_results] == [True, False, True]


def test_an_abandoned_objective_keeps_its_own_score_and_leaves_its_parents(tables_of: MakeTables) -> None:
    objectives = [{"id": "T"}, {"id": "A", "parent_id": "T", "status": "abandoned"}, {"id": "B", "parent_id": "T"}]
    key_results = [kr("KA", "A", 2), kr("KX", "A", 10, status="abandoned"), kr("KB", "B", 6)]
    found = by_id(evaluate(tables_of(objectives=objectives, key_results=key_results), HALF_WAY))
    assert (found["A"].score, found["A"].with_abandoned, found["A"].counted) == (0.2, 0.6, False)
    assert (found["T"].score, found["T"].data, found["T"].total) == (0.6, 1, 1)
    assert found["T"].children == ("A", "B")


def test_a_child_that_only_supports_is_aligned_but_not_counted(tables_of: MakeTables) -> None:
    objectives = [
        {"id": "T"},
        {"id": "A", "parent_id": "T", "contributes": "no"},
        {"id": "B", "parent_id": "T", "contributes": "yes"},
        {"id": "C", "parent_id": "T", "weight": 3},
    ]
    key_results = [kr("KA", "A", 10), kr("KB", "B", 6), kr("KC", "C", 2)]
    found = by_id(evaluate(tables_of(objectives=objectives, key_results=key_results), HALF_WAY))
    assert found["T"].score == pytest.approx((0.6 + 3 * 0.2) / 4)
    assert (found["A"].alignment, found["A"].depth) == ("aligned", 1)


def test_a_blank_current_falls_back_to_the_last_check_in_up_to_today(tables_of: MakeTables) -> None:
    check_ins = [
        check_in("K1", "2026-02-15", 4),
        check_in("K1", "2026-01-15", 1),
        check_in("K1", "2026-02-16", 9),
        check_in("K2", "2026-02-01", 3),
    ]
    tables = tables_of(
        settings=[CYCLE], objectives=[{"id": "O1"}], key_results=[kr("K1"), kr("K2", current=7)], check_ins=check_ins
    )
    first, second = evaluate(tables, HALF_WAY).key_results
    assert (first.current, first.progress, len(first.check_ins)) == (4, 0.4, 2)
    assert first.last is not None
    assert (first.last.date, first.stale) == (HALF_WAY, False)
    assert first.forecast == pytest.approx((1 + 3 / 31 * 76) / 10)
    assert (second.current, second.stale) == (7, False)
    assert [each.stale for each in evaluate(tables, HALF_WAY + 2).key_results] == [False, True]


def test_a_late_start_is_expected_from_its_own_day(tables_of: MakeTables) -> None:
    rows = [kr("K1", current=1), kr("K2", current=1, start_date="2026-02-05"), kr("K3", due_date="2026-02-15")]
    tables = tables_of(settings=[CYCLE], objectives=[{"id": "O1"}], key_results=rows)
    first, late, early = evaluate(tables, HALF_WAY).key_results
    assert (first.expected, early.expected) == (0.5, 1.0)
    assert late.expected == pytest.approx(10 / 55)
    assert (first.status, late.status, early.status) == ("off track", "on track", "no data")
    assert first.behind == 0.4


def test_each_workbook_has_its_own_settings_and_the_rest_have_the_defaults(tables_of: MakeTables) -> None:
    rows = {"objectives": [{"id": "O1"}], "key_results": [kr("K", current=3)]}
    strict = tables_of("Strict.xlsx", settings=[{"team": "Support", "off_track_gap": "15%"}], **rows)
    plain = tables_of("Plain.xlsx", **rows)
    both = {name: together(strict[name].table, [strict[name], plain[name]]) for name in strict.records}
    defaults = Settings(cycle_start=cells.day("2026-01-01"), cycle_end=cells.day("2026-04-01"))
    assert [each.status for each in evaluate(Tables(both), HALF_WAY, defaults).key_results] == ["off track", "at risk"]


def test_gaps_in_the_wrong_order_are_a_problem_and_the_usual_ones_hold(tables_of: MakeTables) -> None:
    tables = tables_of(
        settings=[{**CYCLE, "at_risk_gap": 0.3}], objectives=[{"id": "O1"}], key_results=[kr("K", current=3)]
    )
    evaluation = evaluate(tables, HALF_WAY)
    assert [str(each.location) for each in evaluation.problems if "gap" in each.what] == ["Q1.xlsx › Settings!F5"]
    assert [each.status for each in evaluation.key_results] == ["at risk"]


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ({"target": 0}, "target equals start"),
        ({"start": None}, "missing"),
        ({"kind": "decrease"}, "target is on the wrong side of start"),
        ({"start_date": "2026-03-01", "due_date": "2026-02-01"}, "the end is not after the start"),
    ],
)
def test_a_key_result_at_fault_is_a_problem_at_its_cell_and_the_rest_goes_on(
    tables_of: MakeTables, bad: dict[str, Any], what: str
) -> None:
    tables = tables_of(
        settings=[CYCLE], objectives=[{"id": "O1"}], key_results=[kr("K1", current=5), kr("K2", current=5, **bad)]
    )
    evaluation = evaluate(tables, HALF_WAY)
    assert [(str(each.location), each.what) for each in evaluation.problems if not each.note] == [
        ("Q1.xlsx › Key results!G6", f"progress of K2 can't be calculated: {what}")
    ]
    assert [each.fault for each in evaluation.key_results] == ["", what]
    assert evaluation.objectives[0].score == 0.5


def test_objectives_in_a_cycle_are_still_listed(tables_of: MakeTables) -> None:
    objectives = [
        {"id": "A", "parent_id": "B"},
        {"id": "B", "parent_id": "A"},
        {"id": "C", "parent_id": "A"},
        {"id": "D"},
    ]
    evaluation = evaluate(tables_of(objectives=objectives, key_results=[kr("K", "C", 5)]), HALF_WAY)
    assert [each.objective.id for each in evaluation.objectives] == ["D", "A", "B", "C"]
    found = by_id(evaluation)
    assert [(found[name].alignment, found[name].score) for name in "ABC"] == [
        ("cycle", None),
        ("cycle", None),
        ("aligned", 0.5),
    ]
    assert [str(each.location) for each in evaluation.problems if not each.note] == [
        "Q1.xlsx › Objectives!F5",  # of both: the circle is said once
    ]


def test_parents_come_before_their_children_and_siblings_as_in_the_sheet(tables_of: MakeTables) -> None:
    objectives = [
        {"id": "B1", "parent_id": "B"},
        {"id": "A"},
        {"id": "B"},
        {"id": "A2", "parent_id": "A"},
        {"id": "A2x", "parent_id": "A2"},
        {"id": "A1", "parent_id": "A"},
        {"id": "A"},
        {"id": "Z", "parent_id": "elsewhere"},
    ]
    evaluation = evaluate(tables_of(objectives=objectives, key_results=[kr("K", "A", 5)]), HALF_WAY)
    order = [(each.objective.id, each.depth) for each in evaluation.objectives]
    assert order == [("A", 0), ("A2", 1), ("A2x", 2), ("A1", 1), ("B", 0), ("B1", 1), ("Z", 0), ("A", 0)]
    assert [each.objective.origin.row for each in evaluation.objectives if each.key_results] == [6]
    assert [each.what for each in evaluation.problems] == [
        "objective A: another objective has the same ID",
        "objective Z: parent objective elsewhere not found",
    ]


def test_children_that_all_weigh_nothing_are_left_out_and_said(tables_of: MakeTables) -> None:
    objectives = [{"id": "T"}, {"id": "A", "parent_id": "T", "weight": 0}, {"id": "B"}]
    evaluation = evaluate(tables_of(objectives=objectives, key_results=[kr("KA", "A", 5), kr("KB", "B", 5)]), HALF_WAY)
    assert {name: each.score for name, each in by_id(evaluation).items()} == {"T": None, "A": 0.5, "B": 0.5}
    assert [str(each.location) for each in evaluation.problems if each.what == "weights sum to 0"] == [
        "Q1.xlsx › Objectives!I6"
    ]


def test_a_committed_objective_is_green_only_at_one(tables_of: MakeTables) -> None:
    objectives = [{"id": "O1", "commitment": "committed"}, {"id": "O2"}]
    evaluation = evaluate(
        tables_of(objectives=objectives, key_results=[kr("K1", "O1", 9), kr("K2", "O2", 9)]), HALF_WAY
    )
    assert [each.grade for each in evaluation.objectives] == ["yellow", "green"]
    assert [each.grade for each in evaluation.key_results] == ["yellow", "green"]


def test_ten_thousand_objectives_in_a_chain_stand(tables_of: MakeTables) -> None:
    objectives = [{"id": f"O{n}", "parent_id": f"O{n - 1}" if n else None} for n in range(10_000)]
    evaluation = evaluate(tables_of(objectives=objectives, key_results=[kr("K", "O9999", 5)]), HALF_WAY)
    assert evaluation.objectives[0].score == 0.5
    assert [each.depth for each in evaluation.objectives] == list(range(10_000))
    assert [each.objective.id for each in evaluation.tops] == ["O0"]


def test_a_missing_parent_is_a_note_while_one_workbook_was_read_and_is_found_in_another(tables_of: MakeTables) -> None:
    child = tables_of("Team.xlsx", objectives=[{"id": "T", "level": "Team", "parent_id": "O"}])
    parent = tables_of("Board.xlsx", objectives=[{"id": "O", "level": "Organisation"}])
    other = tables_of("Other.xlsx", objectives=[{"id": "X", "level": "Organisation"}])

    def read(*parts: Tables) -> list[tuple[str, bool]]:
        objectives = together(schema.OBJECTIVES, [each["objectives"] for each in parts])
        problems = evaluate(Tables({"objectives": objectives}), HALF_WAY).problems
        return [(each.what, each.note) for each in problems if "not found" in each.what]

    what = "objective T: parent objective O not found"
    assert (read(child), read(child, other), read(child, parent)) == ([(what, True)], [(what, False)], [])
