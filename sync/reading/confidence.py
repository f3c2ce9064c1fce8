"""How sure the reading of a table is: the least of what its headings, its columns and its cells say, each from 0 to 1."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...core import schema
from ...core.cells import Cell
from ...core.columns import Table
from ...core.tables.header_rows import fit, given
from ...core.tables.headings import LONGEST, MAPPED, HeadingIndex, Meaning, is_vague
from ...core.tables.table_match import Rows, TableMatch, missing, sample
from ...core.values.typed_values import TypedTable
from .headings import counts

STEEPNESS = 1.5  # of how much surer a table is for each point before the next one
SLIP = 0.7  # a column whose heading was read in spite of a slip
VAGUE = 0.8  # what rows are about stands under a heading that any sheet may have
AMBIGUOUS = 0.8  # another column might be meant as well
LACKING = 0.75  # a column that figures rest on, or what they are about, is not there
FIGURES = ("start", "target", "current")  # of a key result
NUMBERS = 0.6  # the share of a column's cells that are numbers, from which on it may be one of those
_LABEL = re.compile(r"(?:objective|goal|ziel|objetivo|objectif|o)\s*#?[0-9]+:?", re.IGNORECASE)


@dataclass(frozen=True)
class Confidence:
    """How sure a reading is, from 0 to 1, and what it rests on."""

    share: float
    reason: str


def table_confidence(match: TableMatch, rows: Rows, index: HeadingIndex, typed: TypedTable) -> Confidence:
    """Return how sure it is that a table was read right: the least of three shares.

    Its headings: how far they fit this table better than the next one. Its columns: less where a heading has a slip, could mean
    two columns, or says nothing of what a row is about. Its cells: the share of those with something in them that could be read.
    """
    parts = (_kind(match, rows, index), _columns(match, rows), _cells(match, typed))
    return min(parts, key=lambda part: part.share)


def _kind(match: TableMatch, rows: Rows, index: HeadingIndex) -> Confidence:
    if match.form is not None:
        return Confidence(1.0, "the names of the settings")
    row = rows[match.header] if match.header < len(rows) else ()
    headings = [(at, str(row[at])) for at in match.columns if at < len(row) and _is_heading(row[at])]
    others: dict[Table, list[tuple[float, int, Meaning]]] = {}
    for at, heading in headings:
        for meaning in index.meanings(heading):
            if meaning.table is not match.table:
                others.setdefault(meaning.table, []).append((meaning.sure, at, meaning))
    rivals = {table: fit(table, given(claims), None) for table, claims in others.items()}
    rival = max(rivals, key=lambda table: rivals[table], default=None)
    if rival is None or not rivals[rival]:
        return Confidence(1.0, f"its headings fit no other table ({match.points:.1f} points)")
    share = 1 / (1 + math.exp(-STEEPNESS * (match.points - rivals[rival])))
    return Confidence(share, f"its headings fit best ({match.points:.1f} points; {rival.name}: {rivals[rival]:.1f})")


def _is_heading(cell: Cell) -> bool:
    return isinstance(cell, str) and 0 < len(cell) < LONGEST


def _columns(match: TableMatch, rows: Rows) -> Confidence:
    if match.misspelt:
        return Confidence(SLIP, f"a heading with a slip is read as {match.table.column(match.misspelt[0]).name!r}")
    double = next((each for each in match.unused if each.double and each.sure), None)
    if double is not None and not match.table.column(double.double).computed:
        return Confidence(AMBIGUOUS, f"two columns mean {match.table.column(double.double).name!r}")
    title = match.table.title_field
    at = match.positions.get(title, -1)
    heading = rows[match.header][at] if 0 <= at < len(rows[match.header]) else None
    lacking = [column for column in missing(match.table, match.positions) if counts(column, match)]
    if lacking and match.form is None:
        return Confidence(LACKING, f"no column means {lacking[0].name!r}")
    if match.table is schema.KEY_RESULTS and (free := _free_numbers(match, rows)):
        return Confidence(AMBIGUOUS, f"the numbers under {free!r} may be those of a key result")
    mapped = (match.sure or {}).get(title, 0.0) >= MAPPED
    if isinstance(heading, str) and is_vague(heading) and not mapped and match.table is not schema.SETTINGS:
        return Confidence(VAGUE, f"what the rows are about stands under {heading.strip()!r}")
    return Confidence(1.0, "every heading is known")


def _free_numbers(match: TableMatch, rows: Rows) -> str:
    """The heading of a column of numbers that is not used, where the key results lack one of their figures."""
    if all(field in match.positions for field in FIGURES):
        return ""
    for each in match.unused:
        cells = sample(rows, match, each.column)
        numbers = [cell for cell in cells if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
        if not each.double and cells and len(numbers) >= NUMBERS * len(cells):
            return each.heading.strip()
    return ""


def _cells(match: TableMatch, typed: TypedTable) -> Confidence:
    fields: Sequence[str] = [field for field in match.positions if field in typed.records.columns]
    filled = sum(value is not None for field in fields for value in typed.records.columns[field])
    unread = sum(not problem.note for problem in typed.problems)
    share = filled / (filled + unread) if filled + unread else 1.0
    objectives = typed.records.columns.get("objective_id", ())
    labels = [text for text in objectives if isinstance(text, str) and _LABEL.fullmatch(text.strip())]
    if match.table is schema.KEY_RESULTS and labels and "id" not in match.positions:
        return Confidence(LACKING, f"{labels[0]!r} is a label, and no words of an objective")
    return Confidence(
        share, "all cells could be read" if not unread else f"{unread} of {filled + unread} cells could not be read"
    )
