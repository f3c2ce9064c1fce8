"""One key result in one sentence: where it came from, where it is, and how that compares with the plan."""

from __future__ import annotations

from ...core.evaluation import KeyResultStatus
from ..i18n import text
from ..i18n.language import Language
from ..model.figure import Figure, figure
from ..model.provenance import Provenance, trail_of


def story(words: Language, each: KeyResultStatus, trail: Provenance | None = None) -> Figure:
    """Return a key result as a sentence with its cells, e.g. '“Resolution time” fell from 30 h to 19 h, 9 points …'."""
    return figure(_said(words, each), trail or trail_of(each))


def _said(words: Language, each: KeyResultStatus) -> str:
    of = each.key_result
    name = words.quoted(text.name(of.key_result or of.id))
    if each.current is None or each.fault:
        return words.say("{name} has no figure yet.", name=name)
    if of.kind == "binary":
        return (
            words.say("{name} is done.", name=name)
            if each.current >= 1
            else words.say("{name} is not done yet.", name=name)
        )
    unit = unit_of(words, of.unit)
    now = words.say("{value}{unit}", value=words.number(each.current), unit=unit)
    start = 0.0 if of.start is None and of.kind == "milestone" else of.start
    if start is None or of.kind in ("at least", "at most", "between"):
        return _held(words, each, name, now)
    begin = words.say("{value}{unit}", value=words.number(start), unit=unit)
    if each.current > start:
        return _risen(words, each, name, begin, now)
    if each.current < start:
        return _fallen(words, each, name, begin, now)
    return _stayed(words, each, name, now)


def unit_of(words: Language, unit: str | None) -> str:
    """Return a unit as it stands behind a number.

    >>> from okrsheets.reports.i18n.language import language
    >>> [unit_of(language("en"), unit) for unit in ("h", "%", None)]
    [' h', '%', '']
    """
    if not unit:
        return ""
    return words.percent_sign if unit.strip() == "%" else f" {text.clip(unit, 24)}"


def _ahead(each: KeyResultStatus) -> int | None:
    """How many points ahead of plan, below 0 behind it; None where nothing is expected."""
    return None if each.expected is None or each.score is None else round(100 * (each.score - each.expected))


def _risen(words: Language, each: KeyResultStatus, name: str, begin: str, now: str) -> str:
    ahead = _ahead(each)
    if each.status == "achieved":
        return words.say("{name} rose from {start} to {now} and reached its target.", name=name, start=begin, now=now)
    if ahead is None:
        return words.say("{name} rose from {start} to {now}.", name=name, start=begin, now=now)
    if ahead > 0:
        return words.many(
            "{name} rose from {start} to {now}, {count} point ahead of plan.",
            "{name} rose from {start} to {now}, {count} points ahead of plan.",
            ahead, name=name, start=begin, now=now,
        )  # fmt: skip
    if ahead < 0:
        return words.many(
            "{name} rose from {start} to {now}, {count} point behind plan.",
            "{name} rose from {start} to {now}, {count} points behind plan.",
            -ahead, name=name, start=begin, now=now,
        )  # fmt: skip
    return words.say("{name} rose from {start} to {now}, as planned.", name=name, start=begin, now=now)


def _fallen(words: Language, each: KeyResultStatus, name: str, begin: str, now: str) -> str:
    ahead = _ahead(each)
    if each.status == "achieved":
        return words.say("{name} fell from {start} to {now} and reached its target.", name=name, start=begin, now=now)
    if ahead is None:
        return words.say("{name} fell from {start} to {now}.", name=name, start=begin, now=now)
    if ahead > 0:
        return words.many(
            "{name} fell from {start} to {now}, {count} point ahead of plan.",
            "{name} fell from {start} to {now}, {count} points ahead of plan.",
            ahead, name=name, start=begin, now=now,
        )  # fmt: skip
    if ahead < 0:
        return words.many(
            "{name} fell from {start} to {now}, {count} point behind plan.",
            "{name} fell from {start} to {now}, {count} points behind plan.",
            -ahead, name=name, start=begin, now=now,
        )  # fmt: skip
    return words.say("{name} fell from {start} to {now}, as planned.", name=name, start=begin, now=now)


def _stayed(words: Language, each: KeyResultStatus, name: str, now: str) -> str:
    ahead = _ahead(each)
    if ahead is None or ahead >= 0:
        return words.say("{name} is at {now}, where it began.", name=name, now=now)
    return words.many(
        "{name} is at {now}, where it began, {count} point behind plan.",
        "{name} is at {now}, where it began, {count} points behind plan.",
        -ahead, name=name, now=now,
    )  # fmt: skip


def _held(words: Language, each: KeyResultStatus, name: str, now: str) -> str:
    """A floor, a ceiling or a corridor is kept, or it is not."""
    if each.status == "achieved":
        return words.say("{name} is at {now}, where it should be.", name=name, now=now)
    return words.say("{name} is at {now}, not yet where it should be.", name=name, now=now)
