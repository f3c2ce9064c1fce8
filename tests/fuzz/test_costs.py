"""A hostile workbook costs no more time and memory than it may, and the workbook beside it is read."""

from __future__ import annotations

import pytest

from benchmarks.hostile import Cost, corpus, cost, is_within
from okrsheets.sync.readers.limits import Limits
from tests.fuzz.targets import LIMITS

HEAVY = ("xlsx/four billion shared texts", "xlsx/a bomb", "ods/a gap of four billion cells", "csv/commas")


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_a_hostile_workbook_keeps_within_its_bounds(name: str) -> None:
    taken = cost(name, *corpus()[name], LIMITS)
    assert is_within(taken, LIMITS), taken
    assert taken.code in (3, 4)
    assert taken.end.split("; ")[1].startswith(("1 workbooks", "2 workbooks")), taken


def test_what_goes_beyond_its_bounds_is_noticed() -> None:
    limits = Limits(seconds=60, megabytes=512)
    assert is_within(Cost("a", 61, 600, "", 3), limits)
    assert not is_within(Cost("a", 200, 600, "", 3), limits)
    assert not is_within(Cost("a", 61, 1_000, "", 3), limits)
    assert not is_within(Cost("a", 61, 600, "", 1), limits)
