"""The report as a document that people edit: real styles, tables, notes that lead somewhere, and room to write."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm
from PIL import Image
from report_cases import WORDS, figures, inside, pages, shop

from okrsheets.core.errors import UsageError
from okrsheets.reports.charts import palette, pieces
from okrsheets.reports.formats.docx import write_docx
from okrsheets.reports.formats.typesetting import png, size_of
from okrsheets.reports.model.charts import Picture
from okrsheets.reports.model.report import Items, Pictures, Report, WriteIns

pytestmark = pytest.mark.slow


def report_of(stem: str) -> Report:
    return next(page.report for page in pages(shop()) if str(page.stem) == stem)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    path = tmp_path_factory.mktemp("docx") / "organisation.docx"
    report = report_of("organisation")
    write_docx(path, report)
    return report, path


def pictures(report: Report) -> list[Picture]:
    charts = [each for block in report.blocks("pictures") if isinstance(block, Pictures) for each in block.pictures]
    items = [block for block in report.blocks("items") if isinstance(block, Items)]
    return charts + [item.picture for block in items for item in block.items.rows if item.picture]


def test_sections_and_blocks_are_headings_that_word_knows(made: tuple[Report, Path]) -> None:
    report, path = made
    lines = Document(str(path)).paragraphs
    first = [line.text for line in lines if line.style is not None and line.style.name == "Heading 1"]
    assert first == [*(section.title for section in report.sections), "Sources"]
    second = {line.text for line in lines if line.style is not None and line.style.name == "Heading 2"}
    assert second >= {block.title for section in report.sections for block in section.blocks if block.title}


def test_the_headings_of_a_table_are_repeated_and_its_rows_stay_whole(made: tuple[Report, Path]) -> None:
    tables = [table for table in Document(str(made[1])).tables if table.style and table.style.name == "OKR Table"]
    headed = [table for table in tables if table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
    assert len(headed) > 10
    for table in headed:
        assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows[1:])


def test_every_column_of_a_table_has_room_for_its_longest_word(made: tuple[Report, Path]) -> None:
    tables = [table for table in Document(str(made[1])).tables if table.style and table.style.name == "OKR Table"]
    headed = [table for table in tables if table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
    letter = Cm(17.4) / 100
    for table in headed:
        for column in table.columns:
            words = [word for cell in column.cells[:40] for line in cell.text.splitlines() for word in line.split(" ")]
            assert column.width is not None
            assert column.width / letter > min(18, max(map(len, words))), words


def test_each_chart_is_there_as_svg_and_as_pixels_with_its_words(made: tuple[Report, Path]) -> None:
    report, path = made
    drawn = [svg for picture in pictures(report) for svg in pieces(picture, WORDS)]
    with zipfile.ZipFile(path) as parts:
        names = parts.namelist()
        body = parts.read("word/document.xml").decode()
    assert len([name for name in names if name.endswith(".svg")]) == len(drawn) > 3
    assert body.count("svgBlip") == len(drawn)
    shapes = [shape._inline.docPr.get("descr") for shape in Document(str(path)).inline_shapes]
    assert set(shapes) == {picture.description for picture in pictures(report)}


def test_the_sources_stand_in_the_appendix_a_row_a_workbook_and_nowhere_else(made: tuple[Report, Path]) -> None:
    report, path = made
    document = Document(str(path))
    body = document.element.body
    assert not list(body.iter(qn("w:vertAlign")))
    asked = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert asked <= marks
    lines = [line.text for line in document.paragraphs]
    appendix = lines[len(lines) - lines[::-1].index("Sources") : -1]
    books = {place.workbook for figure in figures(report) for place in figure.cells}
    assert {line.partition(": ")[0] for line in appendix} == books
    assert len(appendix) == len(books) > 1


def test_a_result_to_look_back_on_has_an_empty_box_below_each_question(made: tuple[Report, Path]) -> None:
    report, path = made
    entries = [
        entry for block in report.blocks("write_ins") if isinstance(block, WriteIns) for entry in block.entries.rows
    ]
    boxes = [table for table in Document(str(path)).tables if table.style and table.style.name == "Table Grid"]
    assert len(boxes) == sum(len(entry.prompts) for entry in entries) > 0
    assert {table.rows[0].cells[0].text for table in boxes} == {""}


def test_the_file_tells_its_title_its_day_and_its_language(made: tuple[Report, Path]) -> None:
    report, path = made
    document = Document(str(path))
    about = document.core_properties
    assert (about.title, about.language, str(about.created)[:10]) == (report.title, "en", "2026-06-30")
    assert {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_the_same_report_gives_the_same_bytes(made: tuple[Report, Path], tmp_path: Path) -> None:
    write_docx(tmp_path / "again.docx", made[0])
    assert (tmp_path / "again.docx").read_bytes() == made[1].read_bytes()


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    for name in [name for name in sys.modules if name.startswith("okrsheets.reports.formats.docx.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(UsageError) as wrong:
        write_docx(tmp_path / "a.docx", report_of("index"))
    assert wrong.value.hint == "pip install 'okrsheets[reports]'"


def test_libreoffice_opens_the_document(made: tuple[Report, Path], tmp_path: Path) -> None:
    if shutil.which("lowriter") is None:
        pytest.skip("LibreOffice Writer is not on this machine")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    asked = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(made[1])]
    subprocess.run(asked, check=True, capture_output=True, timeout=300)
    told = subprocess.run(["pdftotext", str(tmp_path / "organisation.pdf"), "-"], capture_output=True, check=True)
    assert all(section.title in told.stdout.decode() for section in made[0].sections)


# Charts as pixels


def pixels(svg: str) -> Any:
    return Image.open(io.BytesIO(png(f'<svg xmlns="http://www.w3.org/2000/svg" {svg}</svg>'))).convert("RGB")


def test_a_chart_is_drawn_at_two_pixels_for_each_of_its_own() -> None:
    image = pixels('viewBox="0 0 20 10"><rect x="2" y="2" width="4" height="4" fill="#962615"/>')
    assert image.size == (40, 20)
    assert image.getpixel((8, 8)) == (0x96, 0x26, 0x15)
    assert image.getpixel((14, 14)) == (255, 255, 255)


@pytest.mark.parametrize("text", ["Calls – 5", "שלום", "👩\u200d🚀"])
def test_a_text_stands_at_its_anchor_in_any_script(text: str) -> None:
    ends = pixels(
        f'viewBox="0 0 100 20" font-family="{palette.FONT}"><text x="100" y="15" text-anchor="end" font-size="11">{text}</text>'
    )
    inked = Image.eval(ends.convert("L"), lambda grey: 255 - grey).getbbox()
    assert inked is not None
    assert inked[0] > 80
    assert inked[2] > 190


def test_every_chart_of_the_worked_cases_has_ink_and_its_size() -> None:
    drawn = {
        str(svg)
        for page in pages(shop())
        for picture in inside(page.report)
        if hasattr(picture, "description") and getattr(picture, "kind", "") in ("spark", "progress", "confidence", "tree", "heat", "skills")
        for svg in pieces(picture, WORDS)  # type: ignore[arg-type]
    }  # fmt: skip
    assert len(drawn) > 20
    for svg in drawn:
        image = Image.open(io.BytesIO(png(svg)))
        wanted = [2 * side for side in size_of(svg)]
        assert all(abs(pixels - side) < 1 for pixels, side in zip(image.size, wanted))  # half a pixel is rounded
        assert len(image.convert("L").getcolors(256) or ()) > 3
