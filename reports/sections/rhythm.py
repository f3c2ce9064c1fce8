"""The rhythm of check-ins by team and week, and whether what was missed asks about the bet or about the rhythm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ...core import pacing
from ...core.key_result_status import KeyResultStatus
from ...core.names import fold_name
from ...core.objective_status import ObjectiveStatus
from ...core.rhythm import (
    BOTH,
    CADENCE,
    GOOD,
    STRATEGY,
    WEAK,
    Rate,
    check_in_rate,
    is_active,
    question,
    rhythm,
    weeks,
)
from ...core.snapshot import Period
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language, marked
from ..model.charts import HeatCell, HeatChart, HeatLine
from ..model.figure import figure, share
from ..model.provenance import Provenance
from ..model.report import Heat, Row, Section, TableBlock, TableColumn, Text
from .key_results import short_text, status_of
from .optional_section import section
from .truncation import truncate

TEAMS, LIMIT = 40, 100
HEADING = 48  # letters of a team's name in the map
QUARTERS = (0.25, 0.5, 0.75, 1.0)  # below which a share has the steps 1 to 4; all has 5, none 0

QUESTIONS = {
    STRATEGY: marked("Looked at regularly and still behind: was the bet right?"),
    CADENCE: marked("Rarely looked at: was it looked at often enough to know?"),
    BOTH: marked("Looked at now and then: was the bet right, and was it looked at often enough?"),
}


def check_in_rhythm(scope: Scope) -> Section | None:
    """Return the share of key results with a check-in, by team and week; None before the first week is over."""
    language, period = scope.language, scope.snapshot.period
    over = weeks(period, scope.snapshot.today)
    by_team = key_results_by_team(scope)
    if period is None or not over or not by_team:
        return None
    lines = {team: [check_in_rate(own, period, week) for week in over] for team, own in by_team.items()}
    ranked = sorted(lines, key=lambda team: sum(lines[team], Rate()).share or 0.0)
    shown = ranked[:TEAMS]
    title = language.say("Share of key results with a check-in, by team and week")
    hidden = len(ranked) - len(shown)
    more = language.many("{count} more team", "{count} more teams", hidden) if hidden else ""
    chart = HeatChart(
        title,
        language.say("Team"),
        tuple(language.short_day(first) for first, _ in over),
        tuple(_line(language, scope, team, by_team[team], lines[team]) for team in shown),
        _legend(language),
        title,
        language.say("and {more}, see the consolidated workbook", more=more) if more else "",
        by_level=False,
    )
    lead = language.say(
        "A week begins on the day at its head and counts once it is over. Teams with the fewest check-ins come first."
    )
    return section("rhythm", language.say("Rhythm of check-ins"), Heat(chart), lead=lead)


def key_results_by_team(scope: Scope) -> Mapping[str, Sequence[KeyResultStatus]]:
    """Return the key results that count by their team, as teams are compared; those without a team under ""."""
    by_team: dict[str, list[KeyResultStatus]] = defaultdict(list)
    for result in scope.key_results:
        if result.counted:
            by_team[fold_name(scope.goals.team(result))].append(result)
    return by_team


def team_name(scope: Scope, key: str) -> str:
    """Return a team's name as it is spelled."""
    return scope.data.teams.get(key, "") or scope.language.say("no team")


def _line(
    language: Language, scope: Scope, team: str, own: Sequence[KeyResultStatus], rates: Sequence[Rate]
) -> HeatLine:
    check_ins = Provenance.of(
        check_in.origin.location("date") for result in own for check_in in result.check_ins if check_in.date
    )
    name = figure(text.clip(team_name(scope, team), HEADING), check_ins)
    return HeatLine(name, tuple(_cell(language, rate) for rate in rates))


def _cell(language: Language, rate: Rate) -> HeatCell:
    if rate.share is None:
        return HeatCell("", None, "")
    description = language.many(
        "{part} of {count} key result", "{part} of {count} key results", rate.whole, part=language.number(rate.part)
    )
    return HeatCell(language.percent(rate.share), _step(rate.share), description)


def _step(rate: float) -> int:
    if rate == 0.0:
        return 0
    return next((step for step, limit in enumerate(QUARTERS, start=1) if rate < limit), 5)


def _legend(language: Language) -> tuple[tuple[int, str], ...]:
    parts = [
        (step, language.say("below {share}", share=language.percent(limit))) for step, limit in enumerate(QUARTERS, 1)
    ]
    return (0, language.say("no check-in")), *parts, (5, language.percent(1.0))


def rhythm_or_strategy(scope: Scope) -> Section | None:
    """Return for each objective that is off track or missed whether to ask about the bet or about the rhythm."""
    language, period, today = scope.language, scope.snapshot.period, scope.snapshot.today
    asked = [(status, what) for status in scope.objectives if (what := question(status, period, today))]
    if period is None or not asked:
        return None
    order = list(QUESTIONS)
    asked.sort(key=lambda pair: (order.index(pair[1]), pair[0].score or 0.0))
    columns = (
        TableColumn("which", language.say("Objective")), TableColumn("owner", language.say("Owner")),
        TableColumn("status", language.say("Status")), TableColumn("score", language.say("Score")),
        TableColumn("rhythm", language.say("Weeks in rhythm")), TableColumn("question", language.say("Question")),
    )  # fmt: skip
    rows = truncate(language, asked, LIMIT).map(lambda pair: _row(scope, period, *pair))
    lead = language.say(
        "A key result is in rhythm in a week when its last check-in is at most {days} days old at the end of that week. From {good} of the weeks on, the rhythm is good; below {weak}, it is weak.",
        days=pacing.STALE_DAYS, good=language.percent(GOOD), weak=language.percent(WEAK),
    )  # fmt: skip
    return section("bets", language.say("Rhythm or strategy?"), TableBlock("bets", columns, rows), lead=lead)


def _row(scope: Scope, period: Period, status: ObjectiveStatus, what: str) -> Row:
    language, objective = scope.language, status.objective
    over = weeks(period, scope.snapshot.today)
    own = [result for result in status.key_results if result.counted]
    days = Provenance.of(check_in.origin.location("date") for result in own for check_in in result.check_ins)
    state = status_of(language, status)
    return Row(
        (
            short_text(objective.id, objective.objective),
            Text(text.name(objective.owner) if objective.owner else ""),
            state,
            share(language, status.score, scope.goals.provenance(status)),
            share(language, rhythm(own, period, over).share, days),
            figure(language.say(QUESTIONS[what])),
        ),
        status.team or "",
        state.word,
    )


def active_now(scope: Scope, results: Sequence[KeyResultStatus]) -> list[KeyResultStatus]:
    """Return the key results that run today, and those that are due but not achieved."""
    period, today = scope.snapshot.period, scope.snapshot.today
    if period is None:
        return [result for result in results if result.counted]
    return [result for result in results if is_active(result, period, (today, today)) and not result.reached]
