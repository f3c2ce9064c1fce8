"""What closing a workbook does, in the names of its objectives and key results."""

from __future__ import annotations

from collections.abc import Iterator

from ..addin.macros.close_quarter import Closing
from ..addin.macros.plan import Plan
from ..core.cells import date_of
from ..core.key_result_status import KeyResultStatus
from ..core.model import Objective
from ..core.percent import percent_text


def closing_lines(name: str, closing: Closing, plan: Plan) -> Iterator[str]:
    """Yield the lines that describe what happens in a workbook."""
    first, last = date_of(closing.next.start).isoformat(), date_of(closing.next.end).isoformat()
    yield f"{name}: {closing.cycle.name} closes; {closing.next.name} begins, {first} to {last}"
    copies = [sheet.copy_of for sheet in plan.new_sheets if sheet.copy_of]
    archive = next((sheet.name.removeprefix(f"{sheet.copy_of} ") for sheet in plan.new_sheets if sheet.copy_of), "")
    yield f"  archived as “… {archive}”: {', '.join(copies)}"
    yield "  carried forward:"
    yield from _tree(closing, carried=True)
    yield "  archived only:"
    yield from _tree(closing, carried=False)
    yield "  post-mortem (committed, below target):"
    yield from [f"    {_key_result(status)}" for status in closing.short] or ["    none"]
    yield from (f"  {line}" for line in plan.says[3:])


def _tree(closing: Closing, carried: bool) -> Iterator[str]:
    """Objectives with their key results that are carried forward, or that are not."""
    chosen = closing.carried
    shown = False
    for status in closing.evaluation.objectives:
        own = [
            key_result
            for key_result in closing.evaluation.key_results
            if key_result.key_result.objective_id == status.objective.id
            and (key_result.key_result.id in chosen.key_results) == carried
        ]
        stays = status.objective.id in chosen.objectives
        if not own and stays != carried:
            continue
        shown = True
        yield f"    {_objective(status.objective)}{'' if stays == carried else ' (the objective is carried forward)'}"
        yield from (f"      {_key_result(key_result)}" for key_result in own)
    if not shown:
        yield "    nothing"


def _objective(objective: Objective) -> str:
    return " ".join(filter(None, (objective.id, objective.objective and f"“{objective.objective}”")))


def _key_result(status: KeyResultStatus) -> str:
    key_result = status.key_result
    name = " ".join(filter(None, (key_result.id, key_result.key_result and f"“{key_result.key_result}”")))
    return f"{name}: {'no data' if status.score is None else percent_text(status.score)}"
