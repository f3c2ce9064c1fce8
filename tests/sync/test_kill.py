"""A sync that is killed at any moment leaves the store as it was before, or as it is after; the next one completes."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bad_input import Rows, many_days, okrs, sync_folders, xlsx

from benchmarks.kills import history_digest
from okrsheets.sync.store.store import Store

BOOKS, MOMENTS, SEED = 30, 8, 2026

pytestmark = pytest.mark.slow


def book(number: int, current: float) -> bytes:
    team = f"T{number}"
    check_ins: Rows = [(day, f"{team}.1", current, "looked") for day in many_days(40)]
    objectives = [(team, "Team", "Ana", f"Team {number} grows")]
    return xlsx(okrs(team, objectives, [(f"{team}.1", team, "x", 0, 10, current)], check_ins))


def write_books(folder: Path, current: float) -> None:
    for number in range(BOOKS):
        (folder / f"t{number}.xlsx").write_bytes(book(number, current))


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}


def start_sync(folder: Path) -> subprocess.Popen[bytes]:
    asked = [sys.executable, "-m", "okrsheets", "sync", str(folder), "--as-of", "2026-02-15"]
    return subprocess.Popen(asked, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_a_sync_that_is_killed_leaves_the_store_before_or_after_and_never_between(tmp_path: Path) -> None:
    folder = tmp_path / "teams"
    folder.mkdir()
    (folder / "okrsheets.toml").write_text("[report]\nformats = []\n", "utf-8")
    store = folder / "okrsheets-out" / "okrsheets.duckdb"
    write_books(folder, current=2)
    assert start_sync(folder).wait() == 0
    before = history_digest(store)
    kept = tmp_path / "kept"
    shutil.copytree(store.parent, kept)
    write_books(folder, current=8)
    began = time.monotonic()
    assert start_sync(folder).wait() == 0
    whole = time.monotonic() - began
    after = history_digest(store)
    assert before != after

    chance, ends = random.Random(SEED), {before: 0, after: 0}
    for _ in range(MOMENTS):
        shutil.rmtree(store.parent)
        shutil.copytree(kept, store.parent)
        running = start_sync(folder)
        time.sleep(whole * chance.uniform(0.3, 1.0))  # before that it imports and opens nothing
        running.kill()
        running.wait()
        found = history_digest(store)
        assert found in ends, "the store holds something between the two"
        ends[found] += 1
        if found == before:
            assert start_sync(folder).wait() == 0
        assert history_digest(store) == after
    assert ends[before], "no moment came before the end: the test shows nothing"


WITHOUT_CLOSING = """
import os, sys
from pathlib import Path
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.sync import sync
from benchmarks.kills import history_digest
from okrsheets.sync.store.store import Store
store = Store(Path(sys.argv[2]))
sync(store, [FolderSource(Path(sys.argv[1]))], 46068)
os._exit(9)
"""


def test_a_commit_that_was_written_in_part_counts_whole_or_not_at_all(tmp_path: Path) -> None:
    folder, store = tmp_path / "teams", tmp_path / "store" / "okrsheets.duckdb"
    folder.mkdir()
    write_books(folder, current=2)
    with Store(store) as opened:
        sync_folders(opened, folder)
    before = history_digest(store)
    write_books(folder, current=8)
    assert subprocess.run([sys.executable, "-c", WITHOUT_CLOSING, folder, store], env=environment()).returncode == 9
    log = store.with_name("okrsheets.duckdb.wal")
    written, begun = log.read_bytes(), store.read_bytes()
    after = history_digest(store)
    assert before != after

    chance, found = random.Random(SEED), []
    for length in [*sorted(chance.sample(range(len(written)), MOMENTS)), len(written) - 1, len(written)]:
        store.write_bytes(begun)
        log.write_bytes(written[:length])
        found.append(history_digest(store))
    assert set(found) == {before, after}
    assert found == sorted(found, key=[before, after].index)
