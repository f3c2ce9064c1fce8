"""A person's work on their own page: overview, own key results, contributions and achievements.

No other person is named on it, neither as an owner nor in a note (docs/decisions/0025).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...core.key_result_status import KeyResultStatus
from ..data.name_check import names_another
from ..data.objectives import level_name
from ..data.scope import Scope
from ..i18n import text
from ..model.figure import figure, number, share
from ..model.provenance import Provenance, provenance_of
from ..model.report import Item, Items, Number, Numbers, Row, Section, Sentences, TableBlock, TableColumn, Text
from .chart_data import progress_chart
from .key_result_line import key_result_line
from .key_results import key_result_text, measure, now, remarks, short_text, status_of
from .optional_section import section
from .status_overview import status_counts
from .truncation import truncate

LIMIT = 100


def quarter_overview(scope: Scope) -> Section | None:
    """Return the person's quarter in numbers."""
    return section(
        "standing", scope.language.say("The quarter at a glance"), Numbers(tuple(_numbers(scope))), status_counts(scope)
    )


def _numbers(scope: Scope) -> Iterator[Number]:
    language, person = scope.language, scope.person
    counted = [result for result in scope.key_results if result.counted]
    ids = Provenance.of(result.key_result.origin.location("id") for result in counted)
    yield Number(number(language, len(counted), ids), language.many("own key result", "own key results", len(counted)))
    if counted:
        reached = [result for result in counted if result.reached]
        cells = Provenance.of(result.key_result.origin.location("current") for result in reached)
        yield Number(number(language, len(reached), cells), language.say("of these achieved"))
    if person.coverage is not None:
        cells = sum(scope.ratings.values(), Provenance())
        yield Number(share(language, person.coverage, cells), language.say("of role requirements met"))
    done = [course for course in person.learning if course.completed_on is not None]
    if done:
        cells = Provenance.of(course.origin.location("completed_on") for course in done)
        yield Number(
            number(language, len(done), cells), language.many("course completed", "courses completed", len(done))
        )


def own_key_results(scope: Scope) -> Section | None:
    """Return the person's key results, each with its progress over the quarter."""
    if not scope.key_results:
        return None
    items = truncate(scope.language, scope.key_results, LIMIT).map(lambda result: _item(scope, result))
    return section("own", scope.language.say("Own key results"), Items(items))


def _item(scope: Scope, result: KeyResultStatus) -> Item:
    language, last, data = scope.language, result.last, scope.data
    provenance = provenance_of(result)
    objective = scope.goals.by_id.get(result.key_result.objective_id or "")
    above = text.name(objective.objective.objective) if objective else ""
    note = text.clip(last.note) if last and last.note and _names_no_one_else(scope, last.note) else ""
    message = (
        remark
        for remark in remarks(language, result, data.snapshot.today, data.reported_cells(result))
        if _names_no_one_else(scope, remark)
    )
    return Item(
        text=key_result_text(result, tuple(message)),
        meta=tuple(part for part in (above, now(language, result)) if part),
        status=status_of(language, result),
        measure=measure(language, result, provenance),
        why="",
        sentence=key_result_line(language, result, provenance),
        note=note,
        noted=language.short_day(last.date) if last and note else "",
        picture=progress_chart(language, result, data.snapshot.today, data.snapshot.period),
        team=(objective.team or "") if objective else "",
    )


def _names_no_one_else(scope: Scope, typed: str) -> bool:
    return not names_another(typed, scope.person.person.person_id, scope.data.names)


def contributions(scope: Scope) -> Section | None:
    """Return other people's objectives that the person's work contributes to."""
    language = scope.language
    contributions = list(_served(scope).items())
    if not contributions:
        return None
    columns = (
        TableColumn("objective", language.say("Objective")), TableColumn("level", language.say("Objective level")),
        TableColumn("team", language.say("Team")), TableColumn("through", language.say("Contributes through")),
        TableColumn("score", language.say("Score")), TableColumn("status", language.say("Status")),
    )  # fmt: skip

    def row(pair: tuple[str, list[str]]) -> Row:
        name, through = pair
        objective = scope.goals.by_id[name]
        status = status_of(language, objective)
        cells = (
            short_text(name, objective.objective.objective),
            figure(level_name(language, objective)),
            Text(text.name(objective.team) if objective.team else ""),
            Text(language.listed(through)),
            measure(language, objective, scope.goals.provenance(objective)),
            status,
        )
        return Row(cells, objective.team or "", status.word)

    lead = language.say(
        "Objectives that other people are accountable for, and the work on this page that contributes to them."
    )
    table = TableBlock("contributions", columns, truncate(language, contributions, LIMIT).map(row))
    return section("contributions", language.say("Contributions to other people's objectives"), table, lead=lead)


def _served(scope: Scope) -> dict[str, list[str]]:
    """By id, other people's objectives above the person's work, with the ids of that work."""
    mine = {objective_status.objective.id for objective_status in scope.objectives}
    starts = [(result.key_result.objective_id, result.key_result.id) for result in scope.key_results if result.counted]
    starts += [
        (objective_status.objective.parent_id, objective_status.objective.id)
        for objective_status in scope.objectives
        if objective_status.counted
    ]
    contributions: dict[str, list[str]] = {}
    for above, through in starts:
        seen: set[str] = set()
        while above and above in scope.goals.by_id and above not in seen:
            seen.add(above)
            if above in mine:
                break  # what is above an own objective is served by that objective, which is a start of its own
            contributions.setdefault(above, []).append(text.name(through))
            above = scope.goals.by_id[above].objective.parent_id
    return contributions


def achievements(scope: Scope) -> Section | None:
    """Return the person's achievements: key results, courses and certificates."""
    language = scope.language
    lines = [key_result_line(language, result) for result in scope.key_results if result.counted and result.reached]
    first, last = scope.snapshot.period or (scope.snapshot.today, scope.snapshot.today)
    for course in scope.person.learning:
        if course.course and course.completed_on is not None and first <= course.completed_on <= last:
            message = language.say("Completed the course {course}.", course=language.quoted(text.name(course.course)))
            lines.append(figure(message, Provenance.of([course.origin.location("completed_on")])))
    for certificate in scope.person.certificates:
        certification = certificate.certification
        if certification.certification and certification.issued is not None and first <= certification.issued <= last:
            message = language.say(
                "Earned the certificate {certificate}.",
                certificate=language.quoted(text.name(certification.certification)),
            )
            lines.append(figure(message, Provenance.of([certification.origin.location("issued")])))
    if not lines:
        return None
    lead = language.say("These results deserve recognition.")
    return section("recognition", language.say("Achievements"), Sentences(tuple(lines[:LIMIT]), listed=True), lead=lead)
