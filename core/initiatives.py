"""Initiatives: the work under a key result, and what of it is late. They never count in its progress."""

from __future__ import annotations

from .cells import Day
from .model import Initiative

ENDED = ("done", "dropped")


def is_late(initiative: Initiative, today: Day) -> bool:
    """Return whether the due date of an initiative has passed while it is neither done nor dropped.

    >>> from okrsheets.core.model import Origin, TableSource
    >>> origin = Origin(TableSource("Q1.xlsx", "Initiatives", {}), 5)
    >>> is_late(Initiative(None, "K1", "Train everybody", None, 100, "in progress", origin), today=101)
    True
    """
    due = initiative.due_date
    return due is not None and due < today and initiative.state not in ENDED
