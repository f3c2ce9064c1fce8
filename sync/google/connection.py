"""The session that all Google sources of a command share, opened when the first of them needs it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from . import require

if TYPE_CHECKING:  # so that naming a source costs no import of Google's libraries
    from .session import Session

PER_MINUTE = 60  # what Google allows a user, of reads and of writes


@dataclass(frozen=True)
class Access:
    """What `[google]` in okrsheets.toml says: a file with credentials, and the quota of requests a minute."""

    credentials: Path | None = None
    per_minute: int = PER_MINUTE


class Connection:
    """Opens one session for a kind of work when it is first used; `on_wait` is called as a session's is."""

    def __init__(self, access: Access | None = None, work: str = "sync") -> None:
        self.access, self.work = access or Access(), work
        self.on_wait: Callable[[str, float], None] = lambda what, seconds: None
        self._opened: Session | None = None
        self._stopped = threading.Event()
        self._opening = threading.Lock()

    @property
    def session(self) -> Session:
        """The session; `SourceError`, `SettingsError` or `UsageError` when nobody can be signed in."""
        with self._opening:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def stop(self) -> None:
        """Stop all requests: those that wait now or later raise `GoogleRequestError`."""
        self._stopped.set()

    def _open(self) -> Session:
        require()
        from .auth import identity
        from .scopes import WORK
        from .session import Clock, Session

        found = identity(WORK[self.work], self.access.credentials)
        clock = Clock(sleep=self._stopped.wait, stopped=self._stopped.is_set)
        opened = Session(found.credentials, found.who, self.access.per_minute, clock=clock)
        opened.on_wait = lambda what, seconds: self.on_wait(what, seconds)
        return opened
