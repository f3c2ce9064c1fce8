"""The status overview: the main objectives in a few sentences each, and the key numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ...core.alignment import LEVELS
from ...core.evaluation import ObjectiveStatus, feeds
from ...core.pacing import STATUSES
from ..data.all_problems import all_problems
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language, capitalised
from ..model.charts import StatusCount
from ..model.figure import Figure, figure, number, share
from ..model.provenance import Provenance, trail_of
from ..model.report import Headline, Headlines, Number, Numbers, Section, Sentences, Statuses
from .check_ins import DAYS, recent_check_ins
from .key_result_line import key_result_line
from .key_results import in_short, measure, status_of
from .optional_section import section
from .score_change import score_change_sentence
from .truncation import truncate

LIMIT, STORIES = 12, 20

Contributor = tuple[float, str, Provenance]


def status_overview(scope: Scope) -> Section | None:
    """Return the status of the main objectives, in sentences and in numbers."""
    title = scope.language.say("Status overview")
    numbers = Numbers(tuple(_numbers(scope)))
    return section("standing", title, headlines(scope), numbers, status_counts(scope), _in_sentences(scope))


def _in_sentences(scope: Scope) -> Sentences | None:
    """Each key result of a team in one line, at most `STORIES`."""
    language = scope.language
    told = [each for each in scope.key_results if each.counted]
    if scope.audience != "team" or not told:
        return None
    known = sum(each.progress is not None for each in told)
    summary = language.many(
        "{known} of {count} key result reporting.", "{known} of {count} key results reporting.",
        len(told), known=language.number(known),
    )  # fmt: skip
    values = Provenance.of(each.key_result.origin.location("current") for each in told)
    lines = [figure(summary, values), *(key_result_line(language, each) for each in told[:STORIES])]
    return Sentences(tuple(lines), language.say("Key results in brief"), listed=True)


def headlines(scope: Scope) -> Headlines | None:
    """Return the main objectives with a few sentences each: the team's, or the organisation's own.

    Where none is marked as the organisation's, those at the top are.
    """
    known = [each for each in scope.objectives if each.counted]
    if scope.audience == "organisation":
        known = (
            [each for each in known if LEVELS.get(each.objective.level or "") == 0]
            or [each for each in known if each.alignment == "top"]
            or [each for each in known if each.depth == 0]
        )
    shown = truncate(
        scope.language, known, LIMIT,
        "and {count} more objective, see the consolidated workbook",
        "and {count} more objectives, see the consolidated workbook",
    )  # fmt: skip
    return Headlines(shown.map(lambda each: _headline(scope, each))) if known else None


def _headline(scope: Scope, each: ObjectiveStatus) -> Headline:
    shown = measure(scope.language, each, scope.goals.trail(each))
    return Headline(
        text=in_short(each.objective.id, each.objective.objective),
        status=status_of(scope.language, each),
        bar=shown.bar,
        score=shown.score,
        sentences=tuple(_sentences(scope, each)),
    )


def _sentences(scope: Scope, each: ObjectiveStatus) -> Iterator[Figure]:
    language = scope.language
    yield _how_it_stands(language, each, scope.goals.trail(each))
    contributors = _contributors(scope, each)
    if contributors:
        yield _strongest_and_weakest(language, contributors)
    change = score_change_sentence(scope, each)
    if change:
        yield figure(change)
    if each.data < each.total:
        yield figure(
            language.many(
                "{known} of {count} key result reporting.",
                "{known} of {count} key results reporting.",
                each.total,
                known=language.number(each.data),
            )
        )
    missing = scope.goals.missing.get(each.objective.id, 0)
    if missing:
        yield figure(
            language.many(
                "Skills shortfall: {count} person.",
                "Skills shortfall: {count} people.",
                missing,
            )
        )


def _how_it_stands(language: Language, each: ObjectiveStatus, trail: Provenance) -> Figure:
    score, status = language.percent(each.score), capitalised(language.say(each.status))
    if each.score is None:
        return figure(language.say("No data yet."))
    if each.expected is None:
        return figure(language.say("{status}: {score}.", score=score, status=status), trail)
    plan = language.percent(each.expected)
    said = language.say("{status}: {score} vs {plan} expected.", score=score, plan=plan, status=status)
    return figure(said, trail)


def _contributors(scope: Scope, each: ObjectiveStatus) -> list[Contributor]:
    """The direct contributors to an objective's score, lowest first."""
    found = []
    for part in each.key_results:
        if part.counted and part.key_result.weight != 0 and part.score is not None:
            of = part.key_result
            found.append((part.score, text.name(of.key_result or of.id), trail_of(part)))
    for name in each.children:
        child = scope.goals.by_id[name]
        if feeds(child.objective) and child.objective.weight != 0 and child.score is not None:
            trail = scope.goals.trail(child)
            found.append((child.score, text.name(child.objective.objective or name), trail))
    return sorted(found, key=lambda contributor: contributor[:2])


def _strongest_and_weakest(language: Language, contributors: Sequence[Contributor]) -> Figure:
    (low, weakest, below), (high, strongest, above) = contributors[0], contributors[-1]
    if len(contributors) == 1:
        said = language.say(
            "Based on {name} only ({score}).", name=language.quoted(strongest), score=language.percent(high)
        )
        return figure(said, above)
    if low == high:
        return figure(language.say("All contributions are at {score}.", score=language.percent(high)), below + above)
    said = language.say(
        "Strongest: {strongest} ({high}). Weakest: {weakest} ({low}).",
        strongest=language.quoted(strongest),
        high=language.percent(high),
        weakest=language.quoted(weakest),
        low=language.percent(low),
    )
    return figure(said, above + below)


def status_counts(scope: Scope) -> Statuses | None:
    """Return the number of key results by status, best first."""
    counts = Counter(each.status for each in scope.key_results if each.counted)
    language = scope.language
    shown = tuple(
        StatusCount(word, language.say(word), counts[word], language.number(counts[word]))
        for word in reversed(STATUSES)
        if counts[word]
    )
    return Statuses(shown, language.say("Key results by status")) if shown else None


def _numbers(scope: Scope) -> Iterator[Number]:
    language = scope.language
    objectives = [each for each in scope.objectives if each.counted]
    key_results = [each for each in scope.key_results if each.counted]
    ids = Provenance.of(each.objective.origin.location("id") for each in objectives)
    label = language.many("objective", "objectives", len(objectives))
    yield Number(number(language, len(objectives), ids), label)
    ids = Provenance.of(each.key_result.origin.location("id") for each in key_results)
    label = language.many("key result", "key results", len(key_results))
    yield Number(number(language, len(key_results), ids), label)
    if key_results:
        known = sum(each.progress is not None for each in key_results) / len(key_results)
        values = Provenance.of(each.key_result.origin.location("current") for each in key_results)
        yield Number(share(language, known, values), language.say("of key results reporting"))
    yield _looks(scope)
    if scope.audience == "organisation":
        faults = [
            problem for problem in all_problems(scope.snapshot.problems, scope.snapshot.evaluation) if not problem.note
        ]
        label = language.many("problem in the workbooks", "problems in the workbooks", len(faults))
        yield Number(number(language, len(faults), Provenance.of(problem.location for problem in faults)), label)


def _looks(scope: Scope) -> Number:
    language, since = scope.language, scope.snapshot.since
    looks = recent_check_ins(scope)
    many, trail = len(looks), Provenance.of(look.origin.location("date") for look, _ in looks)
    if since is None:
        label = language.many("check-in in the last {days} days", "check-ins in the last {days} days", many, days=DAYS)
    else:
        label = language.many("check-in since {day}", "check-ins since {day}", many, day=language.short_day(since))
    return Number(number(language, many, trail), label)
