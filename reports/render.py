"""From a report to a page or a Markdown text, by Jinja."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from . import charts, markdown
from .language import language
from .notes import Notes
from .report import Report

TEMPLATES = Path(__file__).parent / "templates"


def render_html(report: Report) -> str:
    """Return the report as one HTML page that needs nothing beside it."""
    return _render(report, "html")


def render_markdown(report: Report) -> str:
    """Return the report as Markdown."""
    return re.sub(r"\n{3,}", "\n\n", _render(report, "md"))


def _render(report: Report, kind: str) -> str:
    words = language(report.language)
    template = _environment(kind).get_template(f"page.{kind}.j2")
    page = charts.Page()
    return template.render(
        report=report,
        notes=Notes(words, report.links),
        words=words,
        say=words.say,
        draw=page.draw,
        stack=page.stack,
    )


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
    environment.globals["bullet"] = charts.bullet
    environment.globals["indent"] = lambda depth: Markup("  " * depth)
    environment.globals["style"] = Markup((TEMPLATES / "page.css").read_text(encoding="utf-8"))
    environment.filters["slug"] = charts.slug
    environment.filters["css"] = css_text
    environment.filters["page"] = lambda address: Markup(f"{address}.{kind}")
    return environment


def css_text(text: str) -> Markup:
    """Return a text as a string of a style sheet, whatever it holds.

    >>> css_text('Q1 "</style>')
    Markup('"Q1 \\\\22 \\\\3c \\\\2f style\\\\3e "')
    """
    escaped = re.sub(r"[^\w .,:–-]", lambda match: f"\\{ord(match[0]):x} ", text)
    return Markup(f'"{escaped}"')
