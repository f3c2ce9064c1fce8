"""What was changed in an objective or a key result after its quarter had begun: words, targets, dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .cells import Day
from .model import Origin

Value = "str | float | None"

WATCHED = {
    "objectives": ("objective", "commitment"),
    "key results": ("key_result", "start", "target", "due_date"),
}  # by table: what a promise is made of


@dataclass(frozen=True)
class Version:
    """What the watched fields of one row said on the day it was read."""

    day: Day
    values: Sequence[str | float | None]


@dataclass(frozen=True)
class Change:
    """One field of one row: what it said when the quarter began, what it says now, and since when.

    `id` is the row's own; `origin` is where it stands now.
    """

    table: str
    id: str
    field: str
    before: str | float | None
    after: str | float | None
    day: Day
    origin: Origin


def changes(table: str, id: str, versions: Sequence[Version], begin: Day, origin: Origin) -> Iterable[Change]:
    """Yield the watched fields that say something else now than when the quarter began.

    `versions` are in the order of their days. What the row said when the quarter began is its last version on or
    before that day; a row that came later is compared with its first version.

    >>> from okrsheets.core.model import TableSource
    >>> versions = [Version(10, ["Calls", 0, 50, None]), Version(40, ["Calls", 0, 40, None])]
    >>> [found] = changes("key results", "K1", versions, 12, Origin(TableSource("Q1.xlsx", "Key results", {}), 5))
    >>> found.field, found.before, found.after, found.day
    ('target', 50, 40, 40)
    """
    if not versions:
        return
    first = max((at for at, version in enumerate(versions) if version.day <= begin), default=0)
    for place, name in enumerate(WATCHED[table]):
        before, after = _said(versions[first].values[place]), _said(versions[-1].values[place])
        if before != after:
            since = next(at for at in range(len(versions) - 1, -1, -1) if _said(versions[at].values[place]) != after)
            raw = versions[first].values[place], versions[-1].values[place]
            yield Change(table, id, name, *raw, versions[since + 1].day, origin)


def _said(value: str | float | None) -> str | float | None:
    """Spaces are no change of words."""
    return " ".join(value.split()) if isinstance(value, str) else value
