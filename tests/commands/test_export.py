"""`okrsheets export`, and back again with `okrsheets import goals`."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from okrsheets.cli import main
from okrsheets.core.cells import needed_day
from okrsheets.core.records import Tables
from okrsheets.sheets_templates.okrs import write_okrs

DAY = "2026-02-15"
Run = Callable[..., Result]


def run(*arguments: Any) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)


@pytest.fixture
def synced(tmp_path: Path, tables_of: Callable[..., Tables]) -> Path:
    """A folder with one OKR workbook that was synced."""
    tables = tables_of(
        "Support.xlsx",
        settings=[{"team": "Support", "cycle": "2026-Q1", "cycle_start": "2026-01-01", "cycle_end": "2026-03-31"}],
        objectives=[
            {"id": "O1", "level": "Organisation", "owner": "Ida", "objective": "Grow"},
            {
                "id": "O2",
                "level": "Team",
                "owner": "Jon",
                "objective": "Sell; more, still",
                "parent_id": "O1",
                "commitment": "committed",
            },
        ],
        key_results=[
            {"id": "K1", "objective_id": "O2", "key_result": "Shops", "start": 0, "target": 8, "unit": "shops"},
            {"id": "K2", "objective_id": "O1", "key_result": "Staff", "start": 10, "target": 5, "current": 9},
        ],
        check_ins=[{"date": "2026-02-01", "key_result_id": "K1", "value": 2, "confidence": 0.7}],
    )
    folder = tmp_path / "sheets"
    folder.mkdir()
    write_okrs(folder / "Support.xlsx", tables, needed_day(DAY))
    assert run("sync", folder, "--as-of", DAY).exit_code in (0, 4)
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_goals_leave_and_come_back_into_a_new_workbook(synced: Path, tmp_path: Path) -> None:
    assert run("export", "goals", synced, "--to", tmp_path / "g.csv", "--as-of", DAY).exit_code == 0
    (tmp_path / "again").mkdir()
    result = run("import", "goals", tmp_path / "g.csv", "--to", tmp_path / "again" / "Support.xlsx", "--yes")
    assert result.exit_code == 0, result.output
    assert "okrsheets: 2 objectives, 2 key results, team Support, 2026-Q1" in result.stdout
    run("sync", tmp_path / "again", "--as-of", DAY)
    run("export", "goals", tmp_path / "again", "--to", tmp_path / "h.json", "--as-of", DAY)
    run("export", "goals", synced, "--to", tmp_path / "g.json", "--as-of", DAY)
    assert json.loads((tmp_path / "h.json").read_text("utf-8")) == json.loads((tmp_path / "g.json").read_text("utf-8"))


def test_goals_in_the_columns_of_a_system_have_today_s_values_and_say_what_is_lost(
    synced: Path, tmp_path: Path
) -> None:
    result = run("export", "goals", synced, "--for", "betterworks", "--to", tmp_path / "b.csv", "--as-of", DAY)
    assert "Betterworks cannot hold: IDs, parents" in result.stderr
    assert [(row["name"], row["type"], row["progress"]) for row in rows_of(tmp_path / "b.csv")] == [
        ("Grow", "goal", "22.5"), ("Staff", "milestone", "20"), ("Sell; more, still", "goal", "25"), ("Shops", "milestone", "25"),
    ]  # fmt: skip


def test_two_tables_become_two_csv_files(synced: Path, tmp_path: Path) -> None:
    run("export", "goals", synced, "--for", "openokr", "--to", tmp_path / "o.csv", "--as-of", DAY)
    assert [row["Objective ID"] for row in rows_of(tmp_path / "o objectives.csv")] == ["O1", "O2"]
    assert [row["Direction"] for row in rows_of(tmp_path / "o key results.csv")] == ["Increase", "Decrease"]
    result = run(
        "import",
        "goals",
        tmp_path / "o objectives.csv",
        tmp_path / "o key results.csv",
        "--to",
        tmp_path / "o.xlsx",
        "--yes",
    )
    assert "2 objectives, 2 key results" in result.stdout


def test_check_ins_are_exported(synced: Path, tmp_path: Path) -> None:
    run("export", "check-ins", synced, "--to", tmp_path / "c.json", "--as-of", DAY)
    (row,) = json.loads((tmp_path / "c.json").read_text("utf-8"))
    assert (row["date"], row["key result id"], row["value"], row["confidence"]) == ("2026-02-01", "K1", 2.0, 0.7)


def test_a_file_is_not_replaced_without_a_question(synced: Path, tmp_path: Path) -> None:
    target = tmp_path / "g.csv"
    target.write_text("mine", "utf-8")
    for arguments in (
        ("export", "goals", synced, "--to", target),
        ("import", "goals", synced / "Support.xlsx", "--to", synced / "Support.xlsx"),
    ):
        result = run(*arguments)
        assert result.exit_code == 2
    assert target.read_text("utf-8") == "mine"
    assert run("export", "goals", synced, "--to", target, "--force", "--as-of", DAY).exit_code == 0
    assert target.read_text("utf-8") != "mine"


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("goals", "--to", "x.txt"), "which format"),
        (("skills", "--for", "viva", "--to", "x.csv"), "--for is for goals"),
    ],
)
def test_what_cannot_be_exported_says_why(synced: Path, arguments: tuple[str, ...], what: str) -> None:
    result = run("export", arguments[0], synced, *arguments[1:])
    assert result.exit_code == 2
    assert what in result.stderr
