"""What several tests share: a sheet with hostile texts in it, and what every command prints of it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner, Result

from okrsheets.cli import main

OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
DAY = ("--as-of", "2026-11-02")


def write_sheet(folder: Path, text: str, name: str) -> Path:
    """Write a sheet of objectives with a text in every cell where people write."""
    file = folder / f"{name}.csv"
    heads = ("ID", "Objective", "Level", "Owner", "Parent ID", "Cycle")
    with file.open("w", newline="", encoding="utf-8") as opened:
        rows = csv.writer(opened)
        rows.writerow(heads)
        rows.writerow((f"O{text}", f"Grow {text}", "Company", f"Ana {text}", "", f"2026-Q4{text}"))
        rows.writerow(("O2", f"Save {text}", f"Top {text}", "Ana", f"O9{text}", "2026-Q4"))
    return file


def run(*asked: object) -> Result:
    """Run a command; it may end with an exit code, never with a traceback."""
    ran = CliRunner().invoke(main, [str(each) for each in asked])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.output
    return ran


def printed(folder: Path, text: str) -> Iterator[tuple[tuple[object, ...], Result]]:
    """Write a sheet with a text in its cells and in its name, and yield each command with what it prints of it."""
    folder.mkdir()
    write_sheet(folder, text, "okrs" + "".join(sign for sign in text if sign not in "/\0")[:60])
    for asked in (
        ("sync", folder, *DAY),
        ("sync", folder, *DAY),
        ("check", folder, *DAY),
        ("check", folder, "--explain", *DAY),
        ("status", folder, "--cycle", "2026-Q4", *DAY),
        ("adopt", folder, "--yes"),
        ("adopt", folder, "--yes", "--dry-run"),
    ):
        yield asked, run(*asked)
