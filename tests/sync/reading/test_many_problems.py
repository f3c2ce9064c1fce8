"""A workbook with very many problems of a kind is told of in a thousand lines, and its numbers of problems stay true."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from okrsheets.cli import main


def test_a_workbook_with_many_problems_of_a_kind_counts_them(tmp_path: Path) -> None:
    rows = "".join(f"K{number},,Sell,{number},90000,\n" for number in range(1_250))
    (tmp_path / "key results.csv").write_text(f"ID,Objective ID,Key result,Start,Target,Current\n{rows}", "utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path / "key results.csv")])
    lines = result.output.splitlines()
    assert sum("objective id is empty" in line and "more problems" not in line for line in lines) == 1_000
    assert [line for line in lines if "more problems" in line] == [
        "key results.csv: 250 more problems of this kind: objective id is empty"
    ]
    assert "1250 problems" in lines[-1]
    assert result.exit_code == 4


def test_conflicts_between_workbooks_and_faults_of_figures_are_counted_too(tmp_path: Path) -> None:
    objectives = "".join(f"O{number},Grow,Team,Ana,nowhere {number}\n" for number in range(1_250))
    key_results = "".join(f"K{number},O1,Sell,5,5,5\n" for number in range(1_250))
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "objectives.csv").write_text(
            f"ID,Objective,Level,Owner,Parent ID\n{objectives.replace('Grow', f'Grow {name}')}", "utf-8"
        )
        (tmp_path / name / "key results.csv").write_text(
            f"ID,Objective ID,Key result,Start,Target,Current\n{key_results}", "utf-8"
        )
    for _ in range(2):
        result = CliRunner().invoke(main, ["sync", str(tmp_path), "--as-of", "2026-05-15", "--json"])
        assert result.exit_code == 4, result.output
        told = [problem["what"] for problem in json.loads(result.output)["problems"]]
        more = [what for what in told if " of this kind: " in what]
        assert len(told) < 1_001 * len(more) + 100
        assert len(more) >= 3, more
        assert all(what.startswith("250 more ") for what in more)
