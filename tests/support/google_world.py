"""An emulated Google for tests of writing: a session that does not wait, and sources that read what was written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from okrsheets.sync.google import auth, scopes
from okrsheets.sync.google.address import Address
from okrsheets.sync.google.connection import Connection
from okrsheets.sync.google.session import ENDPOINT, Clock, Session
from okrsheets.sync.google.source import GoogleSource
from okrsheets.sync.sources.base import RawWorkbook
from tests.google_emulator import Emulator

VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS"


@dataclass
class World:
    """An emulator that the environment names as Google, with sessions and sources of its service account."""

    google: Emulator

    def session(self, work: str = "new") -> Session:
        """A session whose waits take no time."""
        found = auth.identity(scopes.WORK[work], self.google.credentials_path)
        time = [0.0]

        def sleep(seconds: float) -> None:
            time[0] += seconds

        return Session(found.credentials, found.who, 100_000, clock=Clock(lambda: time[0], sleep))

    def read(self, id: str) -> RawWorkbook:
        """A spreadsheet as a sync reads it."""
        source = GoogleSource(Address(id), Connection())
        (stamp,), _ = source.list()
        return source.fetch(stamp).parse()

    def titles(self, id: str) -> list[str]:
        """The names of a spreadsheet's sheets."""
        return [sheet.title for sheet in self.google.book(id).sheets]

    def asked(self, kind: str) -> list[Any]:
        """The requests of a method so far, such as values.batchUpdate."""
        return [seen for seen in self.google.requests if seen.method.endswith(kind)]


@contextmanager
def emulated(patch: pytest.MonkeyPatch) -> Iterator[World]:
    """An emulated Google in the environment's place of the real one."""
    with Emulator(seed=1) as google:
        patch.setenv(ENDPOINT, google.url)
        patch.setenv(VARIABLE, str(google.credentials_path))
        yield World(google)
