"""The tree of objectives, with the key results of each."""

from __future__ import annotations

from collections.abc import Sequence

from ...core import schema
from ...core.alignment import LEVELS
from ...core.evaluation import KeyResultStatus, ObjectiveStatus
from ..data.objectives import level_name, missing_people
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language
from ..i18n.terms import ALIGNMENTS
from ..model.report import Listing, Pictures, Row, Section, TableBlock, TableColumn, Text, TreeBlock, TreeRow
from .chart_data import tree_chart
from .groups_of_blocks import section
from .key_results import ended, measure, named, now, remarks, status_of, text_of, whole
from .listing import cap
from .movement import change

TREE_LIMIT, KEY_RESULT_LIMIT = 400, 800
DEEPEST = 6


def objectives(scope: Scope) -> Section | None:
    """Return the objectives; of a large organisation the upper levels, and as many key results as a page can bear."""
    language, everything = scope.language, scope.objectives
    if not everything:
        return None
    chosen = _chosen(everything)
    room, top, branches = KEY_RESULT_LIMIT, min(each.depth for each in chosen), []
    for each in chosen:
        branches.append(_branch(scope, each, min(each.depth - top, DEEPEST), room))
        room = max(0, room - len(each.key_results))
    lead = language.say(
        "From the organisation down to skills. A score is the mean of an objective's own key results and of what "
        "counts in it. Open an objective to see its key results."
    )
    hidden = len(everything) - len(chosen)
    more = language.many(
        "and {count} more objective, see the consolidated workbook",
        "and {count} more objectives, see the consolidated workbook",
        hidden,
    )
    tree = TreeBlock(Listing(tuple(branches), more if hidden else ""))
    chart = tree_chart(scope)
    picture = Pictures((chart,)) if chart else None
    return section("objectives", language.say("All objectives"), picture, tree, lead=lead)


def _chosen(everything: Sequence[ObjectiveStatus]) -> Sequence[ObjectiveStatus]:
    if len(everything) <= TREE_LIMIT:
        return everything
    levels = [LEVELS.get(each.objective.level or "", 2) for each in everything]
    upper = [index for index in sorted(range(len(everything)), key=levels.__getitem__) if levels[index] < 3]
    return [everything[index] for index in sorted(upper[:TREE_LIMIT])]


def _branch(scope: Scope, each: ObjectiveStatus, depth: int, room: int) -> TreeRow:
    language, of = scope.language, each.objective
    coverage = language.say(
        "{known} of {total} with data", known=language.number(each.data), total=language.number(each.total)
    )
    meta = (
        text.name(of.owner),
        text.name(each.team) if each.team else "",
        coverage if each.total else "",
        change(scope, each),
    )
    return TreeRow(
        text=text_of(of.objective, text.label(of.id, of.objective), _remarks(language, each)),
        depth=depth,
        level=level_name(language, each),
        meta=tuple(part for part in meta if part),
        status=status_of(language, each),
        measure=measure(language, each, scope.goals.trail(each)),
        key_results=_key_results(scope, each, room),
        fold=language.key_results(len(each.key_results)) if each.key_results else "",
        team=each.team or "",
    )


def _key_results(scope: Scope, each: ObjectiveStatus, room: int) -> TableBlock | None:
    if not each.key_results:
        return None
    language = scope.language
    shown = cap(
        language, each.key_results, room,
        "and {count} more key result, see the consolidated workbook",
        "and {count} more key results, see the consolidated workbook",
    )  # fmt: skip
    columns = (
        TableColumn("key result", language.say("Key result")), TableColumn("owner", language.say("Owner")),
        TableColumn("value", language.say("Value")), TableColumn("score", language.say("Score")), TableColumn("status", language.say("Status")),
    )  # fmt: skip
    lead = language.say("Key results of {id}", id=text.name(each.objective.id))
    return TableBlock("key results", columns, shown.map(lambda part: _row(scope, part, each.team)), lead=lead)


def _row(scope: Scope, each: KeyResultStatus, team: str | None) -> Row:
    language = scope.language
    status = status_of(language, each)
    return Row(
        (
            named(each, remarks(language, each, scope.snapshot.today)),
            Text(text.name(scope.goals.owner(each))),
            Text(now(language, each)),
            whole(language, each),
            status,
        ),
        team=team or "",
        status=status.word,
    )


def _remarks(language: Language, each: ObjectiveStatus) -> list[str]:
    of = each.objective
    said = [language.say(ALIGNMENTS[each.alignment])] if each.alignment in ALIGNMENTS else []
    if of.status not in (None, schema.ACTIVE):
        said.append(ended(language, of.status or "", of.reason))
    if of.commitment == "committed":
        said.append(language.say("committed"))
    if of.contributes is False and of.parent_id:
        said.append(language.say("supports {id} without counting in it", id=of.parent_id))
    if each.counted and any(not part.counted for part in each.key_results):
        said.append(
            language.say(
                "own key results: {without} without the abandoned ones, {having} with them",
                without=language.percent(each.own),
                having=language.percent(each.with_abandoned),
            )
        )
    missing = missing_people(each)
    if missing:
        said.append(language.many("skills: {count} person missing", "skills: {count} people missing", missing))
    return said
