"""The one door to WeasyPrint: the page of a report on paper, with page numbers, a contents page and bookmarks."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from ...core.errors import UsageError
from ..model.report import Report
from .html import TEMPLATES, render_html

INSTALL = "pip install 'okrsheets[reports]'"
LIBRARIES = "on Debian or Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; on macOS: brew install pango"


def write_pdf(path: Path, report: Report, templates: Path | None = None) -> None:
    """Write a report as PDF; the same report gives the same bytes. `UsageError` where WeasyPrint is missing."""
    path.write_bytes(printed(on_paper(render_html(report, templates))))


def on_paper(page: str) -> str:
    """Return a page with the style sheet for paper after its own.

    >>> on_paper("<head><title>Q1</title></head>")[:29]
    '<head><title>Q1</title><style'
    """
    style = (TEMPLATES / "print.css").read_text("utf-8")
    return page.replace("</head>", f"<style>\n{style}</style>\n</head>", 1)


def printed(page: str) -> bytes:
    """Return a page as PDF; what it asks for from the network or from files is refused."""
    weasyprint = _weasyprint()
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    pdf: bytes = weasyprint.HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_tags=True)
    return pdf


def _weasyprint() -> Any:
    """The library; `UsageError` says what to install where it, or what it needs of the system, is missing."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it tells of every property of a browser's
    try:
        import weasyprint
    except ImportError:
        raise UsageError("PDF needs WeasyPrint, which is not installed", INSTALL) from None
    except OSError as error:
        what = f"PDF needs a library of the system that is missing: {str(error).splitlines()[0][:200]}"
        raise UsageError(what, LIBRARIES) from None
    return weasyprint
