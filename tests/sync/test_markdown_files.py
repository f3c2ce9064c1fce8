"""Markdown as a source: tables, and headings with bullets, scores and ticks."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.core import schema
from okrsheets.core.tables.headings import HeadingIndex
from okrsheets.sync.reading.extract import Extract, extract
from okrsheets.sync.sources.folder import FolderSource
from okrsheets.sync.sources.markdown_files import markdown_rows


def read(folder: Path, text: str, name: str = "OKRs Q3 2026.md") -> Extract:
    (folder / name).write_text(text, "utf-8")
    source = FolderSource(folder)
    (info,) = source.list()[0]
    return extract(source.fetch(info).parse(), HeadingIndex())


def key_results(found: Extract) -> list[tuple[object, ...]]:
    fields = ("objective_id", "key_result", "target", "current")
    return [
        row
        for records in found.tables
        if records.table is schema.KEY_RESULTS
        for row in zip(*(records.columns[field] for field in fields))
    ]


RIGHT = [("Grow", "Sell more", 1, 0.6), ("Grow", "Hire two", 1, 0.4), ("Win", "Cut reply", 1, 0.2)]


@pytest.mark.parametrize(
    "text",
    [
        "# OKRs\n\n## Objective: Grow\n- KR1: Sell more - 60%\n- KR2: Hire two - 40%\n\n## Objective: Win\n- KR1: Cut reply - 0.2\n",
        "# Our OKRs\n## Grow\n* **Sell more** (60%)\n* Hire two: 4/10\n## Win\n* Cut reply => 20%\n",
        "OKRs\n\n1. Objective: Grow\n    - Sell more: 60%\n    - Hire two: 40%\n2. Objective: Win\n    - Cut reply: 20%\n",
        "## OKRs\n- O1: Grow\n  - KR1: Sell more — 60%\n  - KR2: Hire two — 2 of 5\n- O2: Win\n  - KR1: Cut reply — 20%\n",
        "| Objective | Key result | Progress |\n|---|---|---|\n| Grow | Sell more | 60% |\n| | Hire two | 40% |\n| Win | Cut reply | 20% |\n",
    ],
)
def test_headings_bullets_and_tables_are_read(tmp_path: Path, text: str) -> None:
    assert key_results(read(tmp_path, text)) == RIGHT


def test_ticks_are_done_and_not_done(tmp_path: Path) -> None:
    found = read(tmp_path, "# OKR\n## Objective: Move\n- [x] Lease signed\n- [ ] Staff hired\n")
    assert key_results(found) == [("Move", "Lease signed", 1, 1), ("Move", "Staff hired", 1, 0)]


def test_the_cell_of_a_key_result_is_its_line(tmp_path: Path) -> None:
    found = read(tmp_path, "# OKRs\n\n## Objective: Grow\n\n- KR1: Sell more - 60%\n")
    results = next(records for records in found.tables if records.table is schema.KEY_RESULTS)
    assert results.location(0, "key_result").cell == "B5"


def test_a_text_about_okrs_without_any_is_only_noted(tmp_path: Path) -> None:
    found = read(tmp_path, "# How we write OKRs\n\n- Be bold\n- Be brief\n")
    assert [(problem.what, problem.note) for problem in found.problems] == [
        ("a text without a table of OKRs or skills; not read", True)
    ]


def test_other_texts_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Boats\n\n- red\n- blue\n", "utf-8")
    assert FolderSource(tmp_path).list() == ([], [])


@given(st.text(alphabet="# -*|[]x1.%\nabKR:", max_size=200))
def test_any_text_has_a_row_for_each_line(text: str) -> None:
    assert len(markdown_rows(text)) == len(text.splitlines())


@pytest.mark.parametrize("line", [f"- {' ' * 32_000}", f"- {'[' * 32_000}", f"# goal{' ' * 32_000}x", "|" * 32_000])
def test_a_very_long_line_is_looked_at_at_once(line: str) -> None:
    began = time.perf_counter()
    assert len(markdown_rows(line)) == 1
    assert time.perf_counter() - began < 1
