"""What needs a decision, as a question to the owner; the first rule that applies to something asks.

In this order:

1. it ends below its target and is not closed: missed or partly achieved after its last day, or off track on that day;
2. it is off track;
3. an objective has no owner;
4. a key result has no target;
5. a key result has no value although half of its time is over;
6. its check-in is overdue.

An objective that is off track or ended below its target stands for its key results; where an objective below it that
counts in its score is the same, that one is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Union

from ...core import schema
from ...core.key_result_status import KeyResultStatus, is_control
from ...core.objective_status import ObjectiveStatus, feeds
from ..data.scope import Scope
from ..i18n.language import capitalised, marked
from ..model.figure import figure
from ..model.provenance import Provenance, provenance_of
from ..model.report import Listing, Row, Section, TableBlock, TableColumn
from .forecast import range_text
from .key_results import is_overdue, short_text, status_of, time_since_check_in
from .needs_attention import prediction_of
from .optional_section import section
from .summary_risks import due_on, owner_text
from .truncation import truncate

MOST, LIMIT = 5, 100
HALF = 0.5  # the share of its time after which a key result without a value asks for a decision
KINDS = ("ended", "off track", "no owner", "no target", "no value", "overdue")  # the most pressing first
ENDED = ("missed", "partly")

Subject = Union[ObjectiveStatus, KeyResultStatus]


@dataclass(frozen=True)
class OpenDecision:
    """An objective or a key result that somebody has to decide about; `kind` is the rule that asks."""

    kind: str
    subject: Subject

    @property
    def behind(self) -> float:
        """How far its subject is behind plan."""
        if isinstance(self.subject, KeyResultStatus):
            return self.subject.behind
        return (self.subject.expected or 0.0) - (self.subject.score or 0.0)


def decisions(scope: Scope) -> list[OpenDecision]:
    """Return what needs a decision, the most pressing first."""
    asked = [*_about_objectives(scope)]
    covered = {
        decision.subject.objective.id
        for decision in asked
        if isinstance(decision.subject, ObjectiveStatus) and decision.kind in ("ended", "off track")
    }
    asked += _about_key_results(scope, covered)
    return sorted(asked, key=lambda decision: (KINDS.index(decision.kind), -decision.behind))


def _about_objectives(scope: Scope) -> Iterable[OpenDecision]:
    for status in scope.objectives:
        if not status.counted or status.objective.status == schema.CARRIED or not scope.goals.is_first(status):
            continue
        kind = _kind(status)
        if kind and not any(_kind(child) == kind for child in _contributors(scope, status)):
            yield OpenDecision(kind, status)
        elif not status.objective.owner:
            yield OpenDecision("no owner", status)


def _kind(subject: Subject) -> str:
    if subject.status in ENDED or (subject.status == "off track" and subject.is_over):
        return "ended"
    return "off track" if subject.status == "off track" else ""


def _contributors(scope: Scope, status: ObjectiveStatus) -> list[ObjectiveStatus]:
    children = [scope.goals.by_id[id] for id in status.children if id in scope.goals.by_id]
    return [child for child in children if feeds(child.objective)]


def _about_key_results(scope: Scope, covered: set[str]) -> Iterable[OpenDecision]:
    for result in scope.key_results:
        key_result = result.key_result
        if result.counted and key_result.status != schema.CARRIED and key_result.objective_id not in covered:
            kind = _kind_of_key_result(result)
            if kind:
                yield OpenDecision(kind, result)


def _kind_of_key_result(result: KeyResultStatus) -> str:
    if _kind(result):
        return _kind(result)
    if result.key_result.target is None and result.key_result.kind != "binary" and not is_control(result.key_result):
        return "no target"
    if result.progress is None and not result.fault and result.expected is not None and result.expected >= HALF:
        return "no value"
    return "overdue" if is_overdue(result) else ""


def top_decisions(scope: Scope) -> TableBlock | None:
    """Return the five most pressing decisions as a table; None without any."""
    shown = truncate(
        scope.language, decisions(scope), MOST,
        "and {count} more under “Decisions”", "and {count} more under “Decisions”",
    )  # fmt: skip
    return _table(scope, "decisions", shown, scope.language.say("Decisions"))


def all_decisions(scope: Scope) -> Section | None:
    """Return all decisions, where the executive summary does not have room for them."""
    listed = decisions(scope)
    if len(listed) <= MOST:
        return None
    lead = scope.language.say("Questions to the owners, the most pressing first.")
    table = _table(scope, "all decisions", truncate(scope.language, listed, LIMIT), "")
    return section("decisions", scope.language.say("Decisions"), table, lead=lead)


def _table(scope: Scope, name: str, shown: Listing[OpenDecision], title: str) -> TableBlock | None:
    if not shown.rows:
        return None
    language = scope.language
    columns = (
        TableColumn("which", language.say("Objective or key result")), TableColumn("question", language.say("Question")),
        TableColumn("owner", language.say("Owner")), TableColumn("due", language.say("Due")),
    )  # fmt: skip
    return TableBlock(name, columns, shown.map(lambda decision: _row(scope, decision)), title)


def _row(scope: Scope, decision: OpenDecision) -> Row:
    subject, question = decision.subject, _question(scope, decision)
    word = status_of(scope.language, subject).word
    if isinstance(subject, ObjectiveStatus):
        objective = subject.objective
        cells = scope.goals.provenance(subject)
        if decision.kind == "no owner":
            cells = Provenance.of([objective.origin.location("owner")])
        end = scope.snapshot.period[1] if scope.snapshot.period else None
        which, owner, team = short_text(objective.id, objective.objective), objective.owner, subject.team or ""
    else:
        key_result, cells, end = subject.key_result, provenance_of(subject), subject.end
        which, owner = short_text(key_result.id, key_result.key_result), scope.goals.owner(subject)
        team = scope.goals.team(subject)
    return Row((which, figure(question, cells), owner_text(scope, owner), due_on(scope, end)), team, word)


def _question(scope: Scope, decision: OpenDecision) -> str:
    language, subject = scope.language, decision.subject
    if decision.kind == "ended":
        score = language.percent(subject.score)
        return language.say("It ends at {score}. Close it, carry it forward or abandon it?", score=score)
    if decision.kind == "off track":
        ahead = prediction_of(scope, subject) if isinstance(subject, KeyResultStatus) else None
        if ahead is None:
            return language.say("Off track. Change the plan, the target or the scope?")
        return language.say(
            "Likely to end at {range}. Change the plan, the target or the scope?",
            range=range_text(language, ahead.low, ahead.high),
        )
    if decision.kind == "overdue" and isinstance(subject, KeyResultStatus):
        silent = capitalised(time_since_check_in(language, subject, scope.snapshot.today))
        return language.say("{silent}. Is its status still right?", silent=silent)
    return language.say(
        {
            "no owner": marked("No owner. Who takes it on?"),
            "no target": marked("No target. What is to be achieved?"),
            "no value": marked("No value yet. Is it still wanted?"),
        }[decision.kind]
    )
