"""Where we stand: the objectives that the whole is about, in a few sentences each, and the numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ...core.alignment import LEVELS
from ...core.evaluation import ObjectiveStatus, feeds
from ...core.pacing import STATUSES
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language
from ..model.charts import StatusCount
from ..model.figure import Figure, figure, number, share
from ..model.provenance import Provenance, trail_of
from ..model.report import Headline, Headlines, Number, Numbers, Section, Sentences, Statuses
from .check_ins import DAYS, looks_since
from .groups_of_blocks import section
from .key_results import in_short, measure, status_of
from .listing import cap
from .movement import change_sentence
from .problems import grouped_problems
from .stories import story

LIMIT, STORIES = 12, 20

Contributor = tuple[float, str, Provenance]


def evaluation(scope: Scope) -> Section | None:
    """Return where everything stands, in sentences and in numbers."""
    title = scope.language.say("Where we stand")
    numbers = Numbers(tuple(_numbers(scope)))
    return section("standing", title, headlines(scope), numbers, statuses(scope), _in_sentences(scope))


def _in_sentences(scope: Scope) -> Sentences | None:
    """Every key result of a team in a sentence, where they are few enough to be read."""
    language = scope.language
    told = [each for each in scope.key_results if each.counted]
    if scope.audience != "team" or not told:
        return None
    known = sum(each.progress is not None for each in told)
    summary = language.many(
        "{known} of {count} key result has data.", "{known} of {count} key results have data.",
        len(told), known=language.number(known),
    )  # fmt: skip
    values = Provenance.of(each.key_result.origin.location("current") for each in told)
    lines = [figure(summary, values), *(story(language, each) for each in told[:STORIES])]
    return Sentences(tuple(lines), language.say("In sentences"), listed=True)


def headlines(scope: Scope) -> Headlines | None:
    """Return the main objectives in words: the team's, or the organisation's own.

    Where none is marked as the organisation's, those at the top are.
    """
    known = [each for each in scope.objectives if each.counted]
    if scope.audience == "organisation":
        known = (
            [each for each in known if LEVELS.get(each.objective.level or "") == 0]
            or [each for each in known if each.alignment == "top"]
            or [each for each in known if each.depth == 0]
        )
    shown = cap(
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
    moved = change_sentence(scope, each)
    if moved:
        yield figure(moved)
    if each.data < each.total:
        yield figure(
            language.many(
                "{known} of {count} key result below it has data.",
                "{known} of {count} key results below it have data.",
                each.total,
                known=language.number(each.data),
            )
        )
    missing = scope.goals.missing.get(each.objective.id, 0)
    if missing:
        yield figure(
            language.many(
                "{count} person with the skills it needs is missing.",
                "{count} people with the skills it needs are missing.",
                missing,
            )
        )


def _how_it_stands(language: Language, each: ObjectiveStatus, trail: Provenance) -> Figure:
    score, status = language.percent(each.score), language.say(each.status)
    if each.score is None:
        return figure(language.say("There is no data on it yet."))
    if each.expected is None:
        return figure(language.say("It stands at {score}: {status}.", score=score, status=status), trail)
    plan = language.percent(each.expected)
    said = language.say(
        "It stands at {score}, where {plan} is expected by now: {status}.", score=score, plan=plan, status=status
    )
    return figure(said, trail)


def _contributors(scope: Scope, each: ObjectiveStatus) -> list[Contributor]:
    """What counts directly in an objective, weakest first, with its score."""
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
            "It rests on {name} ({score}).", name=language.quoted(strongest), score=language.percent(high)
        )
        return figure(said, above)
    if low == high:
        return figure(
            language.say("All that counts in it stands at {score}.", score=language.percent(high)), below + above
        )
    said = language.say(
        "Strongest: {strongest} ({high}). Weakest: {weakest} ({low}).",
        strongest=language.quoted(strongest),
        high=language.percent(high),
        weakest=language.quoted(weakest),
        low=language.percent(low),
    )
    return figure(said, above + below)


def statuses(scope: Scope) -> Statuses | None:
    """Return how many key results have which status, the best first, as a bar is read."""
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
        yield Number(share(language, known, values), language.say("of key results have data"))
    yield _looks(scope)
    if scope.audience == "organisation":
        faults = [
            problem
            for problem in grouped_problems(scope.snapshot.problems, scope.snapshot.evaluation)
            if not problem.note
        ]
        label = language.many("problem in the workbooks", "problems in the workbooks", len(faults))
        yield Number(number(language, len(faults), Provenance.of(problem.location for problem in faults)), label)


def _looks(scope: Scope) -> Number:
    language, since = scope.language, scope.snapshot.since
    looks = looks_since(scope)
    many, trail = len(looks), Provenance.of(look.origin.location("date") for look, _ in looks)
    if since is None:
        label = language.many("check-in in {days} days", "check-ins in {days} days", many, days=DAYS)
    else:
        label = language.many("check-in since {day}", "check-ins since {day}", many, day=language.short_day(since))
    return Number(number(language, many, trail), label)
