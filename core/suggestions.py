"""Objectives and key results for the skills that goals lack, drafted as rows that a team may accept or not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .cells import Cell, Day, date_of
from .names import fold_name
from .objective_status import ObjectiveStatus
from .skill_status import NeedStatus

AT_RISK = frozenset({"at risk", "off track", "missed", "no data"})
SKILLS_LEVEL = "skills"


@dataclass(frozen=True)
class DraftKeyResult:
    """So many people at a level, from those there are to those who are needed."""

    id: str
    text: str
    start: float
    target: float


@dataclass(frozen=True)
class Draft:
    """A skills objective below a goal: who should own it, until when, and its key results."""

    id: str
    text: str
    parent: ObjectiveStatus
    due: Day
    key_results: tuple[DraftKeyResult, ...]

    @property
    def missing(self) -> float:
        """How many people the goal lacks."""
        return sum(each.target - each.start for each in self.key_results)


def drafts(objectives: Sequence[ObjectiveStatus], end: Day, everywhere: bool = False) -> list[Draft]:
    """Return a draft for each goal at risk that lacks people, the largest lack first; with `everywhere` for goals on track, too.

    A skill that a key result of the goal, or of an objective below it, already names is left out.

    >>> drafts([], end=46112)
    []
    """
    by_id = {status.objective.id: status for status in reversed(objectives)}
    taken = set(by_id) | {result.key_result.id for status in objectives for result in status.key_results}
    found = []
    for status in objectives:
        if not status.counted or status.readiness is None or not (everywhere or status.status in AT_RISK):
            continue
        said = fold_name(" ".join(_texts(status, by_id)))
        lacking = [need for need in status.readiness.needs if need.missing and fold_name(need.need.skill) not in said]
        if lacking:
            found.append(_draft(status, lacking, end, taken))
    return sorted(found, key=lambda draft: -draft.missing)


def _texts(status: ObjectiveStatus, by_id: Mapping[str, ObjectiveStatus]) -> Iterable[str]:
    """What the key results of a goal and of the objectives below it say."""
    below = (by_id[id] for id in status.children if id in by_id)
    for own in (status, *below):
        yield from (result.key_result.key_result or "" for result in own.key_results if result.counted)


def _draft(status: ObjectiveStatus, lacking: Sequence[NeedStatus], end: Day, taken: set[str]) -> Draft:
    id = _free(f"{status.objective.id}-S", taken)
    results = []
    for need in sorted(lacking, key=lambda need: -need.missing):
        level, headcount = need.need.level or 0.0, need.need.headcount or 0.0
        text = f"People at level {level:g} or above in {need.need.skill}"
        results.append(DraftKeyResult(_free(f"{id}.", taken), text, float(need.have), headcount))
    skills = " and ".join(need.need.skill or "" for need in lacking[:2]) + (" and more" if len(lacking) > 2 else "")
    return Draft(id, f"We have enough people skilled in {skills}", status, end, tuple(results))


def _free(stem: str, taken: set[str]) -> str:
    """The first number after a stem that no id has yet; it is taken from then on."""
    number = 1
    while f"{stem}{number}" in taken:
        number += 1
    taken.add(f"{stem}{number}")
    return f"{stem}{number}"


def rows_of(chosen: Collection[Draft]) -> dict[str, list[dict[str, Cell]]]:
    """Return drafts as rows of the objectives and the key results."""
    objectives: list[dict[str, Cell]] = []
    results: list[dict[str, Cell]] = []
    for draft in chosen:
        owner, team = draft.parent.objective.owner, draft.parent.objective.team
        objectives.append(
            {
                "id": draft.id, "level": "Skills", "team": team, "owner": owner, "objective": draft.text,
                "parent_id": draft.parent.objective.id,
            }
        )  # fmt: skip
        results += [
            {
                "id": each.id, "objective_id": draft.id, "key_result": each.text, "kind": "metric", "unit": "people",
                "start": each.start, "target": each.target, "current": each.start, "owner": owner, "due_date": date_of(draft.due),
            }
            for each in draft.key_results
        ]  # fmt: skip
    return {"objectives": objectives, "key results": results}
