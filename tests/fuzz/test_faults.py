"""Faults put in at random leave everything as before or as after, with an error in words; many more by tests/fuzz/faults.py."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests.fuzz.faults import WORKS, Work, command_faults, disk_faults, google_faults
from tests.fuzz.io_faults import FailingDisk

SAID = {"done all the same", "an error of the system", "an error in words"}


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)
def test_a_disk_that_fails_while_files_are_written_leaves_what_was_before_or_is_after(work: Work) -> None:
    found = disk_faults(work, 60, seed=1)
    assert found.wrong == []
    assert found.faults >= 60
    assert set(found.ends) <= SAID


@pytest.mark.slow
@pytest.mark.parametrize("command", ["sync", "close"])
def test_a_command_on_a_disk_that_fails_says_so_and_the_next_one_completes_it(command: str) -> None:
    found = command_faults(command, 3, seed=1)
    assert found.wrong == []
    assert set(found.ends) <= SAID


@pytest.mark.slow
def test_with_a_third_of_all_requests_failing_nothing_of_google_is_lost() -> None:
    found = google_faults(60, seed=1)
    assert found.wrong == []
    assert found.faults >= 60


def test_a_file_that_is_written_in_place_is_noticed() -> None:
    def in_place(folder: Path) -> None:
        with (folder / "a.html").open("w") as file:
            file.write("new ")
            file.write("text")

    found = disk_faults(Work("in place", {"a.html": b"old"}, in_place), 30, seed=1)
    assert any("a.html" in what for what in found.wrong)


def test_only_the_files_of_the_folder_fail(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with FailingDisk(tmp_path / "in", errno.ENOSPC, 0, again=True).failing() as disk:
        (tmp_path / "beside.txt").write_text("fine")
        with pytest.raises(OSError, match="No space left on device"):
            (tmp_path / "in" / "file.txt").write_text("lost")
    assert disk.raised == 1
    (tmp_path / "in" / "file.txt").write_text("fine again")
