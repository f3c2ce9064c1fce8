"""Nothing from a cell or a file name reaches the terminal raw: it is shown escaped, and JSON stays exact."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.cli import main
from okrsheets.core.printable import printable_json

OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
HOSTILE = {
    "clear the screen": "\x1b[2J",
    "title": "\x1b]0;pwned\x07",
    "clipboard": "\x1b]52;c;cHduZWQ=\x07",
    "link": "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "C1": "\x9b31m",
    "bell and backspace": "\x07\x08\x08\x08",
    "carriage return": "fine\rerror",
    "line feed": "fine\nerror: all is lost",
    "reversed": "\u202efdp.exe\u2066",
    "markup": "[red]no[/red] [bold",
    "delete and separators": "\x7f\u2028\u2029",
}


def _write(folder: Path, text: str, name: str) -> Path:
    file = folder / f"{name}.csv"
    heads = ("ID", "Objective", "Level", "Owner", "Parent ID", "Cycle")
    with file.open("w", newline="", encoding="utf-8") as opened:
        rows = csv.writer(opened)
        rows.writerow(heads)
        rows.writerow((f"O{text}", f"Grow {text}", "Company", f"Ana {text}", "", f"2026-Q4{text}"))
        rows.writerow(("O2", f"Save {text}", f"Top {text}", "Ana", f"O9{text}", "2026-Q4"))
    return file


def _run(*asked: object) -> Result:
    ran = CliRunner().invoke(main, [str(each) for each in asked])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.output
    return ran


@pytest.mark.parametrize("text", ["".join(HOSTILE.values()), HOSTILE["line feed"]], ids=["all", "line feed"])
def test_no_command_prints_what_a_terminal_obeys(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "sheets"
    folder.mkdir()
    _write(folder, text, "okrs" + text.replace("/", ""))
    shown = ""
    day = ("--as-of", "2026-11-02")
    for asked in (
        ("sync", folder, *day),
        ("sync", folder, *day),
        ("check", folder, *day),
        ("check", folder, "--explain", *day),
        ("status", folder, "--cycle", "2026-Q4", *day),
        ("adopt", folder, "--yes"),
        ("adopt", folder, "--yes", "--dry-run"),
    ):
        ran = _run(*asked)
        assert ran.exit_code in (0, 1, 3, 4), ran.output
        assert not OBEYED.search(ran.stdout + ran.stderr), (asked, ran.output)
        shown += ran.stdout + ran.stderr
    assert "error: all is lost" not in shown.split("\n")


def test_a_text_that_looks_like_markup_is_shown_as_it_stands(tmp_path: Path) -> None:
    _write(tmp_path, HOSTILE["markup"], "okrs")
    _run("sync", tmp_path, "--as-of", "2026-11-02")
    assert "Save [red]no[/red] [bold" in _run("status", tmp_path, "--as-of", "2026-11-02").stdout


def test_what_was_typed_on_the_command_line_is_escaped_in_errors(tmp_path: Path) -> None:
    for asked in (
        ("sync", f"{tmp_path}/no\x1b[2J\u202e.xlsx"),
        ("st\x1b[2J",),
        ("call", "OKR\x1b[2J"),
        ("report", "--\x1b[2J"),
    ):
        ran = _run(*asked)
        assert ran.exit_code
        assert not OBEYED.search(ran.stdout + ran.stderr), (asked, ran.stderr)
        assert "\\x1b[2J" in ran.stderr


def test_json_is_exact_and_safe_to_look_at(tmp_path: Path) -> None:
    text = "\x1b[2J\u202e\x9b\x7f"
    _write(tmp_path, text, f"okrs{text}")
    ran = _run("check", tmp_path, "--json")
    assert not OBEYED.search(ran.stdout)
    assert any(f"okrs{text}" in problem["sheet"] for problem in json.loads(ran.stdout)["problems"])


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_any_json_is_read_back_as_it_was(value: object) -> None:
    text = printable_json(json.dumps(value, ensure_ascii=False, indent=1))
    assert json.loads(text) == value
    assert not OBEYED.search(text)
