"""Which rows of a table count: those with an identity, words or a value; and what the others are.

Ticks, defaults and weights alone are no row. Totals, repeated headings, group rows, remarks and blocks of something
else below a table are told with their reason, so that nothing is left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ..cells import NO_DATA, Cell
from ..columns import Column
from ..schema import SETTINGS
from .table_match import Rows, TableMatch

Kind = Literal["total", "repeated heading", "group", "remark", "block", "stray", "prefilled", "objective", "example"]

PREFILLED = 3  # alike rows at the end of a table that somebody has filled down
NUMBERS = ("number", "share", "level", "date")

EXAMPLES = ("example", "beispiel", "ejemplo")  # in place of an id: a row that shows how a table is filled in

_TOTAL_WORDS = (
    r"grand|sub|sub-|total|totals|subtotal|subtotals|sum|sums|overall|average|averages|avg|mean|median|count|min|max|minimum"
    r"|maximum|ø|σ|∑|summe|summen|zwischensumme|gesamtsumme|gesamt|gesamtergebnis|insgesamt|teilergebnis|durchschnitt|mittelwert"
    r"|schnitt|mittel|anzahl|promedio|media|suma|totales|subtotales|moyenne|somme|ensemble|totale|somma|totaal|gemiddelde|som"
    r"|soma|média|celkem|razem|średnia"
)
_FILLER = (
    r"of|all|the|and|und|y|et|e|per|for|general|progress|score|scores|team|weighted|key|results?|krs?|okrs?|objectives?|rows?|"
    r"value|values|rating|ratings|level|levels|people|de|des|der|aller|fortschritt|progreso|current|company|[0-9]+"
)
TOTAL = re.compile(
    rf"(?:(?:{_FILLER})[\s:/&+(),.%-]+)*(?:{_TOTAL_WORDS})(?:[\s:/&+(),.%-]+(?:{_TOTAL_WORDS}|{_FILLER}))*[\s:).%]*",
    re.IGNORECASE,
)
_SURE = (
    r"(?:(?:grand\s+|sub-?)?totals?|sum|average|avg|mean|median|overall|subtotals?|summe|gesamt|gesamtsumme|durchschnitt"
    r"|mittelwert|promedio|moyenne)"
)
SURE_TOTAL = re.compile(rf"{_SURE}(?:\s*[/&+,]\s*{_SURE})*", re.IGNORECASE)
SUBTOTAL = re.compile(
    rf"(?:{SURE_TOTAL.pattern})\s", re.IGNORECASE
)  # with what it sums up, where nothing else is named
PURE_TOTAL = re.compile(rf"(?:{_TOTAL_WORDS})(?:[\s:/&+,-]+(?:{_TOTAL_WORDS}))*[\s:.]*", re.IGNORECASE)
REMARK = re.compile(
    r"(?:last\s+)(?:updated?|modified|edited|changed)\b|zuletzt\b|letzte\s+(?:aktualisierung|änderung)|última\s+actualización"
    r"|(?:updated?|modified|edited|exported|generated|printed|created|aktualisiert|actualizado)(?:\s+(?:on|by|at|am|el))?\s*(?::|[0-9])"
    r"|(?:as of|as at|stand)\s*(?::|[0-9])"
    r"|(?:legend|legende|leyenda|key|notes?|sources?|hints?|hinweise?|quellen?|notas?|fuentes?|instructions?|scale|scoring|rag)"
    r"\s*(?::|=|$)|\*+\s|©",
    re.IGNORECASE,
)
LABEL = re.compile(r"(?:objective|obj|goal|o|ziel|objetivo|objectif)\s*#?[0-9]{1,2}\s*[:.]?", re.IGNORECASE)
_SHAPE = ((re.compile(r"[0-9]+"), "9"), (re.compile(r"[^\W\d_]+"), "a"))


@dataclass(frozen=True)
class Skipped:
    """Rows (from 0) that are no rows of the table, for one reason, with the first filled cell of the first of them."""

    kind: Kind
    rows: Sequence[int]
    column: int
    text: str


@dataclass(frozen=True)
class TableRows:
    """The rows below a table's header as they are to be read: those that do not count are empty."""

    first: int
    rows: Rows
    skipped: Sequence[Skipped]


def table_rows(match: TableMatch, rows: Rows, totals: Collection[int] = ()) -> TableRows:
    """Return the rows of a table that count, and the others by their reason; `totals` are rows declared as totals."""
    first = match.header + 1
    below = list(rows[first : match.end])
    if match.table is SETTINGS:
        return TableRows(first, below, [])
    classifier = _RowClassifier(match, rows, totals)
    kinds = classifier.kinds(below, first)
    read = _carried(match, below, kinds, first)
    for number in classifier.blank:
        read[number - first] = ()
    by_kind: dict[Kind, list[int]] = {}
    for number, kind in kinds.items():
        by_kind.setdefault(kind, []).append(number)
        read[number - first] = ()
    skipped = [
        Skipped(kind, numbers, *_first_text(below[numbers[0] - first], match)) for kind, numbers in by_kind.items()
    ]
    return TableRows(first, read, skipped)


def _carried(
    match: TableMatch, below: Sequence[Sequence[Cell]], kinds: dict[int, Kind], first: int
) -> list[Sequence[Cell]]:
    """An objective on a row of its own counts for the rows below it; one without any is a stray row."""
    at = match.positions.get("objective_id", -1)
    read = list(below)
    waiting: int | None = None
    for number, row in enumerate(below, start=first):
        kind = kinds.get(number)
        if kind == "objective":
            if waiting is not None:
                kinds[waiting] = _alone(below[waiting - first][at])
            waiting = number
        elif kind is None and waiting is not None and any(map(_filled, row)):
            if at < len(row) and not _filled(row[at]):
                read[number - first] = [*row[:at], below[waiting - first][at], *row[at + 1 :]]
            else:
                kinds[waiting] = _alone(below[waiting - first][at])
            waiting = None
    if waiting is not None:
        kinds[waiting] = _alone(below[waiting - first][at])
    return read


def _alone(cell: Cell) -> Kind:
    """What an objective without key results is: "Objective 1" heads the rows below it, others were meant to have some."""
    return "group" if type(cell) is str and LABEL.fullmatch(cell.strip()) else "stray"


def _filled(cell: Cell) -> bool:
    if cell is None or cell == "" or type(cell) is bool:
        return False  # a tick box that nobody touched looks like one that somebody took back
    return not (type(cell) is str and cell.strip().lower() in NO_DATA)


def _first_text(row: Sequence[Cell], match: TableMatch) -> tuple[int, str]:
    for at in match.columns:
        if at < len(row) and _filled(row[at]):
            return at, str(row[at]).strip()
    return match.columns.start, ""


_FIRST_WORD = re.compile(r"[\s:/&+(),.%0-9-]+")
_REMARK_WORDS = (
    "last|update|updated|modified|edited|changed|exported|generated|printed|created|as|stand|legend|legende|leyenda|key|note|notes|"
    "source|sources|hint|hints|hinweis|hinweise|quelle|quellen|nota|notas|fuente|fuentes|instruction|instructions|scale|"
    "scoring|rag|zuletzt|letzte|última|aktualisiert|actualizado|*|©|result|results|kr|krs|okr|okrs|row|rows|objectives|"
)
MISLEADING = frozenset("|".join((_TOTAL_WORDS, re.sub(r"[?+\[\]]", "", _FILLER), _REMARK_WORDS, *EXAMPLES)).split("|"))
# What a total or a remark may begin with: such a row is looked at closely.


class _RowClassifier:
    """Classifies the rows of one table."""

    def __init__(self, match: TableMatch, rows: Rows, totals: Collection[int]) -> None:
        table, where = match.table, match.positions
        self.match, self.totals, self.header = match, totals, rows[match.header]
        inputs = [column for column in table.inputs if column.field in where]
        self.words = where.get(table.title_field or "name", -1)
        self.id = where.get("id", where.get("person_id", -1) if table.name == "people" else -1)
        self.objective = where.get("objective_id", -1) if table.name == "key results" else -1
        named = {where[name] for name in (*table.identity, table.title_field, "name") if name in where}
        self.named = sorted(named)
        self.ids = [where[name] for name in table.identity if name in where and table.column(name).type == "id"]
        self.values = [where[each.field] for each in inputs if _is_value(each) and where[each.field] not in named]
        self.others = [
            where[each.field]
            for each in inputs
            if not is_weak(each) and where[each.field] not in named and where[each.field] not in self.values
        ]
        self.region = sorted({*self.named, *self.values, *self.others})
        self.blank: list[int] = []
        self.below: Sequence[Sequence[Cell]] = ()
        keys = (
            [self.id, self.words]
            if self.id >= 0 and self.words >= 0
            else [where.get(name, -1) for name in table.identity]
        )
        self.keys = keys if -1 not in keys else []
        self.widest = max(self.keys, default=0)
        self.heading_texts = {cell.strip(" *:").lower() for cell in self.header if type(cell) is str}

    def kinds(self, below: Sequence[Sequence[Cell]], first: int) -> dict[int, Kind]:
        """Return the rows that do not count, by their number, each with what it is."""
        kinds: dict[int, Kind] = {}
        real: list[int] = []
        block: list[int] = []
        gap, last_sure = False, first - 1
        self.below = below
        for number, row, sure in zip(range(first, first + len(below)), below, self._sure_rows(below)):
            if sure and number not in self.totals:
                last_sure = number
                (block if gap else real).append(number)
                continue
            kind = self.kind(row, number)
            if kind == "blank":
                self.blank.append(number)
                gap = gap or bool(real)
                if block:
                    self._take(block, below, first, real, kinds)
                    block = []
            elif kind is not None:
                kinds[number] = kind
            else:
                (block if gap else real).append(number)
        if block:
            self._take(block, below, first, real, kinds)
        if last_sure < max([*real[-1:], *kinds], default=0):
            kinds.update(self._prefilled(below, first, real, kinds))
        return dict(sorted(kinds.items()))

    def _sure_rows(self, below: Sequence[Sequence[Cell]]) -> list[bool]:
        """Tell the common case fast: whatever makes a row unique is there, and is no total and no heading."""
        sure = [bool(self.keys) and len(row) > self.widest for row in below]
        for at in self.keys:
            column = [row[at] if whole else None for row, whole in zip(below, sure)]
            clear = {cell: self._is_clear(cell) for cell in set(column) if cell.__class__ is not bool}
            sure = [cell.__class__ is not bool and clear[cell] for cell in column]
        return sure

    def _is_clear(self, cell: Cell) -> bool:
        if type(cell) is not str:
            return _filled(cell)
        text = cell.strip(" *:").lower()
        return _filled(cell) and text not in self.heading_texts and _FIRST_WORD.split(text, 1)[0] not in MISLEADING

    def _take(
        self, block: list[int], below: Sequence[Sequence[Cell]], first: int, real: list[int], kinds: dict[int, Kind]
    ) -> None:
        """Rows behind a gap go on with the table when one of them looks like the rows above."""
        above = [below[number - first] for number in real]
        signature = self._signature(above)
        shapes = {shape(str(row[self.id])) for row in above if self._has(row, self.id)}
        if any(self._is_like(below[number - first], signature, shapes) for number in block):
            real.extend(block)
        else:
            kinds.update(dict.fromkeys(block, "block"))

    def _signature(self, real: Sequence[Sequence[Cell]]) -> list[int]:
        """The columns that are filled in nearly every row."""
        columns = [*self.named, *self.values, *self.others]
        least = 0.8 * len(real)
        return [at for at in columns if sum(at < len(row) and _filled(row[at]) for row in real) >= least]

    def _is_like(self, row: Sequence[Cell], signature: Sequence[int], shapes: Collection[str]) -> bool:
        if not signature or (self.words >= 0 and [at for at in self.region if self._has(row, at)] == [self.words]):
            return True
        filled = [at for at in signature if at < len(row) and _filled(row[at])]
        numbers = [at for at in signature if at in self.values]
        if self.words < 0 and self.id < 0:
            return all(self._has(row, at) for at in self.named)
        known = self.id in filled and shape(str(row[self.id])) in shapes
        counted = not numbers or any(at in filled and _is_number(row[at]) for at in numbers)
        return 2 * len(filled) >= len(signature) and (known or (counted and self._says_words(row)))

    @cached_property
    def shapes(self) -> set[str]:
        """The patterns of the ids of rows that are rows for sure."""
        return {shape(str(row[self.id])) for row in self.below if self._has_words_and_id(row)}

    def _says_words(self, row: Sequence[Cell]) -> bool:
        cell = row[self.words] if 0 <= self.words < len(row) else None
        return type(cell) is str and any(letter.isalpha() for letter in cell)

    def _has_words_and_id(self, row: Sequence[Cell]) -> bool:
        if not self._has(row, self.id):
            return False
        return self._says_words(row) if self.words >= 0 else sum(self._has(row, at) for at in self.region) > 1

    def kind(self, row: Sequence[Cell], number: int) -> Kind | Literal["blank"] | None:
        """Return what a row is when it is no row of the table, None when it is one."""
        if not any(row):
            return "blank"
        width = len(row)
        named = [at for at in self.named if at < width and _filled(row[at])]
        values = [at for at in self.values if at < width and _filled(row[at])]
        if not named and not values and not any(at < width and _filled(row[at]) for at in self.region):
            return "total" if number in self.totals else "blank"
        if number in self.totals:
            return "total"
        if any(at < width and str(row[at]).strip().lower() in EXAMPLES for at in self.ids):
            return "example"
        at, text = _first_text(row, self.match)
        if self._is_total(row, at, text):
            return "total"
        if self._is_heading(row):
            return "repeated heading"
        filled = [at for at in self.region if at < width and _filled(row[at])]
        if len(filled) <= 3 and REMARK.match(text) and (self.words not in named or not values):
            return "remark"
        if len(filled) == 1:
            return self._of_one_cell(filled[0], str(row[filled[0]]).strip())
        if named:
            return None
        return "objective" if not values and self.id < 0 and self._has(row, self.objective) else "stray"

    def _is_total(self, row: Sequence[Cell], at: int, text: str) -> bool:
        if self.id < 0 and self.words < 0:
            return SURE_TOTAL.fullmatch(text) is not None
        if self._has(row, self.id):
            named = any(self._has(row, other) for other in (self.words, self.objective))
            begins = not named and at == self.id and SUBTOTAL.match(text) is not None
            return begins or (at == self.id and TOTAL.fullmatch(text) is not None)
        cell = row[self.words] if 0 <= self.words < len(row) else None
        if type(cell) is str and _filled(cell):
            return (PURE_TOTAL if self.id < 0 else TOTAL).fullmatch(cell.strip()) is not None
        return TOTAL.fullmatch(text) is not None

    def _has(self, row: Sequence[Cell], at: int) -> bool:
        return 0 <= at < len(row) and _filled(row[at])

    def _is_heading(self, row: Sequence[Cell]) -> bool:
        here = [at for at in self.match.columns if at < len(row) and at < len(self.header) and _filled(row[at])]
        same = sum(_same_text(row[at], self.header[at]) for at in here)
        return same >= 2 and 2 * same >= len(here)

    def _of_one_cell(self, at: int, text: str) -> Kind | None:
        """A single cell is a row when it is an id or the words of one; else it heads the rows below, or says something."""
        if at == self.words or (self.words < 0 and self.id < 0 and at in self.named[:1] and len(self.named) == 1):
            return None
        if at == self.objective and self.id < 0:
            return "objective"
        if at == self.id:
            known = shape(text) in self.shapes if self.shapes else any(c.isdigit() for c in text) and " " not in text
            return None if known else "group"
        return "stray" if at in self.others or at in self.values else "group"

    def _prefilled(
        self, below: Sequence[Sequence[Cell]], first: int, real: Sequence[int], kinds: dict[int, Kind]
    ) -> Iterator[tuple[int, Kind]]:
        """Rows at the end that hold only an id, or the same as each other, were filled down and are not begun."""
        last = max((number for number in real if not self._only_id(below[number - first])), default=first - 1)
        tail = [n for n in (*real, *kinds) if n > last and (n not in kinds or kinds[n] == "stray")]
        alike = {self._content(below[number - first]) for number in tail}
        if len(tail) >= PREFILLED and len(alike) == 1:
            yield from ((number, "prefilled") for number in sorted(tail))

    def _only_id(self, row: Sequence[Cell]) -> bool:
        others = [at for at in self.region if at != self.id and at < len(row) and _filled(row[at])]
        return not others and self._has(row, self.id)

    def _content(self, row: Sequence[Cell]) -> tuple[object, ...]:
        return tuple(
            shape(str(row[at])) if at == self.id else row[at]
            for at in self.region
            if at < len(row) and _filled(row[at])
        )


def _is_value(column: Column) -> bool:
    return column.type in NUMBERS and not is_weak(column)


def is_weak(column: Column) -> bool:
    """Return whether a column's cells alone make no row: ticks, words of a dropdown, weights, and what is computed.

    >>> from okrsheets.core.schema import KEY_RESULTS
    >>> [column.field for column in KEY_RESULTS.inputs if is_weak(column)]
    ['kind', 'weight', 'status']
    """
    return column.computed or column.type in ("flag", "word") or column.field == "weight"


def shape(text: str) -> str:
    """Return the pattern of an id: digits and letters by one mark each.

    >>> shape("H-1.12"), shape("Team Hafen")
    ('a-9.9', 'a a')
    """
    for pattern, mark in _SHAPE:
        text = pattern.sub(mark, text)
    return text.strip()


def _is_number(cell: Cell) -> bool:
    return not isinstance(cell, str) or any(letter.isdigit() for letter in cell)


def _same_text(cell: Cell, heading: Cell) -> bool:
    return type(cell) is str and type(heading) is str and cell.strip(" *:").lower() == heading.strip(" *:").lower()
