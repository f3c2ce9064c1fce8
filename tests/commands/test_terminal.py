"""Nothing from a cell or a file name reaches the terminal raw: it is shown escaped, and JSON stays exact."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hostile_terminal import OBEYED, printed, run, write_sheet
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core.printable import printable_json

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


@pytest.mark.parametrize("text", ["".join(HOSTILE.values()), HOSTILE["line feed"]], ids=["all", "line feed"])
def test_no_command_prints_what_a_terminal_obeys(tmp_path: Path, text: str) -> None:
    shown = ""
    for asked, ran in printed(tmp_path / "sheets", text):
        assert ran.exit_code in (0, 1, 3, 4), ran.output
        assert not OBEYED.search(ran.stdout + ran.stderr), (asked, ran.output)
        shown += ran.stdout + ran.stderr
    assert "error: all is lost" not in shown.split("\n")


def test_a_text_that_looks_like_markup_is_shown_as_it_stands(tmp_path: Path) -> None:
    write_sheet(tmp_path, HOSTILE["markup"], "okrs")
    run("sync", tmp_path, "--as-of", "2026-11-02")
    assert "Save [red]no[/red] [bold" in run("status", tmp_path, "--as-of", "2026-11-02").stdout


def test_what_was_typed_on_the_command_line_is_escaped_in_errors(tmp_path: Path) -> None:
    for asked in (
        ("sync", f"{tmp_path}/no\x1b[2J\u202e.xlsx"),
        ("st\x1b[2J",),
        ("call", "OKR\x1b[2J"),
        ("report", "--\x1b[2J"),
    ):
        ran = run(*asked)
        assert ran.exit_code
        assert not OBEYED.search(ran.stdout + ran.stderr), (asked, ran.stderr)
        assert "\\x1b[2J" in ran.stderr


def test_json_is_exact_and_safe_to_look_at(tmp_path: Path) -> None:
    text = "\x1b[2J\u202e\x9b\x7f"
    write_sheet(tmp_path, text, f"okrs{text}")
    ran = run("check", tmp_path, "--json")
    assert not OBEYED.search(ran.stdout)
    assert any(f"okrs{text}" in problem["sheet"] for problem in json.loads(ran.stdout)["problems"])


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_any_json_is_read_back_as_it_was(value: object) -> None:
    text = printable_json(json.dumps(value, ensure_ascii=False, indent=1))
    assert json.loads(text) == value
    assert not OBEYED.search(text)
