"""Workbooks to measure with: one pair made by our own templates, then copied with other ids.

Each pair has 60 key results, 600 check-ins and 40 people × 30 skills. The ids of the first pair begin with a mark
of fixed width; a copy replaces the mark in every part of the file, so that thousands are made in seconds.
"""

from __future__ import annotations

import random
import zipfile
from dataclasses import dataclass
from pathlib import Path

from okrsheets.core import schema
from okrsheets.core.cells import Cell
from okrsheets.core.model import TableSource
from okrsheets.core.records import Records, Tables
from okrsheets.core.values.typed_values import read
from okrsheets.sheets_templates.okrs import write_okrs
from okrsheets.sheets_templates.skills import write_skills

MARK = "T0000"
TODAY = 46203  # 2026-06-30
START, END = 46113, 46203
FIRST_CURRENT = "12.375"


@dataclass(frozen=True)
class Size:
    """How much is in a pair of workbooks."""

    objectives: int
    key_results: int
    check_ins: int
    people: int
    skills: int


PAIR = Size(objectives=12, key_results=60, check_ins=600, people=40, skills=30)


def make(folder: Path, count: int) -> list[Path]:
    """Write `count` pairs of workbooks into a folder and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    first = (folder / f"{MARK} OKRs.xlsx", folder / f"{MARK} Skill matrix.xlsx")
    write_okrs(first[0], okrs(PAIR), TODAY)
    write_skills(first[1], skills(PAIR), TODAY)
    made = []
    for number in range(1, count + 1):
        mark = f"T{number:04d}"
        for path in first:
            made.append(folder / path.name.replace(MARK, mark))
            _copy(path, made[-1], mark)
    for path in first:
        path.unlink()
    return made


def _copy(path: Path, to: Path, mark: str) -> None:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part).replace(MARK.encode(), mark.encode()))


def change(path: Path, current: str, before: str = FIRST_CURRENT) -> None:
    """Change one current value in a workbook, as a user would."""
    with zipfile.ZipFile(path) as old:
        parts = {part.filename: old.read(part) for part in old.infolist()}
    for name, data in parts.items():
        if "worksheets/" in name:
            parts[name] = data.replace(f"<v>{before}</v>".encode(), f"<v>{current}</v>".encode(), 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name, data in parts.items():
            new.writestr(name, data)


def _records(name: str, rows: list[list[Cell]]) -> Records:
    table = schema.table(name)
    positions = {column.field: at for at, column in enumerate(table.inputs)}
    records, problems = read(table, TableSource("benchmark", table.sheet, {"": "A"}), positions, rows, 2)
    assert not problems, problems[:3]
    return records


def okrs(size: Size) -> Tables:
    """Return the tables of a made-up OKRs workbook."""
    rng = random.Random(1)
    objectives: list[list[Cell]] = [
        [
            f"{MARK}-O{n}",
            "Team" if n == 0 else "Skills",
            MARK,
            f"Owner {n}",
            f"Objective {n} of team {MARK}",
            f"{MARK}-O0" if n else None,
        ]
        for n in range(size.objectives)
    ]
    key_results: list[list[Cell]] = [
        [f"{MARK}-K{n}", f"{MARK}-O{n % size.objectives}", f"Key result {n} of {MARK}", rng.choice(["metric", "increase", None]), "%", 0, 100,
         float(FIRST_CURRENT) if n == 0 else round(rng.uniform(1, 110), 3), rng.choice([None, 1, 2]), f"Owner {n % 9}"]
        for n in range(size.key_results)
    ]  # fmt: skip
    check_ins: list[list[Cell]] = [
        [START + n * 90 // size.check_ins, f"{MARK}-K{n % size.key_results}", round(rng.uniform(0, 100), 2), rng.choice([None, 0.4, 0.8]),
         rng.choice([None, "Waiting for the supplier", "Went well this week", f"Note {n % 40}"]), f"Owner {n % 9}"]
        for n in range(size.check_ins)
    ]  # fmt: skip
    settings: list[list[Cell]] = [["Benchmark", MARK, "2026-Q2", START, END, None, None, None]]
    needs: list[list[Cell]] = [[f"{MARK}-O{n}", f"Skill {n}", 3, 4] for n in range(6)]
    named = {
        "settings": settings,
        "objectives": objectives,
        "key results": key_results,
        "check-ins": check_ins,
        "goal skills": needs,
    }
    return Tables({name: _records(name, _filled(name, rows)) for name, rows in named.items()})


def skills(size: Size) -> Tables:
    """Return the tables of a made-up skill matrix, with one rating of every person in every skill."""
    rng = random.Random(2)
    listed: list[list[Cell]] = [[f"Skill {n}", f"Category {n % 4}"] for n in range(size.skills)]
    roles: list[list[Cell]] = [["Specialist", f"Skill {n}", 3] for n in range(size.skills)]
    people: list[list[Cell]] = [[f"{MARK}-P{n}", f"Person {n} {MARK}", "Specialist", MARK] for n in range(size.people)]
    assessments: list[list[Cell]] = [
        [f"{MARK}-P{person}", f"Skill {skill}", "manager", rng.randint(0, 5), START + rng.randint(0, 80)]
        for person in range(size.people)
        for skill in range(size.skills)
    ]
    named = {"skills": listed, "roles": roles, "people": people, "assessments": assessments}
    return Tables({name: _records(name, _filled(name, rows)) for name, rows in named.items()})


def _filled(name: str, rows: list[list[Cell]]) -> list[list[Cell]]:
    width = len(schema.table(name).inputs)
    return [row + [None] * (width - len(row)) for row in rows]
