"""`okrsheets check --explain`: how each sheet was read, in the terminal and as a page over the user's own sheets."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bad_input import okrs, xlsx
from click.testing import CliRunner, Result

from okrsheets.cli import main

HOSTILE = "<script>alert(1)</script>"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    rows = [["K1", "O1", "Hours", 20, 5, 10], ["Total", "", "", 20, 5, 10], ["K2", "O1", HOSTILE, 0, "ten", 1]]
    path = tmp_path / "q1.xlsx"
    path.write_bytes(xlsx(okrs(key_results=rows)))
    return path


def test_each_sheet_is_explained_with_its_table_its_headings_and_what_is_left_out(book: Path) -> None:
    lines = run("check", book, "--as-of", "2026-02-15", "--explain").stdout.splitlines()
    assert "q1.xlsx › Key results: key results (2 rows)" in lines
    assert any("'Target' is target" in line or "'Target*' is target" in line for line in lines)
    assert any(re.match(r"  A3: row 3 \('Total'\): totals and averages are not counted", line) for line in lines)
    assert "  E4: PROBLEM: target is text: 'ten'" in lines


def test_the_page_colours_what_was_read_and_frames_problems(book: Path, tmp_path: Path) -> None:
    page = tmp_path / "reading.html"
    assert run("check", book, "--as-of", "2026-02-15", "--html", page).exit_code == 4
    html = page.read_text("utf-8")
    assert re.search(r"<td class='' title='key results: current' style='background:#\w{6}'>10</td>", html)
    assert re.search(r"<td class='problem' title='key results: target · target is text: &#39;ten&#39;", html)
    assert re.search(r"<td class='left note' title='not read[^']*'>Total</td>", html)
    assert HOSTILE not in html
    assert "&lt;script&gt;" in html


def test_what_was_read_is_counted_in_words_and_for_programs(book: Path) -> None:
    assert "read 1 objective, 2 key results" in run("check", book, "--as-of", "2026-02-15").stderr
    counts = json.loads(run("check", book, "--as-of", "2026-02-15", "--json").stdout)["counts"]
    assert (counts["objectives"], counts["key results"], counts["people"]) == (1, 2, 0)
    synced = run("sync", book, "--as-of", "2026-02-15", "--json")
    assert json.loads(synced.stdout)["counts"] == counts
