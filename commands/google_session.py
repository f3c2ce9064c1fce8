"""Sessions with Google, for the commands that need one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import UsageError
from .shell import WaitingBar, progress_bar

if TYPE_CHECKING:
    from ..addin.hosts.google.install import Call
    from ..sync.google.session import Session


def google_scripts(spreadsheet: str) -> tuple[str, Call, Path]:
    """What `addin install google` needs of Google: the spreadsheet's id, requests as the user, what remembers scripts."""
    from ..addin.hosts.google.install import NotThere
    from ..sync.google import address, require

    named = address.parse(spreadsheet)
    if named.folder:
        raise UsageError(f"{spreadsheet!r} is a folder", "name a spreadsheet: the script belongs into one of them")
    require()
    from ..sync.google.failures import Refused
    from ..sync.google.scripts import remembered, requests_as_user

    send = requests_as_user()

    def call(method: str, url: str, body: Mapping[str, Any] | None) -> Mapping[str, Any]:
        try:
            return send(method, url, body)
        except Refused as error:
            if error.status == 404:
                raise NotThere(
                    "Google knows no such script or spreadsheet, or it is not yours to change", error.hint
                ) from None
            raise

    return named.id, call, remembered()


@contextmanager
def google_session(work: str, config: Path | None = None) -> Iterator[tuple[Session, WaitingBar | None]]:
    """A session with Google for a kind of work, with the credentials that the settings file here names."""
    from ..sync.config import FILE, load
    from ..sync.google.connection import Access, Connection

    settings = config or Path(FILE)
    connection = Connection(load(settings).google if settings.is_file() else Access(), work)
    with progress_bar("Google") as bar:
        if bar:
            connection.told = bar.waits
        yield connection.session, bar
