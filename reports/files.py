"""The files of a review: which there are, and how each is written whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ..core.errors import Problem
from ..core.records import Tables
from ..core.standing import Standing
from .report import Report

NAMES = {"html": "review.html", "md": "review.md", "xlsx": "consolidated.xlsx"}


def write_files(
    folder: Path,
    formats: Sequence[str],
    report: Report,
    tables: Tables,
    standing: Standing,
    problems: Sequence[Problem],
) -> list[Path]:
    """Write a review in some formats (`html`, `md`, `xlsx`) into a folder; return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / NAMES[format] for format in formats]
    for format, path in zip(formats, paths):
        if format == "xlsx":
            from .workbook import write_consolidated

            replace_whole(path, lambda beside: write_consolidated(beside, tables, standing, problems))
        else:
            from .render import render_html, render_markdown

            text = render_html(report) if format == "html" else render_markdown(report)
            replace_whole(path, lambda beside, text=text: beside.write_text(text, "utf-8"))  # type: ignore[misc]
    return paths


def replace_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside a file and put it in place, so that nobody opens half of it."""
    beside = path.with_name(f".{path.stem}.writing{path.suffix}")
    try:
        write(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
