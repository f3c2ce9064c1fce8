"""What a person worked on, on their own page: the quarter in short, own key results, what they count in, what was reached.

No other person is named on it, neither as an owner nor in a note (docs/decisions/0025).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...core.evaluation import KeyResultStatus
from ..data.name_check import names_another
from ..data.objectives import level_name
from ..data.scope import Scope
from ..i18n import text
from ..model.figure import figure, number, share
from ..model.provenance import Provenance, trail_of
from ..model.report import Item, Items, Number, Numbers, Row, Section, Sentences, TableBlock, TableColumn, Text
from .chart_data import progress_chart
from .groups_of_blocks import section
from .key_results import in_short, measure, named, now, remarks, status_of
from .listing import cap
from .stories import story
from .summary import statuses

LIMIT = 100


def about(scope: Scope) -> Section | None:
    """Return the person's quarter in numbers."""
    return section(
        "standing", scope.language.say("The quarter in short"), Numbers(tuple(_numbers(scope))), statuses(scope)
    )


def _numbers(scope: Scope) -> Iterator[Number]:
    language, person = scope.language, scope.person
    counted = [each for each in scope.key_results if each.counted]
    ids = Provenance.of(each.key_result.origin.location("id") for each in counted)
    yield Number(number(language, len(counted), ids), language.many("own key result", "own key results", len(counted)))
    if counted:
        reached = [each for each in counted if each.status == "achieved"]
        cells = Provenance.of(each.key_result.origin.location("current") for each in reached)
        yield Number(number(language, len(reached), cells), language.say("of them reached"))
    if person.coverage is not None:
        cells = sum(scope.ratings.values(), Provenance())
        yield Number(share(language, person.coverage, cells), language.say("of what the role requires"))
    done = [course for course in person.learning if course.completed_on is not None]
    if done:
        cells = Provenance.of(course.origin.location("completed_on") for course in done)
        yield Number(
            number(language, len(done), cells), language.many("course finished", "courses finished", len(done))
        )


def own(scope: Scope) -> Section | None:
    """Return the person's key results, each with its way through the quarter."""
    if not scope.key_results:
        return None
    items = cap(scope.language, scope.key_results, LIMIT).map(lambda each: _item(scope, each))
    return section("own", scope.language.say("Own key results"), Items(items))


def _item(scope: Scope, each: KeyResultStatus) -> Item:
    language, last, data = scope.language, each.last, scope.data
    trail = trail_of(each)
    objective = scope.goals.by_id.get(each.key_result.objective_id or "")
    above = text.name(objective.objective.objective) if objective else ""
    note = text.clip(last.note) if last and last.note and _names_nobody(scope, last.note) else ""
    said = (remark for remark in remarks(language, each, data.snapshot.today) if _names_nobody(scope, remark))
    return Item(
        text=named(each, tuple(said)),
        meta=tuple(part for part in (above, now(language, each)) if part),
        status=status_of(language, each),
        measure=measure(language, each, trail),
        why="",
        sentence=story(language, each, trail),
        note=note,
        noted=language.short_day(last.date) if last and note else "",
        picture=progress_chart(language, each, data.snapshot.today, data.snapshot.period),
        team=(objective.team or "") if objective else "",
    )


def _names_nobody(scope: Scope, typed: str) -> bool:
    return not names_another(typed, scope.person.person.person_id, scope.data.names)


def contributions(scope: Scope) -> Section | None:
    """Return the objectives of others that the person's work serves."""
    language = scope.language
    found = list(_served(scope).items())
    if not found:
        return None
    columns = (
        TableColumn("objective", language.say("Objective")), TableColumn("level", language.say("Objective level")),
        TableColumn("team", language.say("Team")), TableColumn("through", language.say("Through")),
        TableColumn("score", language.say("Score")), TableColumn("status", language.say("Status")),
    )  # fmt: skip

    def row(pair: tuple[str, list[str]]) -> Row:
        name, through = pair
        each = scope.goals.by_id[name]
        status = status_of(language, each)
        cells = (
            in_short(name, each.objective.objective),
            figure(level_name(language, each)),
            Text(text.name(each.team) if each.team else ""),
            Text(language.listed(through)),
            measure(language, each, scope.goals.trail(each)),
            status,
        )
        return Row(cells, each.team or "", status.word)

    lead = language.say("Objectives that somebody else answers for, and what of this page serves them.")
    table = TableBlock("contributions", columns, cap(language, found, LIMIT).map(row))
    return section("contributions", language.say("Contributions to others' objectives"), table, lead=lead)


def _served(scope: Scope) -> dict[str, list[str]]:
    """By id, the objectives above the person's own work that are not the person's, with what serves them."""
    mine = {each.objective.id for each in scope.objectives}
    starts = [(part.key_result.objective_id, part.key_result.id) for part in scope.key_results if part.counted]
    starts += [(each.objective.parent_id, each.objective.id) for each in scope.objectives if each.counted]
    found: dict[str, list[str]] = {}
    for above, through in starts:
        seen: set[str] = set()
        while above and above in scope.goals.by_id and above not in seen:
            seen.add(above)
            if above in mine:
                break  # what is above an own objective is served by that objective, which is a start of its own
            found.setdefault(above, []).append(text.name(through))
            above = scope.goals.by_id[above].objective.parent_id
    return found


def recognition(scope: Scope) -> Section | None:
    """Return what was achieved, in words of recognition."""
    language = scope.language
    lines = [story(language, each) for each in scope.key_results if each.counted and each.status == "achieved"]
    first, last = scope.snapshot.period or (scope.snapshot.today, scope.snapshot.today)
    for course in scope.person.learning:
        if course.course and course.completed_on is not None and first <= course.completed_on <= last:
            said = language.say("Finished the course {course}.", course=language.quoted(text.name(course.course)))
            lines.append(figure(said, Provenance.of([course.origin.location("completed_on")])))
    for paper in scope.person.certificates:
        of = paper.certification
        if of.certification and of.issued is not None and first <= of.issued <= last:
            said = language.say(
                "Earned the certificate {certificate}.", certificate=language.quoted(text.name(of.certification))
            )
            lines.append(figure(said, Provenance.of([of.origin.location("issued")])))
    if not lines:
        return None
    lead = language.say("This is worth saying thank you for.")
    return section(
        "recognition", language.say("What was achieved"), Sentences(tuple(lines[:LIMIT]), listed=True), lead=lead
    )
