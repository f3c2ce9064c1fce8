"""The check-ins of the weeks between those of an example, so that its quarter has one a week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from zlib import crc32

from ..core.cells import Day
from ..core.model import CheckIn
from ..core.records import Records

WEEK, LONG = 7, 10  # days; check-ins so far apart have a week between them that nobody reported on


def weekly(check_ins: Records, start: Day | None) -> Records:
    """Return check-ins with one for each week between two that are further apart, from the day `start` on.

    Values lie between their neighbours, with as many decimals; the last check-in of a key result stays the last.

    >>> from ..core import schema
    >>> from ..core.records import empty
    >>> len(weekly(empty(schema.CHECK_INS), 46113))
    0
    """
    by_key_result: dict[str, list[CheckIn]] = defaultdict(list)
    for check_in in check_ins.nouns(CheckIn):
        by_key_result[check_in.key_result_id or ""].append(check_in)
    filled = [
        each for known in by_key_result.values() for each in [*known[:1], *_between(known, start or 0)] if each.date
    ]
    filled.sort(key=lambda check_in: check_in.date or 0)
    fields = [column.field for column in check_ins.table.inputs]
    columns = {field: [getattr(check_in, field) for check_in in filled] for field in fields}
    origins = [check_in.origin for check_in in filled]
    return Records(check_ins.table, columns, [each.row for each in origins], [each.source for each in origins])


def _between(known: Sequence[CheckIn], start: Day) -> Iterator[CheckIn]:
    """Each check-in after the first, with those of the weeks before it."""
    for before, after in pairwise(known):
        first, last = before.date or 0, after.date or 0
        weeks = range(first + WEEK, last - (LONG - WEEK) + 1, WEEK) if first >= start else ()
        for day in weeks:
            yield _week(before, after, day, (day - first) / (last - first))
        yield after


def _week(before: CheckIn, after: CheckIn, day: Day, way: float) -> CheckIn:
    """One week: a part of the way, now a little behind and now a little ahead, the same whenever it is made."""
    luck = (crc32(f"{before.key_result_id} {day}".encode()) % 5 - 2) / 10
    share = min(1.0, max(0.0, way + luck))
    return replace(
        before,
        date=day,
        value=_mixed(before.value, after.value, share),
        confidence=_mixed(before.confidence, after.confidence, 0.5),
        note=None,
    )


def _mixed(one: float | None, other: float | None, share: float) -> float | None:
    if one is None or other is None:
        return one
    decimals = max(len(f"{value:g}".partition(".")[2]) for value in (one, other))
    return round(one + (other - one) * share, decimals)
