"""What hangs loose in the tree, and results at their end: achieved, missed, to carry forward, abandoned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..core import schema
from ..core.standing import KeyResultStanding
from . import wording
from .goals import MEANINGS, Goals
from .key_results import NAME, cells_of, now
from .report import ClosingList, ClosingRow, Figure, Listing, LooseRow, cap
from .trace import Trail

LIMIT = 100


def loose(goals: Goals) -> Listing[LooseRow]:
    """Return the objectives that do not serve one above them as they should, and key results without one."""
    order = list(MEANINGS)
    found = [each for each in goals.standing.objectives if each.alignment in MEANINGS]
    found.sort(key=lambda each: order.index(each.alignment))
    rows = [
        LooseRow(
            id=Figure(
                wording.clip(each.objective.id, NAME), Trail.of([each.objective.origin.place("parent_id")]).cells
            ),
            text=wording.clip(each.objective.objective, NAME),
            owner=wording.clip(each.objective.owner, NAME),
            word=each.alignment,
            meaning=MEANINGS[each.alignment],
        )
        for each in found[: LIMIT + 1]
    ]
    adrift = [each for each in goals.standing.key_results if each.key_result.objective_id not in goals.by_id]
    rows += [_adrift(each) for each in adrift[: LIMIT + 1]]
    shown = tuple(rows[:LIMIT])
    return Listing(shown, wording.more(len(found) + len(adrift) - len(shown)))


def _adrift(each: KeyResultStanding) -> LooseRow:
    of = each.key_result
    return LooseRow(
        id=Figure(wording.clip(of.id, NAME), Trail.of([of.origin.place("objective_id")]).cells),
        text=wording.clip(of.key_result, NAME),
        owner=wording.clip(of.owner, NAME),
        word="no objective",
        meaning="a key result of an objective that was not found",
    )


def closing(goals: Goals) -> tuple[ClosingList, ...]:
    """Return the lists of results that are closed, without the empty ones."""
    lists = (_achieved(goals), _post_mortem(goals), _carry_forward(goals), _abandoned(goals))
    return tuple(each for each in lists if each.results.rows)


def _is_over(each: KeyResultStanding) -> bool:
    return each.counted and each.expected == 1.0


def _achieved(goals: Goals) -> ClosingList:
    found = [each for each in goals.standing.key_results if each.counted and each.status == "achieved"]
    return ClosingList(
        "Achieved",
        f"{wording.count(len(found), 'key result')} reached the target.",
        "Value",
        _rows(goals, found),
    )


def _post_mortem(goals: Goals) -> ClosingList:
    found = [
        each
        for each in goals.standing.key_results
        if _is_over(each) and each.commitment == "committed" and each.status != "achieved"
    ]
    return ClosingList(
        "Committed, and closed below 100%",
        "These were promised. Take time to find out what happened, and what to do otherwise.",
        "Value",
        _rows(goals, found),
    )


def _carry_forward(goals: Goals) -> ClosingList:
    found = [
        each
        for each in goals.standing.key_results
        if each.key_result.status == schema.CARRIED
        or (_is_over(each) and each.commitment != "committed" and each.status != "achieved")
    ]
    return ClosingList(
        "Aspirational, and not reached",
        "For these 70% is good. Decide which ones to carry forward, and which to let go.",
        "Value",
        _rows(goals, found),
    )


def _rows(goals: Goals, found: Iterable[KeyResultStanding]) -> Listing[ClosingRow]:
    ranked = sorted(found, key=lambda each: -1.0 if each.score is None else each.score)
    return cap(ranked, LIMIT, "key result").map(
        lambda each: ClosingRow(
            wording.clip(each.key_result.id, NAME),
            wording.clip(each.key_result.key_result, NAME),
            wording.clip(goals.owner(each), NAME),
            Figure(wording.percent(each.score), cells_of(each)),
            now(each) + (f"; {schema.CARRIED}" if each.key_result.status == schema.CARRIED else ""),
        )
    )


def _abandoned(goals: Goals) -> ClosingList:
    return ClosingList(
        "Abandoned",
        "They count in no mean. The score is where they stood.",
        "Reason",
        cap(list(_given_up(goals)), LIMIT),
    )


def _given_up(goals: Goals) -> Iterator[ClosingRow]:
    """Abandoned objectives, then abandoned key results of the others."""
    for each in goals.standing.objectives:
        of = each.objective
        if of.status == schema.ABANDONED:
            score = Figure(wording.percent(each.score), goals.trail(each).cells)
            yield ClosingRow(
                wording.clip(of.id, NAME),
                wording.clip(of.objective, NAME),
                wording.clip(of.owner, NAME),
                score,
                _why(of.reason),
            )
    for part in goals.standing.key_results:
        given = part.key_result
        if given.status == schema.ABANDONED:
            yield ClosingRow(
                wording.clip(given.id, NAME),
                wording.clip(given.key_result, NAME),
                wording.clip(goals.owner(part), NAME),
                Figure(wording.percent(part.score), cells_of(part)),
                _why(given.reason),
            )


def _why(reason: str | None) -> str:
    return wording.clip(reason) if reason else "no reason given"
