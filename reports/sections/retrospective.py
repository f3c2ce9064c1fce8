"""Finished key results: achieved, missed, to carry forward, abandoned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...core import schema
from ...core.evaluation import KeyResultStatus
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language
from ..model.figure import share
from ..model.provenance import trail_of
from ..model.report import Listing, Rooms, Row, Section, TableBlock, TableColumn, Text, WriteIn
from .key_results import in_short, now
from .optional_section import section
from .truncation import truncate

LIMIT = 100


def retrospective(scope: Scope) -> Section | None:
    """Return the finished key results: achieved, missed, to carry forward, abandoned."""
    title = scope.language.say("Retrospective")
    return section("closing", title, _achieved(scope), _post_mortem(scope), _carry_forward(scope), _abandoned(scope))


def _is_over(each: KeyResultStatus) -> bool:
    return each.counted and each.expected == 1.0


def _achieved(scope: Scope) -> TableBlock | None:
    language = scope.language
    found = [each for each in scope.key_results if each.counted and each.status == "achieved"]
    lead = language.many(
        "{count} key result achieved its target.", "{count} key results achieved their targets.", len(found)
    )
    return _table(scope, "achieved", found, language.say("Achieved"), lead)


def _post_mortem(scope: Scope) -> Rooms | None:
    """Committed key results that finished below target, each with space for retrospective notes."""
    language = scope.language
    found = [
        each
        for each in scope.key_results
        if _is_over(each) and each.commitment == "committed" and each.status != "achieved"
    ]
    if not found:
        return None
    return Rooms(
        _listed(language, found).map(lambda each: _room(scope, each)),
        language.say("Committed, finished below target"),
        language.say("These were commitments. Discuss what happened and what to do differently."),
    )


def _room(scope: Scope, each: KeyResultStatus) -> WriteIn:
    language = scope.language
    return WriteIn(
        in_short(each.key_result.id, each.key_result.key_result),
        text.name(scope.goals.owner(each)),
        share(language, each.score, trail_of(each)),
        _value(language, each),
        (
            language.say("What happened?"),
            language.say("What did we learn?"),
            language.say("What will we do differently?"),
        ),
    )


def _carry_forward(scope: Scope) -> TableBlock | None:
    language = scope.language
    found = [
        each
        for each in scope.key_results
        if each.key_result.status == schema.CARRIED
        or (_is_over(each) and each.commitment != "committed" and each.status != "achieved")
    ]
    lead = language.say(
        "For aspirational key results, 70% is a good score. Decide which to carry forward and which to drop."
    )
    return _table(scope, "carry forward", found, language.say("Aspirational, not achieved"), lead)


def _table(scope: Scope, name: str, found: Iterable[KeyResultStatus], title: str, lead: str) -> TableBlock | None:
    language = scope.language
    rows = _listed(language, found).map(
        lambda each: Row(
            (
                in_short(each.key_result.id, each.key_result.key_result),
                Text(text.name(scope.goals.owner(each))),
                share(language, each.score, trail_of(each)),
                Text(_value(language, each)),
            ),
            team=scope.goals.team(each),
            status=each.status,
        )
    )
    return (
        TableBlock(name, _columns(language, language.say("Key result"), language.say("Value")), rows, title, lead)
        if rows.rows
        else None
    )


def _columns(language: Language, first: str, last: str) -> tuple[TableColumn, ...]:
    return (
        TableColumn("which", first), TableColumn("owner", language.say("Owner")),
        TableColumn("score", language.say("Score")), TableColumn("said", last),
    )  # fmt: skip


def _listed(language: Language, found: Iterable[KeyResultStatus]) -> Listing[KeyResultStatus]:
    ranked = sorted(found, key=lambda each: -1.0 if each.score is None else each.score)
    return truncate(
        language, ranked, LIMIT,
        "and {count} more key result, see the consolidated workbook",
        "and {count} more key results, see the consolidated workbook",
    )  # fmt: skip


def _value(language: Language, each: KeyResultStatus) -> str:
    value = now(language, each)
    if each.key_result.status == schema.CARRIED:
        return language.say("{value}; carried forward", value=value)
    return value


def _abandoned(scope: Scope) -> TableBlock | None:
    language = scope.language
    found = list(_given_up(scope))
    lead = language.say("Excluded from all averages. The score is the last one recorded.")
    columns = _columns(language, language.say("Objective or key result"), language.say("Reason"))
    return (
        TableBlock("abandoned", columns, truncate(language, found, LIMIT), language.say("Abandoned"), lead)
        if found
        else None
    )


def _given_up(scope: Scope) -> Iterator[Row]:
    """Abandoned objectives, then abandoned key results of the others."""
    language = scope.language
    for each in scope.objectives:
        of = each.objective
        if of.status == schema.ABANDONED:
            score = share(language, each.score, scope.goals.trail(each))
            owner = Text(text.name(of.owner))
            yield Row((in_short(of.id, of.objective), owner, score, _why(language, of.reason)), each.team or "")
    for part in scope.key_results:
        given = part.key_result
        if given.status == schema.ABANDONED:
            score, owner = share(language, part.score, trail_of(part)), Text(text.name(scope.goals.owner(part)))
            cells = (in_short(given.id, given.key_result), owner, score, _why(language, given.reason))
            yield Row(cells, scope.goals.team(part))


def _why(language: Language, reason: str | None) -> Text:
    return Text(text.clip(reason)) if reason else Text(language.say("no reason given"))
