"""What several tests share: every format states the same figures: those of the report, as they are printed."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pptx import Presentation
from report_cases import WORDS

from okrsheets.core.cells import needed_day


def _of_html(path: Path) -> str:
    page = re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>", "", path.read_text("utf-8"))
    return html.unescape(re.sub(r"<sup>.*?</sup>", "", page))


def _of_markdown(path: Path) -> str:
    return re.sub(r"\[\^\d+\]", "", path.read_text("utf-8")).replace("\\", "")


def _of_pdf(path: Path) -> str:
    """The words in the order in which they were drawn, without the small numbers of notes and the feet of pages."""
    asked = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    text = subprocess.run(asked, capture_output=True, check=True).stdout.decode()
    return "".join(re.sub(r"\n[^\n]*\d+ / \d+\s*$", "", page) for page in text.split("\f"))


def _of_docx(path: Path) -> str:
    body = Document(str(path)).element.body
    for run in [run for run in body.iter(qn("w:r")) if run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}") is not None]:
        run.getparent().remove(run)
    return "".join(piece.text or "\n" for piece in body.iter(qn("w:t"), qn("w:p")))


def _of_pptx(path: Path) -> str:
    shapes = [shape for slide in Presentation(str(path)).slides for shape in slide.shapes]
    cells = [cell for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return "\n".join(each.text_frame.text for each in (*shapes, *cells) if hasattr(each, "text_frame"))


def _of_xlsx(path: Path) -> str:
    """Texts as they stand, and numbers as the words of a report say them."""
    cells = [
        cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    return "\n".join(map(_cell, cells))


def _cell(cell: Any) -> str:
    if isinstance(cell.value, datetime):
        return WORDS.day(needed_day(cell.value.date().isoformat()))
    if isinstance(cell.value, (int, float)) and cell.number_format.startswith("+"):
        return WORDS.signed(int(cell.value))
    if isinstance(cell.value, (int, float)):
        return WORDS.percent(cell.value) if "%" in cell.number_format else WORDS.number(cell.value)
    return str(cell.value)


# How the text of each format is read again; a format without a reader here fails the test below.
READ: Mapping[str, Callable[[Path], str]] = {
    "html": _of_html, "md": _of_markdown, "pdf": _of_pdf, "docx": _of_docx, "pptx": _of_pptx, "xlsx": _of_xlsx,
}  # fmt: skip
