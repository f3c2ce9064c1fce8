"""What a table and its columns are; the tables themselves are in `schema`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from .errors import UsageError
from .heading_words import words_of_heading
from .sheet_words import titles, words_for

Type = Literal["text", "id", "word", "number", "share", "level", "date", "flag"]
Book = Literal["okrs", "skills"]

ANY_NUMBER = (None, None)


@dataclass(frozen=True)
class Column:
    """One column: its heading, what its cells hold, and how to explain that to the person who fills it in.

    `choices` are the words that a dropdown offers, `means` maps other words that people use to one of them.
    `refers` names the table whose first column holds the ids that this one may name.
    `computed` columns are filled by formulas and never read. `limits` are the smallest and largest number.
    `title` is what the heading says where that is not the name; it must be one of the aliases. `extra` names what a column
    belongs to that new workbooks have only on request (`okrsheets new --with`).
    """

    name: str
    type: Type
    help: str
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    means: tuple[tuple[str, str], ...] = ()
    refers: str = ""
    computed: bool = False
    limits: tuple[float | None, float | None] = ANY_NUMBER
    width: int = 12
    title: str = ""
    extra: str = ""

    @cached_property
    def field(self) -> str:
        """The name in Python and SQL.

        >>> Column("objective id", "id", "").field
        'objective_id'
        """
        return self.name.replace(" ", "_").replace("-", "_")

    @property
    def heading(self) -> str:
        """The title as a sheet shows it, in title case; a required column has a star.

        >>> Column("objective id", "id", "", required=True).heading
        'Objective ID*'
        """
        words = re.sub(r"\b[a-z]", lambda match: match.group().upper(), self.title or self.name)
        words = re.sub(r"\b(?:Id|Kpi)\b", lambda match: match.group().upper(), words)
        return words + ("*" if self.required else "")


@dataclass(frozen=True, eq=False)  # there is one of each, so that identity is equality, and a cheap hash
class Table:
    """One table: `sheet` is the sheet it stands on in our templates, `identity` the fields that make a row unique.

    `title_field` is the field that says what a row is in words; it stands in for the id where people keep none. `extra` is
    as in `Column`.
    """

    name: str
    sheet: str
    book: Book
    help: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    title_field: str = ""
    extra: str = ""

    def __post_init__(self) -> None:
        """Give the table, its columns and their choices their names in other languages, too."""
        columns = (
            replace(
                each,
                aliases=each.aliases + words_of_heading(self.name, each.field),
                means=each.means + tuple((word, choice) for choice in each.choices for word in words_for(choice)),
            )
            for each in self.columns
        )
        object.__setattr__(self, "columns", tuple(columns))
        object.__setattr__(self, "aliases", (*self.aliases, *titles(self.sheet)[1:]))

    @cached_property
    def field(self) -> str:
        """The name in Python and SQL."""
        return self.name.replace(" ", "_").replace("-", "_")

    @cached_property
    def inputs(self) -> tuple[Column, ...]:
        """The columns that people fill in and that are read."""
        return tuple(column for column in self.columns if not column.computed)

    def column(self, field: str) -> Column:
        """Return a column by its field name; `UsageError` when there is none."""
        for column in self.columns:
            if column.field == field:
                return column
        raise UsageError(f"the table {self.name!r} has no column {field!r}")
