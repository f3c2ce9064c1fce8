"""Who was asked about their skills, and when: nobody is asked more often than the interval allows."""

from __future__ import annotations

from collections.abc import Mapping

from ...core.cells import Day
from .store import Store


def last_asked(store: Store, today: Day) -> dict[str, tuple[Day, int]]:
    """Return by person id the last day, up to today, on which somebody was asked, and how often that was so far."""
    sql = "SELECT person_id, max(day), count(*) FROM asked WHERE day <= ? GROUP BY person_id"
    return {person: (day, times) for person, day, times in store.rows(sql, [today])}


def note_asked(store: Store, today: Day, questions: Mapping[str, int]) -> None:
    """Note how many questions each person was asked today."""
    store.insert_rows("asked", [(person, today, number) for person, number in questions.items()])
