"""Data frames for those who work with pandas."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import okrsheets
from okrsheets.core.errors import SourceError

TODAY = date(2026, 6, 30)


def test_the_consolidated_tables_come_as_frames_with_dates_as_dates(tmp_path: Path) -> None:
    (tmp_path / "objectives.csv").write_text(
        "id,level,owner,objective,contributes\nO1,CEO,Ann,Grow,yes\nO2,Team,Bo,Sell,\n"
    )
    (tmp_path / "check-ins.csv").write_text("date,key result id,value\n2026-06-01,K1,5\n")
    (tmp_path / "key-results.csv").write_text("id,objective id,key result,start,target\nK1,O1,Shops,0,10\n")
    frames = okrsheets.read_frames(str(tmp_path), today=TODAY)
    assert frames["objectives"]["contributes"].tolist() == [True, pd.NA]
    assert frames["check-ins"]["date"].tolist() == [pd.Timestamp("2026-06-01")]
    assert frames["key results"][["id", "start", "target"]].to_numpy().tolist() == [["K1", 0.0, 10.0]]
    assert frames["check-ins"][["sheet", "row"]].to_numpy().tolist() == [["check-ins", 2]]


def _team(folder: Path) -> Path:
    folder.mkdir()
    (folder / "settings.csv").write_text("team,cycle,cycle start,cycle end\nSupport,2026-Q2,2026-04-01,2026-06-30\n")
    (folder / "objectives.csv").write_text(
        "id,level,owner,objective,parent id\nO1,Company,Ann,Serve,\nO2,Team,Bo,Answer,O1\n"
    )
    (folder / "key-results.csv").write_text(
        "id,objective id,key result,start,target,current\nK1,O2,Hours,30,20,25\nK2,O1,Callers,40,80,60\nK3,O1,Odd,1,ten,x\n"
    )
    (folder / "people.csv").write_text("person id,name,role,team\nP1,Ann,Agent,Support\nP2,Bo,Agent,Support\n")
    (folder / "assessments.csv").write_text("person id,skill,rater type,level,date\nP1,Calls,self,3,2026-05-01\n")
    (folder / "goal-skills.csv").write_text("objective id,skill,level,headcount\nO2,Calls,3,2\n")
    return folder


def test_what_was_evaluated_comes_as_frames_with_its_cells(tmp_path: Path) -> None:
    frames = okrsheets.read_frames(str(_team(tmp_path / "sheets")), today=date(2026, 5, 15))
    results, objectives = frames["key result status"].set_index("id"), frames["objective status"].set_index("id")
    assert results.loc[["K1", "K2"], "progress"].tolist() == [0.5, 0.5]
    assert results["progress"].isna().tolist() == [False, False, True]
    assert results.loc["K1", "cell"] == "sheets › key-results!C2"
    assert objectives[["team", "score", "alignment"]].to_numpy().tolist()[0] == ["Support", 0.5, "top"]
    assert frames["skill status"][["person_id", "skill", "level"]].to_numpy().tolist() == [["P1", "Calls", 3.0]]
    assert frames["goal readiness"][["objective_id", "have", "missing"]].to_numpy().tolist() == [["O2", 1, 1.0]]
    assert "key-results" in frames["problems"]["sheet"].tolist()


def test_frames_that_were_read_are_evaluated_again_as_they_were(tmp_path: Path) -> None:
    for name in ("one", "two"):
        _team(tmp_path / name)
    frames = okrsheets.read_frames(str(tmp_path), today=date(2026, 5, 15))
    again = okrsheets.evaluate(frames, today=date(2026, 5, 15))
    for name in ("key result status", "objective status", "skill status", "goal readiness"):
        before, after = (each[name].drop(columns="cell") for each in (frames, again))
        pd.testing.assert_frame_equal(before, after)


def test_a_day_is_the_day_of_the_calendar_unless_another_one_is_given(tmp_path: Path) -> None:
    folder = str(_team(tmp_path / "sheets"))
    today = okrsheets.read_frames(folder, today=date.today(), cycle="2026-Q2")["key result status"]
    pd.testing.assert_frame_equal(okrsheets.read_frames(folder, cycle="2026-Q2")["key result status"], today)


def test_every_example_of_the_page_on_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _team(tmp_path / "team-sheets")
    (tmp_path / "team-sheets" / "key-results.csv").write_text(
        "id,objective id,key result,start,target,current\nK1,O2,Hours,30,20,22\nK2,O1,Callers,40,80,60\n"
    )
    monkeypatch.chdir(tmp_path)
    page = Path(okrsheets.__file__).resolve().parent.joinpath("docs", "python.md").read_text("utf-8")
    known: dict[str, Any] = {}
    for example in re.findall(r"```python\n(.*?)```", page, re.S):
        exec(example, known)
    assert known["after"]["key result status"].loc[0, "progress"] == 1.0


def test_reading_frames_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("person id,name,role,team\nP1,Ann,Lead,Sales\n")
    okrsheets.read_frames(str(tmp_path), today=TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


def test_a_source_that_is_not_there_raises(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no file or folder"):
        okrsheets.read_frames(str(tmp_path / "nowhere"), today=TODAY)


def test_a_module_has_no_other_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        okrsheets.nonsense  # noqa: B018
