"""Data frames for those who work with pandas."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import okrsheets
from okrsheets.core.errors import SourceError

TODAY = 46203


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
