"""The organisation's objectives in a few sentences each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..core.alignment import LEVELS
from ..core.standing import ObjectiveStanding, feeds
from . import wording
from .goals import Goals, change
from .key_results import NAME, text_of
from .report import Bar, Figure, Headline, Listing, cap

LIMIT = 12


def headlines(goals: Goals) -> Listing[Headline]:
    """Return the organisation's own objectives in words; where none is marked as such, those at the top."""
    known = [each for each in goals.standing.objectives if each.counted]
    top = (
        [each for each in known if LEVELS.get(each.objective.level or "") == 0]
        or [each for each in known if each.alignment == "top"]
        or [each for each in known if each.depth == 0]
    )
    return cap(top, LIMIT, "objective").map(lambda each: _headline(goals, each))


def _headline(goals: Goals, each: ObjectiveStanding) -> Headline:
    return Headline(
        id=wording.label(each.objective.id, each.objective.objective),
        text=text_of(each.objective.objective),
        bar=Bar(each.score, each.expected, each.status),
        score=Figure(wording.percent(each.score), goals.trail(each).cells),
        sentences=tuple(_sentences(goals, each)),
    )


def _sentences(goals: Goals, each: ObjectiveStanding) -> Iterator[str]:
    if each.score is None:
        yield "There is no data on it yet."
    else:
        plan = "" if each.expected is None else f", where {wording.percent(each.expected)} is expected by now"
        yield f"It stands at {wording.percent(each.score)}{plan}: {each.status}."
    contributors = _contributors(goals, each)
    if contributors:
        yield _strongest_and_weakest(contributors)
    moved = change(goals, each)
    if moved:
        yield f"{moved[0].upper()}{moved[1:]}."
    if each.data < each.total:
        yield f"{each.data:,} of {wording.count(each.total, 'key result')} below it have data."
    missing = goals.missing.get(each.objective.id, 0)
    if missing:
        verb = "is" if missing == 1 else "are"
        yield f"{wording.count(missing, 'person', 'people')} with the skills it needs {verb} missing."


def _contributors(goals: Goals, each: ObjectiveStanding) -> list[tuple[float, str]]:
    """What counts directly in an objective, weakest first, with its score."""
    parts = [
        (part.score, part.key_result.key_result, part.key_result.id)
        for part in each.key_results
        if part.counted and part.key_result.weight != 0
    ]
    for name in each.children:
        child = goals.by_id[name]
        if feeds(child.objective) and child.objective.weight != 0:
            parts.append((child.score, child.objective.objective, name))
    return sorted((score, wording.quoted(text or name, NAME)) for score, text, name in parts if score is not None)


def _strongest_and_weakest(contributors: Sequence[tuple[float, str]]) -> str:
    (low, weakest), (high, strongest) = contributors[0], contributors[-1]
    if len(contributors) == 1:
        return f"It rests on {strongest} ({wording.percent(high)})."
    if low == high:
        return f"All that counts in it stands at {wording.percent(high)}."
    return f"Strongest: {strongest} ({wording.percent(high)}). Weakest: {weakest} ({wording.percent(low)})."
