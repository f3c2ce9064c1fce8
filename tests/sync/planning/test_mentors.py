"""Who could mentor whom: as many as possible, the closest first, never one's own manager."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.skill_status import PersonStatus
from okrsheets.core.skills import MENTOR_LEVELS
from okrsheets.sync.planning.mentors import mentors
from tests.core.test_what_if import person


def names(pairs: object) -> list[tuple[str, str]]:
    return [(pair.learner.person_id, pair.mentor.person_id) for pair in pairs]  # type: ignore[attr-defined]


def with_manager(status: PersonStatus, manager: str) -> PersonStatus:
    return replace(status, person=replace(status.person, manager=manager))


def test_a_mentor_is_two_levels_above() -> None:
    ana, ben, kim = person("ana", Excel=1), person("ben", Excel=2), person("kim", Excel=3)
    assert names(mentors("Excel", [ana], [ana, ben, kim])) == [("ana", "kim")]
    assert mentors("Excel", [ben], [ana, ben, kim]) == []


def test_the_own_manager_is_no_mentor_named_by_id_or_by_name() -> None:
    kim = person("kim", Excel=5)
    assert mentors("Excel", [with_manager(person("ana", Excel=1), "KIM")], [kim]) == []
    assert mentors("Excel", [with_manager(person("ana", Excel=1), "Kim")], [kim]) == []
    assert names(mentors("Excel", [with_manager(person("ana", Excel=1), "eva")], [kim])) == [("ana", "kim")]


def test_a_mentor_has_two_learners_at_most() -> None:
    learners = [person(name, Excel=1) for name in ("ana", "ben", "eva")]
    assert len(mentors("Excel", learners, [person("kim", Excel=5)])) == 2
    assert len(mentors("Excel", learners, [person("kim", Excel=5)], load=3)) == 3


def test_the_own_team_comes_first_then_the_closest() -> None:
    ana = person("ana", Excel=1)
    here, near, far = person("here", Excel=5), person("near", "Sales", Excel=3), person("far", Excel=3)
    assert names(mentors("Excel", [ana], [near, here])) == [("ana", "here")]
    assert names(mentors("Excel", [ana], [here, far])) == [("ana", "far")]


def test_a_skill_that_nobody_has_gives_no_pairs() -> None:
    assert mentors("Excel", [person("ana")], [person("kim")]) == []


@given(st.lists(st.integers(0, 5), min_size=1, max_size=4), st.lists(st.integers(0, 5), min_size=1, max_size=3))
def test_no_assignment_has_more_pairs_or_closer_ones(learning: list[int], teaching: list[int]) -> None:
    learners = [person(f"l{at}", Excel=level) for at, level in enumerate(learning)]
    teachers = [person(f"t{at}", Excel=level) for at, level in enumerate(teaching)]
    pairs = mentors("Excel", learners, teachers, load=1)
    best = max(
        (len(used), -sum(apart for _, apart in used))
        for chosen in product(range(-1, len(teaching)), repeat=len(learning))
        if (used := [(at, teaching[at] - learning[who]) for who, at in enumerate(chosen) if at >= 0]) is not None
        and len({at for at, _ in used}) == len(used)
        and all(apart >= MENTOR_LEVELS for _, apart in used)
    )
    assert (len(pairs), -sum(pair.apart for pair in pairs)) == best
