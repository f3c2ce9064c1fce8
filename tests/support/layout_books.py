"""The books of `tests/layouts`: sheets as other people lay them out, each with the reading that is right.

A file holds `[[book]]` entries. `tabs` are the sheets by title: a line is a row, `|` separates cells, `<` merges a cell
with the one to its left and `^` with the one above. A cell is a number, a percentage (`40%`), a day (`2026-07-01`), TRUE
or FALSE, or text; quotation marks make anything text, and `⏎` is a line break. `reading` has the tables that are to be
read: `ratings` and `roles` as a matrix of subjects × skills, the others as rows under the names of their fields.
`{#00B050}` behind a cell, or alone, fills it with a colour. A book without a reading is no sheet of OKRs or skills, or says
too little: nothing may be read from it. One with `file` is a file that stands beside. The ending `csvs` is a folder of .csv files.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomllib

FOLDER = Path(__file__).parents[1] / "layouts"
MATRICES = {
    "ratings": ("assessments", "person_id", "level"),
    "roles": ("roles", "role", "required_level"),
}  # fmt: skip

_KEYS = {
    "key results": ("key_result", "objective"),
    "check-ins": ("key_result", "date"),
    "assessments": ("person_id", "skill", "rater_type", "date"),
    "skills": ("skill",),
    "people": ("name",),
}


@dataclass(frozen=True)
class Percent:
    """A number that its sheet shows as a percentage."""

    share: float


@dataclass(frozen=True)
class LayoutTab:
    """One sheet: its cells, its merged ranges as (first row, first column, last row, last column) from 0, and its fills."""

    title: str
    rows: Sequence[Sequence[Any]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    fills: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class ExpectedRow:
    """One row of the reading: its table, the fields that tell it from others, and those to be compared."""

    table: str
    key: tuple[tuple[str, Any], ...]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class LayoutBook:
    """One book: its family, its name, its file's stem and endings, its tabs or its file, and the rows to be read."""

    family: str
    name: str
    stem: str
    endings: Sequence[str]
    tabs: Sequence[LayoutTab]
    original: Path | None
    reading: Sequence[ExpectedRow]

    @property
    def refused(self) -> bool:
        """Whether nothing may be read from it."""
        return not self.reading


def layout_books(folder: Path = FOLDER) -> list[LayoutBook]:
    """Return every book of a folder, in the order of its files."""
    return [
        _book(path.stem, entry)
        for path in sorted(folder.glob("*.toml"))
        for entry in tomllib.loads(path.read_text("utf-8"))["book"]
    ]


def _book(family: str, entry: Mapping[str, Any]) -> LayoutBook:
    stem = entry.get("stem") or re.sub(r"\W+", " ", entry["name"])[:60].strip()
    tabs = [_tab(title, text) for title, text in entry.get("tabs", {}).items()]
    original = FOLDER / entry["file"] if "file" in entry else None
    rows = [row for name, text in entry.get("reading", {}).items() for row in _expected(name, text)]
    return LayoutBook(family, entry["name"], stem, entry.get("endings", ["xlsx"]), tabs, original, rows)


def _tab(title: str, text: str) -> LayoutTab:
    rows, fills = _without_fills(grid(text))
    merged: list[tuple[int, int, int, int]] = []
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            if cell not in ("<", "^"):
                right, below = at, number
                while right + 1 < len(row) and row[right + 1] == "<":
                    right += 1
                while below + 1 < len(rows) and at < len(rows[below + 1]) and rows[below + 1][at] == "^":
                    below += 1
                if (right, below) != (at, number):
                    merged.append((number, at, below, right))
    return LayoutTab(title, [["" if cell in ("<", "^") else cell for cell in row] for row in rows], merged, fills)


def _without_fills(rows: Sequence[Sequence[Any]]) -> tuple[list[list[Any]], dict[tuple[int, int], str]]:
    """The cells without their colours, and the colours by row and column."""
    marked = {
        (number, at): match
        for number, row in enumerate(rows)
        for at, value in enumerate(row)
        if isinstance(value, str) and (match := re.fullmatch(r"(.*)\{#([0-9A-F]{6})\}", value))
    }
    bare = [
        [cell(marked[number, at][1].strip()) if (number, at) in marked else value for at, value in enumerate(row)]
        for number, row in enumerate(rows)
    ]
    return bare, {spot: match[2] for spot, match in marked.items()}


def grid(text: str) -> list[list[Any]]:
    """Return the cells of a text.

    >>> grid('Name | SQL\\nAnn | 3')
    [['Name', 'SQL'], ['Ann', 3.0]]
    """
    lines = text.removeprefix("\n").removesuffix("\n").split("\n")
    return [[cell(part.strip()) for part in line.split("|")] if line.strip() else [] for line in lines]


def cell(text: str) -> Any:
    """Return the value of a cell as it is written in the corpus.

    >>> cell("40%"), cell('"007"'), cell("2026-07-01")
    (Percent(share=0.4), '007', datetime.date(2026, 7, 1))
    """
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return text[1:-1].replace("⏎", "\n")
    if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", text):
        return float(text)
    if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?%", text):
        return Percent(round(float(text[:-1]) / 100, 6))
    if re.fullmatch(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", text):
        return datetime.date.fromisoformat(text)
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    return text.replace("⏎", "\n")


def _expected(name: str, text: str) -> Iterator[ExpectedRow]:
    heads, *rows = [row for row in grid(text) if row]
    if name in MATRICES:
        table, subject, field = MATRICES[name]
        for row in rows:
            for skill, value in zip(heads[1:], row[1:]):
                if value != "":
                    yield ExpectedRow(table, ((subject, row[0]), ("skill", skill)), {field: value})
        return
    keys = _KEYS.get(name)
    for row in rows:
        fields = dict(zip(heads, row))
        key = [field for field in (keys or heads[:2]) if field in fields]
        rest = {field: value for field, value in fields.items() if field not in key and value != ""}
        yield ExpectedRow(name, tuple((field, fields[field]) for field in key), rest)
