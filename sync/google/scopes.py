"""What okrsheets asks Google's permission for: for each kind of work the least that it needs."""

from __future__ import annotations

from collections.abc import Collection

_AUTH = "https://www.googleapis.com/auth/"

SYNC = (f"{_AUTH}spreadsheets.readonly", f"{_AUTH}drive.readonly")  # the second for lists, and for .xlsx kept in Drive
PUSH = (f"{_AUTH}spreadsheets", f"{_AUTH}drive.metadata.readonly")
NEW = (f"{_AUTH}spreadsheets", f"{_AUTH}drive")  # a file in a folder that somebody else made
ADDIN = (f"{_AUTH}script.projects",)

WORK = {"sync": SYNC, "push": PUSH, "new": NEW, "addin": ADDIN}

_INCLUDED = {  # who holds the first may do what the others say
    f"{_AUTH}spreadsheets": (f"{_AUTH}spreadsheets.readonly",),
    f"{_AUTH}drive.readonly": (f"{_AUTH}drive.metadata.readonly", f"{_AUTH}spreadsheets.readonly"),
    f"{_AUTH}drive": (
        f"{_AUTH}drive.readonly",
        f"{_AUTH}drive.metadata.readonly",
        f"{_AUTH}spreadsheets",
        f"{_AUTH}spreadsheets.readonly",
    ),
}


def missing(needed: Collection[str], granted: Collection[str]) -> list[str]:
    """Return the permissions that are needed and neither granted nor part of one that is.

    >>> missing(SYNC, NEW), missing(ADDIN, SYNC)
    ([], ['https://www.googleapis.com/auth/script.projects'])
    """
    held = {*granted, *(included for scope in granted for included in _INCLUDED.get(scope, ()))}
    return [scope for scope in needed if scope not in held]


def work_of(scopes: Collection[str]) -> str:
    """Return the name of the kind of work that needs these permissions, as `okrsheets google login --for` takes it.

    >>> work_of(PUSH)
    'push'
    """
    return next((name for name, needs in WORK.items() if set(scopes) <= set(needs)), "sync")
