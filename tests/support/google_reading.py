"""Sources over the emulator, on a clock that a test can move."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from bad_input import okrs
from google_script import PATIENT, FakeTime

from okrsheets.core.cells import day
from okrsheets.core.errors import Problem
from okrsheets.sync.google.address import parse
from okrsheets.sync.google.auth import identity
from okrsheets.sync.google.connection import Connection
from okrsheets.sync.google.scopes import SYNC
from okrsheets.sync.google.session import RetryPolicy, Session
from okrsheets.sync.google.source import GoogleSource
from okrsheets.sync.sources.base import FileContent, FileInfo, RawWorkbook
from tests.google_emulator import Emulator


def connected(time: FakeTime | None = None, retry_policy: RetryPolicy = PATIENT, per_minute: int = 60) -> Connection:
    """A connection that is open already, with a clock of its own."""
    found = identity(SYNC)
    connection = Connection()
    clock = (time or FakeTime()).clock()
    connection._opened = Session(found.credentials, found.who, per_minute, retry_policy, clock)
    connection._opened.on_wait = lambda what, seconds: connection.on_wait(what, seconds)
    return connection


def stored(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, Sequence[Sequence[Any]]]:
    """The sheets of a workbook as Google keeps their cells: dates as days, blanks as nothing."""

    def cell(value: Any) -> Any:
        return day(value) if isinstance(value, datetime.date) else "" if value is None else value

    return {title: [list(map(cell, row)) for row in rows] for title, rows in sheets.items()}


def team(name: str) -> dict[str, Sequence[Sequence[Any]]]:
    """A team's workbook as Google keeps it: one objective of its own, which is half done."""
    objective = (f"{name}-1", "Team", "Ana", f"{name} answers faster")
    return stored(okrs(name, [objective], [(f"{name}-1.1", f"{name}-1", "Hours to an answer", 20, 10, 15)]))


def source_of(address: str, connection: Connection | None = None) -> GoogleSource:
    """`source_of("folder/ID")` is what `google:folder/ID` stands for."""
    return GoogleSource(parse(f"google:{address}"), connection or connected())


def listed(source: GoogleSource) -> tuple[list[str], list[str]]:
    """The names of the workbooks that are found, and what is said about the rest."""
    stamps, problems = source.list()
    return [stamp.name for stamp in stamps], list(map(_said, problems))


def _said(problem: Problem) -> str:
    return f"{'note: ' if problem.note else ''}{problem.location}: {problem.what}"


def fetched(source: GoogleSource) -> dict[str, FileContent]:
    """Every workbook of a source, by its name."""
    return {stamp.name: source.fetch(stamp) for stamp in source.list()[0]}


def read(source: GoogleSource) -> dict[str, RawWorkbook]:
    """Every workbook of a source with its sheets."""
    return {name: each.parse() for name, each in fetched(source).items()}


def only(source: GoogleSource) -> RawWorkbook:
    """The one workbook of a source."""
    (book,) = read(source).values()
    return book


def stamps(source: GoogleSource) -> dict[str, FileInfo]:
    return {stamp.name: stamp for stamp in source.list()[0]}


def methods(google: Emulator) -> list[str]:
    """The methods of Google's APIs that were called, without what it took to sign in."""
    return [seen.method for seen in google.requests if seen.method]
