"""One key result as a report shows it: its text, value, score and remarks."""

from __future__ import annotations

from collections.abc import Sequence

from ...core import schema
from ...core.cells import Day
from ...core.evaluation import KeyResultStatus, ObjectiveStatus
from ...core.model import KeyResult
from ...core.percent import percent_points
from ..i18n import text
from ..i18n.language import NONE, Language
from ..i18n.terms import FAULTS
from ..model.charts import Bar
from ..model.figure import share
from ..model.provenance import Provenance, trail_of
from ..model.report import Measure, Status, Text


def text_of(typed: str | None, id: str = "", remarks: Sequence[str] = ()) -> Text:
    """Return a cell's text with its full length available."""
    short = text.clip(typed)
    return Text(short, "" if typed is None or short == typed else typed, id, tuple(remarks))


def named(each: KeyResultStatus, remarks: Sequence[str] = ()) -> Text:
    """Return a key result's text with its id."""
    of = each.key_result
    return text_of(of.key_result, text.label(of.id, of.key_result), remarks)


def in_short(id: str, words: str | None) -> Text:
    """Return an id with its text, truncated for a list."""
    return Text(text.name(words), id=text.label(id, words))


def status_of(language: Language, each: KeyResultStatus | ObjectiveStatus) -> Status:
    """Return a status in the reader's language; abandoned items have no other status."""
    word = each.status if each.counted else schema.ABANDONED
    return Status(word, language.say(word))


def measure(language: Language, each: KeyResultStatus | ObjectiveStatus, trail: Provenance) -> Measure:
    """Return a score beside what is expected by now."""
    status = status_of(language, each)
    score, expected = share(language, each.score, trail), share(language, each.expected)
    if each.expected is None:
        said = language.say("{score}: {status}", score=score.text, status=status.said)
        return Measure(Bar(each.score, None, status.word, said), score, share(language, None), "")
    said = language.say("{score}, {plan} expected: {status}", score=score.text, plan=expected.text, status=status.said)
    plan = language.say("{share} expected", share=expected.text)
    return Measure(Bar(each.score, each.expected, status.word, said), score, expected, plan)


def now(language: Language, each: KeyResultStatus) -> str:
    """Return a key result's current value with its start and target, in words."""
    of = each.key_result
    if of.kind == "binary":
        if each.current is None:
            return language.say("no value yet")
        return language.say("yes") if each.current >= 1 else language.say("not yet")
    way = _way(language, of, _unit(language, of.unit, (of.start, of.target, each.current)))
    if each.current is None:
        return language.say("no value yet, {way}", way=way)
    return language.say("now {value}, {way}", value=language.number(each.current), way=way)


def _way(language: Language, of: KeyResult, unit: str) -> str:
    start = language.number(0.0 if of.start is None and of.kind == "milestone" else of.start)
    target = language.number(of.target)
    if of.kind == "at least":
        return language.say("at least {target}{unit}", target=target, unit=unit)
    if of.kind == "at most":
        return language.say("at most {target}{unit}", target=target, unit=unit)
    if of.kind == "between":
        return language.say("between {low} and {high}{unit}", low=start, high=target, unit=unit)
    if start == NONE:
        return language.say("target {target}{unit}", target=target, unit=unit)
    return language.say("from {start} to {target}{unit}", start=start, target=target, unit=unit)


def _unit(language: Language, unit: str | None, values: Sequence[float | None]) -> str:
    """0.8 with the unit % can mean 80% or 0.8%; only the sheet knows, so the sign is kept apart from the number."""
    if not unit:
        return ""
    if unit.strip() == "%":
        return language.percent_sign if any(abs(value or 0) > 1 for value in values) else " (%)"
    return f" {text.clip(unit, 24)}"


def points_ahead(result: KeyResultStatus) -> int | None:
    """Return how many points a key result is ahead of plan, below 0 behind it; None without data or a plan.

    It is the difference of the two percentages as shown: 99.6% of a target is not "0 points below" it.
    """
    if result.score is None or result.expected is None:
        return None
    return percent_points(result.expected, result.score)


def is_waiting(each: KeyResultStatus) -> bool:
    """Return whether a check-in is overdue: the key result has started, is still open, and its last check-in is stale."""
    working = each.counted and each.key_result.status != schema.CARRIED
    return each.stale and working and each.status != "achieved" and each.expected != 0.0


def waiting_for(language: Language, each: KeyResultStatus, today: Day) -> str:
    """Return the time since the last check-in, in words."""
    if each.last is None or each.last.date is None:
        return language.say("no check-in yet")
    silent = today - each.last.date
    return language.many("no check-in for {count} day", "no check-in for {count} days", silent)


def remarks(language: Language, each: KeyResultStatus, today: Day) -> list[str]:
    """Return remarks on a key result: lifecycle, overdue check-in, calculation fault."""
    of = each.key_result
    said = [] if of.status in (None, schema.ACTIVE) else [ended(language, of.status or "", of.reason)]
    if is_waiting(each):
        said.append(waiting_for(language, each, today))
    if each.fault:
        said.append(
            language.say("can't be calculated: {fault}", fault=language.say(FAULTS.get(each.fault, each.fault)))
        )
    elif each.progress is not None and each.progress < 0:
        said.append(language.say("further from the target than at the start"))
    return said


def whole(language: Language, each: KeyResultStatus) -> Measure:
    """Return a key result's score with all its source cells."""
    return measure(language, each, trail_of(each))


def ended(language: Language, status: str, reason: str | None) -> str:
    """Return "abandoned" or "carried forward" with the reason."""
    if reason:
        return language.say("{status}: {reason}", status=language.say(status), reason=text.clip(reason))
    return language.say("{status}, no reason given", status=language.say(status))
