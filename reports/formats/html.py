"""From a report to a page or a Markdown text, by Jinja."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from .. import charts
from ..i18n.language import load_language
from ..i18n.terms import STATUSES
from ..model.executive_summary import ExecutiveSummary
from ..model.footnotes import Footnotes
from ..model.report import Report
from . import markdown
from . import templates as sandbox

TEMPLATES = Path(__file__).parents[1] / "templates"


def render_html(report: Report, templates: Path | None = None) -> str:
    """Return the report as one HTML page that needs nothing beside it; `templates` are a user's own."""
    return _render(report, "html", templates)


def render_markdown(report: Report, templates: Path | None = None) -> str:
    """Return the report as Markdown; `templates` are a user's own."""
    return re.sub(r"\n{3,}", "\n\n", _render(report, "md", templates))


def _render(report: Report, kind: str, templates: Path | None) -> str:
    language = load_language(report.language)
    page = charts.ChartPage(language)
    values = {
        "report": report,
        "summary": ExecutiveSummary.of(report),
        "notes": Footnotes(language, report.links),
        "say": language.say,
        "bullet": page.bullet,
        "stack": page.stack,
        "draw": page.draw,
    }
    if templates is None:
        return _environment(kind, None).get_template(f"page.{kind}.j2").render(values)
    with sandbox.explained():
        template = _environment(kind, templates).get_template(f"page.{kind}.j2")
        with sandbox.within_limits():
            return sandbox.joined(template.generate(values))


@cache
def _environment(kind: str, templates: Path | None) -> Environment:
    """In Markdown everything printed is escaped by `finalize`, which marks it as safe from HTML's escaping."""
    environment = sandbox.environment(TEMPLATES, templates, markdown.finalize if kind == "md" else None)
    script = (TEMPLATES / "page.js").read_text(encoding="utf-8")
    environment.globals.update(
        indent=lambda depth: Markup("  " * depth),
        style=Markup((TEMPLATES / "page.css").read_text(encoding="utf-8")),
        script=Markup(script),
        script_hash=script_hash(script),
        statuses=STATUSES,
    )
    environment.filters.update(slug=charts.slug, css=css_text, page=lambda address: Markup(f"{address}.{kind}"))
    return environment


def script_hash(script: str) -> str:
    """Return how a content security policy names the one script that may run.

    >>> script_hash("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def css_text(text: str) -> Markup:
    """Return a text as a string of a style sheet, whatever it holds.

    >>> css_text('Q1 "</style>')
    Markup('"Q1 \\\\22 \\\\3c \\\\2f style\\\\3e "')
    """
    escaped = re.sub(r"[^\w .,:–-]", lambda match: f"\\{ord(match[0]):x} ", text)
    return Markup(f'"{escaped}"')
