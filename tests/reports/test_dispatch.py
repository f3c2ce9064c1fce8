"""A kind of block, cell or chart that a format does not know fails at once, and none of ours is unknown to any."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any, ClassVar, get_args

import docx
import pytest
from chart_samples import PICTURES
from report_cases import TODAY, pages, shop

from okrsheets.reports import charts
from okrsheets.reports.formats.docx import blocks as docx_blocks
from okrsheets.reports.formats.docx.writer import DocxWriter
from okrsheets.reports.formats.html import TEMPLATES
from okrsheets.reports.formats.typesetting import png
from okrsheets.reports.formats.xlsx import blocks as xlsx_blocks
from okrsheets.reports.formats.xlsx.sheet import SheetPage
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.model.charts import Picture
from okrsheets.reports.model.footnotes import Footnotes
from okrsheets.reports.model.report import Block, Cell, Listing, Pictures, Row, TableBlock, TableColumn
from okrsheets.sheets_templates.build import XlsxBook

ENGLISH = load_language("en")


@dataclasses.dataclass(frozen=True)
class Fake:
    """A kind that no format knows yet."""

    kind: ClassVar[str] = "fake"
    title: str = "Title"
    lead: str = ""
    said: str = "What it shows."


FAKE: Any = Fake()
IN_A_CELL = TableBlock("name", (TableColumn("a", "A"),), Listing((Row((FAKE,)),)))
UNKNOWN = {"block": FAKE, "cell": IN_A_CELL, "chart": Pictures((FAKE,))}


def write_docx(block: Block) -> None:
    docx_blocks.write_block(DocxWriter(docx.Document(), ENGLISH, Footnotes(ENGLISH)), block)


@pytest.mark.parametrize("unknown", UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_kind_fails_in_a_document_and_in_a_workbook(unknown: Block, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="Fake"):
        write_docx(unknown)
    with XlsxBook(tmp_path / "a.xlsx", "Title", TODAY) as book, pytest.raises(AssertionError, match="Fake"):
        xlsx_blocks.write_block(SheetPage(book, "Sheet", "Title", Footnotes(ENGLISH), ENGLISH), unknown)


def test_an_unknown_chart_is_not_drawn() -> None:
    with pytest.raises(AssertionError, match="Fake"):
        charts.draw(FAKE, ENGLISH)


@pytest.mark.parametrize("suffix", ["html", "md"])
def test_pages_and_markdown_have_a_template_for_every_kind_of_block_and_no_other(suffix: str) -> None:
    files = (TEMPLATES / "blocks").glob(f"*.{suffix}.j2")
    assert {path.name.removesuffix(f".{suffix}.j2") for path in files} == {kind.kind for kind in get_args(Block)}


@pytest.mark.parametrize("suffix", ["html", "md"])
def test_pages_and_markdown_know_every_kind_of_cell(suffix: str) -> None:
    macros = (TEMPLATES / f"macros.{suffix}.j2").read_text("utf-8")
    cell = macros[macros.index("macro cell(") :]
    known = re.findall(r'kind == "(\w+)"', cell[: cell.index("endmacro")])
    assert sorted(known) == sorted(kind.kind for kind in get_args(Cell))


def test_every_kind_of_block_and_chart_is_in_the_reports_and_pictures_that_all_formats_are_tested_with() -> None:
    blocks = {type(block) for page in pages(shop()) for section in page.report.sections for block in section.blocks}
    assert blocks == set(get_args(Block))
    assert {type(picture) for picture in PICTURES.values()} == set(get_args(Picture))


def test_the_printed_page_knows_every_kind_of_block_and_cell() -> None:
    blocks = (TEMPLATES / "blocks.typ").read_text("utf-8")
    kinds = blocks[blocks.index("#let kinds = (") :]
    known = re.findall(r"(\w+): [\w-]+", kinds[: kinds.index("\n)")])
    assert sorted(known) == sorted(kind.kind for kind in get_args(Block))
    cell = blocks[blocks.index("#let cell(it) = ") :]
    cells = re.findall(r'it\.kind == "(\w+)"', cell[: cell.index("\n}")])
    assert sorted([*cells, "link"]) == sorted(kind.kind for kind in get_args(Cell))


@pytest.mark.parametrize("name", PICTURES)
def test_every_chart_can_be_drawn_as_pixels(name: str) -> None:
    for svg in charts.pieces(PICTURES[name], ENGLISH):
        assert png(str(svg)).startswith(b"\x89PNG")
