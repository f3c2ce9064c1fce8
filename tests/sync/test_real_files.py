"""Spreadsheets that nobody here wrote (see real/ATTRIBUTION.md): what a stranger's file becomes, as it is and mapped."""

from __future__ import annotations

from pathlib import Path

import pytest
from bad_input import TODAY, sync_folders, wrong

from okrsheets.core.tables.headings import Aliases, HeadingIndex
from okrsheets.sync.store.state import State
from okrsheets.sync.store.store import Store

REAL = Path(__file__).parents[1] / "real"
NAMES = sorted(path.name for path in REAL.iterdir() if path.suffix != ".md")
SKILLS = {"assessments": {"Essex Graduate": "person id", "Skill": "skill", "Skill Level": "level"}}
ROLES = {"roles": {"Title": "role", "Element Name": "skill", "Data Value": "required level"}}


def state_of(name: str, aliases: Aliases | None = None) -> State:
    store = Store()
    outcome = sync_folders(store, REAL / name, layouts=HeadingIndex(aliases))
    assert not outcome.faults
    return State(store, outcome.sync, TODAY)


def test_every_file_has_its_licence_beside_it() -> None:
    told = (REAL / "ATTRIBUTION.md").read_text("utf-8")
    assert NAMES
    assert [name for name in NAMES if f"| {name} |" not in told] == []


NOBODYS = "may be a sheet of skills, and is not read: neither the sheet nor the file says whose levels they are"
AS_IT_IS = {
    "okr_healthscan_bomquoted.csv": [
        " › okr_healthscan_bomquoted: every row was in one quoted cell; the cells were separated",
        "note  › okr_healthscan_bomquoted!A1: the objectives have no column 'level'",
        "note  › okr_healthscan_bomquoted!E1: 2 columns were not used: 'Last_Updated', 'Comments' (nearest: 'commitment')",
    ],
    "skill_evidence.ods": [" › Skills Matrix!D1: " + NOBODYS],
    "skill_evidence_merged.xlsx": [" › Skills Matrix!D1: " + NOBODYS],
    "taxo_onet_skills_trimmed.xlsx": [" › Skills: the sheet is called 'Skills' but has no headings of skills"],
}


@pytest.mark.parametrize("name", NAMES)
def test_a_strangers_file_says_in_a_line_or_two_what_it_lacks(name: str) -> None:
    problems = state_of(name).all_problems()
    assert wrong(problems) == [
        f"note {name}{line[5:]}" if line.startswith("note ") else f"{name}{line}" for line in AS_IT_IS[name]
    ]
    assert all(problem.hint for problem in problems)


def test_objectives_in_one_quoted_cell_a_row_are_read() -> None:
    columns = state_of("okr_healthscan_bomquoted.csv").tables["objectives"].columns
    assert columns["id"] == ["O1", "O2"]
    assert columns["objective"] == ["Improve release predictability", "Reduce user churn"]
    assert columns["status"] == ["active", "active"]


@pytest.mark.parametrize("name", ["skill_evidence.ods", "skill_evidence_merged.xlsx"])
def test_merged_cells_of_a_mapped_matrix_count_for_all_their_rows(name: str) -> None:
    state = state_of(name, SKILLS)
    groups = state.tables["assessments"].columns["person_id"]
    assert groups[2:7] == ["Commercial Awareness"] * 5
    assert None not in groups
    (line,) = [line for line in wrong(state.all_problems()) if "is text" in line]
    assert line.startswith(f"{name} › Skills Matrix!D2: level is text: 'Proficient'; 3")


def test_a_taxonomy_that_is_mapped_to_roles_is_read_and_its_oddities_are_told() -> None:
    state = state_of("taxo_onet_skills_trimmed.xlsx", ROLES)
    columns, said = state.tables["roles"].columns, wrong(state.all_problems())
    assert (columns["role"][0], columns["skill"][0]) == ("Chief Executives", "Reading Comprehension")
    assert columns["required_level"][0] == 4.12
    assert (
        len(columns["role"]) == sum("is listed twice" in line for line in said) == 750
    )  # importance and level of each
    assert "taxo_onet_skills_trimmed.xlsx › Skills!G21: required level is above 5: 5.25" in said
