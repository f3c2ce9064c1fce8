"""`okrsheets check --quality`: what a coach would ask, in the terminal and for programs, and how a rule is switched off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bad_input import okrs, xlsx
from click.testing import CliRunner, Result

from okrsheets.cli import main

DAY = ("--as-of", "2026-02-15")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [["K1", "O1", "Write the <b>handbook</b>", 0, 1, 0], ["K2", "O1", "Hours to an answer", 20, 5, 10]]
    (tmp_path / "q1.xlsx").write_bytes(xlsx(okrs(key_results=rows)))
    return tmp_path


def silence(folder: Path, codes: str) -> None:
    (folder / "okrsheets.toml").write_text(f"[quality]\noff = {codes}\n")


def test_what_a_coach_would_ask_is_listed_with_its_reason_source_and_cell(folder: Path) -> None:
    plain, coached = run("check", folder, *DAY), run("check", folder, *DAY, "--quality")
    assert coached.exit_code == plain.exit_code == 0
    assert "Q03" not in plain.stdout
    lines = coached.stdout.splitlines()
    at = next(
        number
        for number, line in enumerate(lines)
        if line.startswith("advice Q03: Activity without an outcome. All tasks")
    )
    assert "Google's OKR playbook" in lines[at + 1]
    assert lines[at + 2] == "  q1.xlsx › Key results!C2: “Write” sounds like a task"
    assert "quality: 1 suggestion, 0 questions" in coached.stderr


def test_programs_get_the_same(folder: Path) -> None:
    assert "quality" not in json.loads(run("check", folder, *DAY, "--json").stdout)
    (first, *_) = json.loads(run("check", folder, *DAY, "--json", "--quality").stdout)["quality"]
    assert (first["code"], first["severity"], first["id"]) == ("Q03", "advice", "K1")
    assert (first["sheet"], first["cell"], first["what"]) == ("Key results", "C2", "“Write” sounds like a task")


@pytest.mark.slow
def test_a_rule_is_switched_off_in_the_settings_for_the_command_and_the_report(folder: Path) -> None:
    assert run("sync", folder, *DAY).exit_code == 0
    review = folder / "okrsheets-out" / "review.md"
    assert "sounds like a task" in review.read_text("utf-8")
    silence(folder, '["q03"]')
    assert "Q03" not in run("check", folder, *DAY, "--quality").stdout
    assert run("sync", folder, *DAY).exit_code == 0
    assert "sounds like a task" not in review.read_text("utf-8")


@pytest.mark.parametrize(
    ("codes", "what"), [('["Q99"]', "'Q99'"), ('"Q03"', "must be a list of texts"), ("[3]", "must be a list")]
)
def test_a_code_that_there_is_not_is_refused_with_the_list(folder: Path, codes: str, what: str) -> None:
    silence(folder, codes)
    refused = run("check", folder, *DAY)
    assert refused.exit_code == 2
    assert what in str(refused.exception) + refused.output


@pytest.mark.slow
def test_what_changed_since_the_start_is_asked_about_when_there_is_a_history(folder: Path) -> None:
    assert run("sync", folder, "--as-of", "2026-01-05").exit_code == 0
    rows = [["K1", "O1", "Handbook pages in use", 0, 1, 0], ["K2", "O1", "Hours to an answer", 20, 15, 10]]
    (folder / "q1.xlsx").write_bytes(xlsx(okrs(key_results=rows)))
    assert run("sync", folder, *DAY).exit_code == 0
    shown = run("check", folder, *DAY, "--quality").stdout
    assert "Key results!E3: changed on 2026-02-15, after the cycle began" in shown
