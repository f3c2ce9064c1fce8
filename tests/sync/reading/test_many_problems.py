"""A workbook with very many problems of a kind is told of in a thousand lines, and its numbers of problems stay true."""

from __future__ import annotations

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
