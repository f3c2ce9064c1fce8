"""A team's own skill names find the skills of a catalogue: the labels that were held out, and names of other kinds.

`tests/support/esco_skills.csv` was written for this test in the columns of ESCO.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.sync.exchange.files import ReportTable, contents
from okrsheets.sync.exchange.skill_matching import ALMOST, SkillIndex, stems
from okrsheets.sync.exchange.taxonomies import CatalogueSkill, Taxonomy, onet_level, read_taxonomy, taxonomy_of

SKILLS = Path(__file__).parents[2] / "support" / "esco_skills.csv"
LAST = 3  # the number of the last label of each skill
LEAST_FOUND, LEAST_FOUND_OF_ALL = 0.9, 0.85


def taxonomy(path: Path) -> Taxonomy:
    (report,) = contents(path, lambda row: taxonomy_of(row) is not None)
    assert isinstance(report, ReportTable)
    return read_taxonomy(report)


CATALOGUE = taxonomy(SKILLS).skills


def matched_first(held_out: int) -> tuple[int, dict[str, str | None]]:
    """Ask for a label of each skill that the catalogue does not have now: how many there are, and what others were found."""
    without = [
        replace(skill, alternatives=skill.alternatives[:held_out] + skill.alternatives[held_out + 1 :])
        for skill in CATALOGUE
    ]
    index = SkillIndex.of(without)
    wrong: dict[str, str | None] = {}
    for skill in CATALOGUE:
        suggestions = index.suggest(skill.alternatives[held_out])
        if not suggestions or suggestions[0].skill.name != skill.name:
            wrong[skill.alternatives[held_out]] = suggestions[0].skill.name if suggestions else None
    return len(CATALOGUE), wrong


def test_labels_that_were_held_out_are_matched_first(capsys: pytest.CaptureFixture[str]) -> None:
    """The last label of each skill; the weights of the matching were chosen on the first two only."""
    asked, wrong = matched_first(LAST)
    with capsys.disabled():
        print(f"\nheld-out last labels: {1 - len(wrong) / asked:.1%} of {asked} matched first; not: {wrong}")
    assert asked > 60
    assert 1 - len(wrong) / asked >= LEAST_FOUND


def test_every_label_held_out_in_turn_also_synonyms_that_share_no_word(capsys: pytest.CaptureFixture[str]) -> None:
    """Not all can be found: "cut film material" has no word in common with what is said of "edit videos"."""
    results = list(map(matched_first, range(LAST + 1)))
    asked, missed = sum(number for number, _ in results), sum(len(wrong) for _, wrong in results)
    with capsys.disabled():
        print(f"\nall labels held out in turn: {1 - missed / asked:.1%} of {asked} matched first")
    assert 1 - missed / asked >= LEAST_FOUND_OF_ALL


def test_a_label_means_its_skill_for_sure_and_anything_else_does_not() -> None:
    index = SkillIndex.of(CATALOGUE)
    assert index.suggest("  Handling  of CUSTOMER disputes")[0].confidence < 1
    (exact,) = index.suggest("Handle customer Disputes")
    assert (exact.skill.name, exact.confidence) == ("resolve customer conflicts", 1.0)
    assert index.suggest("quantum origami") == []


@given(st.text(max_size=40))
def test_no_name_is_surer_than_it_may_be(name: str) -> None:
    index = SkillIndex.of(CATALOGUE[:10])
    labels = {label.lower() for skill in CATALOGUE[:10] for label in skill.labels}
    for each in index.suggest(name, most=3):
        assert each.confidence <= ALMOST or " ".join(name.lower().split()) in labels


def test_a_misspelt_name_is_found_by_its_letters() -> None:
    assert (
        SkillIndex.of([CatalogueSkill("JavaScript"), CatalogueSkill("welding")]).suggest("Javascirpt")[0].skill.name
        == "JavaScript"
    )


def test_endings_and_little_words_do_not_matter() -> None:
    assert stems("Managing of the teams") == stems("manage team") == ("manag", "team")
    assert stems("C++") != stems("C")


def test_esco_keeps_released_skills_with_all_their_labels(tmp_path: Path) -> None:
    path = tmp_path / "skills_de.csv"
    head = "status,altLabels,preferredLabel,conceptUri,hiddenLabels,skillType\n"
    path.write_text(
        head
        + 'released,"Teams leiten\nFührung",Team führen,u1,teamleitung,skill\nobsolete,,Alt,u2,,skill\n,,team  führen,u3,,skill\n',
        "utf-8",
    )
    (skill,) = taxonomy(path).skills
    assert (skill.alternatives, skill.category) == (("Teams leiten", "Führung", "teamleitung"), "skill")


ONET = [
    "O*NET-SOC Code\tTitle\tElement ID\tElement Name\tScale ID\tScale Name\tData Value\tN\tStandard Error\tRecommend Suppress\tNot Relevant",
    "11-1011.00\tChief Executives\t2.A.1.a\tReading Comprehension\tIM\tImportance\t4.12\t8\t0.1\tN\tn/a",
    "11-1011.00\tChief Executives\t2.A.1.a\tReading Comprehension\tLV\tLevel\t4.75\t8\t0.1\tN\tN",
    "11-1011.00\tChief Executives\t2.A.1.b\tRepairing\tLV\tLevel\t0.1\t8\t0.1\tN\tY",
    "11-1011.00\tChief Executives\t2.A.1.c\tInstallation\tLV\tLevel\t0.5\t8\t0.1\tN\tN",
    "11-1011.00\tChief Executives\t2.A.1.d\tSpeaking\tLV\tLevel\t9\t8\t0.1\tN\tN",
]


@pytest.mark.parametrize("ending", [".txt", ".csv"])
def test_onet_gives_skills_and_the_levels_of_roles(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"Skills{ending}"
    path.write_text("\n".join(ONET).replace("\t", "\t" if ending == ".txt" else ";"), "utf-8")
    found = taxonomy(path)
    assert [skill.name for skill in found.skills] == ["Reading Comprehension", "Repairing", "Installation", "Speaking"]
    assert [(need.role, need.skill, need.level, need.weight) for need in found.roles] == [
        ("Chief Executives", "Reading Comprehension", 3, 4.12)
    ]
    assert [problem.location.cell for problem in found.problems] == ["row 6"]


@pytest.mark.parametrize(
    ("value", "level"), [(0, 0), (0.69, 0), (0.7, 1), (2.1, 2), (3.4, 2), (3.5, 3), (4.75, 3), (6.3, 5), (7, 5)]
)
def test_a_value_of_onet_is_five_sevenths_rounded_half_up(value: float, level: int) -> None:
    assert onet_level(value) == level


@given(st.floats(0, 7), st.floats(0, 7))
def test_a_higher_value_of_onet_is_never_a_lower_level(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= onet_level(low) <= onet_level(high) <= 5
