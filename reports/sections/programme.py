"""The health of the OKR programme: who takes part, how fresh it is, whether confidence moves, what the quality coach found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ...core.key_result_status import KeyResultStatus
from ...core.names import fold_name
from ...core.quality_findings import QualityFinding
from ...core.quality_rules import RULES, UNMOVED, Rule
from ...core.rhythm import Rate, check_in_rate, weeks
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language
from ..model.figure import Figure, figure, number, share
from ..model.provenance import Provenance
from ..model.report import Listing, Number, Numbers, Row, Section, TableBlock, TableColumn, Text
from .optional_section import section
from .rhythm import active_now, key_results_by_team, team_name
from .truncation import truncate

LIMIT = 100
OFTEN = 3  # rules that are named for a team
ALIGNED = ("aligned", "top")


def programme_numbers(scope: Scope) -> Section | None:
    """Return the health of the programme in numbers."""
    numbers = tuple(_numbers(scope))
    return section("standing", scope.language.say("The programme at a glance"), Numbers(numbers) if numbers else None)


def _numbers(scope: Scope) -> Iterator[Number]:
    language, today = scope.language, scope.snapshot.today
    objectives = [status for status in scope.objectives if status.counted]
    if not objectives:
        return
    over, period = weeks(scope.snapshot.period, today), scope.snapshot.period
    if period is not None and over:
        rates = sum((check_in_rate(scope.key_results, period, week) for week in over), Rate())
        yield Number(share(language, rates.share), language.say("of key results have a check-in in an average week"))
    teams = {fold_name(status.team) for status in objectives} - {""}
    of_all = max(len(scope.data.teams), len(teams))
    yield Number(_part(language, len(teams), of_all), language.say("teams with objectives"))
    aligned = [status for status in objectives if status.alignment in ALIGNED]
    places = Provenance.of(status.objective.origin.location("parent_id") for status in aligned)
    yield Number(_part(language, len(aligned), len(objectives), places), language.say("objectives aligned"))
    owned = [status for status in objectives if status.objective.owner]
    places = Provenance.of(status.objective.origin.location("owner") for status in owned)
    yield Number(_part(language, len(owned), len(objectives), places), language.say("objectives with an owner"))
    people = scope.people
    if people:
        owners = scope.data.owners
        active = sum(
            bool(owners.objectives.get(status.person.person_id) or owners.key_results.get(status.person.person_id))
            for status in people
        )
        yield Number(_part(language, active, len(people)), language.say("people who own an objective or a key result"))
    label = language.say("findings of the quality coach")
    yield Number(
        number(language, len(scope.data.findings), Provenance.of(found.location for found in scope.data.findings)),
        label,
    )


def _part(language: Language, part: int, whole: int, provenance: Provenance | None = None) -> Figure:
    message = language.say("{part} of {whole}", part=language.number(part), whole=language.number(whole))
    return figure(message, provenance or Provenance(), part, "number")


def team_health(scope: Scope) -> Section | None:
    """Return for each team its objectives, its key results without a recent check-in and what the quality coach found."""
    language, by_team = scope.language, key_results_by_team(scope)
    findings: dict[str, list[QualityFinding]] = defaultdict(list)
    for finding in scope.data.findings:
        findings[fold_name(finding.team)].append(finding)
    teams = [*scope.data.teams, *([""] if "" in by_team or "" in findings else [])]
    if not teams:
        return None
    columns = (
        TableColumn("team", language.say("Team")), TableColumn("objectives", language.say("Objectives")),
        TableColumn("active", language.say("Active key results")), TableColumn("stale", language.say("Overdue for a check-in")),
        TableColumn("never", language.say("Never checked in")), TableColumn("found", language.say("Quality findings")),
        TableColumn("rules", language.say("Most frequent")),
    )  # fmt: skip
    ranked = sorted(teams, key=lambda team: -_stale_share(active_now(scope, by_team.get(team, ()))))
    rows = truncate(language, ranked, LIMIT).map(
        lambda team: _team(scope, team, by_team.get(team, ()), findings.get(team, ()))
    )
    lead = language.say(
        "Teams with the most overdue check-ins come first. A team without objectives takes no part yet."
    )
    return section("teams", language.say("Teams"), TableBlock("teams", columns, rows), lead=lead)


def _stale_share(active: Sequence[KeyResultStatus]) -> float:
    return sum(result.stale for result in active) / len(active) if active else 0.0


def _team(scope: Scope, team: str, results: Sequence[KeyResultStatus], findings: Sequence[QualityFinding]) -> Row:
    language = scope.language
    objectives = [status for status in scope.data.objectives_of.get(team, ()) if status.counted]
    active = active_now(scope, results)
    stale = [result for result in active if result.stale]
    never = [result for result in active if result.last is None]
    codes = Counter(finding.rule.code for finding in findings)
    often = [f"{code} ({language.number(count)})" for code, count in codes.most_common(OFTEN)]
    name = team_name(scope, team)
    return Row(
        (
            Text(text.name(name)),
            number(
                language,
                len(objectives),
                Provenance.of(status.objective.origin.location("id") for status in objectives),
            ),
            number(language, len(active), _ids(active)),
            number(language, len(stale), _ids(stale)),
            number(language, len(never), _ids(never)),
            number(language, len(findings), Provenance.of(finding.location for finding in findings)),
            figure(", ".join(often)),
        ),
        name,
    )


def _ids(results: Sequence[KeyResultStatus]) -> Provenance:
    return Provenance.of(result.key_result.origin.location("id") for result in results)


def confidence_moves(scope: Scope) -> Section | None:
    """Return in how many key results the confidence moved, never moved, or was never given."""
    language = scope.language
    results = [result for result in scope.key_results if result.counted]
    if not results:
        return None
    given = [
        (result, [each.confidence for each in result.check_ins if each.confidence is not None]) for result in results
    ]
    moved = [result for result, values in given if len(set(values)) > 1]
    unmoved = [result for result, values in given if len(values) >= UNMOVED and len(set(values)) == 1]
    without = [result for result, values in given if not values]
    few = len(results) - len(moved) - len(unmoved) - len(without)
    rows = [
        (language.say("moved"), moved, len(moved)),
        (
            language.say("never moved in {count} check-ins or more", count=language.number(UNMOVED)),
            unmoved,
            len(unmoved),
        ),
        (language.say("too few check-ins to tell"), [], few),
        (language.say("never given"), without, len(without)),
    ]
    columns = (
        TableColumn("confidence", language.say("Confidence")), TableColumn("count", language.say("Key results")),
        TableColumn("share", language.say("Share")),
    )  # fmt: skip
    listed = tuple(
        Row((figure(label), number(language, count, _ids(own)), share(language, count / len(results))))
        for label, own, count in rows
    )
    lead = language.say("Confidence is a judgement of the owner. Where it never moves, ask how it is arrived at.")
    return section(
        "confidence", language.say("Confidence"), TableBlock("confidence", columns, Listing(listed)), lead=lead
    )


def quality_by_rule(scope: Scope) -> Section | None:
    """Return how often each rule of the quality coach matched, and in how many teams."""
    language = scope.language
    by_rule: dict[str, list[QualityFinding]] = defaultdict(list)
    for finding in scope.data.findings:
        by_rule[finding.rule.code].append(finding)
    if not by_rule:
        return None
    columns = (
        TableColumn("rule", language.say("Rule")), TableColumn("count", language.say("Found")),
        TableColumn("teams", language.say("Teams")), TableColumn("most", language.say("Most in")),
        TableColumn("improve", language.say("How to improve")),
    )  # fmt: skip
    rows = tuple(_rule(scope, rule, by_rule[rule.code]) for rule in RULES if rule.code in by_rule)
    lead = language.say("The findings themselves are on the pages of the organisation and of each team.")
    return section(
        "rules",
        language.say("Quality by rule"),
        TableBlock("rules", columns, Listing(rows)),
        lead=lead,
    )


def _rule(scope: Scope, rule: Rule, findings: Sequence[QualityFinding]) -> Row:
    language = scope.language
    teams = Counter(fold_name(finding.team) for finding in findings)
    (most, count), *_ = teams.most_common(1)
    named = language.say("{name} ({count})", name=text.name(team_name(scope, most)), count=language.number(count))
    return Row(
        (
            figure(f"{rule.code} {language.say(rule.title)}"),
            number(language, len(findings), Provenance.of(finding.location for finding in findings)),
            number(language, len(teams)),
            Text(named),
            figure(language.say(rule.improve)),
        )
    )
