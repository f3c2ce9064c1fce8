"""Key results below their objectives: section rows, one column for both, numbers ("1", "1.1"), prefixes, indentation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ....core.cells import Cell
from ....core.decisions import Decision
from ....core.errors import Location, Problem, column_letter
from ....core.tables.headings import HeadingIndex, normalise_heading
from ....core.tables.table_finder import LOOK_AT_ROWS
from ....core.tables.table_rows import REMARK, TOTAL
from ...sources.base import Sheet
from .layout import MEASURES, Layout, cell_at, filled_columns, key_result_fields, rearranged, text_at, with_cell
from .outline_marks import Rank, depth, rank_by_prefix, without_prefix

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
FIGURES = frozenset({"done", "not done", "✓", "✗", "✅", "❌"})
BY_FIGURES = "rows without figures are followed by rows with figures"


@dataclass(frozen=True)
class Outline:
    """Where an outline stands: its row of headings, the columns of its words, numbers and figures, and its new headings.

    `number` is -1 without a column for numbers. `figures` are the columns that only a key result fills.
    """

    header: int
    words: int
    number: int
    figures: Sequence[int]
    headings: Mapping[int, str]


def outline(workbook: str, sheet: Sheet, index: HeadingIndex) -> Layout | None:
    """Return an outline as a table of key results with a column for their objectives, None for any other sheet."""
    place = _with_headings(sheet, index)
    if place is None:
        return None
    ranks, why = _ranks(sheet, place)
    return as_table(workbook, sheet, place, ranks, why) if why else None


def as_table(
    workbook: str, sheet: Sheet, place: Outline, ranks: Mapping[int, Rank], why: str, objective: str = ""
) -> Layout | None:
    """Return the key results among ranked rows as a table, None when the rows are not of both ranks.

    `objective` are the words of one that stands in the row of the headings.
    """
    if set(ranks.values()) != {"objective", "key result"} and not (objective and ranks):
        return None
    behind = max(len(row) for row in sheet.rows)
    headings = list(sheet.rows[place.header])
    for at, heading in {**place.headings, place.words: "Key result", behind: "Objective"}.items():
        headings = with_cell(headings, at, heading)
    rows: dict[int, Sequence[Cell]] = {place.header: headings}
    objective = objective or _title_above(sheet, place)
    label = False
    for number, row in enumerate(sheet.rows):
        if number <= place.header:
            continue
        if ranks.get(number) == "key result" and not (label and _is_single(row)):
            words = without_prefix(text_at(row, place.words), "key result")
            rows[number] = with_cell(with_cell(row, place.words, words), behind, objective)
            label = False
        elif number in ranks:
            objective = _objective_of(row, place)
            label = not without_prefix(objective, "objective")
            rows[number] = ()
        elif is_label(row):
            rows[number] = ()
    where = Location(workbook, sheet.title, f"{column_letter(place.words)}{place.header + 1}")
    decision = Decision(where, "each objective is followed by its key results", why)
    notes = [_by_figures(workbook, sheet, place, ranks)] if why == BY_FIGURES else []
    return Layout([rearranged(sheet, rows, {behind: place.words})], [decision], notes)


def _by_figures(workbook: str, sheet: Sheet, place: Outline, ranks: Mapping[int, Rank]) -> Problem:
    """Name the objectives that only the lack of figures told from key results."""
    rows = [n for n, rank in ranks.items() if rank == "objective" and _words_of(sheet.rows[n], place)]
    names = [repr(_objective_of(sheet.rows[number], place)[:40]) for number in rows]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    first = rows[0] if rows else place.header
    where = Location(workbook, sheet.title, f"{column_letter(filled_columns(sheet.rows[first])[0])}{first + 1}")
    what = f"rows without figures are read as the objectives of the key results below them: {', '.join(names[:NAMED])}{more}"
    return Problem(where, what, "nothing is to be done, unless one is a key result: then type its figures", note=True)


def _with_headings(sheet: Sheet, index: HeadingIndex) -> Outline | None:
    """The first row of headings with measures, a column of words, and no column for the other one of the two."""
    for header, row in enumerate(sheet.rows[:LOOK_AT_ROWS]):
        if sum(isinstance(cell, str) and cell.strip() != "" for cell in row) < 2:
            continue
        fields = key_result_fields(row, index)
        words = _words_column(row, fields) if any(field in fields for field in MEASURES) else None
        if words is not None:
            number = fields.get("id", -1)
            figures = [fields[field] for field in ("start", "target", "current") if field in fields]
            return Outline(header, words, number, figures, {number: ""} if number >= 0 else {})
    return None


def _words_column(row: Sequence[Cell], fields: Mapping[str, int]) -> int | None:
    """The one column of words: a key result without an objective beside it, or a heading that may mean both."""
    if "key_result" in fields:
        return None if "objective_id" in fields else fields["key_result"]
    named = [at for at, cell in enumerate(row) if isinstance(cell, str) and _means_words(cell)]
    return named[0] if len(named) == 1 else None


def _means_words(heading: str) -> bool:
    return normalise_heading(heading) in WORDS_HEADINGS


def _title_above(sheet: Sheet, place: Outline) -> str:
    """The objective that stands in a line above the headings, where one does."""
    above = sheet.rows[max(0, place.header - LINES_ABOVE) : place.header]
    for number, row in enumerate(above):
        if _is_titled(row):
            words = _objective_of(row, place)
            below = above[number + 1] if number + 1 < len(above) else ()
            bare = not without_prefix(words, "objective")
            return text_at(below, filled_columns(below)[0]) if bare and _is_single(below) else words
    return ""


def _is_titled(row: Sequence[Cell]) -> bool:
    """Whether a line above headings is an objective: it says so before its words."""
    filled = filled_columns(row)
    return 1 <= len(filled) <= 3 and rank_by_prefix(text_at(row, filled[0])) == "objective"


def _is_single(row: Sequence[Cell]) -> bool:
    filled = filled_columns(row)
    return len(filled) == 1 and text_at(row, filled[0]) != ""


def _objective_of(row: Sequence[Cell], place: Outline) -> str:
    """The words of an objective: in its own column, or behind a label in the first one."""
    texts = [text for at in filled_columns(row) if (text := text_at(row, at))]
    own = text_at(row, place.words) or (texts[0] if texts else "")
    words = without_prefix(own, "objective")
    return words or next((text for text in texts if text != own), own)


def is_label(row: Sequence[Cell]) -> bool:
    """Return whether a row says something about an objective, as "Owner: Ann" does."""
    filled = filled_columns(row)
    return 1 <= len(filled) <= 2 and text_at(row, filled[0]).endswith(":") and not _is_titled(row)


def _ranks(sheet: Sheet, place: Outline) -> tuple[dict[int, Rank], str]:
    """Which rows are objectives and which key results, and what says so; nothing where the rows do not tell."""
    header = sheet.rows[place.header]
    below = {
        number: row
        for number, row in enumerate(sheet.rows)
        if number > place.header and _is_row(row) and not _is_heading(row, header)
    }
    by_prefix = {number: _rank_by_prefix(row, place) for number, row in below.items()}
    if "objective" in by_prefix.values() and all(by_prefix.values()):
        return {number: rank for number, rank in by_prefix.items() if rank}, "their prefixes"
    for values, why in ((_depths(below, place), "their numbers"), (_indents(below, place), "their indentation")):
        ranks = _two_ranks(values)
        if ranks and not any(_has_figures(below[number], place) for number in ranks if ranks[number] == "objective"):
            return ranks, why
    by_figures: dict[int, Rank] = {
        number: by_prefix[number] or ("key result" if _has_figures(row, place) else "objective")
        for number, row in below.items()
    }
    order = [rank for number, rank in by_figures.items() if rank == "key result" or _words_of(below[number], place)]
    whole = place.figures and _begins_with_objective(order, bool(_title_above(sheet, place)))
    return (by_figures, BY_FIGURES) if whole else ({}, "")


def _words_of(row: Sequence[Cell], place: Outline) -> str:
    """The words of an objective, nothing for a label such as "Objective 2" that stands alone."""
    return without_prefix(_objective_of(row, place), "objective")


def _is_row(row: Sequence[Cell]) -> bool:
    first = next((text for at in filled_columns(row) if (text := text_at(row, at))), "")
    return bool(first) and not TOTAL.fullmatch(first) and not REMARK.match(first) and not is_label(row)


def _is_heading(row: Sequence[Cell], header: Sequence[Cell]) -> bool:
    filled = filled_columns(row)
    same = sum(normalise_heading(text_at(row, at)) == normalise_heading(text_at(header, at)) for at in filled)
    return len(filled) >= 2 and same * 2 >= len(filled)


def _rank_by_prefix(row: Sequence[Cell], place: Outline) -> Rank | None:
    columns = (place.words, place.number, filled_columns(row)[0])
    return next((rank for at in columns if (rank := rank_by_prefix(text_at(row, at)))), None)


def _depths(below: Mapping[int, Sequence[Cell]], place: Outline) -> dict[int, int]:
    """How many numbers the mark of each row has: 1 for "2", 2 for "2.1"; nothing when a row has none."""
    depths = {}
    for number, row in below.items():
        cell = cell_at(row, place.number)
        mark = f"{cell:g}" if isinstance(cell, float) else cell if isinstance(cell, str) else text_at(row, place.words)
        depths[number] = depth(mark)
    return depths if all(depths.values()) else {}


def _indents(below: Mapping[int, Sequence[Cell]], place: Outline) -> dict[int, int]:
    cells = {number: cell_at(row, place.words) for number, row in below.items()}
    return {number: len(cell) - len(cell.lstrip()) if isinstance(cell, str) else 0 for number, cell in cells.items()}


def _two_ranks(values: Mapping[int, int]) -> dict[int, Rank]:
    """Objectives where the value is the smaller one of two, nothing when there are more or fewer."""
    if len(set(values.values())) != 2:
        return {}
    top = min(values.values())
    return {number: "objective" if value == top else "key result" for number, value in values.items()}


def _has_figures(row: Sequence[Cell], place: Outline) -> bool:
    return any(cell_at(row, at) not in (None, "") for at in place.figures)


def _begins_with_objective(order: Sequence[Rank], titled: bool) -> bool:
    """Whether the first row is an objective, or one is named above, and every objective has key results below it."""
    whole = ["objective", *order, "objective"] if titled else [*order, "objective"]
    followed = all(after == "key result" for rank, after in pairwise(whole) if rank == "objective")
    return len(whole) > 2 and whole[0] == "objective" and followed


def unheaded_outline(workbook: str, sheet: Sheet, index: HeadingIndex) -> Layout | None:
    """Return an outline without headings, whose rows all say what they are, as a table; None for any other sheet."""
    for column in range(3):
        ranks = dict(_labelled(sheet, column))
        first = min(ranks, default=-1)
        if set(ranks.values()) != {"objective", "key result"} or ranks[first] != "objective":
            continue
        texts = [row for number, row in enumerate(sheet.rows) if number >= first and text_at(row, column)]
        if len(ranks) < 0.8 * len(texts):
            continue
        bare = all(not without_prefix(text_at(sheet.rows[number], column), rank) for number, rank in ranks.items())
        words = column + 1 if bare else column
        shares = _share_columns(sheet, ranks, words)
        blank = dict.fromkeys(range(len(sheet.rows[first])), "")
        place = Outline(first, words, -1, (), {**blank, **dict.fromkeys(shares[:1], "Progress")})
        objective = _objective_of(sheet.rows[first], place)
        del ranks[first]
        return as_table(workbook, sheet, place, ranks, "their prefixes", objective) if len(shares) <= 1 else None
    return None


def _labelled(sheet: Sheet, column: int) -> Iterator[tuple[int, Rank]]:
    for number, row in enumerate(sheet.rows):
        rank = rank_by_prefix(text_at(row, column)) if text_at(row, column) else None
        if rank is not None:
            yield number, rank


def _share_columns(sheet: Sheet, ranks: Mapping[int, Rank], words: int) -> list[int]:
    """The columns behind the words that hold numbers."""
    rows = [sheet.rows[number] for number, rank in ranks.items() if rank == "key result"]
    width = max(len(row) for row in rows)
    return [at for at in range(words + 1, width) if any(_is_figure(cell_at(row, at)) for row in rows)]


def _is_figure(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell[:1].isdigit() or cell.strip().lower() in FIGURES
    return isinstance(cell, float)
