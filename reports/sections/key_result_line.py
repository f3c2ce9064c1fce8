"""One key result in one line: its change from start to now, compared with the plan."""

from __future__ import annotations

from ...core import pacing
from ...core.key_result_status import KeyResultStatus, is_control, is_yes_or_no
from ..i18n import text
from ..i18n.language import Language
from ..model.figure import Figure, figure
from ..model.provenance import Provenance, provenance_of
from .key_results import UNMOVED_KINDS, not_done, not_met, points_ahead, range_text, unit_of


def key_result_line(language: Language, result: KeyResultStatus, provenance: Provenance | None = None) -> Figure:
    """Return a key result in one line with its cells, e.g. “Resolution time”: 30 → 19 h, 9 points behind plan."""
    return figure(_line(language, result), provenance or provenance_of(result))


def _line(language: Language, result: KeyResultStatus) -> str:
    key_result, current = result.key_result, result.current
    name = language.quoted(text.name(key_result.key_result or key_result.id))
    if current is None or result.fault:
        return language.say("{name}: no value yet.", name=name)
    if key_result.kind == "binary":
        if current >= 1:
            return language.say("{name}: achieved.", name=name)
        return language.say("{name}: {state}.", name=name, state=not_done(language, result))
    unit = unit_of(language, key_result.unit)
    now = language.say("{value}{unit}", value=language.number(result.shown(current)), unit=unit)
    start = 0.0 if key_result.start is None and key_result.kind == "milestone" else key_result.start
    if key_result.kind == "at least" and not result.reached:
        target = language.say("{value}{unit}", value=language.number(result.shown(key_result.target)), unit=unit)
        now = language.say("{value} of {target}", value=language.number(result.shown(current)), target=target)
    if is_control(key_result):
        return _in_range(language, result, name, now)
    if start is None or key_result.kind in UNMOVED_KINDS:
        return _level(language, result, name, now)
    if current == start:
        return _unchanged(language, result, name, now)
    first = f"{language.number(result.shown(start))}{unit if unit == language.percent_sign else ''}"
    return _change(language, result, name, language.say("{start} → {now}", start=first, now=now))


def _change(language: Language, result: KeyResultStatus, name: str, change: str) -> str:
    ahead = points_ahead(result)
    if result.reached:
        return language.say("{name}: {change}, target met.", name=name, change=change)
    if ahead is None:
        return language.say("{name}: {change}.", name=name, change=change)
    if ahead > 0:
        return language.many(
            "{name}: {change}, {count} point ahead of plan.", "{name}: {change}, {count} points ahead of plan.",
            ahead, name=name, change=change,
        )  # fmt: skip
    if ahead < 0 and result.status in pacing.FINAL:
        return language.many(
            "{name}: {change}, finished {count} point below target.",
            "{name}: {change}, finished {count} points below target.",
            -ahead, name=name, change=change,
        )  # fmt: skip
    if ahead < 0:
        return language.many(
            "{name}: {change}, {count} point behind plan.", "{name}: {change}, {count} points behind plan.",
            -ahead, name=name, change=change,
        )  # fmt: skip
    return language.say("{name}: {change}, as planned.", name=name, change=change)


def _unchanged(language: Language, result: KeyResultStatus, name: str, now: str) -> str:
    ahead = points_ahead(result)
    if ahead is None or ahead >= 0:
        return language.say("{name}: {now}, unchanged since the start.", name=name, now=now)
    return language.many(
        "{name}: {now}, unchanged since the start, {count} point behind plan.",
        "{name}: {now}, unchanged since the start, {count} points behind plan.",
        -ahead, name=name, now=now,
    )  # fmt: skip


def _in_range(language: Language, result: KeyResultStatus, name: str, now: str) -> str:
    key_result = result.key_result
    limits = range_text(language, key_result.lowest, key_result.highest, key_result.unit, result.percent_factor)
    if result.reached:
        return language.say("{name}: {now}, in its range ({limits}).", name=name, now=now, limits=limits)
    return language.say("{name}: {now}, outside its range ({limits}).", name=name, now=now, limits=limits)


def _level(language: Language, result: KeyResultStatus, name: str, now: str) -> str:
    """A key result that keeps a value in a range: it has no change from a start."""
    if result.reached:
        return language.say("{name}: {now}, target met.", name=name, now=now)
    if is_yes_or_no(result.key_result):
        return language.say("{name}: {now}, {state}.", name=name, now=now, state=not_met(language, result))
    return language.say("{name}: {now}, target not met yet.", name=name, now=now)
