"""One key result as a report shows it: its value, its figures, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Sequence

from ...core import schema
from ...core.cells import Day
from ...core.evaluation import KeyResultStatus, ObjectiveStatus
from ...core.model import KeyResult
from ..i18n import text
from ..i18n.language import NONE, Language
from ..i18n.terms import FAULTS
from ..model.charts import Bar
from ..model.figure import share
from ..model.provenance import Provenance, trail_of
from ..model.report import Measure, Status, Text


def text_of(typed: str | None, id: str = "", remarks: Sequence[str] = ()) -> Text:
    """Return a text for where all of it can be read."""
    short = text.clip(typed)
    return Text(short, "" if typed is None or short == typed else typed, id, tuple(remarks))


def named(each: KeyResultStatus, remarks: Sequence[str] = ()) -> Text:
    """Return a key result's words, with its id."""
    of = each.key_result
    return text_of(of.key_result, text.label(of.id, of.key_result), remarks)


def in_short(id: str, words: str | None) -> Text:
    """Return an id with words that are cut to what a cell of a list can bear."""
    return Text(text.name(words), id=text.label(id, words))


def status_of(words: Language, each: KeyResultStatus | ObjectiveStatus) -> Status:
    """Return a status as readers know it; what was abandoned has none of its own."""
    word = each.status if each.counted else schema.ABANDONED
    return Status(word, words.say(word))


def measure(words: Language, each: KeyResultStatus | ObjectiveStatus, trail: Provenance) -> Measure:
    """Return a score beside what is expected by now."""
    status = status_of(words, each)
    score, expected = share(words, each.score, trail), share(words, each.expected)
    if each.expected is None:
        said = words.say("{score}: {status}", score=score.text, status=status.said)
        return Measure(Bar(each.score, None, status.word, said), score, share(words, None), "")
    said = words.say("{score}, {plan} expected: {status}", score=score.text, plan=expected.text, status=status.said)
    plan = words.say("{share} expected", share=expected.text)
    return Measure(Bar(each.score, each.expected, status.word, said), score, expected, plan)


def now(words: Language, each: KeyResultStatus) -> str:
    """Return a key result's value and where it comes from and goes to."""
    of = each.key_result
    if of.kind == "binary":
        if each.current is None:
            return words.say("no answer yet")
        return words.say("done") if each.current >= 1 else words.say("not done yet")
    way = _way(words, of, _unit(words, of.unit, (of.start, of.target, each.current)))
    if each.current is None:
        return words.say("no value yet, {way}", way=way)
    return words.say("now {value}, {way}", value=words.number(each.current), way=way)


def _way(words: Language, of: KeyResult, unit: str) -> str:
    start = words.number(0.0 if of.start is None and of.kind == "milestone" else of.start)
    target = words.number(of.target)
    if of.kind == "at least":
        return words.say("at least {target}{unit}", target=target, unit=unit)
    if of.kind == "at most":
        return words.say("at most {target}{unit}", target=target, unit=unit)
    if of.kind == "between":
        return words.say("between {low} and {high}{unit}", low=start, high=target, unit=unit)
    if start == NONE:
        return words.say("target {target}{unit}", target=target, unit=unit)
    return words.say("from {start} to {target}{unit}", start=start, target=target, unit=unit)


def _unit(words: Language, unit: str | None, values: Sequence[float | None]) -> str:
    """0.8 under the unit % may be 80% or 0.8%: only the sheet knows, so the sign is not put to the number."""
    if not unit:
        return ""
    if unit.strip() == "%":
        return words.percent_sign if any(abs(value or 0) > 1 for value in values) else " (%)"
    return f" {text.clip(unit, 24)}"


def is_waiting(each: KeyResultStatus) -> bool:
    """Return whether a check-in is due: stale, in work, and begun."""
    working = each.counted and each.key_result.status != schema.CARRIED
    return each.stale and working and each.status != "achieved" and each.expected != 0.0


def waiting_for(words: Language, each: KeyResultStatus, today: Day) -> str:
    """Return since when nobody has checked in."""
    if each.last is None or each.last.date is None:
        return words.say("no check-in yet")
    silent = today - each.last.date
    return words.many("no check-in for {count} day", "no check-in for {count} days", silent)


def remarks(words: Language, each: KeyResultStatus, today: Day) -> list[str]:
    """Return what is to be said about a key result beside its figures."""
    of = each.key_result
    said = [] if of.status in (None, schema.ACTIVE) else [ended(words, of.status or "", of.reason)]
    if is_waiting(each):
        said.append(waiting_for(words, each, today))
    if each.fault:
        said.append(words.say("cannot be computed: {fault}", fault=words.say(FAULTS.get(each.fault, each.fault))))
    elif each.progress is not None and each.progress < 0:
        said.append(words.say("further from its target than at the start"))
    return said


def whole(words: Language, each: KeyResultStatus) -> Measure:
    """Return a key result's score with every cell that it comes from."""
    return measure(words, each, trail_of(each))


def ended(words: Language, status: str, reason: str | None) -> str:
    """Return that something was abandoned or carried forward, and why."""
    if reason:
        return words.say("{status}: {reason}", status=words.say(status), reason=text.clip(reason))
    return words.say("{status}, no reason given", status=words.say(status))
