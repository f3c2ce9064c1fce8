"""Addresses of Google spreadsheets and folders, as people write them, and the ids that they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from ...core.errors import UsageError

PREFIX = "google:"
FOLDER = "folder/"
HOSTS = ("docs.google.com", "drive.google.com", "sheets.google.com")
EXAMPLES = (
    "write google:ID with the long part of the spreadsheet's address after /d/, or google:folder/ID with the part "
    "of a folder's address after /folders/; or paste the whole address"
)

_ID = re.compile(r"[A-Za-z0-9_-]{10,200}")
_SPREADSHEET = re.compile(r"/(?:a/[^/]+/)?(?:spreadsheets|file)/(?:u/\d+/)?d/([^/]+)")
_FOLDER = re.compile(r"/drive/(?:u/\d+/)?folders/([^/]+)")


@dataclass(frozen=True)
class Address:
    """A file of Google Drive by its id; `folder` when it was written as one, else Drive is asked what it is."""

    id: str
    folder: bool = False

    def __str__(self) -> str:
        return f"{PREFIX}{FOLDER if self.folder else ''}{self.id}"


def is_google(text: str) -> bool:
    """Return whether a source is meant to be one of Google's, and no path.

    >>> is_google("google:folder/1AbcDefGhiJkl"), is_google("google/q1.xlsx")
    (True, False)
    """
    return text.lower().startswith((PREFIX, *(f"https://{host}/" for host in HOSTS)))


def parse(text: str) -> Address:
    """Return the file that an address names; `UsageError` says how to write one.

    >>> parse("google:folder/1AbcDefGhiJkl")
    Address(id='1AbcDefGhiJkl', folder=True)
    >>> str(parse("https://docs.google.com/spreadsheets/d/1AbcDefGhiJkl/edit#gid=0"))
    'google:1AbcDefGhiJkl'
    """
    named = text[len(PREFIX) :] if text.lower().startswith(PREFIX) else text
    named = named.strip()
    if "://" in named:
        return _of_url(text, named)
    folder = named.lower().startswith(FOLDER)
    return _checked(text, named[len(FOLDER) :] if folder else named, folder)


def _of_url(text: str, url: str) -> Address:
    parts = urlsplit(url)
    if parts.hostname not in HOSTS:
        raise UsageError(f"{text!r} isn't an address of Google Sheets or Drive", EXAMPLES)
    if "/d/e/" in parts.path:
        hint = "open the spreadsheet itself and copy its address from there"
        raise UsageError(f"{text!r} is the address of a published page, not of a spreadsheet", hint)
    folder = _FOLDER.search(parts.path)
    match = folder or _SPREADSHEET.search(parts.path)
    named = match[1] if match else parse_qs(parts.query).get("id", [""])[0]
    return _checked(text, named, bool(folder))


def _checked(text: str, named: str, folder: bool) -> Address:
    if not _ID.fullmatch(named):
        raise UsageError(f"{text!r} doesn't name a Google spreadsheet or folder", EXAMPLES)
    return Address(named, folder)
