"""Key results whose words say their start and target: "Raise retention from 40% to 80%", "NPS 30 → 50"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ....core.cells import Cell
from ....core.tables.headings import HeadingIndex
from ....core.tables.table_finder import LOOK_AT_ROWS
from ....core.values import number_text
from ...sources.base import Sheet
from .layout import cell_at, key_result_fields, rearranged, text_at, with_cell

LONGEST = 500  # characters of a key result in which a start and a target are looked for
_AMOUNT = r"(?:[€$£¥] ?)?[-−]?[0-9][0-9.,  ']*(?: ?(?:[a-zäöüß]{1,12}\b\.?|[%€$£]))?"
_FROM_TO = re.compile(
    rf"\b(?:from|von|de|desde|da|van) (?P<start>{_AMOUNT}) (?:to|up to|down to|auf|bis|a|à|para|naar|su) (?P<target>{_AMOUNT})(?![0-9%])"
    rf"|(?P<before>(?<![0-9.,]){_AMOUNT}) ?(?:→|->|=>|⇒|➔|➜) ?(?P<after>{_AMOUNT})(?![0-9%])",
    re.IGNORECASE,
)


def from_and_to(words: str) -> tuple[str, str] | None:
    """Return the start and target that the words of a key result say, as they stand there; None when they say none or several.

    >>> from_and_to("Raise retention from 40% to 80%"), from_and_to("NPS 30 → 50"), from_and_to("From good to great")
    (('40%', '80%'), ('30', '50'), None)
    """
    matches = list(_FROM_TO.finditer(words)) if len(words) < LONGEST else []
    if len(matches) != 1:
        return None
    match = matches[0]
    start, target = match["start"] or match["before"], match["target"] or match["after"]
    return _with_one_unit(_number(start), _number(target))


def _number(text: str) -> str:
    """An amount without words behind it that are no unit: "20 in total" is 20."""
    text = text.strip().rstrip(".,")
    if number_text.parse(text) is not None:
        return text
    return text.rsplit(" ", 1)[0]


def _with_one_unit(start: str, target: str) -> tuple[str, str] | None:
    """From 40 to 80%: a percent sign behind the target is meant for both."""
    if number_text.parse(start) is None or number_text.parse(target) is None:
        return None
    return (f"{start}%", target) if "%" in target and start.replace(".", "").isdigit() else (start, target)


def with_measures_in_words(sheet: Sheet, index: HeadingIndex) -> Sheet:
    """Return a sheet with columns for the start and target that the words of its key results say, where it has none.

    A column of progress that holds values in units then is the current value.
    """
    for header, row in enumerate(sheet.rows[:LOOK_AT_ROWS]):
        fields = key_result_fields(row, index)
        if "key_result" in fields and ("objective_id" in fields or "owner" in fields or "progress" in fields):
            if "start" in fields or "target" in fields:
                return sheet
            said = {
                number: ends
                for number, below in enumerate(sheet.rows)
                if number > header and (ends := from_and_to(text_at(below, fields["key_result"]))) is not None
            }
            return _with_columns(sheet, header, fields, said) if said else sheet
    return sheet


def _with_columns(sheet: Sheet, header: int, fields: Mapping[str, int], said: Mapping[int, tuple[str, str]]) -> Sheet:
    behind = max(len(row) for row in sheet.rows)
    words = fields["key_result"]
    rows: dict[int, Sequence[Cell]] = {
        number: with_cell(with_cell(sheet.rows[number], behind, start), behind + 1, target)
        for number, (start, target) in said.items()
    }
    headings = with_cell(with_cell(sheet.rows[header], behind, "Start"), behind + 1, "Target")
    progress = fields.get("progress", -1)
    if progress >= 0 and "current" not in fields and _are_values(sheet, header, progress):
        headings[progress] = "Current"
    return rearranged(sheet, {**rows, header: headings}, {behind: words, behind + 1: words})


def _are_values(sheet: Sheet, header: int, progress: int) -> bool:
    """Whether a column of progress has a value in a unit that no share has."""
    numbers = [number_text.parse(text_at(row, progress)) for row in sheet.rows[header + 1 :]]
    plain = [cell_at(row, progress) for row in sheet.rows[header + 1 :]]
    large = any(isinstance(cell, float) and not isinstance(cell, bool) and cell > 100 for cell in plain)
    return large or any(number is not None and number.unit not in ("", "%") for number in numbers)
