"""Functions in LibreOffice: a cell against a native formula, a spilled column against the same call in plain Python."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from okrsheets.addin import catalogue
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sheets_templates.skills import write_skills
from tests.support.libreoffice import Office

from . import workbooks

CELLS, ROUNDS = 10_000, 7
SIZES = (1_000, 2_000, 4_000)
NATIVE = '=IF(C1="";"";(C1-A1)/(B1-A1))'
OURS = "=OKR_PROGRESS(A1;B1;C1)"
SPILLED = {
    "OKR_ALIGNMENT": "=OKR_ALIGNMENT(A1:A{last};B1:B{last};C1:C{last})",
    "OKR_CASCADE": "=OKR_CASCADE(A1:A{last};B1:B{last};D1:D{last})",
}
LEVELS = ("Organisation", "CEO", "Team", "Skills")


def per_cell(office: Office) -> None:
    """Progress of 10,000 key results, one formula each."""
    rows = [[str(n), str(n + 40), str(n + 10)] for n in range(CELLS)]
    steps: list[list[Any]] = [["fill", f"A1:C{CELLS}", rows]]
    for formula in ("", NATIVE, OURS):
        steps += [["copy", f"E1:E{CELLS}", formula], ["time", ROUNDS]]
    empty, native, ours = (took / CELLS * 1e6 for took in office.play(steps) if isinstance(took, float))
    print(f"native formula  {native - empty:6.2f} µs a cell")
    print(
        f"OKR_PROGRESS    {ours - empty:6.2f} µs a cell, {(ours - empty) / (native - empty):.1f} times the native one"
    )


def objectives(count: int) -> list[list[Any]]:
    """Rows of id, parent, level, progress: a tree in which each objective has up to eight children."""
    rows: list[list[Any]] = [["O0", "", LEVELS[0], 0.5]]
    for n in range(1, count):
        rows.append([f"O{n}", f"O{(n - 1) // 8}", LEVELS[min(3, len(str(n)))], n % 10 / 10])
    return rows


def spilled(office: Office, name: str) -> None:
    """One array formula over a thousand objectives and more, against the same call in Python."""
    for count in SIZES:
        rows = objectives(count)
        cells = [[str(cell) for cell in row] for row in rows]
        formula = SPILLED[name].format(last=count)
        steps: list[list[Any]] = [["fill", f"A1:D{count}", cells], ["spill", f"F1:F{count}", formula], ["time", ROUNDS]]
        in_sheet = office.play(steps)[-1]
        columns = [[[row[at]] for row in rows] for at in ((0, 1, 2) if name == "OKR_ALIGNMENT" else (0, 1, 3))]
        plain = best(lambda given=columns: catalogue.call(name, given))  # type: ignore[misc]  # bound at once
        print(
            f"{name:14} {count:6,} rows  {in_sheet * 1e3:7.2f} ms, plain Python {plain * 1e3:6.2f} ms: {in_sheet / plain:.1f} times"
        )


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the seconds of the best of a few rounds."""
    took = []
    for _ in range(rounds):
        before = time.perf_counter()
        work()
        took.append(time.perf_counter() - before)
    return min(took)


def whole_columns(office: Office) -> None:
    """Whole columns of a million rows, nearly all of them blank."""
    steps: list[list[Any]] = [["fill", "A1:D1000", [[str(cell) for cell in row] for row in objectives(1000)]]]
    steps += [
        ["seconds", formula]
        for formula in ("=OKR_ROLLUP(D:D)", "=OKR_ROLLUP(D1:D100000)", "=INDEX(OKR_ALIGNMENT(A:A;B:B;C:C);2)")
    ]
    for step, answer in list(zip(steps, office.play(steps)))[1:]:
        print(f"{step[1]:26} {answer[0]:6.2f} s  {answer[1]}")


def largest(office: Office) -> None:
    """Opening and computing the largest workbooks, with our functions and with plain formulas."""
    size = workbooks.Size(objectives=40, key_results=500, check_ins=600, people=100, skills=60)
    for name, write, tables in (
        ("500 key results", write_okrs, workbooks.okrs(size)),
        ("100 x 60 matrix", write_skills, workbooks.skills(size)),
    ):
        took = []
        for native in (False, True):
            book = office.folder / f"{name} {'native' if native else 'ours'}.xlsx"
            write(book, tables, workbooks.TODAY, functions=not native)
            took.append(best(lambda given=book: office.recalculate(given), rounds=2))  # type: ignore[misc]
        print(f"{name}  {took[0]:6.2f} s, native edition {took[1]:6.2f} s: {took[0] / took[1]:.2f} times (goal 1.5)")


def main() -> None:
    """Print what a cell costs."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        per_cell(office)
        for name in SPILLED:
            spilled(office, name)
        whole_columns(office)
        largest(office)


if __name__ == "__main__":
    main()
