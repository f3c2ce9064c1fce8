"""An empty workbook for a new team: only its settings are filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from ..core import pacing, schema
from ..core.cells import Cell, Day
from ..core.errors import UsageError
from ..core.model import TableSource
from ..core.records import Tables
from ..core.values.typed_values import read
from .drawing import DrawnBook
from .examples import with_examples
from .layout import Extras
from .okrs import draw_okrs, write_okrs
from .skills import draw_skills, write_skills
from .tables import NEW
from .wording import ENGLISH, Wording

Kind = Literal["okrs", "skills"]


def write_new(
    kind: Kind,
    path: Path,
    today: Day,
    *,
    live: bool = True,
    organisation: str = "",
    team: str = "",
    cycle: str = "",
    functions: bool = False,
    wording: Wording = ENGLISH,
    extras: Extras = (),
) -> None:
    """Write an empty workbook; `live` lets its day follow the calendar, `functions` writes OKR_ and SKILL_ functions,
    and `wording` has the words of a language. `extras` are the columns of an OKRs workbook on request.

    The cycle is the quarter of `today` when none is named. A cycle with another name than that of a quarter has no
    dates: the user fills them in.
    """
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{str(path)!r} does not end in .xlsx", f"call it {path.with_suffix('.xlsx').name!r}")
    tables = new_tables(kind, path.name, today, organisation, team, cycle)
    if kind == "skills":
        write_skills(path, tables, today, live=live, functions=functions, wording=wording)
    else:
        tables = with_examples(tables, today, wording)
        write_okrs(path, tables, today, live=live, ready=NEW, functions=functions, wording=wording, extras=extras)


def draw_new(
    kind: Kind,
    book: DrawnBook,
    tables: Tables,
    workbook: str,
    today: Day,
    live: bool = True,
    extras: Extras = (),
) -> None:
    """Draw the same workbook, called `workbook`, on any book; `tables` are those of `new_tables`."""
    if kind == "skills":
        draw_skills(book, tables, today, workbook, live=live)
    else:
        draw_okrs(
            book, with_examples(tables, today, book.wording), today, workbook, live=live, ready=NEW, extras=extras
        )


def new_tables(
    kind: Kind, workbook: str, today: Day, organisation: str = "", team: str = "", cycle: str = ""
) -> Tables:
    """Return what an empty workbook holds: a skill matrix nothing, an OKRs workbook its settings."""
    return Tables() if kind == "skills" else _settings(workbook, today, organisation, team, cycle)


def _settings(workbook: str, today: Day, organisation: str, team: str, cycle: str) -> Tables:
    quarter = pacing.quarter_named(cycle) if cycle else pacing.quarter_of(today)
    row: dict[str, Cell] = {"organisation": organisation, "team": team, "cycle": cycle or pacing.quarter_of(today).name}
    if quarter is not None:
        row |= {"cycle": quarter.name, "cycle_start": quarter.start, "cycle_end": quarter.end}
    table = schema.SETTINGS
    positions = {field: at for at, field in enumerate(row)}
    records, _ = read(table, TableSource(workbook, table.sheet, {}), positions, [list(row.values())], 1)
    return Tables({table.name: records})
