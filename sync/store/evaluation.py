"""The evaluation of a state by the queries of `sql/`, and from their rows to the `Evaluation` that reports read.

The queries compute; here their rows meet the records that they are about, and what is wrong gets its message.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...core import current_values, schema
from ...core.alignment_problems import alignment_problems
from ...core.cells import Day
from ...core.errors import Problem
from ...core.evaluation import Evaluation, check_ins_by_key_result, fault_problem
from ...core.evidence import EvidenceRules
from ...core.key_result_status import KeyResultStatus
from ...core.model import CheckIn, KeyResult, Objective, Settings
from ...core.objective_status import ObjectiveStatus, tree_order, weightless
from ...core.pacing import AT_RISK_GAP, OFF_TRACK_GAP, STALE_DAYS, quarter_of
from ...core.records import Tables
from ...core.skill_status import Readiness, certificates_of
from ...core.workbook_rules import workbook_rules
from .current_rows import CURRENT, current_views
from .needs import need_outlooks_of
from .people import people_of
from .state import State
from .statements import as_temporary, rules_query, skill_statements, statements, view_name

PLAIN = EvidenceRules()
MANY_RATINGS = 1_000_000  # beyond which the levels of people need more memory than a sync has otherwise
Rows = Sequence[tuple[Any, ...]]
BESIDE = ("current_initiatives", "current_kpis")  # what no query of the evaluation reads

SKILL_TABLES = (
    "current_goal_skills",
    "current_roles",
    "current_people",
    "current_assessments",
    "current_certifications",
)


def compute(state: State, thresholds: Settings, with_skills: bool = False, skill_rules: EvidenceRules = PLAIN) -> None:
    """Compute `key_result_status` and `objective_status` on the day of a state, as temporary tables of its store.

    `with_skills` also computes `skill_status`, `person_status`, `skill_needs` and `goal_readiness`, by the rules of
    evidence that are chosen.
    """
    _set_day(state, thresholds)
    if with_skills and state.store.rows("SELECT count(*) FROM assessments")[0][0] > MANY_RATINGS:
        state.store.rows("SET memory_limit='1200MB'")
    by_evidence = not skill_rules.is_plain
    if with_skills and by_evidence:
        state.store.rows(f"CREATE OR REPLACE TEMP TABLE skill_rules AS {rules_query(skill_rules)}")
    for statement in current_views():
        name = view_name(statement)
        if name in BESIDE:
            continue
        if (with_skills or name not in SKILL_TABLES) and (by_evidence or name != "current_learning"):
            state.store.rows(as_temporary(statement))
    skills = skill_statements(by_evidence) if with_skills else ()
    for statement in (*statements("okrs"), *skills):
        state.store.rows(as_temporary(statement))


def _release(state: State) -> None:
    """Drop the temporary tables of the queries: an organisation's are larger than all that follows."""
    made = "SELECT table_name FROM duckdb_tables() WHERE temporary"
    files = (*statements("okrs"), *statements("skills"), *statements("evidence"))
    names = {view_name(statement) for statement in (*current_views(), *files)} | {"skill_rules"}
    for (name,) in state.store.rows(made):
        if name in names:
            state.store.rows(f"DROP TABLE temp.{name}")


def _set_day(state: State, thresholds: Settings) -> None:
    """Make the tables that the views find by the client's variables: the day, and what counts on it."""
    store, decisions = state.store, state.decisions
    start, end = period_of(state)
    gaps = replace(thresholds, at_risk_gap=AT_RISK_GAP, off_track_gap=OFF_TRACK_GAP, stale_days=STALE_DAYS)
    used = thresholds.over(gaps)
    store.load_macros()
    store.rows(
        "CREATE OR REPLACE TEMP TABLE evaluation_day AS SELECT "
        f"okr_date({int(state.today)}) AS today, okr_date({int(state.known_until)}) AS known_until, "
        f"okr_date({start}) AS cycle_start, okr_date({end}) AS cycle_end, {used.at_risk_gap!r}::DOUBLE AS at_risk_gap, "
        f"{used.off_track_gap!r}::DOUBLE AS off_track_gap, {used.stale_days!r}::DOUBLE AS stale_days"
    )
    for name, query in (
        (CURRENT.workbooks, f"SELECT version, name AS workbook, rank FROM {decisions.workbooks}"),
        (CURRENT.dropped, f"FROM {decisions.dropped}"),
        (CURRENT.renamed, f"FROM {decisions.renamed}"),
    ):
        store.rows(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")


def period_of(state: State) -> tuple[Day, Day]:
    """Return the first and last day of the state's cycle; where no workbook says, of the quarter that today is in."""
    cycle = state.cycle
    if cycle is not None and cycle.start is not None and cycle.end is not None:
        return cycle.start, cycle.end
    quarter = quarter_of(state.today)
    return quarter.start, quarter.end


def scores(state: State) -> list[tuple[str, float]]:
    """Return the score of each objective that has one, by id."""
    compute(state, Settings())
    return [(id, score) for id, score in state.store.rows(
        "SELECT id, score FROM objective_status WHERE score IS NOT NULL ORDER BY position")]  # fmt: skip


def evaluate_state(
    state: State, thresholds: Settings, details: bool = True, skill_rules: EvidenceRules = PLAIN
) -> Evaluation:
    """Return the evaluation of a state; a workbook without dates of its own has those of the cycle.

    Without `details` it has no people, no readiness and no check-ins: enough for the objectives and for the problems.
    `skill_rules` are the rules of evidence by which levels are computed, where they are chosen.
    """
    compute(state, thresholds, details, skill_rules)
    start, end = period_of(state)
    _, problems = workbook_rules(
        Tables({"settings": state.open_tables["settings"]}), replace(thresholds, cycle_start=start, cycle_end=end)
    )
    people, readiness = people_of(state) if details else ((), {})
    ahead = need_outlooks_of(state) if readiness and state.today < end else {}
    key_results, key_result_problems = _key_results(state, details)
    objectives, tree_problems = _objectives(state, key_results, readiness)
    _, certificate_problems = certificates_of(state.open_tables, {}, state.today)
    _release(state)
    return Evaluation(
        state.today,
        objectives,
        key_results,
        people,
        (*problems, *key_result_problems, *tree_problems, *certificate_problems),
        ahead,
    )


def objectives_of(state: State, thresholds: Settings) -> Evaluation:
    """Return the objectives of a state's evaluation and nothing else: no key results, people or problems."""
    compute(state, thresholds)
    objectives, _ = _objectives(state, (), {})
    return Evaluation(state.today, objectives, (), (), ())


def key_results_of(state: State, thresholds: Settings) -> tuple[KeyResultStatus, ...]:
    """Return the key results of a state's evaluation with their check-ins, and nothing else."""
    compute(state, thresholds)
    key_results, _ = _key_results(state, details=True)
    _release(state)
    return key_results


_CONTRADICTING = (
    "(version, sheet, row) IN (SELECT (c.version, c.sheet, c.row) FROM check_ins_by_day c "
    "JOIN key_result_status k ON k.value_position = c.position WHERE k.contradicted)"
)


def _key_results(state: State, details: bool) -> tuple[tuple[KeyResultStatus, ...], list[Problem]]:
    rows = state.store.rows(
        "SELECT current, progress, expected, status, grade, coalesce(stale, true), forecast, counted, commitment, "
        "okr_serial(last_day), coalesce(fault, ''), contradicted, changed_later FROM key_result_status ORDER BY position"
    )
    nouns = state.open_tables["key results"].nouns(KeyResult)
    records = state.table(schema.CHECK_INS, "" if details else _CONTRADICTING)
    check_ins = check_ins_by_key_result(records.nouns(CheckIn), state.today)
    later = {noun.origin.source.workbook for noun, row in zip(nouns, rows) if row[-1]}
    problems = current_values.undated(nouns, state.today, later)
    statuses = []
    for noun, (*values, fault, contradicted, _) in zip(nouns, rows):
        own = check_ins.get(noun.id, ())
        status = _key_result(noun, values, own, fault)
        problem = current_values.contradiction(noun, own, later) if contradicted else None
        problems.extend([problem] if problem else [])
        problems.extend([fault_problem(status)] if fault else [])
        statuses.append(status)
    return tuple(statuses), problems


def _key_result(noun: KeyResult, values: Sequence[Any], check_ins: tuple[CheckIn, ...], fault: str) -> KeyResultStatus:
    current, progress, expected, status, grade, stale, forecast, counted, commitment, end = values
    return KeyResultStatus(
        key_result=noun,
        current=current,
        progress=progress,
        expected=expected,
        status=status,
        grade=grade,
        last=check_ins[-1] if check_ins else None,
        check_ins=check_ins,
        stale=stale,
        forecast=forecast,
        counted=counted,
        commitment=commitment,
        fault=fault,
        end=end,
    )


def _objectives(
    state: State, key_results: Sequence[KeyResultStatus], readiness: Mapping[str, Readiness]
) -> tuple[tuple[ObjectiveStatus, ...], list[Problem]]:
    rows = state.store.rows(
        "SELECT team, own, with_abandoned, score, expected, status, grade, coalesce(alignment, ''), coverage, data, total, "
        "counted FROM objective_status ORDER BY position"
    )
    nouns = state.open_tables["objectives"].nouns(Objective)
    own: dict[str, list[KeyResultStatus]] = defaultdict(list)
    for status in key_results:
        own[status.key_result.objective_id or ""].append(status)
    children: dict[str, list[str]] = defaultdict(list)
    for objective in nouns:
        if objective.parent_id and objective.id:
            children[objective.parent_id].append(objective.id)
    statuses = tuple(
        _objective(nouns[at], depth, rows[at], own, tuple(children[nouns[at].id]), readiness.get(nouns[at].id))
        for at, depth in tree_order(nouns)
    )
    problems = weightless(nouns, [row[1] for row in rows])
    return statuses, problems + alignment_problems(nouns, [row[7] or None for row in rows])


def _objective(
    noun: Objective,
    depth: int,
    row: tuple[Any, ...],
    own: Mapping[str, Sequence[KeyResultStatus]],
    children: tuple[str, ...],
    readiness: Readiness | None,
) -> ObjectiveStatus:
    team, own_score, with_abandoned, score, expected, status, grade, alignment, coverage, data, total, counted = row
    return ObjectiveStatus(
        objective=noun,
        team=team,
        depth=depth,
        own=own_score,
        with_abandoned=with_abandoned,
        score=score,
        expected=expected,
        status=status,
        grade=grade,
        alignment=alignment,
        coverage=coverage,
        data=data,
        total=total,
        counted=counted,
        key_results=tuple(own.get(noun.id, ())) if alignment != "duplicate id" else (),
        children=children,
        readiness=readiness,
    )
