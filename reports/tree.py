"""The tree of objectives, with the key results of each."""

from __future__ import annotations

from collections.abc import Sequence

from ..core import schema
from ..core.alignment import LEVELS
from ..core.standing import ObjectiveStanding
from . import wording
from .goals import MEANINGS, Goals, change, level_name, missing_people
from .key_results import NAME, ended, key_result_row, text_of
from .report import Bar, Figure, Listing, ObjectiveRow

TREE_LIMIT, KEY_RESULT_LIMIT = 400, 800


def tree(goals: Goals) -> Listing[ObjectiveRow]:
    """Return the objectives; of a large organisation the upper levels, and as many key results as a page can bear."""
    everything = goals.standing.objectives
    chosen = _chosen(everything)
    room = KEY_RESULT_LIMIT
    rows = []
    for each in chosen:
        rows.append(_objective_row(goals, each, room))
        room = max(0, room - len(each.key_results))
    return Listing(tuple(rows), wording.more(len(everything) - len(chosen), "objective"))


def _chosen(everything: Sequence[ObjectiveStanding]) -> Sequence[ObjectiveStanding]:
    if len(everything) <= TREE_LIMIT:
        return everything
    levels = [LEVELS.get(each.objective.level or "", 2) for each in everything]
    upper = [index for index in sorted(range(len(everything)), key=levels.__getitem__) if levels[index] < 3]
    return [everything[index] for index in sorted(upper[:TREE_LIMIT])]


def _objective_row(goals: Goals, each: ObjectiveStanding, room: int) -> ObjectiveRow:
    of = each.objective
    key_results = [key_result_row(part, goals.today, goals.owner(part)) for part in each.key_results[:room]]
    hidden = len(each.key_results) - len(key_results)
    return ObjectiveRow(
        id=wording.label(of.id, of.objective),
        depth=min(each.depth, 6),
        level=level_name(each),
        text=text_of(of.objective),
        owner=wording.clip(of.owner, NAME),
        team=wording.clip(of.team, NAME) if of.team else "",
        bar=Bar(each.score, each.expected, each.status if each.counted else schema.ABANDONED),
        score=Figure(wording.percent(each.score), goals.trail(each).cells),
        expected=wording.NONE if each.expected is None else wording.percent(each.expected),
        coverage=f"{each.data:,} of {each.total:,}" if each.total else wording.NONE,
        change=change(goals, each),
        remarks=tuple(_remarks(each)),
        key_results=Listing(tuple(key_results), wording.more(hidden, "key result")),
        fold=wording.count(len(each.key_results), "key result") if each.key_results else "",
    )


def _remarks(each: ObjectiveStanding) -> list[str]:
    of = each.objective
    remarks = [MEANINGS[each.alignment]] if each.alignment in MEANINGS else []
    if of.status not in (None, schema.ACTIVE):
        remarks.append(ended(of.status, of.reason))
    if of.commitment == "committed":
        remarks.append("committed")
    if of.contributes is False and of.parent_id:
        remarks.append(f"supports {of.parent_id} without counting in it")
    if each.counted and any(not part.counted for part in each.key_results):
        without, having = wording.percent(each.own), wording.percent(each.with_abandoned)
        remarks.append(f"own key results: {without} without the abandoned ones, {having} with them")
    missing = missing_people(each)
    if missing:
        remarks.append(f"skills: {wording.count(missing, 'person', 'people')} missing")
    return remarks
