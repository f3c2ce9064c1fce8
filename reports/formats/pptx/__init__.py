"""A report as slides that people go on editing: native tables and charts, one message a slide, sources in the notes."""

from __future__ import annotations

from pathlib import Path

from ....core.errors import UsageError
from ...model.report import Report

INSTALL = "pip install 'okrsheets[reports]'"


def write_pptx(path: Path, report: Report, template: Path | None = None) -> None:
    """Write a report as PPTX; the same report gives the same bytes.

    `template` is a presentation whose master and layouts are used. `UsageError` where python-pptx is missing, or the template
    is no presentation that can be used.
    """
    try:
        from .deck import deck
    except ImportError:
        raise UsageError("PPTX needs python-pptx, which is not installed", INSTALL) from None
    path.write_bytes(deck(report, template))
