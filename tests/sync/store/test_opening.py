"""A history file in any state opens as it was, or one line says what is wrong with it and which command helps."""

from __future__ import annotations

import lzma
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from bad_input import TODAY, okrs, sync_books

from okrsheets.core.errors import OkrError, StoreError, StoreLocked
from okrsheets.sync.store.health import health_of
from okrsheets.sync.store.opening import log_of
from okrsheets.sync.store.store import FORMAT, Store

SALES = okrs("Sales", [("S1", "Team", "Ben", "Sell")], [])
pytestmark = pytest.mark.slow

REBUILD = "`okrsheets store rebuild`"

SYNC_AND_STAY = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from bad_input import okrs, sync_books
from okrsheets.sync.store.store import Store
store = Store(Path(sys.argv[1]))
sync_books(store, {"a.xlsx": okrs(), "b.xlsx": okrs("Sales", [("S1", "Team", "Ben", "Sell")], [])}, 46100)
print("synced", flush=True)
sys.stdin.readline()
os._exit(9)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A history file with one sync."""
    path = tmp_path / "out" / "okrsheets.duckdb"
    with Store(path) as store:
        sync_books(store, {"a.xlsx": okrs()})
    return path


@contextmanager
def being_synced(path: Path) -> Iterator[None]:
    """Another process has made a second sync and has the file open; it never closes it."""
    support = str(Path(__file__).parents[2] / "support")
    words = [sys.executable, "-c", SYNC_AND_STAY, str(path), support]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == b"synced\n"
            yield
        finally:
            running.kill()


def syncs(path: Path, read_only: bool = True) -> int:
    """Return the number of syncs in a history file of which everything can be read."""
    with Store(path, read_only=read_only) as store:
        health = health_of(store)
    assert not health.faults
    assert health.syncs is not None
    return health.syncs


def refusal(path: Path, read_only: bool = True) -> StoreError:
    """Return why a history file is not opened."""
    before = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    with pytest.raises(OkrError) as raised:
        syncs(path, read_only)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()} == before
    assert isinstance(raised.value, StoreError)
    assert raised.value.hint
    assert "\n" not in raised.value.what
    return raised.value


def newer_duckdb(data: bytes) -> bytes:
    """The same file with a higher number of DuckDB's storage version in its first header, and that header's checksum."""
    header = data[8:12] + struct.pack("<Q", 200) + data[20:4096]
    checksum = 5381
    for (number,) in struct.iter_unpack("<Q", header):
        checksum ^= number * 0xBF58476D1CE4E5B9 & (1 << 64) - 1
    return struct.pack("<Q", checksum) + header + data[4096:]


STATES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing in it": (lambda data: b"", "is empty"),
    "a text": (lambda data: b"Dear all, " * 1_000, "is none: another program wrote it, or its beginning is lost"),
    "a database of SQLite": (lambda data: b"SQLite format 3\0" + bytes(8_000), "is none: another program wrote it"),
    "nothing but zeros": (lambda data: bytes(len(data)), "is none: another program wrote it, or its beginning is lost"),
    "its headers only": (lambda data: data[:12_288], "is cut short"),
    "cut within its headers": (lambda data: data[:5_000], "is cut short"),
    "cut in half": (lambda data: data[: len(data) // 2], "is cut short: it has "),
    "cut by a byte": (lambda data: data[:-1], "is cut short: it has "),
    "of a newer DuckDB": (newer_duckdb, "was written with a newer DuckDB than the one that is installed"),
    "overwritten in a block": (
        lambda data: data[:13_000] + b"\xff" * 2_000 + data[15_000:],
        "is damaged: what is in it is not what was written",
    ),
}


@pytest.mark.parametrize("read_only", [True, False], ids=["to read", "to write"])
@pytest.mark.parametrize(("change", "words"), STATES.values(), ids=STATES)
def test_a_file_that_is_no_history_is_named_in_one_line_with_the_command_to_run(
    path: Path, change: Callable[[bytes], bytes], words: str, read_only: bool
) -> None:
    path.write_bytes(change(path.read_bytes()))
    error = refusal(path, read_only)
    assert f"the history file {path} {words}" in error.what
    assert REBUILD in error.hint


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    path.unlink()
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE orders (number INTEGER)")
    assert refusal(path, read_only=False).what == f"{path} is a database of another program"


def test_a_file_that_a_first_sync_left_without_tables_is_begun_again(path: Path) -> None:
    path.unlink()
    duckdb.connect(str(path)).close()
    error = refusal(path)
    assert (error.what, error.hint) == (f"the history file {path} has nothing in it yet", "run `okrsheets sync` first")
    with Store(path) as store:
        sync_books(store, {"a.xlsx": okrs()})
    assert syncs(path) == 1


def test_a_history_of_a_newer_format_is_left_alone(path: Path) -> None:
    with Store(path) as store:
        store.rows("UPDATE meta SET format = 99")
    for read_only in (True, False):
        error = refusal(path, read_only)
        assert f"has format 99, and this okrsheets needs format {FORMAT}" in error.what
        assert REBUILD in error.hint


def test_an_older_format_is_kept_under_a_dated_name_when_it_is_raised(tmp_path: Path) -> None:
    path = tmp_path / "okrsheets.duckdb"
    older = lzma.decompress((Path(__file__).parent / "histories" / "format_1.duckdb.xz").read_bytes())
    path.write_bytes(older)
    assert syncs(path) == 1
    assert list(tmp_path.iterdir()) == [path], "reading changes nothing"
    for _ in range(2):
        assert syncs(path, read_only=False) == 1
    (kept,) = set(tmp_path.iterdir()) - {path}
    assert kept.name.endswith(" format 1.duckdb")
    assert kept.read_bytes() == older


def test_a_history_that_is_being_written_is_locked_and_a_copy_of_it_opens_as_one_of_the_two_syncs(
    path: Path, tmp_path: Path
) -> None:
    copies = tmp_path / "copies"
    with being_synced(path):
        for read_only in (True, False):
            with pytest.raises(StoreLocked, match="another okrsheets is using the history file"):
                syncs(path, read_only)
        shutil.copytree(path.parent, copies)
        (tmp_path / "alone").mkdir()
        shutil.copy(path, tmp_path / "alone")
    assert syncs(copies / path.name) == 2
    assert syncs(copies / path.name, read_only=False) == 2
    assert syncs(tmp_path / "alone" / path.name) == 1, "without its log it is as before the sync"


def test_a_log_that_was_left_beside_the_file_counts(path: Path) -> None:
    with being_synced(path):
        pass
    assert log_of(path).exists()
    assert syncs(path) == 2
    assert syncs(path, read_only=False) == 2
    assert not log_of(path).exists()


def test_a_log_of_another_state_is_named(path: Path) -> None:
    with being_synced(path):
        pass
    log = log_of(path).read_bytes()
    assert syncs(path, read_only=False) == 2
    log_of(path).write_bytes(log)
    error = refusal(path)
    assert error.what.startswith(f"the file {path}.wal is older or newer than the history file beside it")
    assert REBUILD in error.hint


def test_a_log_of_another_history_is_named(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / path.name
    with Store(other) as store:
        sync_books(store, {"b.xlsx": SALES})
    with being_synced(path):
        pass
    shutil.copy(log_of(path), log_of(other))
    error = refusal(other, read_only=False)
    assert error.what.startswith(f"the file {other}.wal does not belong to the history file beside it")


@pytest.mark.parametrize("with_log", [False, True], ids=["closed", "with its log"])
def test_on_a_disk_that_may_only_be_read_it_is_read_and_not_written(
    path: Path, mounted: Callable[..., Path], with_log: bool
) -> None:
    if with_log:
        with being_synced(path):
            pass
    place = mounted("--bind", str(path.parent))
    if subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], capture_output=True).returncode:
        pytest.skip("mounting is not permitted")
    assert syncs(place / path.name) == 1 + with_log
    error = refusal(place / path.name, read_only=False)
    assert "lies on a disk that may only be read" in error.what


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting is not permitted")
def test_a_disk_that_is_full_while_it_is_written_leaves_it_as_it_was(path: Path, mounted: Callable[..., Path]) -> None:
    place = mounted("-t", "tmpfs", "-o", f"size={path.stat().st_size + 300_000}", "tmpfs")
    shutil.copy(path, place)
    full = place / path.name
    large = {
        f"{number}.xlsx": okrs(f"T{number}", [(f"T{number}", "Team", "Ana", "x" * 20_000)]) for number in range(60)
    }
    large["a.xlsx"] = okrs()
    with pytest.raises(StoreError, match=r"the disk is full; the history file .* is as it was"), Store(full) as store:
        sync_books(store, large, TODAY + 1)
    assert syncs(full) == 1
    assert syncs(full, read_only=False) == 1
