"""The same values for programs: plain dictionaries, ready for `json`."""

from __future__ import annotations

from typing import Any

from ...core.errors import Problem
from ...core.evaluation import Evaluation
from ...core.objective_status import ObjectiveStatus


def problem(problem: Problem) -> dict[str, Any]:
    """Return a problem with its place in parts."""
    return {
        "workbook": problem.location.workbook,
        "sheet": problem.location.sheet,
        "cell": problem.location.cell,
        "what": problem.what,
        "hint": problem.hint,
        "note": problem.note,
    }


def objectives(evaluation: Evaluation) -> list[dict[str, Any]]:
    """Return every objective in the order of the tree; shares are 0..1, None for no data."""
    return [_objective(status) for status in evaluation.objectives]


def _objective(status: ObjectiveStatus) -> dict[str, Any]:
    objective = status.objective
    return {
        "id": objective.id,
        "objective": objective.objective,
        "level": objective.level,
        "owner": objective.owner,
        "parent id": objective.parent_id,
        "depth": status.depth,
        "score": status.score,
        "expected": status.expected,
        "status": status.status,
        "alignment": status.alignment,
        "data": status.data,
        "total": status.total,
        "counted": status.counted,
        "cell": str(objective.origin.location("objective")),
    }
