"""One sheet: a grid of cells with an end, its merges, and the lists that hang on it."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .cells import Cell
from .ranges import Area, Box, quoted

Json = dict[str, Any]

ROWS, COLUMNS = "ROWS", "COLUMNS"
LISTS = (
    "protectedRanges",
    "conditionalFormats",
    "bandedRanges",
    "filterViews",
    "charts",
    "slicers",
    "tables",
    "rowGroups",
    "columnGroups",
    "developerMetadata",
)
WIDTH, HEIGHT = 100, 21  # pixels of a column and a row that nobody has touched


@dataclass
class Sheet:
    """A sheet of the GRID kind; `properties` is its SheetProperties without the index."""

    properties: Json
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    sizes: dict[str, dict[int, Json]] = field(default_factory=lambda: {ROWS: {}, COLUMNS: {}})
    merges: list[Box] = field(default_factory=list)
    basic_filter: Json = field(default_factory=dict)
    lists: dict[str, list[Json]] = field(default_factory=lambda: {name: [] for name in LISTS})

    @property
    def id(self) -> int:
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        return str(self.properties["title"])

    @property
    def prefix(self) -> str:
        """What stands before a range of this sheet."""
        return quoted(self.title) + "!"

    @property
    def grid(self) -> Json:
        grid: Json = self.properties["gridProperties"]
        return grid

    @property
    def row_count(self) -> int:
        return int(self.grid["rowCount"])

    @property
    def column_count(self) -> int:
        return int(self.grid["columnCount"])

    def count(self, dimension: str) -> int:
        return self.row_count if dimension == ROWS else self.column_count

    def set_count(self, dimension: str, count: int) -> None:
        self.grid["rowCount" if dimension == ROWS else "columnCount"] = count

    def box(self, area: Area) -> Box:
        return area.within(self.row_count, self.column_count)

    def cell(self, row: int, column: int) -> Cell:
        """The cell to write to; it is there from now on."""
        return self.cells.setdefault((row, column), Cell())

    def peek(self, row: int, column: int) -> Cell:
        """The cell to read from."""
        return self.cells.get((row, column)) or Cell()

    def filled(self, box: Box) -> Iterator[tuple[int, int]]:
        """Where values stand in a rectangle, from left to right and down."""
        if len(self.cells) < (box.bottom - box.top) * (box.right - box.left):
            inside = sorted(at for at, cell in self.cells.items() if cell.typed is not None and box.holds(*at))
            yield from inside
            return
        for row in box.rows:
            for column in box.columns:
                cell = self.cells.get((row, column))
                if cell is not None and cell.typed is not None:
                    yield row, column

    def sweep(self, only: Iterable[tuple[int, int]] | None = None) -> None:
        """Forget cells that hold nothing, all of them or the ones that were touched."""
        for at in list(self.cells) if only is None else only:
            cell = self.cells.get(at)
            if cell is not None and cell.is_bare:
                del self.cells[at]

    def twin(self) -> Sheet:
        """A copy that can be written to."""
        return Sheet(
            copy.deepcopy(self.properties),
            {at: cell.twin() for at, cell in self.cells.items()},
            copy.deepcopy(self.sizes),
            list(self.merges),
            copy.deepcopy(self.basic_filter),
            copy.deepcopy(self.lists),
        )

    # Rows and columns come and go

    def insert(self, dimension: str, start: int, count: int, inherit_before: bool = False) -> None:
        """Open a gap of `count` rows or columns at `start`."""
        before = start - 1 if inherit_before else start
        styles = self._line_formats(dimension, before)
        sizes = self.sizes[dimension].get(before, {})
        self._move(dimension, lambda index: index + count if index >= start else index)
        self.set_count(dimension, self.count(dimension) + count)
        for offset in range(count):
            for across, style in styles.items():
                at = (start + offset, across) if dimension == ROWS else (across, start + offset)
                self.cell(*at).format = dict(style)
            if "pixelSize" in sizes:
                self.sizes[dimension][start + offset] = {"pixelSize": sizes["pixelSize"]}

    def _line_formats(self, dimension: str, index: int) -> dict[int, Json]:
        which = 0 if dimension == ROWS else 1
        return {at[1 - which]: cell.format for at, cell in self.cells.items() if at[which] == index and cell.format}

    def delete(self, dimension: str, start: int, end: int) -> None:
        """Take out the rows or columns from `start` to before `end`."""
        self._move(
            dimension, lambda index: None if start <= index < end else index - (end - start) if index >= end else index
        )
        self.set_count(dimension, self.count(dimension) - (end - start))

    def move(self, dimension: str, start: int, end: int, to: int) -> None:
        """Carry rows or columns to before `to`, as counted before they are taken out."""
        order = [*range(self.count(dimension))]
        moved = order[start:end]
        rest = [index for index in order if not start <= index < end]
        at = len([index for index in rest if index < to])
        places = {old: new for new, old in enumerate([*rest[:at], *moved, *rest[at:]])}
        self._move(dimension, lambda index: places[index])

    def _move(self, dimension: str, place: Any) -> None:
        cells: dict[tuple[int, int], Cell] = {}
        for (row, column), cell in self.cells.items():
            new = place(row if dimension == ROWS else column)
            if new is not None:
                cells[(new, column) if dimension == ROWS else (row, new)] = cell
        self.cells = cells
        moved = {place(index): size for index, size in self.sizes[dimension].items()}
        self.sizes[dimension] = {index: size for index, size in moved.items() if index is not None}

    def grow(self, rows: int, columns: int) -> None:
        """Make the grid at least so large."""
        self.set_count(ROWS, max(self.row_count, rows))
        self.set_count(COLUMNS, max(self.column_count, columns))

    def cut_to_size(self) -> None:
        """Forget what lies beyond the grid's end."""
        rows, columns = self.row_count, self.column_count
        self.cells = {at: cell for at, cell in self.cells.items() if at[0] < rows and at[1] < columns}
        self.merges = [box for box in self.merges if box.bottom <= rows and box.right <= columns]
        for dimension in (ROWS, COLUMNS):
            end = self.count(dimension)
            self.sizes[dimension] = {index: size for index, size in self.sizes[dimension].items() if index < end}

    def size(self, dimension: str, index: int) -> Json:
        """The DimensionProperties of one row or column."""
        usual = HEIGHT if dimension == ROWS else WIDTH
        return {"pixelSize": usual, **self.sizes[dimension].get(index, {})}


def new_sheet(sheet_id: int, title: str, rows: int = 1000, columns: int = 26) -> Sheet:
    """An empty sheet.

    >>> new_sheet(0, "Sheet1").prefix
    'Sheet1!'
    """
    grid = {"rowCount": rows, "columnCount": columns}
    return Sheet({"sheetId": sheet_id, "title": title, "sheetType": "GRID", "gridProperties": grid})
