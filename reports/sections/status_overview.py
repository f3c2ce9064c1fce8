"""The status overview: the main objectives in a few sentences each, and the key numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ...core.objective_status import ObjectiveStatus, feeds
from ...core.pacing import STATUSES
from ...core.problem_kinds import times
from ..data.all_problems import all_problems
from ..data.earlier_scores import DAYS
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language, capitalised
from ..model.charts import StatusCount
from ..model.figure import Figure, figure, number, share
from ..model.provenance import Provenance, provenance_of
from ..model.report import Headline, Headlines, Number, Numbers, Section, Sentences, Statuses
from .check_ins import recent_check_ins
from .key_result_line import key_result_line
from .key_results import measure, short_text, status_of
from .optional_section import section
from .score_change import score_change_sentence
from .summary_verdict import main_objectives
from .truncation import truncate

LIMIT, STORIES = 12, 20

Contributor = tuple[float, str, Provenance]


def status_overview(scope: Scope) -> Section | None:
    """Return the status of the main objectives, in sentences and in numbers."""
    title = scope.language.say("Status overview")
    numbers = Numbers(tuple(_numbers(scope)))
    return section("standing", title, headlines(scope), numbers, _key_result_lines(scope))


def _key_result_lines(scope: Scope) -> Sentences | None:
    """Each key result of a team in one line, at most `STORIES`."""
    language = scope.language
    results = [result for result in scope.key_results if result.counted]
    if scope.audience != "team" or not results:
        return None
    known = sum(result.progress is not None for result in results)
    summary = language.many(
        "{known} of {count} key result reporting.", "{known} of {count} key results reporting.",
        len(results), known=language.number(known),
    )  # fmt: skip
    values = Provenance.of(result.key_result.origin.location("current") for result in results)
    lines = [figure(summary, values), *(key_result_line(language, result) for result in results[:STORIES])]
    return Sentences(tuple(lines), language.say("Key results in brief"), listed=True)


def headlines(scope: Scope) -> Headlines | None:
    """Return the main objectives with a few sentences each: the organisation's own, or all of a team."""
    counted = [objective_status for objective_status in scope.objectives if objective_status.counted]
    known = main_objectives(scope) if scope.audience == "organisation" else counted
    shown = truncate(
        scope.language, known, LIMIT,
        "and {count} more objective, see the consolidated workbook",
        "and {count} more objectives, see the consolidated workbook",
    )  # fmt: skip
    return Headlines(shown.map(lambda status: _headline(scope, status))) if known else None


def _headline(scope: Scope, objective_status: ObjectiveStatus) -> Headline:
    shown = measure(scope.language, objective_status, scope.goals.provenance(objective_status))
    return Headline(
        text=short_text(objective_status.objective.id, objective_status.objective.objective),
        status=status_of(scope.language, objective_status),
        bar=shown.bar,
        score=shown.score,
        sentences=tuple(_sentences(scope, objective_status)),
    )


def _sentences(scope: Scope, objective_status: ObjectiveStatus) -> Iterator[Figure]:
    language = scope.language
    yield _score_sentence(language, objective_status, scope.goals.provenance(objective_status))
    contributors = _contributors(scope, objective_status)
    if contributors:
        yield _strongest_and_weakest(language, contributors)
    change = score_change_sentence(scope, objective_status)
    if change:
        yield figure(change)
    if objective_status.data < objective_status.total:
        yield figure(
            language.many(
                "{known} of {count} key result reporting.",
                "{known} of {count} key results reporting.",
                objective_status.total,
                known=language.number(objective_status.data),
            )
        )
    missing = scope.goals.missing.get(objective_status.objective.id)
    if missing and missing.exact:
        people = missing.people
        yield figure(language.many("Skills shortfall: {count} person.", "Skills shortfall: {count} people.", people))
    elif missing:
        yield figure(language.say("Skills shortfall."))


def _score_sentence(language: Language, objective_status: ObjectiveStatus, provenance: Provenance) -> Figure:
    score, status = language.percent(objective_status.score), capitalised(language.say(objective_status.status))
    if objective_status.score is None:
        return figure(language.say("No data yet."))
    if objective_status.expected is None:
        return figure(language.say("{status}: {score}.", score=score, status=status), provenance)
    plan = language.percent(objective_status.expected)
    message = language.say("{status}: {score} vs {plan} expected.", score=score, plan=plan, status=status)
    return figure(message, provenance)


def _contributors(scope: Scope, objective_status: ObjectiveStatus) -> list[Contributor]:
    """The direct contributors to an objective's score, lowest first."""
    contributors = []
    for result in objective_status.key_results:
        if result.counted and result.key_result.weight != 0 and result.score is not None:
            key_result = result.key_result
            contributors.append(
                (result.score, text.name(key_result.key_result or key_result.id), provenance_of(result))
            )
    for name in objective_status.children:
        child = scope.goals.by_id[name]
        if feeds(child.objective) and child.objective.weight != 0 and child.score is not None:
            provenance = scope.goals.provenance(child)
            contributors.append((child.score, text.name(child.objective.objective or name), provenance))
    return sorted(contributors, key=lambda contributor: contributor[:2])


def _strongest_and_weakest(language: Language, contributors: Sequence[Contributor]) -> Figure:
    (low, weakest, below), (high, strongest, above) = contributors[0], contributors[-1]
    if len(contributors) == 1:
        message = language.say(
            "Based on {name} only ({score}).", name=language.quoted(strongest), score=language.percent(high)
        )
        return figure(message, above)
    if low == high:
        return figure(language.say("All contributions are at {score}.", score=language.percent(high)), below + above)
    message = language.say(
        "Strongest: {strongest} ({high}). Weakest: {weakest} ({low}).",
        strongest=language.quoted(strongest),
        high=language.percent(high),
        weakest=language.quoted(weakest),
        low=language.percent(low),
    )
    return figure(message, above + below)


def status_counts(scope: Scope) -> Statuses | None:
    """Return the number of key results by status, best first."""
    counts = Counter(result.status for result in scope.key_results if result.counted)
    language = scope.language
    shown = tuple(
        StatusCount(word, language.say(word), counts[word], language.number(counts[word]))
        for word in reversed(STATUSES)
        if counts[word]
    )
    return Statuses(shown, language.say("Key results by status")) if shown else None


def _numbers(scope: Scope) -> Iterator[Number]:
    language = scope.language
    objectives = [objective_status for objective_status in scope.objectives if objective_status.counted]
    key_results = [result for result in scope.key_results if result.counted]
    ids = Provenance.of(objective_status.objective.origin.location("id") for objective_status in objectives)
    label = language.many("objective", "objectives", len(objectives))
    yield Number(number(language, len(objectives), ids), label)
    ids = Provenance.of(result.key_result.origin.location("id") for result in key_results)
    label = language.many("key result", "key results", len(key_results))
    yield Number(number(language, len(key_results), ids), label)
    if key_results:
        known = sum(result.progress is not None for result in key_results) / len(key_results)
        values = Provenance.of(result.key_result.origin.location("current") for result in key_results)
        yield Number(share(language, known, values), language.say("of key results reporting"))
    yield _check_in_count(scope)
    if scope.audience == "organisation":
        faults = [
            problem for problem in all_problems(scope.snapshot.problems, scope.snapshot.evaluation) if not problem.note
        ]
        count = sum(map(times, faults))
        label = language.many("problem in the workbooks", "problems in the workbooks", count)
        yield Number(number(language, count, Provenance.of(problem.location for problem in faults)), label)


def _check_in_count(scope: Scope) -> Number:
    language, since = scope.language, scope.snapshot.since
    check_ins = recent_check_ins(scope)
    many, provenance = len(check_ins), Provenance.of(check_in.origin.location("date") for check_in, _ in check_ins)
    if since is None:
        label = language.many("check-in in the last {days} days", "check-ins in the last {days} days", many, days=DAYS)
    else:
        label = language.many("check-in since {day}", "check-ins since {day}", many, day=language.short_day(since))
    return Number(number(language, many, provenance), label)
