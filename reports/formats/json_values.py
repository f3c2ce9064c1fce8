"""The same values for programs: plain dictionaries, ready for `json`."""

from __future__ import annotations

from typing import Any

from ...core.errors import Problem
from ...core.evaluation import Evaluation, ObjectiveStatus


def problem(given: Problem) -> dict[str, Any]:
    """Return a problem with its place in parts."""
    return {
        "workbook": given.location.workbook,
        "sheet": given.location.sheet,
        "cell": given.location.cell,
        "what": given.what,
        "hint": given.hint,
        "note": given.note,
    }


def objectives(evaluation: Evaluation) -> list[dict[str, Any]]:
    """Return every objective in the order of the tree; shares are 0..1, None for no data."""
    return [_objective(each) for each in evaluation.objectives]


def _objective(each: ObjectiveStatus) -> dict[str, Any]:
    goal = each.objective
    return {
        "id": goal.id,
        "objective": goal.objective,
        "level": goal.level,
        "owner": goal.owner,
        "parent id": goal.parent_id,
        "depth": each.depth,
        "score": each.score,
        "expected": each.expected,
        "status": each.status,
        "alignment": each.alignment,
        "data": each.data,
        "total": each.total,
        "counted": each.counted,
        "cell": str(goal.origin.location("objective")),
    }
