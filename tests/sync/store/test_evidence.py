"""Levels by the rules of evidence: the queries of the store come to what `core` comes to, and other clients see the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bad_input import JANUARY, TODAY, Rows, many_days, okrs, sync_books, xlsx
from click.testing import CliRunner
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from okrsheets.cli import main
from okrsheets.core.cells import needed_day
from okrsheets.core.evaluation import Evaluation, evaluate
from okrsheets.core.evidence import EvidenceRules
from okrsheets.core.model import Settings
from okrsheets.core.skill_status import SkillStatus
from okrsheets.sync.store.evaluation import evaluate_state, period_of
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store

IDS = [f"p{number}" for number in range(1, 8)]
SKILLS = ["Cooking", "cooking", "First  aid", "Driving"]
DAYS = [*many_days(2), *(day + timedelta(days=40) for day in many_days(2)), JANUARY - timedelta(days=400), ""]
LEVEL = st.sampled_from(["", 0, 1, 2.5, 4, 5])
PEOPLE = [
    (id, f"Person {id}", role, "Kitchen", manager) for id, role, manager in zip(IDS, "AABBAB ", ["Boss"] * 6 + [""])
]
ROLES = [("A", "Cooking", 3, 1), ("A", "Driving", 2, 2), ("B", "First aid", 4, "")]
RATINGS = st.tuples(
    st.sampled_from([*IDS, "p9"]), st.sampled_from(SKILLS), st.sampled_from(["self", "peer", "manager", "evidence", ""]),
    LEVEL, st.sampled_from(DAYS),
)  # fmt: skip
CERTIFICATES = st.tuples(
    st.sampled_from([*IDS, "p9"]), st.sampled_from([*SKILLS, "", "Knitting"]), st.sampled_from(["First aid", "Forklift"]),
    st.sampled_from(DAYS), st.sampled_from(["", *many_days(60)]),
)  # fmt: skip
COURSES = st.tuples(
    st.sampled_from([*IDS, "p9"]), st.sampled_from(["Knives", "Fire"]), st.sampled_from([*SKILLS, "", "Welding"]), st.sampled_from(DAYS)
)  # fmt: skip
NEEDS = st.tuples(st.sampled_from(["O1", ""]), st.sampled_from([*SKILLS, "Knitting"]), LEVEL, st.sampled_from([1, 3]))
RULES = st.builds(
    EvidenceRules,
    half_life=st.sampled_from([None, 30.0, 365.25, 1.0]),
    certificate_level=st.sampled_from([None, 3.0, 0.0]),
    course_level=st.sampled_from([None, 2.0]),
    course_weight=st.sampled_from([0.5, 1.0]),
    corrects_raters=st.booleans(),
    has_margin=st.booleans(),
)


def matrix(ratings: Rows, certificates: Rows, courses: Rows, needs: Rows) -> dict[str, Rows]:
    """A workbook of objectives and skills."""
    return {
        **okrs(),
        "Goal skills": [["Objective ID", "Skill", "Level", "Headcount"], *needs],
        "Roles": [["Role", "Skill", "Required level", "Weight"], *ROLES],
        "People": [["Person ID", "Name", "Role", "Team", "Manager"], *PEOPLE],
        "Assessments": [["Person ID", "Skill", "Rater type", "Level", "Date"], *ratings],
        "Certifications": [["Person ID", "Skill", "Certification", "Issued", "Expires"], *certificates],
        "Learning": [["Person ID", "Course", "Skill", "Completed on"], *courses],
    }


def both(state: State, rules: EvidenceRules) -> tuple[Evaluation, Evaluation]:
    """What the queries come to, and what `core` comes to."""
    start, end = period_of(state)
    found = evaluate_state(state, Settings(), skill_rules=rules)
    defaults = Settings(cycle_start=start, cycle_end=end)
    return found, evaluate(state.tables, state.today, defaults, state.known_until, rules)


def skills(evaluation: Evaluation) -> list[SkillStatus]:
    return [skill for person in evaluation.people for skill in person.skills]


def figures(skill: SkillStatus) -> list[Any]:
    """What two evaluations must agree on, with numbers to nine places."""
    numbers = [skill.level, skill.required, skill.gap, skill.margin, *skill.by_rater.values()]
    texts = [skill.person.person_id, skill.skill, skill.newest, list(skill.by_rater), skill.cells]
    return [*texts, *(None if number is None else round(number, 9) + 0.0 for number in numbers)]


def agree(state: State, rules: EvidenceRules) -> Evaluation:
    found, wanted = both(state, rules)
    assert [figures(skill) for skill in skills(found)] == [figures(skill) for skill in skills(wanted)]
    assert [person.coverage for person in found.people] == pytest.approx([person.coverage for person in wanted.people])
    needs = [[goal.readiness and goal.readiness.needs for goal in each.objectives] for each in (found, wanted)]
    assert needs[0] == needs[1]
    return found


@pytest.mark.slow
@settings(max_examples=12, phases=(Phase.reuse, Phase.generate), deadline=None)
@given(
    st.lists(RATINGS, min_size=5, max_size=40), st.lists(CERTIFICATES, max_size=4), st.lists(COURSES, max_size=4),
    st.lists(NEEDS, max_size=3), RULES,
)  # fmt: skip
def test_levels_by_evidence_are_what_core_comes_to(
    ratings: Rows, certificates: Rows, courses: Rows, needs: Rows, rules: EvidenceRules
) -> None:
    with Store() as store:
        agree(sync_books(store, {"a.xlsx": matrix(ratings, certificates, courses, needs)}), rules)


HARSH: Mapping[str, Rows] = matrix(
    [
        rating
        for number, id in enumerate(IDS[:6])
        for rating in ((id, "Cooking", "peer", 3, JANUARY), (id, "Cooking", "manager", 1 + number % 2, JANUARY))
    ]
    + [("p7", "Cooking", "self", 1, JANUARY)],
    [("p1", "Knitting", "Guild", JANUARY, ""), ("p7", "Cooking", "Chef", JANUARY, "")],
    [("p2", "Knives", "Cooking", JANUARY)],
    [("O1", "Knitting", 3, 1)],
)


def test_a_harsh_manager_is_corrected_and_a_certificate_makes_a_goal_ready_in_both() -> None:
    rules = EvidenceRules(365.25, 3.0, 2.0, 0.5, corrects_raters=True, has_margin=True)
    with Store() as store:
        state = sync_books(store, {"a.xlsx": HARSH})
        found, plain = agree(state, rules), evaluate_state(state, Settings())
        levels = {(skill.person.person_id, skill.skill): skill for skill in skills(found)}
        typed = {(skill.person.person_id, skill.skill): skill for skill in skills(plain)}
        assert levels["p3", "Cooking"].by_rater["manager"] > 2 > 1 == typed["p3", "Cooking"].by_rater["manager"]
        share = 0.5 ** ((TODAY - needed_day(JANUARY)) / 365.25)
        assert levels["p7", "Cooking"].level == pytest.approx((1 * share + 4 * 3) / (share + 4))
        assert (levels["p1", "Knitting"].level, levels["p1", "Knitting"].newest) == (3.0, TODAY)
        assert [goal.readiness.readiness for goal in found.objectives if goal.readiness] == [1.0]
        assert [goal.readiness.readiness for goal in plain.objectives if goal.readiness] == [0.0]


def test_other_clients_and_the_command_see_the_rules_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx(HARSH))
    query = "SELECT person_id, skill, round(level, 6) AS level, margin FROM skill_status ORDER BY ALL"

    def seen() -> list[Any]:
        assert CliRunner().invoke(main, ["sync", str(tmp_path), "--as-of", "2026-02-15"]).exit_code in (0, 4)
        with duckdb.connect(str(tmp_path / "okrsheets-out" / "okrsheets.duckdb"), read_only=True) as client:
            return client.execute(query).fetchall()

    plain = seen()
    (tmp_path / "okrsheets.toml").write_text(
        '[skills]\nhalf-life = "12 months"\ncertificate-level = 3\ncourse-level = 2\ncorrect-raters = true\nmargin = true\n'
    )
    by_rules = seen()
    with Store() as store:
        rules = EvidenceRules(365.25, 3.0, 2.0, 0.5, corrects_raters=True, has_margin=True)
        wanted = skills(both(sync_books(store, {"a.xlsx": HARSH}), rules)[1])
    assert {row[:3] for row in by_rules} == {
        (skill.person.person_id, skill.skill, None if skill.level is None else round(skill.level, 6))
        for skill in wanted
    }
    assert plain != by_rules
    (tmp_path / "okrsheets.toml").write_text("[skills]\n")
    assert seen() == plain
