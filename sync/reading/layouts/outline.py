"""Key results below their objectives: section rows, one column for both, numbers ("1", "1.1"), prefixes, indentation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ....core.cells import Cell
from ....core.decisions import Decision
from ....core.errors import Location, Problem, column_letter
from ....core.tables.headings import HeadingIndex, normalise_heading
from ....core.tables.table_finder import LOOK_AT_ROWS
from ....core.tables.table_rows import REMARK, TOTAL
from ...sources.base import Sheet
from .layout import MEASURES, Layout, cell_at, filled_columns, key_result_fields, rearranged, text_at, with_cell

Rank = Literal["objective", "key result"]
RANKS: tuple[Rank, ...] = ("key result", "objective")

NAMED = 5
LINES_ABOVE = 5  # between an objective and the headings of its key results: who owns it, how far it is
WORDS_HEADINGS = frozenset(
    {
        "okr", "okrs", "goal", "goals", "objective", "objectives", "title", "name", "item", "description", "text",
        "objective key result", "objective key results", "objectives key results", "objectives and key results",
        "objective and key result", "objectives & key results", "objective & key results", "objective & key result",
        "objective or key result", "goals and key results", "what", "ziel", "ziele", "ziele und schlüsselergebnisse",
        "objetivo", "objetivos", "objectif", "objectifs", "obiettivo", "obiettivi", "doel", "doelen",
    }
)  # fmt: skip
_OBJECTIVE_WORD = r"(?:objective|obj|goal|ziel|zielsetzung|objetivo|objectif|obiettivo|doel)"
_KEY_RESULT_WORD = r"(?:key[ -]?result|kr|schlüsselergebnis|ergebnis|resultado[ -]clave|resultado[ -]chave|résultat[ -]clé|rc|sr|risultato[ -]chiave)"
BY_MEASURE = "rows without figures are followed by rows with figures"
_MARK = r"\s*#?\s*[0-9]*(?:\.[0-9]+)*\s*"
PREFIX: Mapping[Rank, re.Pattern[str]] = {
    "objective": re.compile(rf"(?:{_OBJECTIVE_WORD}{_MARK}(?:[:.)\]–—-]+(?![0-9])\s*|$)|{_OBJECTIVE_WORD}\s*#?[0-9]+\s+|o\s?[0-9]+\b[\s:.)–—-]*)", re.IGNORECASE),
    "key result": re.compile(rf"(?:{_KEY_RESULT_WORD}{_MARK}(?:[:.)\]–—-]+(?![0-9])\s*|$)|{_KEY_RESULT_WORD}\s*#?[0-9]+(?:\.[0-9]+)*\s+|(?:o\s?[0-9]+[.\s-]?)kr\s?[0-9]+\b[\s:.)–—-]*)", re.IGNORECASE),
}  # fmt: skip
_NUMBER = re.compile(r"([0-9]+)((?:\.[0-9]+)*)\.?(?:[\s):–—-]+|$)")
_BULLET = re.compile(r"[•◦▪‣·*–—-]\s+")


@dataclass(frozen=True)
class _Outline:
    """Where an outline stands: its row of headings, the column of its words and of its numbers, and the other columns."""

    header: int
    words: int
    number: int
    fields: Mapping[str, int]

    @property
    def measures(self) -> list[int]:
        """The columns that only a key result fills."""
        return [at for field, at in self.fields.items() if field in ("start", "target", "current")] or [
            at for field, at in self.fields.items() if field == "progress"
        ]


def outline(workbook: str, sheet: Sheet, index: HeadingIndex) -> Layout | None:
    """Return an outline as a table of key results with a column for their objectives, None for any other sheet."""
    place = _find(sheet, index)
    if place is None:
        return None
    ranks, why = _ranks(sheet, place)
    if why == "" or set(ranks.values()) != {"objective", "key result"}:
        return None
    objective_at = max((len(row) for row in sheet.rows), default=0)
    rows: dict[int, Sequence[Cell]] = {
        place.header: with_cell(
            with_cell(sheet.rows[place.header], place.words, "Key result"), objective_at, "Objective"
        )
    }
    if place.number >= 0:
        rows[place.header] = with_cell(rows[place.header], place.number, "")
    objective = _title_above(sheet, place)
    for number, row in enumerate(sheet.rows):
        if ranks.get(number) == "objective":
            objective = _objective_of(row, place)
            rows[number] = ()
        elif number > place.header and _is_label(row):
            rows[number] = ()
        elif ranks.get(number) == "key result":
            words = without_prefix(text_at(row, place.words), "key result")
            rows[number] = with_cell(with_cell(row, place.words, words), objective_at, objective)
    where = Location(workbook, sheet.title, f"{column_letter(place.words)}{place.header + 1}")
    decision = Decision(where, "each objective is followed by its key results", why)
    notes = [_by_measure(workbook, sheet, place, ranks)] if why == BY_MEASURE else []
    return Layout([rearranged(sheet, rows, {objective_at: place.words})], [decision], notes)


def _by_measure(workbook: str, sheet: Sheet, place: _Outline, ranks: Mapping[int, Rank]) -> Problem:
    """Name the objectives that only the lack of figures told from key results."""
    rows = [number for number, rank in ranks.items() if rank == "objective"]
    names = [repr(_objective_of(sheet.rows[number], place)[:40]) for number in rows]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    first = rows[0] if rows else place.header - 1
    where = Location(workbook, sheet.title, f"{column_letter(filled_columns(sheet.rows[first])[0])}{first + 1}")
    what = f"rows without figures are read as the objectives of the key results below them: {', '.join(names[:NAMED])}{more}"
    return Problem(where, what, "nothing is to be done, unless one is a key result: then type its figures", note=True)


def _find(sheet: Sheet, index: HeadingIndex) -> _Outline | None:
    """The first row of headings with measures, a column of words, and no column for the other one of the two."""
    for header, row in enumerate(sheet.rows[:LOOK_AT_ROWS]):
        if sum(isinstance(cell, str) and cell.strip() != "" for cell in row) < 2:
            continue
        fields = key_result_fields(row, index)
        if not any(field in fields for field in MEASURES):
            continue
        words = _words_column(sheet, header, fields, index)
        if words is None:
            continue
        number = fields.get("id", -1)
        others = {field: at for field, at in fields.items() if at not in (words, number)}
        return _Outline(header, words, number, others)
    return None


def _words_column(sheet: Sheet, header: int, fields: Mapping[str, int], index: HeadingIndex) -> int | None:
    """The one column of words: a key result without an objective beside it, or a heading that may mean both."""
    row = sheet.rows[header]
    if "key_result" in fields and "objective_id" in fields:
        return None
    if "key_result" in fields:
        return fields["key_result"]
    named = [at for at, cell in enumerate(row) if isinstance(cell, str) and _means_words(cell)]
    return named[0] if len(named) == 1 else None


def _means_words(heading: str) -> bool:
    return (
        normalise_heading(heading.replace("&", " & ")) in WORDS_HEADINGS or normalise_heading(heading) in WORDS_HEADINGS
    )


def _title_above(sheet: Sheet, place: _Outline) -> str:
    """The objective that stands in a line above the headings, where one does."""
    above = sheet.rows[max(0, place.header - LINES_ABOVE) : place.header]
    return next((_objective_of(row, place) for row in reversed(above) if _is_titled(row)), "")


def _is_titled(row: Sequence[Cell]) -> bool:
    """Whether a line above headings is an objective: it says so before its words."""
    filled = filled_columns(row)
    return 1 <= len(filled) <= 3 and PREFIX["objective"].match(text_at(row, filled[0])) is not None


def _objective_of(row: Sequence[Cell], place: _Outline) -> str:
    """The words of an objective: in its own column, or behind a label in the first one."""
    texts = [text for at in filled_columns(row) if (text := text_at(row, at))]
    own = text_at(row, place.words) or (texts[0] if texts else "")
    words = without_prefix(own, "objective")
    return words or next((text for text in texts if text != own), own)


def without_prefix(text: str, rank: Rank) -> str:
    """Return the words behind a prefix such as "KR1.2:", a number or a bullet; nothing when it is all there is.

    >>> without_prefix("KR 1.2: Deploy often", "key result"), without_prefix("1.1 Deploy often", "key result")
    ('Deploy often', 'Deploy often')
    """
    text = text.strip()
    prefix = PREFIX[rank].match(text) or _BULLET.match(text)
    if prefix is None:
        numbered = _NUMBER.match(text)
        prefix = numbered if numbered and (numbered[2] or text[numbered.end() - 1 : numbered.end()] in "). :") else None
        if prefix is not None and prefix.group().strip().isdigit():
            prefix = None  # "10 new customers" begins with a figure
    return text[prefix.end() :].strip() if prefix else text


def _ranks(sheet: Sheet, place: _Outline) -> tuple[dict[int, Rank], str]:
    """Which rows are objectives and which key results, and what says so; nothing where the rows do not tell."""
    below = {
        number: row
        for number, row in enumerate(sheet.rows)
        if number > place.header and _is_row(row, place) and not _is_heading(row, sheet.rows[place.header])
    }
    texts = {number: cell_at(row, place.words) for number, row in below.items()}
    plain = {number: text if isinstance(text, str) else "" for number, text in texts.items()}
    by_prefix = {number: _rank_by_prefix(below[number], text, place) for number, text in plain.items()}
    if "objective" in by_prefix.values() and all(by_prefix.values()):
        return {number: rank for number, rank in by_prefix.items() if rank}, "their prefixes"
    depths = {number: _depth(below[number], text, place) for number, text in plain.items()}
    if depths and all(depths.values()) and len(set(depths.values())) == 2:
        top = min(depths.values())
        return _by_depth(depths, top), "their numbers"
    indents = {number: len(text) - len(text.lstrip()) for number, text in plain.items()}
    if len(set(indents.values())) == 2 and _agrees(below, _by_depth(indents, min(indents.values())), place):
        return _by_depth(indents, min(indents.values())), "their indentation"
    by_measure = {number: _rank_by_measure(row, by_prefix[number], place) for number, row in below.items()}
    if _begins_with_objective(by_measure, sheet, place):
        return by_measure, BY_MEASURE
    return {}, ""


def _is_label(row: Sequence[Cell]) -> bool:
    """Whether a row says something about an objective, as "Owner: Ann" does."""
    filled = filled_columns(row)
    return 1 <= len(filled) <= 2 and text_at(row, filled[0]).endswith(":") and not _is_titled(row)


def _is_row(row: Sequence[Cell], place: _Outline) -> bool:
    first = next((text for at in filled_columns(row) if (text := text_at(row, at))), "")
    return bool(first) and not TOTAL.fullmatch(first) and not REMARK.match(first) and not _is_label(row)


def _is_heading(row: Sequence[Cell], header: Sequence[Cell]) -> bool:
    filled = filled_columns(row)
    same = sum(normalise_heading(text_at(row, at)) == normalise_heading(text_at(header, at)) for at in filled)
    return len(filled) >= 2 and same * 2 >= len(filled)


def _rank_by_prefix(row: Sequence[Cell], text: str, place: _Outline) -> Rank | None:
    for candidate in (text, text_at(row, place.number), text_at(row, filled_columns(row)[0])):
        for rank in RANKS:
            if candidate and PREFIX[rank].match(candidate.strip()):
                return rank
    return None


def _depth(row: Sequence[Cell], text: str, place: _Outline) -> int:
    """How many numbers the mark of a row has: 1 for "2", 2 for "2.1"; 0 without a mark."""
    cell = cell_at(row, place.number)
    mark = str(int(cell)) if isinstance(cell, float) and cell == int(cell) else str(cell) if cell is not None else text
    found = _NUMBER.match(f"{mark.strip()} " if cell is not None else mark.strip())
    return 1 + found[2].count(".") if found else 0


def _by_depth(depths: Mapping[int, int], top: int) -> dict[int, Rank]:
    return {number: "objective" if depth == top else "key result" for number, depth in depths.items()}


def _agrees(below: Mapping[int, Sequence[Cell]], ranks: Mapping[int, Rank], place: _Outline) -> bool:
    """Whether no objective has figures of a key result."""
    return not any(_has_measures(below[number], place) for number, rank in ranks.items() if rank == "objective")


def _has_measures(row: Sequence[Cell], place: _Outline) -> bool:
    return any(cell_at(row, at) not in (None, "") for at in place.measures)


def _rank_by_measure(row: Sequence[Cell], by_prefix: Rank | None, place: _Outline) -> Rank:
    if by_prefix is not None:
        return by_prefix
    return "key result" if _has_measures(row, place) else "objective"


def _begins_with_objective(ranks: Mapping[int, Rank], sheet: Sheet, place: _Outline) -> bool:
    """Whether every objective has key results below it, the first row is one, and rows without figures are few."""
    order = [ranks[number] for number in sorted(ranks)]
    if not order or (order[0] != "objective" and not _title_above(sheet, place)):
        return False
    pairs = list(zip(order, [*order[1:], "objective"]))
    return all(after == "key result" for rank, after in pairs if rank == "objective") and "key result" in order
