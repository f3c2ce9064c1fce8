"""One key result as a report shows it: its text, value, score and remarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...core import pacing, schema
from ...core.cells import Day
from ...core.key_result_status import KeyResultStatus, is_control
from ...core.model import KeyResult
from ...core.objective_status import ObjectiveStatus
from ...core.percent import percent_points
from ...core.values.unit_words import normalised_unit
from ..i18n import text
from ..i18n.language import NONE, Language
from ..i18n.terms import FAULTS, ZONE_REACHED
from ..model.charts import Bar
from ..model.figure import Figure, number, share
from ..model.provenance import Provenance, provenance_of
from ..model.report import Measure, Status, Text

UNMOVED_KINDS = ("at least", "at most", "between")  # a value in range, not a way from a start to a target


def full_text(typed: str | None, id: str = "", remarks: Sequence[str] = ()) -> Text:
    """Return a cell's text with its full length available."""
    short = text.clip(typed)
    return Text(short, "" if typed is None or short == typed else typed, id, tuple(remarks))


def key_result_text(result: KeyResultStatus, remarks: Sequence[str] = ()) -> Text:
    """Return a key result's text with its id."""
    key_result = result.key_result
    return full_text(key_result.key_result, text.label(key_result.id, key_result.key_result), remarks)


def short_text(id: str, name: str | None) -> Text:
    """Return an id with its text, truncated for a list."""
    return Text(text.name(name), id=text.label(id, name))


def status_of(language: Language, status: KeyResultStatus | ObjectiveStatus) -> Status:
    """Return a status in the reader's language; abandoned items have no other status."""
    word = status.status if status.counted else schema.ABANDONED
    return Status(word, language.say(word))


def measure(language: Language, rated: KeyResultStatus | ObjectiveStatus, provenance: Provenance) -> Measure:
    """Return a score beside what is expected by now."""
    status = status_of(language, rated)
    score, expected = share(language, rated.score, provenance), share(language, rated.expected)
    if rated.expected is None:
        message = language.say("{score}: {status}", score=score.text, status=status.label)
        return Measure(Bar(rated.score, None, status.word, message), score, share(language, None), "")
    message = language.say(
        "{score}, {plan} expected: {status}", score=score.text, plan=expected.text, status=status.label
    )
    plan = language.say("{share} expected", share=expected.text)
    return Measure(Bar(rated.score, rated.expected, status.word, message), score, expected, plan)


def now(language: Language, result: KeyResultStatus) -> str:
    """Return a key result's current value with its start and target, in words."""
    key_result = result.key_result
    if key_result.kind == "binary":
        if result.current is None:
            return language.say("no value yet")
        return language.say("yes") if result.current >= 1 else not_done(language, result)
    way = _way(language, result)
    if result.current is None:
        return language.say("no value yet, {way}", way=way)
    value = language.number(result.shown(result.current))
    if unit_of(language, key_result.unit) == language.percent_sign:
        value += language.percent_sign
        start, target = _ends(language, result)
        if not keeps_a_value(key_result) and NONE not in (start, target):
            ends = (f"{end}{language.percent_sign}" for end in (start, target))
            return language.say(
                "{value} ({start} → {target})", **dict(zip(("value", "start", "target"), (value, *ends)))
            )
    if key_result.kind == "at least" and not is_control(key_result):
        return language.say("now {value} of {way}", value=value, way=way)
    return language.say("now {value}, {way}", value=value, way=way)


def measured(language: Language, result: KeyResultStatus, value: float | None, provenance: Provenance) -> Figure:
    """Return a value of a key result, in percent where the result is measured so and kept as a share of 1."""
    plain = number(language, value, provenance)
    if value is None or result.percent_factor == 1:
        return plain
    return replace(plain, text=f"{language.number(result.shown(value))}{language.percent_sign}")


def not_done(language: Language, result: KeyResultStatus) -> str:
    """Return that a yes-or-no result is not done, with its last day."""
    if result.end is None:
        return language.say("not done")
    day = language.short_day(result.end)
    if result.status in pacing.FINAL:
        return language.say("not done, was due {day}", day=day)
    return language.say("not done, due {day}", day=day)


def not_met(language: Language, result: KeyResultStatus) -> str:
    """Return that a key result with nothing in between has not met its target, with its last day."""
    if result.key_result.kind == "binary":
        return not_done(language, result)
    if result.end is None:
        return language.say("target not met yet")
    day = language.short_day(result.end)
    if result.status in pacing.FINAL:
        return language.say("target not met, was due {day}", day=day)
    return language.say("target not met yet, due {day}", day=day)


def keeps_a_value(key_result: KeyResult) -> bool:
    """Return whether a key result is to have a value in a range, and is on no way from a start to a target."""
    return key_result.kind in UNMOVED_KINDS or is_control(key_result)


def _ends(language: Language, result: KeyResultStatus) -> tuple[str, str]:
    key_result = result.key_result
    start = 0.0 if key_result.start is None and key_result.kind == "milestone" else key_result.start
    return language.number(result.shown(start)), language.number(result.shown(key_result.target))


def _way(language: Language, result: KeyResultStatus) -> str:
    key_result, (start, target) = result.key_result, _ends(language, result)
    unit = unit_of(language, key_result.unit)
    if is_control(key_result):
        return range_text(language, key_result.lowest, key_result.highest, key_result.unit, result.percent_factor)
    if key_result.kind == "at least":
        return language.say("at least {target}{unit}", target=target, unit=unit)
    if key_result.kind == "at most":
        return language.say("at most {target}{unit}", target=target, unit=unit)
    if key_result.kind == "between":
        return language.say("between {low} and {high}{unit}", low=start, high=target, unit=unit)
    if start == NONE:
        return language.say("target {target}{unit}", target=target, unit=unit)
    return language.say("from {start} to {target}{unit}", start=start, target=target, unit=unit)


def range_text(
    language: Language, lowest: float | None, highest: float | None, unit: str | None, factor: float = 1.0
) -> str:
    """Return a range of values in words; None for a side that is open, and `factor` 100 for shares shown in percent."""
    low, high = (None if end is None else language.number(round(end * factor, 10)) for end in (lowest, highest))
    suffix = unit_of(language, unit)
    if low is None or high is None:
        message = "at most {target}{unit}" if low is None else "at least {target}{unit}"
        return language.say(message, target=high if low is None else low, unit=suffix)
    return language.say("between {low} and {high}{unit}", low=low, high=high, unit=suffix)


def unit_of(language: Language, unit: str | None) -> str:
    """Return a unit as it follows a number.

    >>> from okrsheets.reports.i18n.language import load_language
    >>> [unit_of(load_language("en"), unit) for unit in ("h", "%", None)]
    [' h', '%', '']
    """
    if not unit:
        return ""
    return language.percent_sign if normalised_unit(unit) == "%" else f" {text.clip(unit, 24)}"


def points_ahead(result: KeyResultStatus) -> int | None:
    """Return how many points a key result is ahead of plan, below 0 behind it; None without data or a plan.

    It is the difference of the two percentages as shown: 99.6% of a target is not "0 points below" it.
    """
    if result.score is None or result.expected is None:
        return None
    return percent_points(result.expected, result.score)


def is_overdue(result: KeyResultStatus) -> bool:
    """Return whether a check-in is overdue: the key result has started, is still open, and its last check-in is stale."""
    working = result.counted and result.key_result.status != schema.CARRIED
    return result.stale and working and result.status not in pacing.FINAL and result.expected != 0.0


def time_since_check_in(language: Language, result: KeyResultStatus, today: Day) -> str:
    """Return the time since the last check-in, in words."""
    if result.last is None or result.last.date is None:
        return language.say("no check-in yet")
    silent = today - result.last.date
    return language.many("no check-in for {count} day", "no check-in for {count} days", silent)


def remarks(language: Language, result: KeyResultStatus, today: Day, reported: Sequence[str] = ()) -> list[str]:
    """Return remarks on a key result: lifecycle, risk and next step, overdue check-in, fault, cells with a reported problem."""
    key_result = result.key_result
    notes = (
        []
        if key_result.status in (None, schema.ACTIVE)
        else [lifecycle_note(language, key_result.status or "", key_result.reason)]
    )
    if result.zone:
        notes.append(language.say(ZONE_REACHED[result.zone]))
    if result.risk:
        notes.append(language.say("risk: {text}", text=text.clip(result.risk)))
    if result.next_step:
        notes.append(language.say("next step: {text}", text=text.clip(result.next_step)))
    if is_overdue(result):
        notes.append(time_since_check_in(language, result, today))
    if result.fault:
        notes.append(
            language.say("can't be calculated: {fault}", fault=language.say(FAULTS.get(result.fault, result.fault)))
        )
    elif result.progress is not None and result.progress < 0:
        notes.append(language.say("further from the target than at the start"))
    if reported:
        notes.append(language.say("reported problem in {cells}", cells=", ".join(reported)))
    return notes


def sourced_measure(language: Language, result: KeyResultStatus) -> Measure:
    """Return a key result's score with all its source cells."""
    return measure(language, result, provenance_of(result))


def lifecycle_note(language: Language, status: str, reason: str | None) -> str:
    """Return "abandoned" or "carried forward" with the reason."""
    if reason:
        return language.say("{status}: {reason}", status=language.say(status), reason=text.clip(reason))
    return language.say("{status}, no reason given", status=language.say(status))
