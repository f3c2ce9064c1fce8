"""Google's own recorded answers, asked of the emulator again."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from tests.google_emulator import Emulator
from tests.google_emulator.replay import Difference, Player, cassettes

pytestmark = pytest.mark.slow

DIFFERENCES = Path(__file__).parents[1] / "google_emulator" / "differences.md"
CASSETTES = cassettes()
TOTAL = sum(len(interactions) for interactions in CASSETTES.values())


@functools.cache
def played(name: str) -> tuple[Difference, ...]:
    with Emulator(seed=1) as google:
        return tuple(Player(google).play(CASSETTES[name]))


def explained() -> set[tuple[str, int]]:
    """The interactions that the file of differences explains, by cassette and number."""
    rows = [line.split("|") for line in DIFFERENCES.read_text("utf-8").splitlines() if line.startswith("| `")]
    return {(row[1].strip(" `"), int(row[2])) for row in rows}


@pytest.mark.parametrize("name", CASSETTES)
def test_what_google_answered_the_emulator_answers(name: str) -> None:
    known = {number for cassette, number in explained() if cassette == name}
    unexplained = [difference for difference in played(name) if difference.number not in known]
    assert not unexplained


def test_every_explained_difference_is_still_there() -> None:
    there = {(name, difference.number) for name in CASSETTES for difference in played(name)}
    assert explained() == there


def test_98_of_100_recorded_interactions_are_answered_identically() -> None:
    assert TOTAL == 1280
    different = sum(len(played(name)) for name in CASSETTES)
    print(f"{TOTAL - different} of {TOTAL} interactions identical ({1 - different / TOTAL:.2%})")
    assert different <= TOTAL * 0.02
