"""Vandalism: a good workbook with bytes changed at random is read, or refused in words; the process goes on."""

from __future__ import annotations

import io
import random
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from bad_input import many_days, ods, ods_row, okrs, xls, xlsx, zipped
from xlsb_maker import xlsb

from okrsheets.core.errors import SourceError
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import extract
from okrsheets.sync.sources.folder import parse

BOOK = okrs(check_ins=[(day, "O1.1", 12, "went well") for day in many_days(20)])
TABLE = "".join(
    ods_row(*row[:4]) for row in [["ID", "Level", "Owner", "Objective"], *([["O1", "Team", "Ana", "Grow"]] * 9)]
)
BINARY = {
    title: [[str(cell) if isinstance(cell, date) else cell for cell in row] for row in rows]
    for title, rows in BOOK.items()
}
GOOD = {"q1.xlsx": xlsx(BOOK), "q1.xls": xls(BOOK), "q1.ods": ods(TABLE), "q1.xlsb": xlsb(BINARY)}
LAYOUTS = HeadingIndex()

pytestmark = pytest.mark.slow


def with_bytes_changed(book: bytes, chance: random.Random) -> bytes:
    changed = bytearray(book)
    for _ in range(chance.choice([1, 2, 8, 50])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def with_a_part_changed(book: bytes, chance: random.Random) -> bytes:
    """Within an intact zip: bytes replaced, taken out, or written twice."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    text = bytearray(parts[name])
    for _ in range(chance.choice([1, 3, 10])):
        at = chance.randrange(len(text) + 1)
        text[at : at + chance.randrange(30)] = chance.choice([b"", b"<", bytes(text[max(0, at - 30) : at]), b"9" * 9])
    return zipped({**parts, name: bytes(text)})


def outcome(name: str, book: bytes) -> str:
    try:
        found = extract(parse(name, book), LAYOUTS)
    except SourceError as fault:
        return "fault" if fault.hint and "\n" not in fault.what else f"poor words: {fault.what}"
    astray = [problem for problem in found.problems if problem.location.workbook != name]
    return f"astray: {astray}" if astray else "table"


@pytest.mark.parametrize(
    ("name", "vandal"),
    [
        *((name, with_bytes_changed) for name in GOOD),
        *((name, with_a_part_changed) for name in ("q1.xlsx", "q1.ods", "q1.xlsb")),
    ],
)
def test_changed_bytes_end_in_a_table_or_in_a_fault(
    name: str, vandal: Callable[[bytes, random.Random], bytes], tmp_path: Path
) -> None:
    chance, ends = random.Random(f"{name} {vandal.__name__}"), Counter[str]()
    for _ in range(200):
        book = vandal(GOOD[name], chance)
        (tmp_path / name).write_bytes(book)  # what is left there should the process end
        ends[outcome(name, book)] += 1
    assert set(ends) == {"fault", "table"}, ends
    assert min(ends.values()) > 5, ends
