"""A sync without news: what it found before is shown again, and nothing is evaluated or written."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from okrsheets.commands import review
from okrsheets.commands.synced import SyncResult, sync_and_write
from okrsheets.core.cells import Day, needed_day
from okrsheets.core.errors import Location, Problem
from okrsheets.sync.config import workspace
from okrsheets.sync.summary import SyncSummary

TODAY = needed_day("2026-08-15")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Q3 2026"
    for row in (
        ["Objective", "Key result", "Start", "Target", "Current"],
        ["Grow", "Sell", 0, 10, 4],
        ["", "Hire", 0, 4, "x"],
    ):
        book.active.append(row)
    book.save(tmp_path / "OKRs.xlsx")
    return tmp_path


def sync(folder: Path, today: Day = TODAY, cycle: str = "") -> SyncResult:
    return sync_and_write(workspace([str(folder)]), today, cycle)


def test_a_second_sync_shows_the_same_without_evaluating(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = sync(folder)
    assert first.written
    assert any(not problem.note for problem in first.summary.problems)
    monkeypatch.setattr(review, "evaluate_and_write", None)  # calling it would be an error
    second = sync(folder)
    assert second.summary == first.summary
    assert (second.files, second.written, second.outcome.read) == (first.files, (), ())


@pytest.mark.parametrize("news", ["day", "cycle", "workbook", "settings", "file gone"])
def test_whatever_the_result_depends_on_is_news(folder: Path, news: str) -> None:
    first = sync(folder)
    if news == "settings":
        (folder / "okrsheets.toml").write_text('[report]\nlanguage = "de"\n', "utf-8")
    elif news == "file gone":
        first.files[0].unlink()
    elif news == "workbook":
        book = openpyxl.load_workbook(folder / "OKRs.xlsx")
        book.active["E3"] = 1
        book.save(folder / "OKRs.xlsx")
    again = sync(folder, TODAY + (news == "day"), "2026-Q3" if news == "cycle" else "")
    assert again.written
    if news != "day":
        assert (again.summary != first.summary) == (news == "workbook")


def test_every_part_of_a_problem_is_kept() -> None:
    problem = Problem(Location("a › b", "S", "A1"), "what", "hint \u2028", note=True)
    summary = SyncSummary(1, 2, {"people": 0}, "none", (problem,))
    assert SyncSummary.from_json(summary.to_json()) == summary
