"""What the quality coach says on the command line: its findings by rule, as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from ..core.cells import Day
from ..core.changes import Change
from ..core.evaluation import Evaluation, Past
from ..core.quality_findings import QualityFinding, findings
from ..core.quality_rules import ADVICE, QUESTION
from ..sync.config import Workspace
from ..sync.store.evaluation import period_of
from ..sync.store.history import changes_since, past_cycles
from ..sync.store.state import State
from ..sync.store.store import Store
from .shell import counted


def coach(workspace: Workspace, state: State, evaluation: Evaluation, today: Day) -> Sequence[QualityFinding]:
    """Return what matches a rule of quality in a state; `evaluation` is that of the state, with its check-ins.

    What was changed since the cycle began, and how earlier cycles ended, comes from the history, if there is one.
    """
    changes, past = _history(workspace, state, today)
    return findings(evaluation, period_of(state), changes, past, frozenset(workspace.config.quality_off))


def _history(workspace: Workspace, state: State, today: Day) -> tuple[Sequence[Change], Sequence[Past]]:
    cycle, thresholds = state.cycle.name if state.cycle else "", workspace.config.thresholds
    if not workspace.store.exists():
        return (), past_cycles(state.store, state.sync, today, thresholds, state.cycle)
    with Store(workspace.store, read_only=True) as store:
        last = store.last_sync(today)
        if last is None or not cycle:
            return (), ()
        then = State(store, last[0], today, cycle)
        if then.cycle is None:
            return (), past_cycles(store, last[0], today, thresholds, state.cycle)
        begin, _ = period_of(then)
        return changes_since(then, begin), past_cycles(store, last[0], today, thresholds, then.cycle)


def coach_lines(suggestions: Sequence[QualityFinding]) -> Iterator[str]:
    """Return the findings as lines: each rule with its reason and its source once, then its cells."""
    for rule, own in groupby(suggestions, key=lambda finding: finding.rule):
        yield f"{rule.severity} {rule.code}: {rule.title}. {rule.why}"
        yield f"  hint: {rule.improve} ({rule.source})"
        for finding in own:
            yield f"  {finding.location}: {finding.what}"


def coach_counts(suggestions: Sequence[QualityFinding]) -> str:
    """Return how much advice and how many questions there are, in words."""
    advice = sum(finding.rule.severity == ADVICE for finding in suggestions)
    questions = sum(finding.rule.severity == QUESTION for finding in suggestions)
    return f"quality: {counted(advice, 'suggestion')}, {counted(questions, 'question')}"


def coach_json(suggestions: Sequence[QualityFinding]) -> list[dict[str, Any]]:
    """Return the findings for programs."""
    return [
        {
            "code": finding.rule.code,
            "title": finding.rule.title,
            "severity": finding.rule.severity,
            "id": finding.id,
            "owner": finding.owner,
            "team": finding.team,
            "workbook": finding.location.workbook,
            "sheet": finding.location.sheet,
            "cell": finding.location.cell,
            "what": finding.what,
            "why": finding.rule.why,
            "hint": finding.rule.improve,
            "source": finding.rule.source,
        }
        for finding in suggestions
    ]
