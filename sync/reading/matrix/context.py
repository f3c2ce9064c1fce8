"""What stands around a table and holds for all of it: whose it is, the role, the day, and who rated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ....core.cells import EPOCH, Cell, Day
from ....core.errors import column_letter
from ....core.values import cycle_text
from ...sources.base import Sheet
from .labels import likeness
from .rows import cell_at
from .vocabulary import vocabulary

_LABELLED = re.compile(r"([^:：]{2,40})\s*[:：]\s*(.*)", re.DOTALL)
_PARTS = re.compile(r"\s*(?:\s[-–—|]\s|[_(),;]|\s{2,})\s*")


@dataclass(frozen=True)
class Subject:
    """A person or role that a whole table is about, and the cell that says so."""

    name: str
    cell: str


@dataclass(frozen=True)
class Context:
    """What holds for a whole table; None where nothing says it."""

    person: Subject | None = None
    role: Subject | None = None
    day: Day | None = None
    rater: str = "manager"


def context_of(workbook: str, sheet: Sheet, header: int) -> Context:
    """Return what the lines above a table, its sheet's title and its file's name say of all of it."""
    pairs: dict[str, tuple[Cell, str]] = {}
    for kind, value, cell in _pairs(sheet, header):
        pairs.setdefault(kind, (value, cell))
    stem = workbook.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    person = _subject(pairs, "person")
    role = _subject(pairs, "role")
    if person is None and role is None:
        person = _named(sheet.title, "person") or _named(stem, "person")
        role = None if person else _named(sheet.title, "role") or _named(stem, "role")
    day = pairs.get("date", (None, ""))[0]
    titles = " ".join((stem, sheet.title, *(str(cell_at(sheet, row, 0) or "") for row in range(header))))
    rater = "self" if vocabulary().says("self", titles.replace("_", " ")) else "manager"
    cycle = cycle_text.cycle_in(sheet.title) or cycle_text.cycle_in(stem)
    dated = day.toordinal() - EPOCH if isinstance(day, date) else cycle.start if cycle else None
    return Context(person, role, dated, rater)


def _subject(pairs: dict[str, tuple[Cell, str]], kind: str) -> Subject | None:
    value, cell = pairs.get(kind, (None, ""))
    return Subject(" ".join(value.split()), cell) if isinstance(value, str) and value.strip() else None


def _pairs(sheet: Sheet, header: int) -> Iterator[tuple[str, Cell, str]]:
    """Cells above the header that say what the next one is, or both in one: "Name: Nora Jansen"."""
    for row in range(header):
        for at, cell in enumerate(sheet.rows[row]):
            if not isinstance(cell, str) or not cell.strip():
                continue
            labelled = _LABELLED.fullmatch(cell.strip())
            kind = vocabulary().heading(labelled[1] if labelled else cell)
            kind = kind or (vocabulary().near_heading(labelled[1]) if labelled else "")
            if not kind:
                continue
            if labelled and labelled[2].strip():
                yield kind, labelled[2].strip(), f"{column_letter(at)}{row + 1}"
                continue
            behind = next(
                (other for other in range(at + 1, at + 4) if cell_at(sheet, row, other) not in (None, "")), -1
            )
            if behind >= 0:
                yield kind, cell_at(sheet, row, behind), f"{column_letter(behind)}{row + 1}"


def _named(title: str, kind: str) -> Subject | None:
    """The part of a title that is a name of a kind for sure."""
    for part in _PARTS.split(title.replace("_", " ")):
        alike = likeness([part])
        score = alike.person if kind == "person" else alike.role
        if score >= 1.0 and not vocabulary().says("skills", part):
            return Subject(part.strip(), "A1")
    return None
