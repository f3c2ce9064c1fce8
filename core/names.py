"""Names as they are compared: of skills, people, teams, roles and cycles."""

from __future__ import annotations


def fold_name(name: str | None) -> str:
    """Return a name as it is compared: case and spaces do not matter; no name is the empty text.

    >>> fold_name(" Conflict  resolution ")
    'conflict resolution'
    """
    return " ".join((name or "").lower().split())
