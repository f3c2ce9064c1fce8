"""What a promise said when the quarter began, and what it says now."""

from __future__ import annotations

import pytest

from okrsheets.core.changes import Version, changes
from okrsheets.core.model import Origin, TableSource

BEGIN = 100
ORIGIN = Origin(TableSource("Q1.xlsx", "Key results", {"target": "G"}), 5)


def found(*versions: tuple[int, str, float, float | None]) -> list[tuple[str, object, object, int]]:
    """Each version is a day, the words, the target, and the due date."""
    given = [Version(day, [words, 0.0, target, due]) for day, words, target, due in versions]
    return [
        (each.field, each.before, each.after, each.day) for each in changes("key results", "K", given, BEGIN, ORIGIN)
    ]


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        ([(90, "Calls", 50, None), (120, "Calls", 40, None)], [("target", 50, 40, 120)]),
        ([(90, "Calls", 50, None), (95, "Calls", 40, None)], []),
        ([(90, "Calls", 50, None), (120, "Calls  ", 50, None)], []),
        ([(110, "Calls", 50, None), (120, "Callers", 50, 140)],
         [("key_result", "Calls", "Callers", 120), ("due_date", None, 140, 120)]),
        ([(90, "Calls", 50, None), (120, "Calls", 40, None), (130, "Calls", 50, None)], []),
        ([(90, "Calls", 50, None), (120, "Calls", 40, None), (130, "Calls", 40, 150)],
         [("target", 50, 40, 120), ("due_date", None, 150, 130)]),
        ([(90, "Calls", 50, None)], []),
        ([], []),
    ],
    ids=["later", "before it began", "spaces", "came late", "back again", "twice", "one version", "none"],
)  # fmt: skip
def test_what_changed_after_the_quarter_began_is_told_with_its_day(
    versions: list[tuple[int, str, float, float | None]], said: list[object]
) -> None:
    assert found(*versions) == said
