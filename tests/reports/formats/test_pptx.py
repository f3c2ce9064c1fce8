"""The report as slides: the page's figures, nothing over an edge, texts for screen readers, sources in the notes."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hostile_reports import HOSTILE, spoilt
from PIL import ImageFont
from pptx import Presentation
from pptx.util import Inches
from report_cases import pages, report_data_of, shop, worked

from okrsheets.cli import main
from okrsheets.core.errors import UsageError
from okrsheets.core.records import Tables
from okrsheets.reports.data.report_data import ReportData
from okrsheets.reports.formats.html import render_html
from okrsheets.reports.formats.pptx import write_pptx
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.model.report import Report

pytestmark = pytest.mark.slow

POINT = 12_700
CARLITO = Path("/usr/share/fonts/truetype/crosextra")  # as wide as Calibri, letter by letter


def report_of(data: ReportData, stem: str = "organisation", tag: str = "en") -> Report:
    return next(page.report for page in pages(data, load_language(tag)) if str(page.stem) == stem)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    path = tmp_path_factory.mktemp("pptx") / "organisation.pptx"
    report = report_of(shop())
    write_pptx(path, report)
    return report, path


def shapes(path: Path) -> Iterator[tuple[Any, Any]]:
    for slide in Presentation(str(path)).slides:
        for shape in slide.shapes:
            yield slide, shape


def texts(path: Path) -> Iterator[str]:
    for _, shape in shapes(path):
        if shape.has_text_frame:
            yield shape.text_frame.text
        elif shape.has_table:
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)


def test_every_percentage_is_one_of_the_page(made: tuple[Report, Path]) -> None:
    report, path = made
    page = set(re.findall(r"\d+(?:\.\d+)?%", re.sub(r"<[^>]+>", " ", render_html(report))))
    stated = {figure for text in texts(path) for figure in re.findall(r"\d+(?:\.\d+)?%", text)}
    assert len(stated) > 8
    assert stated <= page


def test_charts_are_native_and_hold_the_figures_of_the_table_beside_them(made: tuple[Report, Path]) -> None:
    charts = [(slide, shape.chart) for slide, shape in shapes(made[1]) if shape.has_chart]
    assert len(charts) == 2
    slide, chart = charts[1]
    expected, score = (list(series.values) for series in chart.plots[0].series)
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    written = [row.cells[1].text_frame.text for row in list(table.rows)[1:]]
    assert [f"{value:.0%}" for value in reversed(score)] == written
    assert all(0 <= value <= 1 for value in expected)


def test_each_slide_has_a_title_and_each_chart_and_table_says_what_it_shows(made: tuple[Report, Path]) -> None:
    for slide in Presentation(str(made[1])).slides:
        assert slide.shapes.title.text_frame.text
        assert slide.shapes[0] == slide.shapes.title  # it is read first
    for _, shape in shapes(made[1]):
        if shape.has_chart or shape.has_table:
            assert shape._element.find(".//{*}cNvPr").get("descr")


def test_the_notes_name_the_cells_and_no_slide_does(made: tuple[Report, Path]) -> None:
    slides = Presentation(str(made[1])).slides
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide]
    assert sum(bool(re.search(r"%: .*› .*![A-Z]+\d", note)) for note in notes) >= 3
    assert not any("!" in text and "›" in text for text in texts(made[1]))


def test_the_same_report_gives_the_same_bytes(made: tuple[Report, Path], tmp_path: Path) -> None:
    again = tmp_path / "again.pptx"
    time.sleep(1.1)  # a workbook in a chart is dated to the second
    write_pptx(again, made[0])
    assert again.read_bytes() == made[1].read_bytes()


@cache
def font(points: float, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(CARLITO / f"Carlito-{'Bold' if bold else 'Regular'}.ttf"), round(points * 20))


def lines_needed(paragraph: Any, room: float, size: float) -> int:
    """How many lines of a width in points a paragraph takes, measured with the font's own metrics."""
    letters = font(
        paragraph.runs[0].font.size.pt if paragraph.runs and paragraph.runs[0].font.size else size,
        bool(paragraph.runs and paragraph.runs[0].font.bold),
    )
    lines, line = 1, ""
    for word in paragraph.text.split(" "):
        longer = f"{line} {word}".strip()
        if letters.getlength(longer) / 20 <= room:
            line = longer
            continue
        lines += bool(line)
        line = word
        assert letters.getlength(word) / 20 <= room, f"{word!r} is broken"
    return lines


def assert_nothing_overflows(path: Path) -> None:
    presentation = Presentation(str(path))
    for slide, shape in shapes(path):
        where = f"{slide.shapes.title.text_frame.text}: {shape.name}"
        assert shape.left >= 0
        assert shape.top >= 0
        assert shape.left + shape.width <= presentation.slide_width, where
        assert shape.top + shape.height <= presentation.slide_height, where
        if shape.has_table:
            for row in shape.table.rows:
                for cell, column in zip(row.cells, shape.table.columns):
                    room = (column.width - cell.margin_left - cell.margin_right) / POINT
                    size = cell.text_frame.paragraphs[0].runs[0].font.size.pt
                    lines = lines_needed(cell.text_frame.paragraphs[0], room, size)
                    assert lines * size * 1.2 <= row.height / POINT, f"{where}: {cell.text_frame.text}"
        elif shape.has_text_frame:
            title = shape == slide.shapes.title
            room = shape.width / POINT - 14.4
            high = sum(
                lines_needed(each, room, 26) * (26 if title else each.runs[0].font.size.pt) * 1.2
                for each in shape.text_frame.paragraphs
                if each.runs
            )
            assert high <= shape.height / POINT, where


@pytest.mark.skipif(not CARLITO.exists(), reason="Carlito is not installed: its letters are measured")
@pytest.mark.parametrize("tag", ["en", "de", "es"])
@pytest.mark.parametrize("data", [shop, worked])
def test_no_text_runs_over_its_place(data: Any, tag: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    write_pptx(path, report_of(data(), tag=tag))
    assert_nothing_overflows(path)


@pytest.mark.skipif(not CARLITO.exists(), reason="Carlito is not installed: its letters are measured")
@pytest.mark.parametrize("data", [shop, worked])
def test_every_team_has_slides(data: Any, tmp_path: Path) -> None:
    for page in pages(data()):
        if page.report.audience == "team":
            path = tmp_path / f"{page.stem.name}.pptx"
            write_pptx(path, page.report)
            assert_nothing_overflows(path)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_stay_texts(text: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    write_pptx(path, report_of(report_data_of(spoilt(text))))
    assert list(texts(path))
    for _, shape in shapes(path):
        if shape.has_text_frame:
            assert not any(run.hyperlink.address for line in shape.text_frame.paragraphs for run in line.runs)


def test_an_organisation_without_rows_has_a_slide_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    write_pptx(path, report_of(report_data_of(Tables())))
    assert len(Presentation(str(path)).slides) >= 1


def test_a_company_s_own_master_is_used_and_its_slides_are_not(made: tuple[Report, Path], tmp_path: Path) -> None:
    own = Presentation()  # 4:3, with eleven layouts
    own.slides.add_slide(own.slide_layouts[1]).shapes.title.text = "Last year's slide"
    own.slide_width = Inches(10)
    own.save(str(tmp_path / "own.pptx"))
    path = tmp_path / "deck.pptx"
    write_pptx(path, made[0], tmp_path / "own.pptx")
    deck = Presentation(str(path))
    assert deck.slide_width == Inches(10)
    assert "Last year's slide" not in list(texts(path))
    assert {slide.slide_layout.name for slide in deck.slides} == {"Title Only"}
    assert len(deck.slides) >= len(Presentation(str(made[1])).slides)
    for _, shape in shapes(path):
        assert shape.left + shape.width <= deck.slide_width


def test_a_template_that_is_none_is_refused(made: tuple[Report, Path], tmp_path: Path) -> None:
    (tmp_path / "own.pptx").write_bytes(b"no presentation")
    with pytest.raises(UsageError, match="is not a presentation"):
        write_pptx(tmp_path / "deck.pptx", made[0], tmp_path / "own.pptx")


def test_libreoffice_opens_it(made: tuple[Report, Path], tmp_path: Path) -> None:
    office = shutil.which("loimpress") and shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice Impress is not installed")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(made[1])]
    subprocess.run(convert, check=True, capture_output=True, timeout=240)
    said = subprocess.run(
        ["pdftotext", str(tmp_path / "organisation.pdf"), "-"], capture_output=True, check=True, text=True
    ).stdout
    for text in texts(made[1]):
        assert text.split(" ")[0] in said


def test_the_command_writes_slides_with_a_template(tmp_path: Path) -> None:
    def run(*words: str | Path) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words])

    folder = tmp_path / "demo"
    assert run("demo", "--out", folder).exit_code == 0
    own = Presentation()
    own.slide_width = Inches(10)
    own.save(str(tmp_path / "own.pptx"))
    said = run("report", folder, "--format", "pptx", "--slides-template", tmp_path / "own.pptx")
    assert said.exit_code == 0, said.output
    (deck,) = (folder / "okrsheets-out").rglob("organisation.pptx")
    assert Presentation(str(deck)).slide_width == Inches(10)
    assert "there is no file" in run("report", folder, "--format", "pptx", "--slides-template", "none.pptx").stderr
    assert "add pptx to --format" in run("report", folder, "--format", "html", "--slides-template", "x").stderr
