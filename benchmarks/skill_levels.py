"""Levels, gaps and the readiness of objectives: the evaluation in the history against a straightforward pandas version.

python -m benchmarks.skill_levels [PEOPLE]

100,000 people, 30 skills, a rating of each of four rater types, 10,000 objectives that need a skill each. Both sides begin with the
rows in memory or in the history, and end with the gap of every person in every skill of their role and the readiness
of every objective; the answers are compared. Each runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from okrsheets.core import schema
from okrsheets.core.cells import needed_day
from okrsheets.core.model import Settings
from okrsheets.core.records import Records
from okrsheets.core.skills import RATER_TYPES, RATER_WEIGHTS, WINDOW_DAYS
from okrsheets.sheets_templates.imported import records_of
from okrsheets.sync.sources.base import FileInfo
from okrsheets.sync.store.evaluation import evaluate_state
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store
from okrsheets.sync.store.writer import StoreWriter

PEOPLE, SKILLS, OBJECTIVES, TEAM = 100_000, 30, 10_000, 50
TODAY = needed_day("2026-05-20")
# A rating of a person (number) in a skill by a rater type, made of their numbers, and its day: in SQL and in Python the same.
_LEVEL = "((person * 7 + skill * 13 + rater * 5 + (person // 11) * skill) % 6)"
_DAY = f"{TODAY} - ((person * 3 + skill * 17 + rater * 29) % 300)"


@dataclass(frozen=True)
class Answers:
    """What both come to: the sum of all gaps, and the readiness of each objective in order; with the cost."""

    gaps: float
    readiness: tuple[float, ...]
    seconds: float
    megabytes: float


def needs() -> list[tuple[str, str, float, float]]:
    """The skill that each objective needs: objective, skill, level, headcount."""
    return [(f"O{n}", f"S{n * 7 % SKILLS}", float(2 + n % 3), float(5 + n % 40)) for n in range(OBJECTIVES)]


def requirements() -> list[tuple[str, str, float]]:
    """What the one role requires: role, skill, level."""
    return [("Agent", f"S{skill}", float(2 + skill % 3)) for skill in range(SKILLS)]


def teams(people: int) -> int:
    """How many teams there are."""
    return max(1, people // TEAM)


def by_history(people: int) -> Answers:
    """The evaluation of okrsheets."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "okrsheets.duckdb") as store:
        with store.transaction():
            _fill(store, people)
        state = State(store, 1, TODAY)
        return _timed(lambda: _evaluated(state))


def _evaluated(state: State) -> tuple[float, dict[str, float]]:
    evaluation = evaluate_state(state, Settings())
    totals = evaluation.people.totals(3.0, 24)  # type: ignore[attr-defined]
    ready = {status.objective.id: status.readiness.readiness for status in evaluation.objectives if status.readiness}
    return sum(total.lacking for total in totals), {id: value or 0.0 for id, value in ready.items()}


def _fill(store: Store, people: int) -> None:
    """Put the rows into the history, the ratings by a query: a workbook for each is measured elsewhere."""
    writer = StoreWriter(store, 1, TODAY)
    number = teams(people)
    tables = {
        "roles": [(*row, None) for row in requirements()],
        "people": [(f"p{n}", f"Person {n}", "Agent", f"T{n % number}", None, None) for n in range(people)],
        "assessments": [("p0", "S0", "self", 0.0, TODAY, None)],
        "objectives": [
            (f"O{n}", "team", f"T{n % number}", "Ana", "Goal", None, None, None, None, None, None)
            for n in range(OBJECTIVES)
        ],
        "goal skills": [(*row, None) for row in needs()],
    }
    records: list[Records] = [records_of(schema.table(name), rows, "All.xlsx") for name, rows in tables.items()]
    writer.add("All.xlsx", FileInfo("All.xlsx", "", 1, 1), "", "0", records, ())
    writer.finish({})
    raters = ", ".join(f"'{rater}'" for rater in RATER_TYPES)
    (sheet,) = store.rows("SELECT DISTINCT sheet FROM assessments")[0]
    store.rows("DELETE FROM assessments")
    store.rows(
        f"INSERT INTO assessments BY NAME SELECT 1 AS version, {sheet} AS sheet, "
        f"5 + ((person * {SKILLS} + skill) * 4 + rater)::INTEGER AS row, 'p' || person AS person_id, 'S' || skill AS skill, "
        f"[{raters}][rater + 1] AS rater_type, {_LEVEL}::DOUBLE AS level, ({_DAY})::INTEGER AS date FROM range({people}) p(person), "
        f"range({SKILLS}) s(skill), range(4) r(rater)"
    )


def by_pandas(people: int) -> Answers:
    """The same by pandas, as one would write it; texts that recur are categories, which is the quicker way."""
    grid = pd.MultiIndex.from_product([range(people), range(SKILLS), range(4)], names=["person", "skill", "rater"])
    ratings = grid.to_frame(index=False)
    ratings["level"] = ratings.eval(_LEVEL).astype(float)
    ratings["date"] = ratings.eval(_DAY)
    ratings["rater_type"] = pd.Categorical.from_codes(ratings.pop("rater").to_numpy(), list(RATER_TYPES))
    ratings["person_id"] = pd.Categorical.from_codes(ratings.pop("person").to_numpy(), [f"p{n}" for n in range(people)])
    ratings["skill"] = pd.Categorical.from_codes(ratings["skill"].to_numpy(), [f"S{n}" for n in range(SKILLS)])
    number = teams(people)
    persons = pd.DataFrame(
        {
            "person_id": [f"p{n}" for n in range(people)],
            "team": [f"T{n % number}" for n in range(people)],
            "role": "Agent",
        }
    )
    roles = pd.DataFrame(requirements(), columns=["role", "skill", "required"])
    wanted = pd.DataFrame(needs(), columns=["objective_id", "skill", "level", "headcount"])
    wanted["team"] = [f"T{n % number}" for n in range(OBJECTIVES)]
    return _timed(lambda: _with_pandas(ratings, persons, roles, wanted))


def _with_pandas(
    ratings: pd.DataFrame, persons: pd.DataFrame, roles: pd.DataFrame, wanted: pd.DataFrame
) -> tuple[float, dict[str, float]]:
    own = ["person_id", "skill", "rater_type"]
    newest = ratings.groupby(own, observed=True)["date"].transform("max")
    counted = ratings[ratings["date"] >= newest - WINDOW_DAYS]
    means = counted.groupby(own, observed=True)["level"].mean().reset_index()
    means["weight"] = means["rater_type"].map(RATER_WEIGHTS).astype(float)
    means["weighted"] = means["level"] * means["weight"]
    sums = means.groupby(["person_id", "skill"], observed=True)[["weighted", "weight"]].sum()
    levels = (sums["weighted"] / sums["weight"]).rename("level").reset_index()
    levels[["person_id", "skill"]] = levels[["person_id", "skill"]].astype(str)
    status = persons.merge(roles, on="role").merge(levels, on=["person_id", "skill"], how="left")
    gaps = (status["required"] - status["level"].fillna(0)).clip(lower=0)
    pairs = wanted.merge(status[["team", "skill", "level"]], on=["team", "skill"], suffixes=("", "_of_person"))
    able = pairs[pairs["level_of_person"] >= pairs["level"]].groupby("objective_id").size()
    have = wanted["objective_id"].map(able).fillna(0)
    ready = (have / wanted["headcount"]).clip(upper=1)
    return float(gaps.sum()), dict(zip(wanted["objective_id"], ready.tolist()))


def _timed(work: Callable[[], tuple[float, dict[str, float]]]) -> Answers:
    began = time.perf_counter()
    gaps, ready = work()
    seconds = time.perf_counter() - began
    readiness = tuple(ready[f"O{n}"] for n in range(OBJECTIVES))
    return Answers(gaps, readiness, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _apart(work: Callable[[int], Answers], people: int) -> Any:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, (people,))


def main() -> None:
    """Print the seconds and the memory of both, after the answers were compared."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    ours, theirs = _apart(by_history, people), _apart(by_pandas, people)
    same = abs(ours.gaps - theirs.gaps) <= 1e-9 * max(1.0, ours.gaps) and all(
        abs(one - other) <= 1e-9 for one, other in zip(ours.readiness, theirs.readiness)
    )
    if not same:
        raise SystemExit(f"the answers differ: gaps {ours.gaps} and {theirs.gaps}")
    print(f"{people:,} people × {SKILLS} skills, four raters each, {OBJECTIVES:,} objectives; same answers")
    print(f"  pandas     {theirs.seconds:6.1f} s  {theirs.megabytes:6,.0f} MB")
    print(
        f"  okrsheets  {ours.seconds:6.1f} s  {ours.megabytes:6,.0f} MB  {ours.seconds / theirs.seconds:.2f} of it (goal 0.33, 2,000 MB)",
        flush=True,
    )


if __name__ == "__main__":
    main()
