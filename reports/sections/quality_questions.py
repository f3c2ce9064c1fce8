"""Questions that a good review asks about the wording and the making of OKRs: what the quality coach found, and why it asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...core.model import Origin
from ...core.quality_findings import QualityFinding, Value
from ...core.quality_rules import MISSING, QUESTION, RULES, Rule
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language, capitalised
from ..model.figure import figure, number
from ..model.provenance import Provenance
from ..model.report import Listing, Row, Section, TableBlock, TableColumn, Text
from .key_results import short_text
from .optional_section import section
from .truncation import truncate

LIMIT = 100
SAID_ELSEWHERE = ("Q08", "Q17")  # changes and missing parents have sections of their own


def quality_questions(scope: Scope) -> Section | None:
    """Return what the quality coach found in the objectives and key results of the report; None without any."""
    language = scope.language
    own = [finding for finding in findings_of(scope) if finding.rule.code not in SAID_ELSEWHERE]
    if not own:
        return None
    lead = language.say("Simple rules flagged these items. They prove nothing: ask the owners.")
    return section(
        "questions", language.say("Questions to discuss"), _findings(scope, own), _rules(language, own), lead=lead
    )


def findings_of(scope: Scope) -> list[QualityFinding]:
    """Return what the quality coach found in the objectives and key results that a report is about."""
    if scope.audience != "team":
        return list(scope.data.findings)
    mine = {_row_of(status.objective.origin) for status in scope.objectives}
    mine |= {_row_of(result.key_result.origin) for result in scope.key_results}
    return [finding for finding in scope.data.findings if _row_of(finding.origin) in mine]


def _row_of(origin: Origin) -> tuple[str, str, int]:
    return origin.source.workbook, origin.source.sheet, origin.row


def _findings(scope: Scope, own: Sequence[QualityFinding]) -> TableBlock:
    language = scope.language
    columns = (
        TableColumn("which", language.say("Objective or key result")), TableColumn("owner", language.say("Owner")),
        TableColumn("rule", language.say("Rule")), TableColumn("found", language.say("Finding")),
    )  # fmt: skip
    rows = truncate(language, _fair(own), LIMIT).map(
        lambda finding: Row(
            (
                short_text(finding.id, finding.wording),
                Text(text.name(finding.owner) if finding.owner else ""),
                figure(finding.rule.code),
                figure(capitalised(finding_text(language, finding)), Provenance.of([finding.location])),
            ),
            finding.team,
        )
    )
    return TableBlock("findings", columns, rows, language.say("What to ask about"))


def _fair(own: Sequence[QualityFinding]) -> Sequence[QualityFinding]:
    """Where not all fit, the first of each rule come first, so that no rule takes all the room."""
    if len(own) <= LIMIT:
        return own
    numbers: Counter[str] = Counter()
    rank = []
    for finding in own:
        rank.append((numbers[finding.rule.code], finding.rule.code))
        numbers[finding.rule.code] += 1
    order = sorted(range(len(own)), key=rank.__getitem__)
    shown = set(order[:LIMIT])
    return [own[at] for at in sorted(shown)] + [own[at] for at in order[LIMIT:]]


def _rules(language: Language, own: Sequence[QualityFinding]) -> TableBlock:
    counts = Counter(finding.rule.code for finding in own)
    columns = (
        TableColumn("rule", language.say("Rule")), TableColumn("count", language.say("Found")), TableColumn("why", language.say("Why it matters")),
        TableColumn("improve", language.say("How to improve")), TableColumn("source", language.say("Source of the rule")),
    )  # fmt: skip
    rows = tuple(_rule(language, rule, counts[rule.code]) for rule in RULES if rule.code in counts)
    lead = language.say("Each rule can be switched off in okrsheets.toml.")
    return TableBlock("rules", columns, Listing(rows), language.say("The rules behind the questions"), lead)


def _rule(language: Language, rule: Rule, count: int) -> Row:
    kind = language.say("question") if rule.severity == QUESTION else language.say("advice")
    title = language.say("{code} {title} ({kind})", code=rule.code, title=language.say(rule.title), kind=kind)
    cells = (language.say(rule.why), language.say(rule.improve), language.say(rule.source))
    return Row((figure(title), number(language, count), *(figure(cell) for cell in cells)))


def finding_text(language: Language, finding: QualityFinding) -> str:
    """Return what was found, in the reader's language."""
    return language.say(
        finding.rule.finding, **{name: _value(language, name, at) for name, at in finding.values.items()}
    )


def _value(language: Language, name: str, value: Value) -> str:
    if isinstance(value, str):
        return language.say(value) if value in MISSING.values() else text.name(value)
    if name == "day":
        return language.day(int(value))
    return language.percent(value) if name == "share" else language.number(value)
