"""Levels by the rules of evidence: the laws, and what each rule does to rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core import evidence, skills
from okrsheets.core.cells import date_of, needed_day
from okrsheets.core.errors import CellError
from okrsheets.core.evidence import EvidenceRules
from okrsheets.core.skill_status import SkillStatus, evaluate_people

TODAY = needed_day("2026-06-30")
LEVELS, SHARES = st.floats(0, 5), st.floats(0.001, 1)
RATINGS = st.dictionaries(
    st.sampled_from(skills.RATER_TYPES), st.lists(st.tuples(LEVELS, SHARES), min_size=1), max_size=4
)
SHOWN = st.lists(st.tuples(LEVELS, SHARES), max_size=3)
VOTES = st.lists(SHARES, min_size=1)


# Laws


@given(VOTES, SHARES)
def test_more_evidence_never_widens_the_interval(votes: list[float], another: float) -> None:
    before, after = evidence.margin(sum(votes)), evidence.margin(sum(votes) + another)
    assert before is not None
    assert after is not None
    assert after <= before


@given(st.lists(LEVELS), LEVELS, st.integers(1, 10))
def test_one_qualified_person_more_never_lowers_readiness(levels: list[float], required: float, headcount: int) -> None:
    def readiness(people: list[float]) -> float:
        ready = skills.readiness([float(skills.bus_factor(people, required))], [float(headcount)])
        assert ready is not None
        return ready

    assert readiness([*levels, max(required, 5.0)]) >= readiness(levels)


@given(st.lists(st.floats(1.5, 3.5), min_size=5, max_size=30), st.floats(-1.5, 1.5))
def test_the_harshness_of_a_rater_for_all_changes_nothing_after_correction(others: list[float], harsh: float) -> None:
    ratings = [level + harsh for level in others]
    bias = evidence.harshness([rating - level for rating, level in zip(ratings, others)])
    assert [evidence.corrected(rating, bias) for rating in ratings] == pytest.approx(others, abs=1e-6)


@given(st.lists(st.floats(-2, 2), min_size=5))
def test_a_correction_goes_towards_the_others_and_never_beyond(deviations: list[float]) -> None:
    bias, average = evidence.harshness(deviations), evidence.average(deviations)
    assert bias * average + 1e-12 >= 0
    assert abs(bias) <= abs(average) + 1e-12


@given(st.lists(st.floats(-5, 5), max_size=4))
def test_four_people_are_too_few_for_a_correction(deviations: list[float]) -> None:
    assert evidence.harshness(deviations) == 0


@given(RATINGS, SHOWN)
def test_a_level_lies_between_its_evidence(ratings: dict[str, list[tuple[float, float]]], shown: Any) -> None:
    level = evidence.level(ratings, shown)
    everything = [level for own in ratings.values() for level, _ in own] + [level for level, _ in shown]
    if not everything:
        assert level is None
    else:
        assert level is not None
        assert min(everything) - 1e-9 <= level <= max(everything) + 1e-9


@given(RATINGS, SHOWN, LEVELS, SHARES)
def test_a_certificate_or_course_more_never_lowers_a_level_that_ratings_give(
    ratings: dict[str, list[tuple[float, float]]], shown: Any, level: float, share: float
) -> None:
    rated, with_one = evidence.level(ratings), evidence.level(ratings, [(level, share)])
    assert with_one is not None
    assert rated is None or with_one >= rated - 1e-9


@given(st.dictionaries(st.sampled_from(skills.RATER_TYPES), st.lists(LEVELS, min_size=1), min_size=1))
def test_without_fading_a_level_is_that_of_skill_level(ratings: dict[str, list[float]]) -> None:
    weighted = {rater: [(level, 1.0) for level in own] for rater, own in ratings.items()}
    plain = skills.level([ratings.get(rater, []) for rater in skills.RATER_TYPES], list(skills.RATER_WEIGHTS.values()))
    assert evidence.level(weighted) == pytest.approx(plain)


@given(st.floats(0, 1e9), st.floats(1, 1e5))
def test_a_rating_fades_and_never_vanishes(age: float, half_life: float) -> None:
    assert 0 < evidence.freshness(age, half_life) <= 1
    assert (
        evidence.freshness(age + half_life, half_life)
        == pytest.approx(evidence.freshness(age, half_life) / 2, rel=1e-6)
        or age / half_life > evidence.MOST_HALF_LIVES - 1
    )


# Rows


def iso(days_ago: int) -> str:
    return date_of(TODAY - days_ago).isoformat()


def rated(days_ago: int, rater: str, level: float, person: str = "p1") -> dict[str, Any]:
    return {"person_id": person, "skill": "Cooking", "rater_type": rater, "level": level, "date": iso(days_ago)}


Status = Callable[..., SkillStatus]


@pytest.fixture
def status(tables_of: Callable[..., Any]) -> Status:
    """The status of the first person in their first skill."""

    def status_of(rules: EvidenceRules, **rows: Any) -> SkillStatus:
        people = rows.pop("people", [{"person_id": "p1", "name": "Ida", "team": "Kitchen", "role": "Cook"}])
        statuses, _ = evaluate_people(tables_of(people=people, **rows), TODAY, rules)
        return statuses[0].skills[0]

    return status_of


def test_a_rating_of_a_year_ago_counts_half(status: Status) -> None:
    ratings = [rated(0, "peer", 4), rated(365, "peer", 1)]
    assert status(EvidenceRules(half_life=365), assessments=ratings).level == pytest.approx(3.0)
    assert status(EvidenceRules(has_margin=True), assessments=ratings).level == 4.0  # outside the 90 days


def test_a_valid_certificate_counts_and_an_expired_one_does_not(status: Status) -> None:
    rules = EvidenceRules(certificate_level=3)
    held = {"person_id": "p1", "skill": "cooking", "certification": "Chef", "issued": iso(500), "expires": iso(-1)}
    alone = status(rules, certifications=[held])
    assert (alone.level, alone.newest, alone.by_rater) == (3.0, TODAY, {})
    assert status(rules, certifications=[held], assessments=[rated(0, "self", 1)]).level == pytest.approx(2.6)
    late = {**held, "expires": iso(1)}
    assert status(rules, certifications=[late], assessments=[rated(0, "self", 1)]).level == 1.0


def test_a_completed_course_counts_with_its_share_and_fades(status: Status) -> None:
    course = {"person_id": "p1", "course": "Knives", "skill": "Cooking", "completed_on": iso(365), "progress": 1}
    rules = EvidenceRules(course_level=3, course_weight=0.5, half_life=365)
    assert status(rules, learning=[course], assessments=[rated(0, "self", 1)]).level == pytest.approx(2.0)
    begun = {**course, "completed_on": None}
    assert status(rules, learning=[begun], assessments=[rated(0, "self", 1)]).level == 1.0


def people_of(manager: str, count: int) -> list[dict[str, Any]]:
    return [
        {"person_id": f"p{n}", "name": f"P{n}", "team": "Kitchen", "role": "Cook", "manager": manager}
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize(("count", "want"), [(5, 3.0), (4, 2.4)])
def test_a_harsh_manager_of_five_people_is_corrected(status: Status, count: int, want: float) -> None:
    ratings = [
        rating
        for n in range(1, count + 1)
        for rating in (rated(1, "peer", 3, f"p{n}"), rated(1, "manager", 2, f"p{n}"))
    ]
    rules = EvidenceRules(corrects_raters=True)
    assert status(rules, people=people_of("Boss", count), assessments=ratings).level == pytest.approx(want)
    assert status(rules, people=people_of("", count), assessments=ratings).level == pytest.approx(2.4)


def test_nothing_changes_without_a_rule(tables_of: Callable[..., Any]) -> None:
    tables = tables_of(
        people=people_of("Boss", 5),
        assessments=[rated(days, "peer", 3, f"p{days}") for days in range(1, 6)],
        certifications=[{"person_id": "p1", "skill": "Baking", "certification": "B", "issued": iso(1)}],
    )
    assert evaluate_people(tables, TODAY, EvidenceRules()) == evaluate_people(tables, TODAY)


def test_a_rating_fades_by_half_in_the_given_months_and_by_none_in_zero() -> None:
    assert evidence.fade(46000, 46000 + 731, months=24) == pytest.approx(0.5, abs=1e-3)
    with pytest.raises(CellError, match="not a positive number of months"):
        evidence.fade(46000, 46100, months=0)
