"""Goals that leave in a system's columns and come back are the same, in what its columns can hold."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okrsheets.core import schema
from okrsheets.core.cells import needed_day
from okrsheets.core.errors import UsageError
from okrsheets.core.pacing import quarter
from okrsheets.core.values.typed_values import read_column
from okrsheets.sheets_templates.imported import write_plain_sheets
from okrsheets.sync.exchange.exported import write_csv, write_json
from okrsheets.sync.exchange.files import contents
from okrsheets.sync.exchange.goal_import import read_goals, recognised
from okrsheets.sync.exchange.goal_systems.mapped import mapped_system
from okrsheets.sync.exchange.goal_systems.systems import SYSTEMS, goal_system_of
from okrsheets.sync.exchange.goals import KEY_RESULT_FIELDS, OBJECTIVE_FIELDS, GoalSet, GoalsRead, GoalSystem
from okrsheets.sync.exchange.mapping_files import GoalMapping, goal_mapping

QUARTER = quarter(2026, 1)
TODAY = needed_day("2026-02-15")
FORMATS = ("csv", "json", "xlsx")

# What each system's columns hold: fields of objectives, fields of key results, and levels. "progress" is the share.
HOLDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "okrsheets": (OBJECTIVE_FIELDS, KEY_RESULT_FIELDS, ("organisation", "ceo", "team", "skills")),
    "viva": (("id", "objective", "parent_id", "team", "owner", "level"), (), ("organisation", "team")),
    "betterworks": (("objective", "owner"), ("key_result", "owner", "start_date", "due_date", "progress"), ("team",)),
    "culture-amp": (("objective", "owner"), ("key_result", "progress"), ("team",)),
    "engagedly": (("id", "objective", "owner"), (), ("team",)),
    "peoplebox": (
        ("id", "objective", "parent_id", "team", "owner", "level"),
        ("id", "objective_id", "key_result", "start", "target", "current", "owner", "start_date", "due_date"),
        ("organisation", "team", "skills"),
    ),
    "peoplecues": (("objective", "owner"), ("key_result", "start", "target", "start_date", "due_date"), ("team",)),
    "openokr": (("id", "objective", "owner", "level"), ("id", "objective_id", "key_result", "start", "target", "unit"), ("organisation", "ceo", "team", "skills")),
}  # fmt: skip


def is_kept(text: str) -> bool:
    """Whether a cell of a sheet can hold a text: it is read as itself."""
    return read_column(schema.OBJECTIVES.column("objective"), [text]) == ([text], [])


TEXTS = st.text("abzÄß ,;'\"=%&0", min_size=2, max_size=16).filter(is_kept)
OWNERS = st.sampled_from(["ida@example.org", "Jon Vik", "o'neil@example.org"])
NUMBERS = st.integers(-1000, 1000).map(lambda number: number / 8)
DAYS = st.none() | st.integers(QUARTER.start, QUARTER.end)
WEIGHTS = st.sampled_from([None, 0.5, 1.0, 2.0])


@st.composite
def goals(draw: st.DrawFn, levels: Sequence[str]) -> GoalSet:
    """Draw objectives with their key results, each objective with a title of its own."""
    ids = draw(
        st.lists(
            st.from_regex(r"[A-Z]{1,3}[-.]?[0-9]{1,2}", fullmatch=True), min_size=1, max_size=4, unique_by=str.lower
        )
    )
    titles = draw(
        st.lists(TEXTS, min_size=len(ids), max_size=len(ids), unique_by=lambda text: " ".join(text.lower().split()))
    )
    objectives: list[dict[str, Any]] = []
    key_results: list[dict[str, Any]] = []
    for number, (id, title) in enumerate(zip(ids, titles)):
        top = number == 0 or levels == ("team",)
        objective = {
            "id": id, "objective": title, "owner": draw(OWNERS), "parent_id": None if top else ids[0],
            "level": levels[0] if top else draw(st.sampled_from(levels[1:] or levels)),
            "team": draw(st.sampled_from(["Support", "Sales & Co"])), "contributes": draw(st.sampled_from([None, True, False])),
            "commitment": draw(st.sampled_from([None, "committed", "aspirational"])), "weight": draw(WEIGHTS),
            "status": draw(st.sampled_from([None, "active", "carried forward"])), "reason": draw(st.none() | TEXTS), "score": 0.5,
            "roll_up": draw(st.sampled_from([None, "weighted", "weakest"])),
            "self_assessment": draw(st.sampled_from([None, 0.25, 1.0])),
            "self_assessment_note": draw(st.none() | TEXTS),
        }  # fmt: skip
        objectives.append(objective)
        for part in range(draw(st.integers(0, 3))):
            start = draw(NUMBERS)
            progress = draw(st.integers(0, 64)) / 64
            span = draw(st.integers(1, 100)) * draw(st.sampled_from([-1, 1]))
            key_results.append(
                {
                    "id": f"{id}/{part}", "objective_id": id, "key_result": draw(TEXTS), "owner": draw(OWNERS), "start": start,
                    "target": start + span, "current": start + span * progress, "progress": progress, "kind": draw(st.sampled_from([None, "metric"])),
                    "unit": draw(st.sampled_from([None, "people"])), "weight": draw(WEIGHTS), "start_date": draw(DAYS), "due_date": draw(DAYS),
                    "status": draw(st.sampled_from([None, "abandoned"])), "reason": draw(st.none() | TEXTS), "lowest": None,
                    "highest": draw(st.sampled_from([None, 12.5])), "commit": None, "stretch": draw(st.sampled_from([None, 2.5])), "risk": draw(st.none() | TEXTS), "next_step": draw(st.none() | TEXTS),
                }
            )  # fmt: skip
    return GoalSet(objectives, key_results, QUARTER.name, (QUARTER.start, QUARTER.end))


def there_and_back(system: GoalSystem, value: GoalSet, format: str) -> GoalsRead:
    """Write goals into files in a format, and read them as files of an unknown system."""
    sheets = system.write(value)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export.{format}"
        paths = [path]
        if format == "json":
            write_json(path, sheets)
        elif format == "xlsx":
            write_plain_sheets(path, [(sheet.title, sheet.headings, sheet.rows) for sheet in sheets], "x", TODAY)
        else:
            paths = [path.with_name(f"{number}.csv") for number, _ in enumerate(sheets)]
            for each, sheet in zip(paths, sheets):
                write_csv(each, sheet)
        inputs = [part for each in paths for part in contents(each, lambda row: goal_system_of(row) is not None)]
        found, tables, problems = recognised(inputs)
        assert found is system
        assert not problems
        return read_goals(system, tables, TODAY)


def compared(read: GoalsRead, value: GoalSet, key: str) -> None:
    """Compare what came back with what left, in what the system holds."""
    held, held_of_key_results, _ = HOLDS[key]
    objectives, key_results = read.tables["objectives"], read.tables["key results"]
    assert not read.problems
    assert len(objectives) == len(value.objectives)
    for field in held:
        assert objectives.columns[field] == [each[field] for each in value.objectives], field
    if held_of_key_results:
        assert len(key_results) == len(value.key_results)
    by_objective = dict(zip((each["id"] for each in value.objectives), objectives.columns["id"]))
    if held_of_key_results:
        assert key_results.columns["objective_id"] == [by_objective[each["objective_id"]] for each in value.key_results]
    for field in held_of_key_results:
        if field == "progress":
            shares = [
                (current - start) / (target - start)
                for start, target, current in zip(
                    *(key_results.columns[name] for name in ("start", "target", "current"))
                )
            ]
            assert shares == pytest.approx([each["progress"] for each in value.key_results], abs=1e-9)
        else:
            assert key_results.columns[field] == [each[field] for each in value.key_results], field


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.key)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors])
@given(data=st.data())
def test_goals_come_back_as_they_left(system: GoalSystem, format: str, data: st.DataObject) -> None:
    value = data.draw(goals(HOLDS[system.key][2]))
    compared(there_and_back(system, value, format), value, system.key)


def test_what_a_system_cannot_hold_is_said_for_each() -> None:
    assert set(HOLDS) == {system.key for system in SYSTEMS}
    for system in SYSTEMS:
        fields = {*OBJECTIVE_FIELDS, *KEY_RESULT_FIELDS} - {*HOLDS[system.key][0], *HOLDS[system.key][1]}
        assert (system.lost == "nothing") == (not fields), fields


def read_text(folder: Path, text: str, *, mapped: Sequence[GoalSystem] = ()) -> GoalsRead:
    path = folder / "export.csv"
    path.write_text(text, "utf-8")
    system, tables, _ = recognised(contents(path, lambda row: goal_system_of(row, mapped) is not None), mapped)
    return read_goals(system, tables, TODAY)


def test_a_goal_without_milestones_is_measured_by_its_own_progress(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        "description,name,type,progress,start_date,end_date,owner_email\n,Grow,goal,40,2026-04-02,2026-06-30,ida@example.org\n,Sell,goal,,,,\n,Shops,milestone,25,,,\n",
    )
    assert read.tables["objectives"].columns["objective"] == ["Grow", "Sell"]
    assert read.tables["key results"].columns["key_result"] == ["Grow", "Shops"]
    assert read.tables["key results"].columns["current"] == [40, 25]
    assert read.tables["settings"].columns["cycle"] == ["2026-Q2"]


def test_several_parents_and_unknown_types_are_problems_at_their_rows(tmp_path: Path) -> None:
    read = read_text(tmp_path, 'Row ID,Title,Parent,Entity\n1,Top,,Acme\n2,Low,"1\n7",Support\n')
    assert [str(problem.location) for problem in read.problems if "parents" in problem.what] == ["export.csv › row 3"]
    read = read_text(tmp_path, "name,type,progress,end_date,owner_email\nX,task,1,,\nY,milestone,1,,\n")
    assert [problem.location.cell for problem in read.problems] == ["row 2", "row 3"]


def test_a_cell_that_cannot_be_read_is_named_with_its_row(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        "Objective Title,Owner_Email_ID,Metric_Name,Metric_Start_Value,Metric_Target_Value\nGrow,ida@example.org,Shops,1,many\n",
    )
    assert any("target" in problem.what and problem.location.cell == "row 2" for problem in read.problems)


def test_two_systems_at_once_and_unknown_columns_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,type,progress,end_date,owner_email\nX,goal,,,\n", "utf-8")
    (tmp_path / "b.csv").write_text("Goal,Goal Identifier,Owner Email ID\nX,1,\n", "utf-8")
    inputs = [
        part
        for name in "ab"
        for part in contents(tmp_path / f"{name}.csv", lambda row: goal_system_of(row) is not None)
    ]
    with pytest.raises(UsageError, match="Betterworks and Engagedly"):
        recognised(inputs)
    (tmp_path / "c.csv").write_text("Ziel,Wer\nX,1\n", "utf-8")
    with pytest.raises(UsageError, match="Ziel, Wer"):
        recognised(contents(tmp_path / "c.csv", lambda row: False))


FLAT = GoalMapping(
    "AssessTEAM",
    {
        "goal": "objective",
        "kpi": "key result",
        "owner": "owner",
        "done": "progress",
        "actual": "current",
        "aim": "target",
    },
)
NODES = GoalMapping(
    "Perdoo", {"no": "id", "above": "parent id", "what": "title", "sort": "type", "aim": "target", "base": "start"}, {"ziel": "objective", "kpi": "key result"}
)  # fmt: skip


def test_a_mapping_file_with_a_row_for_each_key_result(tmp_path: Path) -> None:
    text = "Goal,KPI,Owner,Done,Actual,Aim\nGrow,Shops,Ida,,3,10\n,Staff,Jon,0.5,,\nSell,More,Ida,1,,\n"
    read = read_text(tmp_path, text, mapped=[mapped_system(FLAT)])
    assert read.tables["objectives"].columns["objective"] == ["Grow", "Sell"]
    key_results = read.tables["key results"].columns
    assert list(zip(key_results["objective_id"], key_results["key_result"], key_results["target"], key_results["current"])) == [
        ("O1", "Shops", 10, 3), ("O1", "Staff", 100, 50), ("O2", "More", 100, 100)
    ]  # fmt: skip


def test_a_mapping_file_with_a_row_for_everything(tmp_path: Path) -> None:
    text = "No,Above,What,Sort,Base,Aim\n1,,Grow,Ziel,,\n2,1,Sell,Ziel,,\n3,2,Shops,KPI,0,10\n"
    read = read_text(tmp_path, text, mapped=[mapped_system(NODES)])
    assert read.tables["objectives"].columns["parent_id"] == [None, "1"]
    assert read.tables["key results"].columns["objective_id"] == ["2"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[columns]\nA = "owner"\n', "no column is an objective"),
        ('[columns]\nA = "title"\n[types]\nX = "task"\n', "'task'"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(f'system = "X"\nread = "goals"\n{text}', "utf-8")
    with pytest.raises(Exception, match=what):
        goal_mapping(path)
