"""Where a sync cannot write its results, it says so and exits with 1, and the results of the last one stay as they were."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from okrsheets.cli import main

OBJECTIVES = "ID,Objective,Level,Owner\nO1,Grow,Company,Ana\n"


@pytest.fixture
def synced() -> Iterator[Path]:
    """A folder with a workbook that changed since it was synced."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "objectives.csv").write_text(OBJECTIVES, "utf-8")
        assert sync(folder).exit_code == 0
        (folder / "objectives.csv").write_text(OBJECTIVES.replace("Grow", "Shrink"), "utf-8")
        yield folder


def sync(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["sync", str(folder), "--as-of", "2026-05-15", *options])


def results(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "okrsheets-out").iterdir() if path.suffix != ".duckdb"}


@pytest.mark.parametrize("out", ["okrsheets-out", "okrsheets-out/reports"])
def test_an_output_folder_that_is_a_file_is_named_and_stays(tmp_path: Path, out: str) -> None:
    (tmp_path / "objectives.csv").write_text(OBJECTIVES, "utf-8")
    (tmp_path / "okrsheets-out").write_text("mine")
    result = sync(tmp_path, "--out", str(tmp_path / out))
    assert result.exit_code == 1
    assert result.output == (
        f"error: {tmp_path / out} must be a folder for the results, and is, or lies in, a file\n"
        "  hint: move the file away, or name another folder with --out\n"
    )
    assert (tmp_path / "okrsheets-out").read_text() == "mine"


@pytest.mark.parametrize("command", ["status", "report", "store check", "store rebuild", "sql 'SELECT 1'"])
def test_every_command_names_a_file_in_the_place_of_the_output_folder(tmp_path: Path, command: str) -> None:
    (tmp_path / "objectives.csv").write_text(OBJECTIVES, "utf-8")
    (tmp_path / "okrsheets-out").write_text("mine")
    result = CliRunner().invoke(main, [*shlex.split(command), str(tmp_path)])
    assert result.exit_code == 1, result.output
    assert "must be a folder for the results, and is, or lies in, a file" in result.output
    assert (tmp_path / "okrsheets-out").read_text() == "mine"


@pytest.mark.parametrize("file", ["review.html", "review.md", "consolidated.xlsx"])
def test_a_disk_that_is_full_at_any_of_the_results_leaves_all_of_the_last_sync(synced: Path, file: str) -> None:
    before = results(synced)
    name = Path(file)
    beside = synced / "okrsheets-out" / f".{name.stem}.writing{name.suffix}"
    beside.symlink_to("/dev/full")
    result = sync(synced)
    assert (result.exit_code, "No space left on device" in result.output) == (1, True), result.output
    assert results(synced) == before
    assert sync(synced).exit_code == 0
    after = results(synced)
    assert set(after) == set(before)
    assert b"Shrink" in after["review.md"]


@pytest.mark.parametrize("refused", ["mkdir", "replace"])
def test_a_folder_that_may_not_be_written_is_named_and_stays(
    synced: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    before = results(synced)
    real = getattr(Path, refused)

    def denied(own: Path, *arguments: Any, **options: Any) -> Any:
        if "okrsheets-out" in own.parts:
            raise PermissionError(13, "Permission denied", str(own))
        return real(own, *arguments, **options)

    monkeypatch.setattr(Path, refused, denied)
    result = sync(synced)
    assert result.exit_code == 1
    assert "Permission denied" in result.output
    assert "are you not allowed to?" in result.output
    assert results(synced) == before
