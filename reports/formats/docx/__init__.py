"""A report as a Word document that people go on editing: real headings, tables, captions and space for notes."""

from __future__ import annotations

from pathlib import Path

from ....core.errors import UsageError
from ...model.report import Report

INSTALL = "pip install 'okrsheets[reports]'"


def write_docx(path: Path, report: Report) -> None:
    """Write a report as DOCX; the same report gives the same bytes. `UsageError` where python-docx or Typst is missing."""
    try:
        from .document import document
    except ImportError:
        raise UsageError("DOCX needs python-docx, which is not installed", INSTALL) from None
    path.write_bytes(document(report))
