"""What can go wrong, and where it stands.

    OkrError                     exit code 1: the command could not do its work
    ├── CellError                a cell that a function cannot read (also a ValueError)
    ├── UsageError               exit code 2: asked for something that does not exist
    ├── SourceError              exit code 3: a workbook or folder could not be read
    │   └── GoogleRequestError              Google's answer to a request that failed for good (sync/google)
    ├── SettingsError            exit code 2: `okrsheets.toml` says something unusable
    ├── PushError                exit code 1: a spreadsheet could not be written
    └── StoreError               exit code 1: the store could not be opened or written
        └── StoreLocked          another sync holds it

Bad cells are values (`Problem`), failures are exceptions.
"""

from __future__ import annotations

from dataclasses import dataclass

EXIT_OK, EXIT_FAILED, EXIT_USAGE, EXIT_UNREADABLE, EXIT_PROBLEMS = range(5)
EXIT_INTERRUPTED = 130  # as shells have it


class OkrError(Exception):
    """Something that the user should read in one line, with a hint on what to do."""

    exit_code = EXIT_FAILED

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class CellError(OkrError, ValueError):
    """A value that a function of the domain cannot work with."""


class UsageError(OkrError):
    """A name, option or file that does not exist."""

    exit_code = EXIT_USAGE


class SettingsError(OkrError):
    """A settings file that cannot be used as it stands."""

    exit_code = EXIT_USAGE


class SourceError(OkrError):
    """A workbook, folder or spreadsheet that could not be read."""

    exit_code = EXIT_UNREADABLE


class PushError(OkrError):
    """A spreadsheet that could not be written, or must not be."""


class StoreError(OkrError):
    """The store could not be opened, read or written."""


class StoreLocked(StoreError):
    """Another process holds the store."""


def column_letter(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Location:
    """Where something stands: a workbook, a sheet in it, a cell of that; the narrower parts may be empty.

    >>> str(Location("Q1.xlsx", "Key results", "F14"))
    'Q1.xlsx › Key results!F14'
    """

    workbook: str
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        inside = "!".join(part for part in (self.sheet, self.cell) if part)
        return " › ".join(part for part in (self.workbook, inside) if part)


@dataclass(frozen=True)
class Problem:
    """One thing that is not right: where, what, and what to do about it.

    A `note` is worth knowing and needs no action; it never changes an exit code.
    """

    location: Location
    what: str
    hint: str = ""
    note: bool = False

    def __str__(self) -> str:
        line = f"{self.location}: {self.what}"
        return f"{line}\n  hint: {self.hint}" if self.hint else line
