"""Commentary: read beside the workbooks, kept with the snapshot, and shown in the reports of its day."""

from __future__ import annotations

from pathlib import Path

import pytest
from bad_input import TODAY, okrs, xlsx

from okrsheets.core.model import Settings
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.store.snapshot import snapshot_of
from okrsheets.sync.store.store import Store
from okrsheets.sync.sync import Outcome, sync


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Q1.xlsx").write_bytes(xlsx(okrs("Customer Care")))
    return tmp_path


def synced(store: Store, folder: Path, day: int = TODAY) -> Outcome:
    return sync(store, [FolderSource(folder)], day)


def commentary(store: Store, number: int, day: int = TODAY) -> dict[str, str]:
    return dict(snapshot_of(store, number, day, "", Settings()).commentary)


def test_each_snapshot_keeps_the_commentary_of_its_day(folder: Path) -> None:
    with Store() as store:
        synced(store, folder)
        (folder / "commentary.md").write_text("A calm *start*.\n", encoding="utf-8")
        (folder / "commentary-Customer-Care.md").write_bytes("Grüße".encode("cp1252"))
        second = synced(store, folder, TODAY + 1)
        assert (second.changed, second.read, synced(store, folder, TODAY + 2).changed) == (True, [], False)
        (folder / "commentary.md").unlink()
        (folder / "commentary-Customer-Care.md").unlink()
        third = synced(store, folder, TODAY + 3)
        assert commentary(store, 1) == {}
        assert commentary(store, second.sync, TODAY + 2) == {"": "A calm *start*.", "customercare": "Grüße"}
        assert commentary(store, third.sync, TODAY + 3) == {}


def test_only_the_folder_that_is_named_is_looked_at_and_a_commentary_is_no_workbook(folder: Path) -> None:
    (folder / "commentary.md").write_text("# Objective: grow\n- Key result: 50 %\n", encoding="utf-8")
    (folder / "below").mkdir()
    (folder / "below" / "commentary.md").write_text("not read", encoding="utf-8")
    with Store() as store:
        outcome = synced(store, folder)
        assert outcome.read == ["Q1.xlsx"]
        assert commentary(store, outcome.sync) == {"": "# Objective: grow\n- Key result: 50 %"}


def test_a_commentary_about_nobody_and_one_that_is_too_long_are_noted(folder: Path) -> None:
    (folder / "commentary-sales.md").write_text("Nobody here.", encoding="utf-8")
    (folder / "commentary.md").write_text("x" * 100_001, encoding="utf-8")
    with Store() as store:
        outcome = synced(store, folder)
        snapshot = snapshot_of(store, outcome.sync, TODAY, "", Settings(), outcome.skipped)
        notes = [str(problem) for problem in snapshot.problems if "commentary" in problem.location.workbook]
    assert notes == [
        "commentary-sales.md: no team has this name, so the commentary is on no page\n  hint: the teams are: Customer Care",
        "commentary.md: the commentary is longer than 100 kB; not read\n  hint: shorten it",
    ]
