"""Each kind of trouble through the command: its words, its exit code, and never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from bad_input import okrs, sync_folders, xlsx
from click.testing import CliRunner, Result

from okrsheets.cli import main
from okrsheets.sync.store.store import Store

pytestmark = pytest.mark.slow

GOOD = xlsx(okrs())
ORPHANED = xlsx(okrs(objectives=[("O1", "Team", "Ana", "Grow", "C9")]))
OTHER = xlsx(okrs(objectives=[("O7", "Team", "Bo", "Save", None)], key_results=[]))
DAY = ["--as-of", "2026-02-15"]


def run(*arguments: object) -> Result:
    """Run a command as the shell would; whatever is no exit is a traceback."""
    result = CliRunner().invoke(main, [*map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


@pytest.mark.parametrize(
    ("files", "code", "words"),
    [
        ({"q1.xlsx": GOOD}, 0, "0 problems"),
        ({"q1.xlsx": ORPHANED}, 0, "note: q1.xlsx › Objectives!E2: objective O1: parent objective C9 not found"),
        ({"q1.xlsx": ORPHANED, "other.xlsx": OTHER}, 4, "q1.xlsx › Objectives!E2: objective O1: parent objective C9 not found\n  hint: correct"),
        ({"q1.xlsx": GOOD, "bad.xlsx": b""}, 3, "bad.xlsx: the file is empty (0 bytes)\n  hint: restore it from a backup"),
        ({"q1.xlsx": ORPHANED, "bad.xlsx": b""}, 3, "objective O1: parent objective C9 not found"),
        ({"q1.xlsx": GOOD, "q2.xltx": GOOD}, 0, "note: q2.xltx: a template for new workbooks; not read"),
        ({}, 3, "no workbook or .csv file was found in it\n  hint: name the folder with your sheets"),
    ],
    ids=["good", "perhaps in another workbook", "a problem", "a fault", "both", "a note", "an empty folder"],
)  # fmt: skip
def test_check_lists_what_is_wrong_and_says_so_by_its_exit_code(
    tmp_path: Path, files: Mapping[str, bytes], code: int, words: str
) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    result = run("check", tmp_path, *DAY)
    assert words in result.output
    assert result.exit_code == code
    assert {path.name for path in tmp_path.iterdir()} == set(files)  # checking leaves nothing behind


def test_a_sync_over_good_and_bad_writes_the_review_and_names_the_bad(tmp_path: Path) -> None:
    (tmp_path / "good.xlsx").write_bytes(GOOD)
    (tmp_path / "bad.xlsx").write_bytes(GOOD[:500])
    result = run("sync", tmp_path, *DAY, "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 3
    assert found["read"] == ["good.xlsx"]
    assert found["not readable"] == {"bad.xlsx": "the file is damaged: it ends too early"}
    assert all(Path(file).exists() for file in found["files"])


def test_a_workbook_that_breaks_later_stays_in_the_review_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "q1.xlsx").write_bytes(GOOD)
    assert run("sync", tmp_path, *DAY).exit_code == 0
    (tmp_path / "q1.xlsx").write_bytes(b"PK, or something")
    assert run("sync", tmp_path, *DAY).exit_code == 3
    result = run("status", tmp_path, *DAY, "--json")
    assert [each["id"] for each in json.loads(result.stdout)] == ["O1"]
    assert "it ends too early" in (tmp_path / "okrsheets-out" / "review.md").read_text("utf-8")


@pytest.mark.parametrize("command", ["check", "sync"])
def test_a_source_that_is_not_there_is_exit_code_3(tmp_path: Path, command: str) -> None:
    result = run(command, tmp_path / "gone.xlsx", *DAY)
    assert result.exit_code == 3
    assert "there is no file or folder" in result.output


@pytest.mark.parametrize("text", ['sorces = ["."]', "thresholds = 5", "a = = b", 'columns = ["x"]'])
@pytest.mark.parametrize("command", ["check", "sync", "status"])
def test_a_settings_file_that_cannot_be_used_is_exit_code_2(tmp_path: Path, command: str, text: str) -> None:
    (tmp_path / "okrsheets.toml").write_text(text, "utf-8")
    result = run(command, tmp_path)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: {tmp_path / 'okrsheets.toml'}: ")
    assert "hint: " in result.stderr


def test_a_cycle_that_no_workbook_has_is_exit_code_2_and_names_those_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "q1.xlsx").write_bytes(GOOD)
    result = run("check", tmp_path, "--cycle", "2031-Q1")
    assert result.exit_code == 2
    assert "no workbook has the cycle '2031-Q1'" in result.stderr
    assert "2026-Q1" in result.stderr


def test_a_store_that_cannot_be_used_is_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "q1.xlsx").write_bytes(GOOD)
    run("sync", tmp_path, *DAY)
    (tmp_path / "okrsheets-out" / "okrsheets.duckdb").write_bytes(b"Dear all, " * 99)
    for command in ("sync", "status"):
        result = run(command, tmp_path, *DAY)
        assert result.exit_code == 1
        assert "`okrsheets store rebuild`" in result.stderr


def test_a_second_sync_at_the_same_time_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    (tmp_path / "q1.xlsx").write_bytes(GOOD)
    path = tmp_path / "okrsheets-out" / "okrsheets.duckdb"
    with Store(path) as store:
        asked = [sys.executable, "-m", "okrsheets", "sync", str(tmp_path), *DAY]
        second = subprocess.run(asked, capture_output=True, text=True)
        assert sync_folders(store, tmp_path).read == ["q1.xlsx"]
    assert second.returncode == 1
    assert second.stderr == (
        f"error: another okrsheets is using the history file {path}\n  hint: wait until it has finished, then try again\n"
    )


def test_a_mapping_in_the_settings_file_is_used_from_the_next_sync_on(tmp_path: Path) -> None:
    rows = [["Kürzel", "Rang", "Wer", "Wofür"], ["O1", "Team", "Ana", "Grow"]]
    (tmp_path / "q1.xlsx").write_bytes(xlsx({"Objectives": rows}))
    (tmp_path / "okrsheets.toml").write_text("[report]\nformats = []\n", "utf-8")
    assert run("sync", tmp_path, *DAY).exit_code == 4
    mapped = '[columns.objectives]\n"Kürzel" = "id"\nRang = "level"\nWer = "owner"\n"Wofür" = "objective"\n'
    (tmp_path / "okrsheets.toml").write_text(f"[report]\nformats = []\n{mapped}", "utf-8")
    assert run("sync", tmp_path, *DAY).exit_code == 0
    with Store(tmp_path / "okrsheets-out" / "okrsheets.duckdb", read_only=True) as store:
        assert store.rows("SELECT id, owner FROM objectives") == [("O1", "Ana")]
