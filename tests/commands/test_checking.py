"""`okrsheets check` in a folder that was synced: the same answer as without the history, and less reading."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from okrsheets.commands.checking import CheckResult, find_problems
from okrsheets.commands.synced import sync_and_write
from okrsheets.core import version
from okrsheets.core.cells import needed_day
from okrsheets.sync.config import workspace
from okrsheets.sync.store import store as store_module

TODAY = needed_day("2026-08-15")


def write(path: Path, current: object, objective: str = "Grow") -> None:
    book = openpyxl.Workbook()
    book.active.title = "Q3 2026"
    for row in (
        ["Objective", "Key result", "Start", "Target", "Current"],
        [objective, f"Sell {path.stem}", 0, 10, current],
        ["", "Hire", 0, 4, "x"],
    ):
        book.active.append(row)
    book.save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "sheets"
    place.mkdir()
    for name in ("A", "B", "C"):
        write(place / f"{name}.xlsx", 4, f"Grow {name}")
    return place


def sync(folder: Path) -> None:
    sync_and_write(workspace([str(folder)]), TODAY)


def check(folder: Path) -> CheckResult:
    return find_problems(workspace([str(folder)]), TODAY, "")


def without_history(folder: Path) -> CheckResult:
    return find_problems(workspace([str(folder)], str(folder.parent / "elsewhere")), TODAY, "")


def same(found: CheckResult, folder: Path) -> bool:
    alone = without_history(folder)
    assert found.problems
    return (found.counts, found.problems, found.outcome.faults) == (
        alone.counts,
        alone.problems,
        alone.outcome.faults,
    )


def contents(folder: Path) -> dict[str, tuple[int, str]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files}


def test_only_workbooks_that_changed_are_read_and_nothing_is_written(folder: Path) -> None:
    sync(folder)
    assert check(folder).outcome.read == ()
    write(folder / "B.xlsx", "soon")
    before = contents(folder)
    found = check(folder)
    assert (found.outcome.read, found.outcome.unchanged) == (["B.xlsx"], 2)
    assert contents(folder) == before
    assert same(found, folder)


def _remove(folder: Path) -> None:
    (folder / "A.xlsx").unlink()


def _damage(folder: Path) -> None:
    (folder / "A.xlsx").write_bytes(b"PK\x03\x04 no workbook any more")


def _add(folder: Path) -> None:
    write(folder / "D.xlsx", 5, "Grow A")


def _touch(folder: Path) -> None:
    os.utime(folder / "A.xlsx", (1, 1))


@pytest.mark.parametrize("change", [_remove, _damage, _add, _touch])
def test_whatever_changed_the_answer_is_that_of_reading_everything(
    folder: Path, change: Callable[[Path], None]
) -> None:
    sync(folder)
    change(folder)
    assert same(check(folder), folder)


def test_a_history_with_more_than_the_source_is_left_aside(folder: Path) -> None:
    sync_and_write(workspace([str(folder), str(folder / "A.xlsx")]), TODAY)
    assert len(check(folder).outcome.read) == 3
    assert same(check(folder), folder)


def test_a_history_that_is_no_history_or_is_in_use_is_left_aside(folder: Path) -> None:
    sync(folder)
    workspace([str(folder)]).store.write_bytes(b"no history")
    assert same(check(folder), folder)


def test_what_another_version_of_okrsheets_read_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "VERSION", "0.1.9")
    sync(folder)
    monkeypatch.setattr(store_module, "VERSION", version.VERSION)
    assert len(check(folder).outcome.read) == 3
    write(folder / "B.xlsx", 7)
    sync(folder)
    assert len(check(folder).outcome.read) == 3
    for name in ("A", "B", "C"):
        write(folder / f"{name}.xlsx", 8, f"Grow {name}")
    sync(folder)
    assert check(folder).outcome.read == ()


def test_the_copy_of_a_check_that_was_killed_is_gone_a_day_later(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name in ("okrsheets-check-old", "okrsheets-check-new", "somebody-else"):
        (tmp_path / name).mkdir()
    day_before = time.time() - 90_000
    for name in ("okrsheets-check-old", "somebody-else"):
        os.utime(tmp_path / name, (day_before, day_before))
    check(folder)
    assert sorted(path.name for path in tmp_path.glob("*e*-*")) == ["okrsheets-check-new", "somebody-else"]
