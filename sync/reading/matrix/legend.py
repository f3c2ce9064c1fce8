"""Legends: what the numbers, letters and signs of a sheet mean, in cells above, beside or below its table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ....core.cells import Cell
from ...sources.base import Sheet
from .vocabulary import vocabulary

TWICE = 2  # how often a legend may stand on a sheet
LEAST = 2  # explanations that make a legend
LONGEST = 160  # characters of an explanation
LONGEST_CELL = 1_000  # of a cell with several
_CODE = r"(?:level\s*|l|n)?(?:[0-9]{1,2}|[A-Za-z]{1,2}|[^\w\s(),;:=./%&\"'-])"
_PAIR = re.compile(
    rf"(?:^|[\s,;(|/\n])({_CODE})\s*(?:=|:|→|–|—|-|\.(?=\s))\s*([^\W\d_][^=:;|\n,]*?)"
    rf"(?=\s*(?:[,;|/\n)]|\.\s|\s{_CODE}\s*(?:=|:|→|–|—|-\s)|$))",
    re.IGNORECASE,
)
_ONE = re.compile(rf"({_CODE}|[0-9]{{1,2}}(?=\.))\s*(?:=|:|→|–|—|-|(?<=[0-9])\.)\s*(.+)", re.IGNORECASE | re.DOTALL)

_SIGN = re.compile(r"([^\w\s(),;:=./%&\"'#*+<>\[\]{}@!?$€£–—-])\s+(.+)", re.DOTALL)

Spot = tuple[int, int]


@dataclass(frozen=True)
class Legend:
    """Codes in small letters with what they mean, and the cells of the sheet that say so."""

    meanings: Mapping[str, str] = field(default_factory=dict)
    cells: Collection[Spot] = frozenset()
    first: Spot | None = None

    @property
    def codes(self) -> Collection[str]:
        """The codes that are letters or signs."""
        return {code for code in self.meanings if not code[-1:].isdigit()}

    @property
    def numbers(self) -> Mapping[float, str]:
        """The numbers that are explained."""
        return {
            float(digits[-1]): text for code, text in self.meanings.items() if (digits := re.findall(r"[0-9]+", code))
        }


def legend_of(sheet: Sheet) -> Legend:
    """Return what a sheet explains; an empty legend where it explains nothing."""
    pairs: dict[Spot, list[tuple[str, str]]] = {}
    cells: set[Spot] = set()
    _in_cells(sheet, pairs, cells)
    _side_by_side(sheet, pairs, cells)
    meanings: dict[str, str] = {}
    for spot in sorted(pairs):
        for code, text in pairs[spot]:
            meanings.setdefault(_code(code), " ".join(text.split()))
    if len(meanings) < LEAST and not any(map(_is_telling, meanings.values())):
        cells -= set(pairs)
        return Legend(cells=frozenset(cells))
    return Legend(meanings, frozenset(cells), min(pairs) if pairs else None)


def _is_telling(text: str) -> bool:
    """One explanation alone is a legend where it says what the levels or marks are."""
    words = vocabulary()
    return words.says("required", text) or words.level_in(text) is not None


def _in_cells(sheet: Sheet, pairs: dict[Spot, list[tuple[str, str]]], cells: set[Spot]) -> None:
    """Explanations in one cell, one or several: "0 = none, 1 = basic"."""
    read: dict[str, list[tuple[str, str]]] = {}
    single: dict[Spot, tuple[str, str]] = {}
    for number, row in enumerate(sheet.rows):
        for at, cell in enumerate(row):
            if type(cell) is not str or not 3 < len(cell) < LONGEST_CELL or cell.isalpha():
                continue
            found = read.get(cell)
            if found is None:
                found = read[cell] = _explanations(cell)
            if len(found) >= LEAST:
                pairs[number, at] = found
                cells.add((number, at))
            elif found:
                single[number, at] = found[0]
    for spot in _runs(single):
        pairs[spot] = [single[spot]]
        cells.add(spot)


def _explanations(cell: str) -> list[tuple[str, str]]:
    """The codes that a cell explains, up to the first that comes again."""
    several: dict[str, str] = {}
    for code, text in _PAIR.findall(cell):
        if _code(code) in several:
            break
        several[_code(code)] = text
    if len(several) >= LEAST:
        return list(several.items())
    one = _ONE.fullmatch(cell.strip()) or _SIGN.fullmatch(cell.strip())
    if one is not None and len(one[2]) < LONGEST:
        return [(one[1], one[2])]
    return [pair for pair in several.items() if vocabulary().says("required", pair[1])]


def _runs(single: Mapping[Spot, tuple[str, str]]) -> Iterator[Spot]:
    """Cells of one explanation that say what a level is, or touch one that does.

    Where a code comes twice in cells that touch each other, or often, they are the levels themselves: "3 - Proficient".
    """
    counts = Counter(_code(code) for code, _ in single.values())
    waiting = set(single) if max(counts.values(), default=0) <= TWICE else set()
    while waiting:
        block = _block(waiting.pop(), waiting)
        codes = {_code(single[spot][0]) for spot in block}
        telling = {spot for spot in block if _is_telling(single[spot][1])}
        if len(codes) == len(block):
            yield from (spot for spot in sorted(block) if not telling.isdisjoint({spot, *_beside(spot)}))


def _beside(spot: Spot) -> set[Spot]:
    row, at = spot
    return {(row + 1, at), (row - 1, at), (row, at + 1), (row, at - 1)}


def _block(spot: Spot, waiting: set[Spot]) -> set[Spot]:
    """Take all cells that touch each other out of those that wait."""
    block, edge = {spot}, {spot}
    while edge:
        edge = {other for each in edge for other in _beside(each)} & waiting
        waiting -= edge
        block |= edge
    return block


def _side_by_side(sheet: Sheet, pairs: dict[Spot, list[tuple[str, str]]], cells: set[Spot]) -> None:
    """A code in one cell and its explanation in the next, below each other, with nothing else around them."""
    columns: dict[int, list[int]] = {}
    words: dict[int, list[int]] = {}
    for number, row in enumerate(sheet.rows):
        for at, cell in enumerate(row[1:]):
            if type(cell) is str and cell and row[at] not in (None, ""):
                if _explains(row, at):
                    columns.setdefault(at, []).append(number)
                elif _is_level_word(row[at]) and not _is_level_word(cell):
                    words.setdefault(at, []).append(number)
    for at, numbers in columns.items():
        run: list[Spot] = []
        for number in numbers:
            if run and number != run[-1][0] + 1:
                _take(sheet, run, pairs, cells)
                run = []
            run.append((number, at))
        _take(sheet, run, pairs, cells)
    for at, numbers in words.items():
        _words_explained(sheet, at, numbers, cells)


def _words_explained(sheet: Sheet, at: int, numbers: Sequence[int], cells: set[Spot]) -> None:
    """Words for levels with their explanations, under a heading that says so: they are no levels of anybody."""
    first = numbers[0]
    run = [number for number, expected in zip(numbers, range(first, first + len(numbers))) if number == expected]
    words = [str(sheet.rows[number][at]).strip().lower() for number in run]
    headings = sheet.rows[first - 1][at : at + 2] if first else ()
    headed = any(isinstance(cell, str) and vocabulary().says("key", cell) for cell in headings)
    if len(run) >= LEAST and len(set(words)) == len(words) and headed:
        cells.update((number, other) for number in (first - 1, *run) for other in (at, at + 1))


def _is_level_word(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) < LONGEST and vocabulary().is_level_word(cell)


def _explains(row: Sequence[Cell], at: int) -> bool:
    text = row[at + 1]
    if not _is_code(row[at]) or not isinstance(text, str) or len(text) > LONGEST or _is_code(text):
        return False
    before = row[at - 1] if at else None
    behind = [cell for cell in row[at + 2 : at + 4] if cell not in (None, "")]
    return before in (None, "") and not any(isinstance(cell, (int, float)) or _is_code(cell) for cell in behind)


def _take(sheet: Sheet, run: Sequence[Spot], pairs: dict[Spot, list[tuple[str, str]]], cells: set[Spot]) -> None:
    codes = [_shown(sheet.rows[row][at]) for row, at in run]
    texts = [str(sheet.rows[row][at + 1]).strip() for row, at in run]
    words = vocabulary()
    known = sum(words.level_in(text) is not None for text in texts)
    if len(run) < LEAST or len(set(codes)) < len(codes) or (known < LEAST and not _is_headed(sheet, run[0])):
        return
    for (row, at), code, text in zip(run, codes, texts):
        pairs[row, at] = [(code, text)]
        cells.update((row, other) for other in range(at, len(sheet.rows[row])) if other < at + 4)
    row, at = run[0]
    if row and at < len(sheet.rows[row - 1]) and _is_headed(sheet, run[0]):
        cells.update({(row - 1, at), (row - 1, at + 1)})


def _is_headed(sheet: Sheet, first: Spot) -> bool:
    row, at = first
    above = sheet.rows[row - 1][at : at + 2] if row else ()
    return any(isinstance(cell, str) and vocabulary().says("legend", cell) for cell in above)


def _is_code(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return False
    if isinstance(cell, (int, float)):
        return 0 <= cell <= 10 and float(cell).is_integer()
    return isinstance(cell, str) and re.fullmatch(_CODE, cell.strip(), re.IGNORECASE) is not None


def _shown(cell: Cell) -> str:
    return f"{cell:g}" if isinstance(cell, (int, float)) else str(cell).strip()


def _code(text: str) -> str:
    return " ".join(text.lower().split())
