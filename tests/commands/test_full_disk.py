"""On a disk that is full, a command says so with exit code 1; the history and all results stay, and the next run completes."""

from __future__ import annotations

import hashlib
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from bad_input import okrs, xlsx
from click.testing import CliRunner, Result

from okrsheets.cli import main

pytestmark = pytest.mark.slow

DAY = ("--as-of", "2026-02-15")


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def write_teams(folder: Path, text: str, number: int) -> None:
    folder.mkdir(exist_ok=True)
    for team in range(number):
        words = "".join(hashlib.sha256(f"{text} {team} {part}".encode()).hexdigest() for part in range(150))
        objectives = [(f"T{team}", "Team", "Ana", f"{text} {words}")]
        (folder / f"t{team}.xlsx").write_bytes(xlsx(okrs(f"T{team}", objectives, [])))


def results(out: Path) -> dict[str, bytes]:
    """The results that people open; the history is asked by `status`."""
    files = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if ".duckdb" not in name and name != "filler"}


def fill(disk: Path, left: int) -> None:
    """Leave so many bytes on a disk."""
    free = os.statvfs(disk)
    (disk / "filler").write_bytes(bytes(free.f_bavail * free.f_frsize - left))


def is_told(result: Result) -> bool:
    return result.exit_code == 1 and "error: " in result.output and "hint: " in result.output


def test_a_first_sync_onto_a_disk_that_is_too_small(tmp_path: Path, mounted: Callable[..., Path]) -> None:
    disk = mounted("-t", "tmpfs", "-o", "size=256k", "tmpfs")
    write_teams(tmp_path / "sheets", "Grow", 3)
    for _ in range(2):
        result = run("sync", tmp_path / "sheets", "--out", disk, *DAY)
        assert is_told(result), result.output
        assert "the disk is full" in result.output
    assert results(disk) == {}


@pytest.mark.parametrize("left", [0, 1_000_000])
def test_a_sync_onto_a_full_disk_leaves_the_last_one(tmp_path: Path, mounted: Callable[..., Path], left: int) -> None:
    disk = mounted("-t", "tmpfs", "-o", "size=32m", "tmpfs")
    sheets = tmp_path / "sheets"
    write_teams(sheets, "Grow", 3)
    assert run("sync", sheets, "--out", disk, *DAY).exit_code == 0
    before, status = results(disk), run("status", sheets, "--out", disk, *DAY).stdout
    write_teams(sheets, "Shrink", 120)
    fill(disk, left)
    result = run("sync", sheets, "--out", disk, *DAY)
    assert is_told(result), result.output
    assert "the disk is full" in result.output
    assert results(disk) == before
    after = run("status", sheets, "--out", disk, *DAY)
    assert after.exit_code == 0, after.output
    (disk / "filler").unlink()
    assert run("store", "check", sheets, "--out", disk).exit_code == 0
    if "Shrink" not in after.stdout:
        assert after.stdout == status
    assert run("sync", sheets, "--out", disk, *DAY).exit_code in (0, 4)
    assert "Shrink" in run("status", sheets, "--out", disk, *DAY).stdout
    assert b"Shrink" in results(disk)["review.md"]
    assert not [path.name for path in disk.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("left", [0, 40_000])
def test_reports_onto_a_full_disk_leave_the_last_ones(tmp_path: Path, mounted: Callable[..., Path], left: int) -> None:
    disk = mounted("-t", "tmpfs", "-o", "size=32m", "tmpfs")
    sheets = tmp_path / "sheets"
    write_teams(sheets, "Grow", 10)
    assert run("sync", sheets, "--out", disk, *DAY).exit_code == 0
    assert run("report", sheets, "--all", "--out", disk, *DAY).exit_code == 0
    before = results(disk)
    fill(disk, left)
    for words in (("--all",), ("--team", "T1", "--format", "docx")):
        result = run("report", sheets, *words, "--out", disk, *DAY)
        assert is_told(result), result.output
        assert "the disk is full" in result.output
        assert results(disk) == before
    (disk / "filler").unlink()
    assert run("report", sheets, "--all", "--out", disk, *DAY).exit_code == 0
    assert not [path.name for path in disk.rglob(".*") if path.name != ".okrsheets-files"]


@pytest.mark.parametrize("limit", [4_096, 60_000])
def test_a_history_that_may_not_grow_leaves_the_last_one(tmp_path: Path, limit: int) -> None:
    sheets, size = tmp_path / "sheets", (resource.RLIMIT_FSIZE, (limit, limit))
    write_teams(sheets, "Grow", 3)
    words = [sys.executable, "-m", "okrsheets", "sync", str(sheets), *DAY]
    for _ in range(2):
        result = subprocess.run(words, capture_output=True, text=True, preexec_fn=partial(resource.setrlimit, *size))
        assert result.returncode == 1
        assert "does not let the history file" in result.stderr
        assert not list((sheets / "okrsheets-out").iterdir())
    assert run("sync", sheets, *DAY).exit_code == 0
    before, status = results(sheets / "okrsheets-out"), run("status", sheets, *DAY).stdout
    write_teams(sheets, "Shrink", 30)
    result = subprocess.run(words, capture_output=True, text=True, preexec_fn=partial(resource.setrlimit, *size))
    assert result.returncode == 1, result.stderr
    assert "error: " in result.stderr
    assert (results(sheets / "okrsheets-out"), run("status", sheets, *DAY).stdout) == (before, status)
    assert run("sync", sheets, *DAY).exit_code == 0
    assert b"Shrink" in results(sheets / "okrsheets-out")["review.md"]
