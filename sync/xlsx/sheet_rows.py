"""The rows and cells of a sheet's XML, with the places where each begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ...core.addresses import column_number
from .xml_tags import attributes, not_understood

_SHEET_DATA = re.compile(rb"<(?:(\w+):)?sheetData\s*(/)?>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^<>]*>")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([^"']*)["']""")
_REFERENCE = re.compile(rb"([A-Z]{1,3})([1-9][0-9]{0,6})")
_FORMULA = rb"<%sf\b([^<>]*?)(?:/>|>([^<]*)</%sf>)"
_VALUE = rb"<%sv\b[^<>]*?(?:/>|>([^<]*)</%sv>)"

At = tuple[int, int]  # row from 1 and column from 0


@dataclass(frozen=True, slots=True)
class CellXml:
    """One cell: its place on the sheet and in the bytes, what its tag says, and what is inside the tag."""

    row: int
    column: int
    start: int
    end: int
    tag: bytes
    body: bytes

    @property
    def attributes(self) -> Mapping[bytes, bytes]:
        """The attributes of its tag."""
        return attributes(self.tag)


@dataclass(frozen=True)
class FormulaXml:
    """The formula of a cell as it is written: its text is empty where it shares that of another cell."""

    text: bytes
    attributes: Mapping[bytes, bytes]

    @property
    def kind(self) -> bytes:
        """`shared`, `array`, `dataTable` or `normal`."""
        return self.attributes.get(b"t", b"normal")

    @property
    def area(self) -> tuple[At, At] | None:
        """The first and last cell that the formula fills, for one that is shared or an array."""
        reference = self.attributes.get(b"ref")
        if reference is None:
            return None
        first, _, last = reference.partition(b":")
        return cell_at(first), cell_at(last or first)


@dataclass(frozen=True)
class RowXml:
    """One row: its number, its tag, and its cells from left to right."""

    number: int
    start: int
    end: int
    tag: bytes
    cells: tuple[CellXml, ...]


class SheetXml:
    """A sheet's XML with its rows; `PushError` for a spelling in which cells can't be changed safely.

    `begin` and `end` are where the rows begin and end; `prefix` is what its tags begin with, such as `x:`.
    """

    def __init__(self, data: bytes) -> None:
        match = _SHEET_DATA.search(data)
        if match is None:
            raise not_understood("a sheet has no rows")
        self.data = data
        self.prefix = (match.group(1) or b"") + (b":" if match.group(1) else b"")
        self.tag_start, self.begin = match.span()
        self.is_empty = match.group(2) is not None
        closing = b"</" + self.prefix + b"sheetData>"
        self.end = self.begin if self.is_empty else data.find(closing, self.begin)
        if self.end < 0 or b"<!" in data[self.begin : self.end]:
            raise not_understood("the rows of a sheet are written in an unusual way")
        self.after = self.end if self.is_empty else self.end + len(closing)

    @cached_property
    def rows(self) -> tuple[RowXml, ...]:
        """The rows from top to bottom."""
        rows = tuple(self._rows())
        numbers = [row.number for row in rows]
        if numbers != sorted(set(numbers)):
            raise not_understood("rows of a sheet are out of order")
        return rows

    def _rows(self) -> Iterator[RowXml]:
        name = self.prefix + b"row"
        pattern = re.compile(rb"<%s\b[^<>]*?(/)?>" % name)
        closing, at = b"</" + name + b">", self.begin
        while (tag := pattern.search(self.data, at, self.end)) is not None:
            if self.data[at : tag.start()].strip():
                raise not_understood("there is something between the rows of a sheet")
            inside = tag.end()
            stop = inside if tag.group(1) else self.data.find(closing, inside, self.end)
            number = attributes(tag.group()).get(b"r", b"")
            if stop < 0 or not number.isdigit():
                raise not_understood("a row of a sheet has no number")
            end = stop if tag.group(1) else stop + len(closing)
            yield RowXml(int(number), tag.start(), end, tag.group(), tuple(self._cells(int(number), inside, stop)))
            at = end
        if self.data[at : self.end].strip():
            raise not_understood("there is something behind the rows of a sheet")

    @cached_property
    def _cell(self) -> re.Pattern[bytes]:
        name = self.prefix + b"c"
        return re.compile(rb"<%s(\s[^<>]*?)?(?:/>|>(.*?)</%s>)" % (name, name), re.DOTALL)

    def _cells(self, row: int, begin: int, end: int) -> Iterator[CellXml]:
        last = -1
        for cell in self._cell.finditer(self.data, begin, end):
            tag = cell.group(1) or b""
            address = _ADDRESS.search(tag)
            at = cell_at(address.group(1) if address else b"")
            if at[0] != row or at[1] <= last:
                raise not_understood("cells of a sheet are out of order")
            last = at[1]
            yield CellXml(*at, cell.start(), cell.end(), tag, cell.group(2) or b"")

    @cached_property
    def _formula(self) -> re.Pattern[bytes]:
        return re.compile(_FORMULA % (self.prefix, self.prefix))

    @cached_property
    def _value(self) -> re.Pattern[bytes]:
        return re.compile(_VALUE % (self.prefix, self.prefix))

    def formula(self, cell: CellXml) -> FormulaXml | None:
        """Return the formula of a cell, or None."""
        match = self._formula.search(cell.body) if b"f" in cell.body else None
        return FormulaXml(match.group(2) or b"", attributes(match.group(1))) if match else None

    def value(self, cell: CellXml) -> bytes | None:
        """Return the value of a cell as it is written; None where there is none."""
        match = self._value.search(cell.body)
        return None if match is None else match.group(1) or b""

    @cached_property
    def cells(self) -> dict[At, CellXml]:
        """Every cell that the sheet lists, also those that only have a format."""
        return {(cell.row, cell.column): cell for row in self.rows for cell in row.cells}

    @cached_property
    def by_number(self) -> dict[int, RowXml]:
        """The rows by their numbers."""
        return {row.number: row for row in self.rows}

    @cached_property
    def column_styles(self) -> dict[int, int]:
        """The number of the format of each column that has one, for cells that the sheet doesn't list."""
        styles = {}
        for tag in _COLUMN.findall(self.data, 0, self.tag_start):
            own = attributes(tag)
            if own.get(b"style", b"0") != b"0":
                for column in range(int(own[b"min"]) - 1, int(own[b"max"])):
                    styles[column] = int(own[b"style"])
        return styles

    def with_formula(self, cell: CellXml, formula: bytes) -> bytes:
        """Return the XML of a cell with another formula, or with nothing, in the place of its own."""
        return self._formula.sub(lambda _: formula, self.data[cell.start : cell.end], count=1)


def cell_at(reference: bytes) -> At:
    """Return the row from 1 and the column from 0 of an address; `PushError` when it isn't one.

    >>> cell_at(b"C7")
    (7, 2)
    """
    match = _REFERENCE.fullmatch(reference.replace(b"$", b""))
    if match is None:
        raise not_understood("a cell of a sheet has no address")
    return int(match.group(2)), column_number(match.group(1).decode())
