"""Workbooks are read in processes of their own: a file that aborts, hangs or fills memory costs only itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from bad_input import aborting_workbook, encrypted, xlsx

from okrsheets.core.cells import needed_day
from okrsheets.core.errors import OkrError
from okrsheets.core.schema import TABLES
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.readers import reader_process
from okrsheets.sync.readers.limits import Limits
from okrsheets.sync.readers.read_workbook import Refusal, read_workbook
from okrsheets.sync.readers.reader_process import Readers
from okrsheets.sync.sources.base import FileContent, FileInfo, MemorySource
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.store.store import Store
from okrsheets.sync.sync import Outcome, sync

pytestmark = pytest.mark.slow

OBJECTIVES = "ID,Objective,Level,Owner\nO1,Grow,Company,Ana\n"
LIMITS = Limits(megabytes=256, cells=100_000_000)
DAY = needed_day("2026-05-15")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sheets")
    for name in ("good", "takes much memory", "device", "fine too"):
        (place / name).mkdir()
    (place / "good" / "objectives.csv").write_text(OBJECTIVES)
    (place / "fine too" / "objectives.csv").write_text(OBJECTIVES.replace("O1", "O2"))
    (place / "takes much memory" / "objectives.csv").write_bytes(OBJECTIVES.encode() + b"," * 60_000_000)
    (place / "device" / "objectives.csv").symlink_to("/dev/zero")
    (place / "aborts.xlsx").write_bytes(aborting_workbook())
    return place


def _sync(folder: Path, limits: Limits = LIMITS) -> Iterator[Outcome]:
    """Sync a folder into one store, again and again."""
    with Store() as store:
        while True:
            yield sync(store, [FolderSource(folder, most_cells=limits.cells)], DAY, readers=Readers(2, limits))


def test_bad_files_cost_themselves_only_and_are_not_tried_again(folder: Path) -> None:
    syncs = _sync(folder)
    first = next(syncs)
    assert sorted(first.read) == ["fine too", "good"]
    assert {name: fault.what for name, fault in first.faults.items()} == {
        "aborts.xlsx": "the file is damaged: reading it ended the program that reads workbooks (exit code -6)",
        "takes much memory": "reading it needs more than 256 MB of memory",
        "device/objectives.csv": "the file cannot be read: it isn't a regular file",
    }
    assert all(fault.hint for fault in first.faults.values())
    second = next(syncs)
    assert (second.changed, second.unchanged, second.faults) == (False, 2, first.faults)


def test_files_that_could_not_be_read_start_no_process_as_long_as_they_are_as_they_were(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "encrypted.xlsx").write_bytes(encrypted(xlsx({"Objectives": [["ID"]]})))
    (tmp_path / "aborts.xlsx").write_bytes((folder / "aborts.xlsx").read_bytes())
    started: list[object] = []
    real = reader_process.ReaderProcess.start

    def counted(self: reader_process.ReaderProcess) -> None:
        started.append(self)
        real(self)

    monkeypatch.setattr(reader_process.ReaderProcess, "start", counted)
    syncs = _sync(tmp_path)
    first = next(syncs)
    assert sorted(first.faults) == ["aborts.xlsx", "encrypted.xlsx"]
    assert started
    started.clear()
    second = next(syncs)
    assert (second.changed, second.faults, started) == (False, first.faults, [])
    (tmp_path / "encrypted.xlsx").write_bytes(xlsx({"Objectives": [["ID", "Objective"], ["O1", "Grow"]]}))
    third = next(syncs)
    assert (list(third.read), sorted(third.faults), len(started)) == (["encrypted.xlsx"], ["aborts.xlsx"], 1)


def test_what_is_fetched_from_elsewhere_is_read_in_a_process_too() -> None:
    class Elsewhere(MemorySource):
        def fetch(self, info: FileInfo) -> FileContent:
            content = super().fetch(info)
            return FileContent(content.sha256, partial(os._exit, 3)) if info.name == "aborts.xlsx" else content

    table = {"Objectives": [["ID", "Objective"], ["O1", "Grow"]]}
    source = Elsewhere({"aborts.xlsx": {}, "good.xlsx": table, "fine.xlsx": table})
    with Store() as store:
        outcome = sync(store, [source], DAY, readers=Readers(2, LIMITS))
        assert sorted(outcome.read) == ["fine.xlsx", "good.xlsx"]
        assert {name: fault.what for name, fault in outcome.faults.items()} == {
            "aborts.xlsx": "the file is damaged: reading it ended the program that reads workbooks (exit code 3)"
        }


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "objectives.csv").write_bytes(OBJECTIVES.encode() + b"\n" * 8_000_000)
    outcome = next(_sync(tmp_path, Limits(seconds=1, megabytes=4096)))
    assert [fault.what for fault in outcome.faults.values()] == ["reading it took longer than 1 s and was given up"]


def test_a_link_to_a_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "objectives.csv").symlink_to("/dev/zero")
    outcome = next(_sync(tmp_path / "objectives.csv"))
    assert [fault.what for fault in outcome.faults.values()] == [f"{tmp_path / 'objectives.csv'} is a device or a pipe"]


def test_a_workbook_is_read_the_same_in_a_process_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "objectives.csv").write_text(OBJECTIVES)
    (tmp_path / "key-results.csv").write_text("ID,Objective ID,Key result,Start,Target,Current\nK1,O1,Sell,0,ten,x\n")
    source, headings = FolderSource(tmp_path), HeadingIndex()
    (info,), _ = source.list()
    here = read_workbook(source, info, info.name, headings)
    with Readers(1).started(1, headings, {}) as readers:
        apart, given_up = readers.read(source, info, info.name, "")
        again, _ = readers.read(source, info, info.name, here.sha256)
    assert apart == here
    assert here.extract is not None
    assert len(here.extract.problems) > 1
    assert apart.extract is not None
    assert all(any(records.table is table for table in TABLES) for records in apart.extract.tables)
    assert (given_up, again.extract, again.refusal) == (False, None, None)


def test_the_next_workbook_is_read_after_one_that_ended_the_process(folder: Path) -> None:
    source = FolderSource(folder)
    files = {info.name: info for info in source.list()[0]}
    with Readers(1).started(1, HeadingIndex(), {}) as readers:
        for name in ("aborts.xlsx", "good", "aborts.xlsx", "fine too"):
            reading, given_up = readers.read(source, files[name], name, "")
            assert (reading.extract is None) == given_up == (name == "aborts.xlsx")


def test_a_content_that_was_given_up_is_not_looked_at() -> None:
    @dataclass
    class Counts(MemorySource):
        parsed: int = 0

        def fetch(self, info: FileInfo) -> FileContent:
            content = super().fetch(info)

            def parse() -> object:
                self.parsed += 1
                return content.parse()

            return FileContent(content.sha256, parse)  # type: ignore[arg-type]

    source = Counts({"a.xlsx": {"Objectives": [["ID", "Objective"], ["O1", "Grow"]]}})
    (info,), _ = source.list()
    given_up = {source.fetch(info).sha256: Refusal("it took too long", "split it")}
    assert read_workbook(source, info, "a.xlsx", HeadingIndex(), "", given_up).refusal == Refusal(
        "it took too long", "split it"
    )
    assert source.parsed == 0
    assert read_workbook(source, info, "a.xlsx", HeadingIndex()).extract
    assert source.parsed == 1


def test_other_limits_try_a_content_again() -> None:
    with Store() as store:
        store.give_up("abc", repr(LIMITS), "it took too long", "split it")
        assert store.given_up(repr(LIMITS)) == {"abc": ("it took too long", "split it")}
        assert store.given_up(repr(Limits())) == {}


def test_a_program_that_does_not_start_says_so(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(reader_process, "MODULE", "okrsheets.sync.readers.not_there")
    source = FolderSource(folder / "good")
    (info,), _ = source.list()
    with (
        Readers(1).started(1, HeadingIndex(), {}) as readers,
        pytest.raises(OkrError, match=r"does not start: .*No module named okrsheets\.sync\.readers\.not_there"),
    ):
        readers.read(source, info, "good", "")


def test_an_interrupt_ends_a_sync_at_once_with_its_own_exit_code(tmp_path: Path) -> None:
    (tmp_path / "objectives.csv").write_bytes(OBJECTIVES.encode() + b"\n" * 8_000_000)
    process = subprocess.Popen(
        [sys.executable, "-m", "okrsheets", "sync", str(tmp_path)],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # a background shell ignores interrupts
    )
    while not (tmp_path / "okrsheets-out" / "okrsheets.duckdb").exists():
        time.sleep(0.05)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    sent = time.monotonic()
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "stopped: what was finished before is kept, and nothing is half done\n")
    assert time.monotonic() - sent < 2
