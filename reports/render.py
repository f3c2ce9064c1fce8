"""From a report to a page or a Markdown text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from . import charts, markdown
from .report import Figure, Report

TEMPLATES = Path(__file__).parent / "templates"


class Notes:
    """The notes of one page: the cells of each figure, numbered as they come up; equal cells share a number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}

    def number(self, figure: Figure) -> int:
        """Return the number of the note on a figure; 0 for a figure without cells."""
        return self._numbers.setdefault(figure.cells, len(self._numbers) + 1) if figure.cells else 0

    @property
    def all(self) -> list[tuple[int, tuple[str, ...]]]:
        """The notes so far, in order."""
        return [(number, cells) for cells, number in self._numbers.items()]


def render_html(report: Report) -> str:
    """Return the review as one HTML page that needs nothing beside it."""
    return _environment("html").get_template("summary.html.j2").render(report=report, notes=Notes())


def render_markdown(report: Report) -> str:
    """Return the review as Markdown."""
    text = _environment("md").get_template("summary.md.j2").render(report=report, notes=Notes())
    return re.sub(r"\n{3,}", "\n\n", text)


@cache
def _environment(kind: str) -> Environment:
    """In Markdown everything printed is escaped by `finalize`, which marks it as safe from HTML's escaping."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=markdown.finalize if kind == "md" else None,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(bullet=charts.bullet, stack=charts.stack, spark=charts.spark)
    environment.globals["indent"] = lambda depth: Markup("  " * depth)
    environment.filters["slug"] = charts.slug
    environment.globals["style"] = Markup((TEMPLATES / "summary.css").read_text(encoding="utf-8"))
    return environment
