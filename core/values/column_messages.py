"""From the faults and notes of a column to problems: alike ones become one line with a count and the first cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..errors import Location, Problem

Fault = tuple[int, str, str]  # record, what, hint
MANY = 20  # alike faults of one column: from here on they are one line
NAMED = 5  # cells that such a line names
_CONTENT = re.compile(r"'.*'|\".*\"|[0-9][0-9.,:%-]*")


@dataclass(frozen=True)
class Note:
    """What was done to some cells of a column: the records, and for each the cell and what it was read as."""

    what: str
    records: Sequence[int]
    conversions: Sequence[str]

    @property
    def text(self) -> str:
        """The first conversions, each once."""
        distinct = list(dict.fromkeys(self.conversions))
        return ", ".join(distinct[:NAMED]) + (", …" if len(distinct) > NAMED else "")


def problems_of(
    name: str, faults: Sequence[Fault], notes: Sequence[Note], place: Callable[[int], Location]
) -> Iterator[Problem]:
    """Yield the problems of a column and one note for each kind of conversion; `place` gives the cell of a record.

    >>> note = Note("written as text", [0, 4], ["'10 days' = 10", "'½' = 0.5"])
    >>> for problem in problems_of("target", [], [note], lambda record: Location("Q1", "Plan", f"E{record + 2}")):
    ...     print(problem)
    Q1 › Plan!E2: target: 2 cells written as text: '10 days' = 10, '½' = 0.5 (E2, E6)
    """
    alike: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        alike.setdefault((_CONTENT.sub("", fault[1]), fault[2]), []).append(fault)
    for group in alike.values():
        if len(group) > MANY:
            record, what, hint = group[0]
            others = _cells([place(fault[0]).cell for fault in group[1:]])
            yield Problem(
                place(record), f"{what}; {len(group) - 1} more cells of the column are like it ({others})", hint
            )
        else:
            yield from (Problem(place(record), what, hint) for record, what, hint in group)
    for note in notes:
        cells = _cells([place(record).cell for record in note.records])
        count = "1 cell" if len(note.records) == 1 else f"{len(note.records)} cells"
        yield Problem(place(note.records[0]), f"{name}: {count} {note.what}: {note.text} ({cells})", note=True)


def _cells(cells: Sequence[str]) -> str:
    return ", ".join(cells[:NAMED]) + (", …" if len(cells) > NAMED else "")
