"""What a push writes as notes on the cells of a team's workbook: the status of objectives, and problems at their cells."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from ...core.cells import Day, date_of
from ...core.errors import Location, Problem
from ...core.evaluation import Evaluation
from ...core.key_result_status import KeyResultStatus
from ...core.objective_status import ObjectiveStatus
from ...core.percent import percent_text

AUTHOR = "okrsheets"
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]*")
_SIGNED = re.compile(r"(.*)\n— okrsheets, ([0-9-]{10}) · ([0-9a-f]{8})\s*", re.DOTALL)


def signed(text: str, day: Day) -> str:
    """Return a note with the line by which a push knows its own notes: the day, and a digest of all that it says.

    >>> signed("off track", 46203).splitlines()[1]
    '— okrsheets, 2026-06-30 · 4aeea85e'
    """
    when = date_of(day).isoformat()
    return f"{text}\n— okrsheets, {when} · {_digest(text, when)}"


def own_text(note: str) -> str | None:
    """Return what a note of ours says without its last line; None for a note that a person wrote or changed.

    >>> own_text(signed("off track", 46203)), own_text("ask Mia"), own_text(signed("off track", 46203) + " why?")
    ('off track', None, None)
    """
    match = _SIGNED.fullmatch(note.replace("\r\n", "\n").replace("\r", "\n"))
    if match is None or _digest(match.group(1), match.group(2)) != match.group(3):
        return None
    return match.group(1)


def is_signed(note: str) -> bool:
    """Return whether a push once wrote a note, whatever a person has changed in it since.

    >>> is_signed(signed("off track", 46203) + " why?"), is_signed("ask Mia")
    (True, False)
    """
    return "— okrsheets, " in note


def _digest(text: str, when: str) -> str:
    """Spaces and line ends don't count: programs change them."""
    return hashlib.sha256(f"{' '.join(text.split())} {when}".encode()).hexdigest()[:8]


def wanted_notes(evaluation: Evaluation, problems: Sequence[Problem], workbook: str) -> dict[tuple[str, str], str]:
    """Return the text of each note that a workbook should have, by sheet and cell."""
    by_id = {status.objective.id: status for status in reversed(evaluation.objectives) if status.objective.id}
    lines: dict[tuple[str, str], list[str]] = {}

    def add(location: Location, text: str) -> None:
        if location.workbook == workbook and location.sheet and _CELL.fullmatch(location.cell):
            lines.setdefault((location.sheet, location.cell), []).append(text)

    for objective in evaluation.objectives:
        if objective.counted:
            add(objective.objective.origin.location("objective"), objective_text(objective, by_id))
    for status in evaluation.key_results:
        if status.counted and "status_word" not in status.key_result.origin.source.cells:
            add(status.key_result.origin.location("key_result"), key_result_text(status))
    for problem in problems:
        if not problem.note:
            add(problem.location, problem.what + (f"\n{problem.hint}" if problem.hint else ""))
    return {cell: "\n\n".join(dict.fromkeys(texts)) for cell, texts in lines.items()}


def objective_text(status: ObjectiveStatus, by_id: Mapping[str, ObjectiveStatus]) -> str:
    """Return the status of an objective with all that contributes to it, and that of its parent."""
    text = f"Status: {_status(status.status, status.score, status.expected)}"
    if status.total:
        text += f"\nKey results with a value: {status.data} of {status.total}"
    parent = by_id.get(status.objective.parent_id or "")
    if parent is None:
        return text
    title = f" “{parent.objective.objective}”" if parent.objective.objective else ""
    return f"{text}\nParent {parent.objective.id}{title}: {_status(parent.status, parent.score, parent.expected)}"


def key_result_text(status: KeyResultStatus) -> str:
    """Return the status of a key result on a sheet that has no column for it."""
    if status.key_result.kind == "binary" and status.score == 0 and status.end is not None:
        return f"Status: {status.status}, due {date_of(status.end)}"
    return f"Status: {_status(status.status, status.score, status.expected)}"


def _status(word: str, score: float | None, expected: float | None) -> str:
    if score is None:
        return word
    plan = "" if expected is None else f" ({percent_text(expected)} expected)"
    return f"{word}, {percent_text(score)}{plan}"
