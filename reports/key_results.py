"""One key result as a review shows it: its value, its figures, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Sequence

from ..core import schema
from ..core.cells import Day
from ..core.model import KeyResult
from ..core.standing import KeyResultStanding
from . import wording
from .report import Bar, Figure, KeyResultRow, Text
from .trace import Trail

NAME = 90  # letters of a name, or of a text that stands inside a sentence


def value_trail(each: KeyResultStanding) -> Trail:
    """Return the cell that holds a key result's value: its own, or its last check-in's."""
    if each.key_result.current is None and each.current is not None:
        last = [look for look in each.check_ins if look.value is not None][-1]
        return Trail.of([last.origin.place("value")])
    return Trail.of([each.key_result.origin.place("current")])


def cells_of(each: KeyResultStanding) -> tuple[str, ...]:
    """Return every cell that a key result's figures come from."""
    of = each.key_result
    fields = [field for field in ("start", "target", "start_date", "due_date") if getattr(of, field) is not None]
    return (Trail.of(of.origin.place(field) for field in fields) + value_trail(each)).cells


def text_of(text: str | None) -> Text:
    """Return a text for the tree, where all of it can be read."""
    short = wording.clip(text)
    return Text(short, "" if text is None or short == text else text)


def now(each: KeyResultStanding) -> str:
    """Return a key result's value and where it comes from and goes to."""
    of = each.key_result
    if of.kind == "binary":
        return "no answer yet" if each.current is None else "done" if each.current >= 1 else "not done yet"
    value = "no value yet" if each.current is None else f"now {wording.number(each.current)}"
    return f"{value}, {_way(of)}{_unit(of.unit, (of.start, of.target, each.current))}"


def _way(of: KeyResult) -> str:
    start = wording.number(0.0 if of.start is None and of.kind == "milestone" else of.start)
    target = wording.number(of.target)
    if of.kind in ("at least", "at most"):
        return f"{of.kind} {target}"
    if of.kind == "between":
        return f"between {start} and {target}"
    return f"target {target}" if start == wording.NONE else f"from {start} to {target}"


def _unit(unit: str | None, values: Sequence[float | None]) -> str:
    """0.8 under the unit % may be 80% or 0.8%: only the sheet knows, so the sign is not put to the number."""
    if not unit:
        return ""
    if unit.strip() == "%":
        return "%" if any(abs(value or 0) > 1 for value in values) else " (%)"
    return f" {wording.clip(unit, 24)}"


def is_waiting(each: KeyResultStanding) -> bool:
    """Return whether a check-in is due: stale, in work, and begun."""
    working = each.counted and each.key_result.status != schema.CARRIED
    return each.stale and working and each.status != "achieved" and each.expected != 0.0


def waiting_for(each: KeyResultStanding, today: Day) -> str:
    """Return since when nobody has checked in."""
    if each.last is None or each.last.date is None:
        return "no check-in yet"
    return f"no check-in for {wording.count(today - each.last.date, 'day')}"


def key_result_row(each: KeyResultStanding, today: Day, owner: str | None) -> KeyResultRow:
    """Return a key result with what is to be said about it."""
    of = each.key_result
    remarks = [] if of.status in (None, schema.ACTIVE) else [ended(of.status, of.reason)]
    if is_waiting(each):
        remarks.append(waiting_for(each, today))
    if each.fault:
        remarks.append(f"cannot be computed: {each.fault}")
    elif each.progress is not None and each.progress < 0:
        remarks.append("further from its target than at the start")
    return KeyResultRow(
        id=wording.label(of.id, of.key_result),
        text=text_of(of.key_result),
        owner=wording.clip(owner, NAME),
        now=now(each),
        bar=Bar(each.score, each.expected, each.status if each.counted else schema.ABANDONED),
        score=Figure(wording.percent(each.score), cells_of(each)),
        expected=wording.NONE if each.expected is None else wording.percent(each.expected),
        remarks=tuple(remarks),
    )


def ended(status: str, reason: str | None) -> str:
    """Return that something was abandoned or carried forward, and why."""
    return f"{status}: {wording.clip(reason)}" if reason else f"{status}, no reason given"
