"""Skills that are needed by more people than in the cycle before."""

from __future__ import annotations

from okrsheets.core.growing_needs import growing_needs
from tests.core.test_what_if import need


def test_growth_is_seen_from_one_cycle_to_the_next_with_its_evidence() -> None:
    first = [need("A", "Excel", 3, 2), need("A", "Word", 3, 5)]
    last = [need("A", "excel", 4, 2), need("B", "Excel", 3, 1), need("A", "SQL", 2, 4), need("A", "Word", 3, 5)]
    growing = growing_needs([("Q1", first), ("Q2", last)])
    assert [(each.skill, each.headcounts) for each in growing] == [
        ("SQL", (("Q1", 0.0), ("Q2", 4.0))),
        ("Excel", (("Q1", 2.0), ("Q2", 3.0))),
    ]
    assert growing_needs([("Q2", last)]) == []
