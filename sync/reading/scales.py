"""Which scales the cells below a row of headings may be of, where nothing on the sheet says it: for a person to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...core.cells import Cell
from ..sources.base import Sheet

TOP = 5  # the highest level
MOST = 12  # different signs of one scale
LONGEST = 3  # letters of a sign
HIGHEST = 1000  # number of a scale


@dataclass(frozen=True)
class ScaleChoice:
    """A scale in words, and the level of each of its signs or of the numbers at its ends."""

    text: str
    levels: tuple[tuple[str, float], ...]


def scales_of(sheet: Sheet, header: int) -> list[ScaleChoice]:
    """Return the scales that the cells below a row of headings may be of, the likeliest first; none for cells of other kinds."""
    cells = [_plain(cell) for row in sheet.rows[header + 1 :] for cell in row[1:] if cell not in (None, "")]
    numbers = [float(cell) for cell in cells if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
    signs = sorted({cell.strip() for cell in cells if isinstance(cell, str) and _is_sign(cell)})
    if 2 * len(numbers) > len(cells) and min(numbers) >= 0 and max(numbers) <= HIGHEST:
        return _of_numbers(min(numbers), max(numbers))
    return _of_signs(signs) if 2 <= len(signs) <= MOST else []


def _plain(cell: Cell) -> Cell:
    """A number that a text file has as digits, any other cell as it is."""
    return float(cell) if isinstance(cell, str) and cell.strip().isdecimal() else cell


def _is_sign(cell: Cell) -> bool:
    return isinstance(cell, str) and 0 < len(cell.strip()) <= LONGEST


def _of_numbers(low: float, high: float) -> list[ScaleChoice]:
    top = next((round_one for round_one in (TOP, 6, 7, 8, 9, 10, 20, 100, HIGHEST) if high <= round_one), HIGHEST)
    from_zero = ScaleChoice(f"from 0 to {top}: {top} is the highest, 0 is none", (("0", 0.0), (f"{top}", float(TOP))))
    from_one = ScaleChoice(f"from 1 to {top}: {top} is the highest, 1 the lowest", (("1", 1.0), (f"{top}", float(TOP))))
    down = ScaleChoice(f"from 1 to {top}: 1 is the highest, {top} the lowest", (("1", float(TOP)), (f"{top}", 1.0)))
    return [from_zero, from_one, down] if low < 1 or top > 10 else [from_one, from_zero, down]


def _of_signs(signs: Sequence[str]) -> list[ScaleChoice]:
    """Signs in the order of letters, the first as the highest level or as the lowest."""
    step = (TOP - 1) / (len(signs) - 1)
    rising = [round(1 + step * number, 2) for number in range(len(signs))]
    return [_choice(signs, rising[::-1]), _choice(signs, rising)]


def _choice(signs: Sequence[str], levels: Sequence[float]) -> ScaleChoice:
    pairs = tuple(zip(signs, levels))
    return ScaleChoice(", ".join(f"{sign} = {level:g}" for sign, level in pairs), pairs)
