"""The value of a key result on a day, from two sources: the typed current value, which has no date, and the check-ins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from .cells import Day, date_of
from .errors import Problem
from .model import CheckIn, KeyResult, Settings

SAME = 1e-9  # a typed value and a check-in that differ by less say the same


def later_workbooks(
    check_ins: Iterable[CheckIn], settings: Mapping[str, Settings], today: Day, known_until: Day
) -> frozenset[str]:
    """Return the workbooks that were changed after a day, as their own check-ins show: their typed values are not of that day.

    `known_until` is the real day of the reading: a check-in after it is a mistake and shows nothing. Once a workbook's
    cycle is over, its typed values are the final ones.

    >>> later_workbooks([], {}, today=46000, known_until=46100)
    frozenset()
    """
    if known_until <= today:
        return frozenset()
    return frozenset(
        check_in.origin.source.workbook
        for check_in in check_ins
        if check_in.date is not None
        and today < check_in.date <= known_until
        and not _is_over(settings.get(check_in.origin.source.workbook), today)
    )


def _is_over(settings: Settings | None, today: Day) -> bool:
    return settings is not None and settings.cycle_end is not None and settings.cycle_end <= today


def current_value(key_result: KeyResult, check_ins: Sequence[CheckIn], later: Collection[str] = ()) -> float | None:
    """Return the value of a key result: the typed one, or where there is none the last check-in's.

    `check_ins` are those up to the day, in the order of their dates. In a workbook that was changed `later` the typed
    value does not count.
    """
    last = _last_value(check_ins)
    if key_result.current is None or key_result.origin.source.workbook in later:
        return None if last is None else last.value
    return key_result.current


def _last_value(check_ins: Sequence[CheckIn]) -> CheckIn | None:
    return next((check_in for check_in in reversed(check_ins) if check_in.value is not None), None)


def contradiction(key_result: KeyResult, check_ins: Sequence[CheckIn], later: Collection[str] = ()) -> Problem | None:
    """Return the problem that the typed value and the last check-in disagree; None when they agree or only one is there."""
    last = _last_value(check_ins)
    typed = key_result.current
    if typed is None or last is None or last.value is None or key_result.origin.source.workbook in later:
        return None
    if abs(typed - last.value) <= SAME * max(1.0, abs(typed)):
        return None
    day = date_of(last.date) if last.date is not None else "an unknown day"
    what = (
        f"current is {typed:g}, but the check-in of {day} at {last.origin.location('value').cell} says {last.value:g}: "
        "the typed value counts, although it has no date"
    )
    hint = "correct one of the two, or empty the current value so that the last check-in counts"
    return Problem(key_result.origin.location("current"), what, hint)


def undated(workbook_rows: Iterable[KeyResult], today: Day, later: Collection[str]) -> list[Problem]:
    """Return a note for each workbook whose typed values do not count on a day, at the first of them."""
    noted: dict[str, Problem] = {}
    for key_result in workbook_rows:
        workbook = key_result.origin.source.workbook
        if workbook in later and key_result.current is not None and workbook not in noted:
            what = (
                f"the workbook has check-ins after {date_of(today)}, so its current values, which have no date, "
                "do not count on that day: only check-ins by then do"
            )
            noted[workbook] = Problem(key_result.origin.location("current"), what, note=True)
    return list(noted.values())
