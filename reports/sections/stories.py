"""One key result in one sentence: where it came from, where it is, and how that compares with the plan."""

from __future__ import annotations

from ...core.evaluation import KeyResultStatus
from ..i18n import text
from ..i18n.language import Language
from ..model.figure import Figure, figure
from ..model.provenance import Provenance, trail_of


def story(language: Language, each: KeyResultStatus, trail: Provenance | None = None) -> Figure:
    """Return a key result as a sentence with its cells, e.g. '“Resolution time” fell from 30 h to 19 h, 9 points …'."""
    return figure(_said(language, each), trail or trail_of(each))


def _said(language: Language, each: KeyResultStatus) -> str:
    of = each.key_result
    name = language.quoted(text.name(of.key_result or of.id))
    if each.current is None or each.fault:
        return language.say("{name} has no figure yet.", name=name)
    if of.kind == "binary":
        return (
            language.say("{name} is done.", name=name)
            if each.current >= 1
            else language.say("{name} is not done yet.", name=name)
        )
    unit = unit_of(language, of.unit)
    now = language.say("{value}{unit}", value=language.number(each.current), unit=unit)
    start = 0.0 if of.start is None and of.kind == "milestone" else of.start
    if start is None or of.kind in ("at least", "at most", "between"):
        return _held(language, each, name, now)
    begin = language.say("{value}{unit}", value=language.number(start), unit=unit)
    if each.current > start:
        return _risen(language, each, name, begin, now)
    if each.current < start:
        return _fallen(language, each, name, begin, now)
    return _stayed(language, each, name, now)


def unit_of(language: Language, unit: str | None) -> str:
    """Return a unit as it stands behind a number.

    >>> from okrsheets.reports.i18n.language import load_language
    >>> [unit_of(load_language("en"), unit) for unit in ("h", "%", None)]
    [' h', '%', '']
    """
    if not unit:
        return ""
    return language.percent_sign if unit.strip() == "%" else f" {text.clip(unit, 24)}"


def _ahead(each: KeyResultStatus) -> int | None:
    """How many points ahead of plan, below 0 behind it; None where nothing is expected."""
    return None if each.expected is None or each.score is None else -each.points_behind


def _risen(language: Language, each: KeyResultStatus, name: str, begin: str, now: str) -> str:
    ahead = _ahead(each)
    if each.status == "achieved":
        return language.say(
            "{name} rose from {start} to {now} and reached its target.", name=name, start=begin, now=now
        )
    if ahead is None:
        return language.say("{name} rose from {start} to {now}.", name=name, start=begin, now=now)
    if ahead > 0:
        return language.many(
            "{name} rose from {start} to {now}, {count} point ahead of plan.",
            "{name} rose from {start} to {now}, {count} points ahead of plan.",
            ahead, name=name, start=begin, now=now,
        )  # fmt: skip
    if ahead < 0:
        return language.many(
            "{name} rose from {start} to {now}, {count} point behind plan.",
            "{name} rose from {start} to {now}, {count} points behind plan.",
            -ahead, name=name, start=begin, now=now,
        )  # fmt: skip
    return language.say("{name} rose from {start} to {now}, as planned.", name=name, start=begin, now=now)


def _fallen(language: Language, each: KeyResultStatus, name: str, begin: str, now: str) -> str:
    ahead = _ahead(each)
    if each.status == "achieved":
        return language.say(
            "{name} fell from {start} to {now} and reached its target.", name=name, start=begin, now=now
        )
    if ahead is None:
        return language.say("{name} fell from {start} to {now}.", name=name, start=begin, now=now)
    if ahead > 0:
        return language.many(
            "{name} fell from {start} to {now}, {count} point ahead of plan.",
            "{name} fell from {start} to {now}, {count} points ahead of plan.",
            ahead, name=name, start=begin, now=now,
        )  # fmt: skip
    if ahead < 0:
        return language.many(
            "{name} fell from {start} to {now}, {count} point behind plan.",
            "{name} fell from {start} to {now}, {count} points behind plan.",
            -ahead, name=name, start=begin, now=now,
        )  # fmt: skip
    return language.say("{name} fell from {start} to {now}, as planned.", name=name, start=begin, now=now)


def _stayed(language: Language, each: KeyResultStatus, name: str, now: str) -> str:
    ahead = _ahead(each)
    if ahead is None or ahead >= 0:
        return language.say("{name} is at {now}, where it began.", name=name, now=now)
    return language.many(
        "{name} is at {now}, where it began, {count} point behind plan.",
        "{name} is at {now}, where it began, {count} points behind plan.",
        -ahead, name=name, now=now,
    )  # fmt: skip


def _held(language: Language, each: KeyResultStatus, name: str, now: str) -> str:
    """A floor, a ceiling or a corridor is kept, or it is not."""
    if each.status == "achieved":
        return language.say("{name} is at {now}, where it should be.", name=name, now=now)
    return language.say("{name} is at {now}, not yet where it should be.", name=name, now=now)
