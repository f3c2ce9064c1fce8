"""Sessions with Google, for the commands that need one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..addin.hosts.google.install import Call, NotThere
from ..core.errors import UsageError
from ..sync.config import FILE, load
from ..sync.google import address, require
from ..sync.google.connection import Access, Connection
from ..sync.google.request_error import GoogleRequestError
from .shell import WaitingBar, progress_bar

if TYPE_CHECKING:  # needs Google's libraries, which are an optional part
    from ..sync.google.session import Session


def google_scripts(spreadsheet: str) -> tuple[str, Call, Path]:
    """Return what `addin install google` needs: the spreadsheet's id, requests as the user, the file of known scripts.

    `UsageError` when a folder is named, or when Google's libraries are not installed.
    """
    target = address.parse(spreadsheet)
    if target.folder:
        raise UsageError(f"{spreadsheet!r} is a folder", "name a spreadsheet: the script is installed in one of them")
    require()
    from ..sync.google.scripts import remembered, requests_as_user

    send = requests_as_user()

    def call(method: str, url: str, body: Mapping[str, Any] | None) -> Mapping[str, Any]:
        try:
            return send(method, url, body)
        except GoogleRequestError as error:
            if error.status == 404:
                what = "Google has no such script or spreadsheet, or you are not allowed to change it"
                raise NotThere(what, error.hint) from None
            raise

    return target.id, call, remembered()


def access_of(settings: Path) -> Access:
    """Return what a settings file says about Google; the defaults when there is no such file."""
    return load(settings).google if settings.is_file() else Access()


@contextmanager
def google_session(work: str, settings: Path = Path(FILE)) -> Iterator[tuple[Session, WaitingBar | None]]:
    """Yield a session for a kind of work, with the credentials that a settings file names, and its progress bar."""
    connection = Connection(access_of(settings), work)
    with progress_bar("Google") as bar:
        if bar:
            connection.on_wait = bar.waits
        yield connection.session, bar
