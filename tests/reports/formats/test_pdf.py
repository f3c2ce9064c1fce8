"""The report on paper: pages that can be found, headings beside their tables, tags for screen readers, nothing fetched."""

from __future__ import annotations

import base64
import dataclasses
import html
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
from pypdf import PdfReader
from read_pdf import lines, misplaced, structure
from report_cases import WORDS, inside, pages, shop, worked

from okrsheets.core.cells import date_of
from okrsheets.core.errors import Location, SettingsError, UsageError
from okrsheets.reports.formats import pdf, typesetting
from okrsheets.reports.formats.html import TEMPLATES, render_html
from okrsheets.reports.formats.pdf import write_pdf
from okrsheets.reports.formats.print_data import print_data, typed
from okrsheets.reports.i18n.language import load_language
from okrsheets.reports.model.charts import Picture, TreeChart, TreeNode
from okrsheets.reports.model.figure import Figure
from okrsheets.reports.model.report import (
    Brand,
    Link,
    Listing,
    Pictures,
    Report,
    Row,
    Section,
    Sentences,
    TableBlock,
    TableColumn,
    Text,
)

DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC")

JOINER = "\u2060"  # an invisible mark that keeps a number on its line

Print = Callable[..., Path]


def report_of(stem: str) -> Report:
    return next(page.report for page in pages(shop()) if str(page.stem) == stem)


def report_with(*blocks: Sentences | TableBlock | Pictures, **more: object) -> Report:
    section = Section("all", "All of it", blocks)
    return dataclasses.replace(report_of("index"), audience="person", sections=(section,), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    path = tmp_path_factory.mktemp("pdf") / "support.pdf"
    report = report_of("teams/support")
    write_pdf(path, report)
    return report, path


@pytest.fixture
def printed(tmp_path: Path) -> Print:
    """`printed(report)` writes a report, with a user's templates if any, and returns its path."""

    def write(report: Report, templates: Path | None = None) -> Path:
        write_pdf(tmp_path / "report.pdf", report, templates)
        return tmp_path / "report.pdf"

    return write


def text_of(path: Path) -> str:
    return "\n".join("\n".join(page) for page in lines(path))


# Pages


def test_the_contents_page_names_the_page_of_every_section(team: tuple[Report, Path]) -> None:
    report, path = team
    first = lines(path, "-layout")[1]  # after the executive summary
    others = lines(path)
    for section in report.sections:
        line = next(line for line in first if line.strip().startswith(section.title))
        assert section.title in others[int(line.split()[-1].strip(JOINER)) - 1], section.title


def test_every_page_has_its_number_and_all_but_the_first_the_title(team: tuple[Report, Path]) -> None:
    report, path = team
    first, *others = [" ".join(page[-2:]) for page in lines(path)]
    many = len(others) + 1
    assert first.endswith(f"1 / {many}")
    assert [foot for at, foot in enumerate(others, 2) if not foot.endswith(f"{report.title} {at} / {many}")] == []


def test_no_page_ends_in_a_heading(printed: Print) -> None:
    columns = (TableColumn("a", "Objective"), TableColumn("b", "Owner"))
    rows = [Listing(tuple(Row((Text(f"row {row}"), Figure("x"))) for row in range(1 + at % 5))) for at in range(60)]
    tables = [TableBlock("t", columns, rows[at], f"Title{at}", f"Lead{at}") for at in range(60)]
    made = lines(printed(report_with(*tables)))
    assert len(made) > 4
    last = [[line for line in page if not re.search(r"\d+ / \d+$|OKR review", line)][-1] for page in made]
    assert not [line for line in last if re.match("Title|Lead|Objective", line)]


def test_headings_and_rows_of_a_long_table_stay_together(printed: Print) -> None:
    columns = (TableColumn("a", "Objective"), TableColumn("b", "Owner"))
    rows = tuple(Row((Text(f"first{at} {'word ' * (20 + at * 7 % 60)}last{at}"), Figure("x"))) for at in range(90))
    path = printed(report_with(TableBlock("long", columns, Listing(rows))))
    made = [" ".join(page) for page in lines(path)][1:]
    assert len(made) > 2
    assert [page.count("Objective Owner") for page in made] == [1] * len(made)
    for at in range(90):
        assert [f"first{at} " in page for page in made] == [f"last{at} " in page for page in made]


def test_a_row_longer_than_a_page_goes_on_over_the_next_ones(printed: Print) -> None:
    columns = (TableColumn("a", "Objective"), TableColumn("b", "Owner"))
    path = printed(report_with(TableBlock("long", columns, Listing((Row((Text("word " * 3000), Figure("x"))),)))))
    assert text_of(path).count("word") == 3000
    assert misplaced(path) == []


def test_a_text_that_was_cut_in_the_list_is_there_whole(printed: Print) -> None:
    whole = "The whole of it. " * 40
    row = Row((Text("The whole…", whole, id="O-1", remarks=("stale",)), Figure("x")))
    block = TableBlock("t", (TableColumn("a", "Objective"), TableColumn("b", "Owner")), Listing((row,), "3 more"))
    shown = " ".join(text_of(printed(report_with(block))).split())
    assert f"O-1 {whole}stale" in shown
    assert "… 3 more." in shown


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de", "es"])
@pytest.mark.parametrize("audience", ["organisation", "team", "person", "skills", "programme", "index"])
def test_no_word_runs_off_the_page_or_lies_on_another(audience: str, language: str, printed: Print) -> None:
    report = next(page.report for page in pages(worked(), load_language(language)) if page.report.audience == audience)
    assert misplaced(printed(report)) == []


# For screen readers


def test_the_file_conforms_to_pdf_ua_and_tells_its_title_its_day_and_its_language(team: tuple[Report, Path]) -> None:
    report, path = team
    reader = PdfReader(path)
    root = reader.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()  # type: ignore[index]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert root["/Lang"] == "en"  # type: ignore[index]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
    assert reader.metadata is not None
    assert reader.metadata.title == report.title
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == date_of(report.date)


@pytest.mark.parametrize(("tag", "shown"), [("de", "de"), ("de-AT", "de-AT"), ("es-MX", "es-MX"), ("es-419", "es")])
def test_the_language_is_told_with_its_region(tag: str, shown: str, printed: Print) -> None:
    path = printed(dataclasses.replace(report_of("index"), language=tag))
    assert PdfReader(path).trailer["/Root"]["/Lang"] == shown  # type: ignore[index]


def test_headings_tables_and_pictures_are_tagged(team: tuple[Report, Path]) -> None:
    report, path = team
    tags = structure(PdfReader(path))
    count = Counter(tag for tag, _ in tags)
    lists = ("top risks", "decisions", "skills at risk")  # of the executive summary
    tables = [
        block for block in inside(report)
        if isinstance(block, TableBlock) and block.rows.rows and block.name not in lists
    ]  # fmt: skip
    heat = len(report.blocks("heat"))
    assert count["Title"] + count["H1"] >= len(report.sections) + 2
    assert count["Table"] == len(tables) + heat
    assert count["TH"] >= sum(len(table.columns) for table in tables)
    assert count["TR"] >= sum(len(table.rows.rows) + 1 for table in tables)
    alternatives = {str(entries["/Alt"]) for tag, entries in tags if tag == "Figure"}
    assert count["Figure"] > 3
    pictures = [each for each in inside(report) if isinstance(each, get_args(Picture)) and each.kind != "heat"]
    assert len(pictures) > 3
    assert {picture.description for picture in pictures} <= alternatives


def test_the_outline_leads_to_every_section(team: tuple[Report, Path]) -> None:
    report, path = team
    titles = [entry.title for entry in PdfReader(path).outline if not isinstance(entry, list)]
    assert titles == [*(section.title for section in report.sections), "Sources"]


# Notes and links


def test_the_letters_of_each_note_lead_to_its_cells_in_the_row_of_the_workbook(team: tuple[Report, Path]) -> None:
    report, path = team
    data = print_data(report)
    page = html.unescape(render_html(report))
    notes = {note["number"]: note for note in data["notes"]}
    entries = [(book["workbook"], entry) for book in data["books"] for entry in book["entries"]]
    assert len(notes) > 20
    assert {entry["number"] for _, entry in entries if entry["first"]} == set(notes)
    for workbook, entry in entries:
        assert f"{workbook} › {entry['text']}" in [place["text"] for place in notes[entry["number"]]["places"]]
        assert f"<bdi>{entry['text']}</bdi>" in page
    assert len({book["workbook"] for book in data["books"]}) == len(data["books"])
    inner = [
        link for sheet in PdfReader(path).pages for link in sheet.get("/Annots", ())
        if link.get_object().get("/Dest") or link.get_object().get("/A", {}).get("/S") == "/GoTo"
    ]  # fmt: skip
    summary, rest = data["sections"][0], data["sections"][1:]
    assert summary["id"] == "summary"
    assert noted(summary) == 0  # the first page has no notes
    assert len(inner) >= noted(rest) > 50


def noted(value: Any) -> int:
    """How many figures of printed data have a note."""
    if isinstance(value, dict):
        return bool(value.get("note")) + sum(map(noted, value.values()))
    return sum(map(noted, value)) if isinstance(value, list) else 0


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://docs.example/book", True),
        ("mailto:ana@example.org", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("../book.xlsx", False),
        ("data:text/html,x", False),
        ("http://[broken", False),
    ],
)
def test_a_source_is_linked_by_the_web_or_by_mail_and_nothing_else(address: str, linked: bool, printed: Print) -> None:
    figure = Figure("5 of 6", cells=(Location("Q1.xlsx", "Key results", "H5"),))
    path = printed(report_with(Sentences((figure,)), links={"Q1.xlsx": address}))
    assert addresses(path) == ([address, address + "#%27Key%20results%27%21H5"] if linked else [])
    assert "Q1.xlsx" in text_of(path)


def test_what_is_typed_never_becomes_a_link(printed: Print) -> None:
    columns = (TableColumn("a", "Page"), TableColumn("b", "Owner"))
    row = Row((Link("https://a.example/x", "teams/support"), Text('#link("https://a.example")[x] <https://a.example>')))
    path = printed(report_with(TableBlock("t", columns, Listing((row,)))))
    assert addresses(path) == []
    assert '#link("https://a.example")[x] <https://a.example>' in text_of(path)


def addresses(path: Path) -> list[str]:
    links = [link.get_object() for sheet in PdfReader(path).pages for link in sheet.get("/Annots", ())]
    return [link["/A"]["/URI"] for link in links if link.get("/A", {}).get("/S") == "/URI"]


# Letters


def test_a_letter_that_no_font_has_is_a_box_and_can_be_found(printed: Print) -> None:
    text = "x\U000e0041\ue123\U00012345 1\ufe0f\u20e3 y"
    path = printed(report_with(Sentences((Figure(text),))))
    assert "\ue123\U00012345" in text_of(path)
    assert b"pdfuaid" in path.read_bytes() or b"pdfuaid" in PdfReader(path).trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]


def test_a_chart_with_an_emoji_of_two_conforms_too(printed: Print) -> None:
    nodes = (TreeNode("👩\u200d🚀 e\u0301\u0301\u0301", "O1", -1, 0, "Support", "on track", "on track", "50%"),)
    path = printed(report_with(Pictures((TreeChart("Tree", nodes, "One objective."),))))
    reader = PdfReader(path)
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]
    assert [str(entries["/Alt"]) for tag, entries in structure(reader) if tag == "Figure"] == ["One objective."]
    assert len(reader.pages[0].images) == 1


def test_a_text_that_pdf_ua_cannot_hold_is_printed_all_the_same(
    printed: Print, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: Any, standards: Sequence[str] = ("ua-1",)) -> bytes:
        if standards:
            raise typesetting.UnmappedTextError("missing codepoints")
        return made(*arguments, standards)

    made: Callable[..., bytes] = typesetting.pdf
    monkeypatch.setattr(pdf, "pdf", refuse)
    reader = PdfReader(printed(report_with(Sentences((Figure("all of it"),)))))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "all of it" in reader.pages[0].extract_text()


def test_every_sign_of_our_own_texts_is_in_the_fonts_that_come_with_us() -> None:
    typst = pytest.importorskip("typst")
    ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[typesetting.FONTS])
    signs = "ÄÖÜßáñ¿¡ŁΩЖ0123456789%€£–—…“”„«»·•×→↑↓≥≤≠✔✓✗●▲■○▾★"
    template = b'#set document(title: "x")\n#set text(font: ("Noto Sans", "Noto Sans Math", "Noto Sans Symbols2"), fallback: false)\n#title()\n#sys.inputs.text'
    for weight in ("regular", "bold"):
        styled = template + f'\n#text(weight: "{weight}", sys.inputs.text)'.encode()
        assert typst.compile(styled, font_paths=ours, sys_inputs={"text": signs}, pdf_standards=["ua-1"])


def test_a_long_word_is_broken_between_letters_and_not_within_one() -> None:
    assert typed("w" * 40).split("\u200b") == [*["w" * 6] * 6, "w" * 4]
    pieces = typed("e\u0301" * 40).split("\u200b")
    assert len(pieces) > 10
    assert not [piece for piece in pieces if piece.startswith("\u0301")]


def test_a_text_from_right_to_left_keeps_its_direction_to_itself(printed: Print) -> None:
    assert typed("\u2067שלום") == "\u2068\u2067שלום\u2069\u2069"
    path = printed(report_with(Sentences((Figure("\u202eevil\u202c שלום עולם"), Figure("after it")))))
    assert "after it" in text_of(path)


# The same file everywhere, and nothing fetched


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    report = report_of("people/renee-fournier/review")
    for name in ("a.pdf", "b.pdf"):
        write_pdf(tmp_path / name, report)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.parametrize("kind", ["png", "svg+xml"])
def test_the_logo_and_the_name_of_the_brand_stand_at_the_top(kind: str, printed: Print) -> None:
    drawn = (
        DOT
        if kind == "png"
        else b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    )
    logo = f"data:image/{kind};base64,{base64.b64encode(drawn).decode()}"
    path = printed(report_with(Sentences((Figure("x"),)), brand=Brand("Acme", logo, "#0b3d91", "#0b3d91")))
    assert lines(path)[0][0] == "Acme"
    assert [str(entries["/Alt"]) for tag, entries in structure(PdfReader(path)) if tag == "Figure"] == ["Acme"]


def test_a_logo_loads_nothing_from_beside_it_or_from_the_network(tmp_path: Path, printed: Print) -> None:
    (tmp_path / "secret.png").write_bytes(DOT)
    hrefs = ("http://spreadsheets.example/a.png", (tmp_path / "secret.png").as_uri(), "secret.png")
    inner = "".join(f'<image href="{href}" width="9" height="9"/>' for href in hrefs)
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inner}</svg>'.encode()
    logo = f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode()}"
    with pytest.raises(SettingsError, match="the logo cannot be printed"):
        printed(report_with(Sentences((Figure("x"),)), brand=Brand("Acme", logo)))


def test_a_logo_that_is_broken_is_named(printed: Print) -> None:
    logo = f"data:image/png;base64,{base64.b64encode(DOT[:30]).decode()}"
    with pytest.raises(SettingsError, match="the logo cannot be printed"):
        printed(report_with(Sentences((Figure("x"),)), brand=Brand("Acme", logo)))


def test_without_the_library_the_message_says_what_to_install(printed: Print, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UsageError) as wrong:
        printed(report_of("index"))
    assert wrong.value.hint == "pip install 'okrsheets[reports]'"


# Templates of users

OWN = """#import "okrsheets/blocks.typ": *
#show: pages
#title()
Made for the board. #read("words.txt")
#sections(blocks: (sentences: it => it.lines.map(line => upper(line.text)).join()))
#sources
"""


def own(folder: Path, template: str) -> Path:
    (folder / "templates").mkdir()
    (folder / "templates" / "report.typ").write_text(template, "utf-8")
    return folder / "templates"


def test_a_template_of_the_user_takes_our_blocks_and_its_own(tmp_path: Path, printed: Print) -> None:
    folder = own(tmp_path, OWN)
    (folder / "words.txt").write_text("Read it.", "utf-8")
    text = text_of(printed(report_with(Sentences((Figure("All well"),))), folder))
    assert "Made for the board. Read it." in text
    assert "ALL WELL" in text


def test_the_template_of_the_documentation_works(tmp_path: Path, printed: Print) -> None:
    page = (Path(__file__).parents[3] / "docs" / "report-context.md").read_text("utf-8")
    (template,) = re.findall(r"```typst\n(.*?)```", page, re.DOTALL)
    folder = own(tmp_path, template)
    (folder / "board.png").write_bytes(DOT)
    path = printed(report_of("organisation"), folder)
    assert "Prepared for the board." in text_of(path)
    assert re.search(r"\d numbers", text_of(path))


def test_a_folder_without_a_template_for_pdf_leaves_ours(tmp_path: Path, printed: Print) -> None:
    folder = own(tmp_path, OWN)
    (folder / "report.typ").rename(folder / "page.html.j2")
    assert "All well" in text_of(printed(report_with(Sentences((Figure("All well"),))), folder))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("#nobody", "report.typ:4: unknown variable: nobody"),
        ("#report.titel", "report.typ:4: dictionary does not contain key"),
        ('#read("../secret.txt")', "report.typ:4: path .* would escape the project root"),
        ('#read("/secret.txt")', "report.typ:4: file not found"),
        ("#while true {}", "report.typ:4: condition is always true"),
        ('#import "@preview/cetz:0.3.0": *', "report.typ:4: a template cannot use a package"),
        ("=== Too deep", "report.typ:4: PDF/UA-1 error"),
        ('#image("dot.png")', "report.typ:4: PDF/UA-1 error: missing alt text"),
    ],
)
def test_a_mistake_names_the_file_the_line_and_what_is_wrong(
    line: str, message: str, tmp_path: Path, printed: Print
) -> None:
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    folder = own(tmp_path, f'#import "okrsheets/blocks.typ": *\n#show: pages\n#title()\n{line}\n')
    (folder / "dot.png").write_bytes(DOT)
    with pytest.raises(SettingsError, match=message):
        printed(report_of("index"), folder)


def test_every_word_of_ours_in_the_template_is_in_the_readers_language() -> None:
    blocks = (TEMPLATES / pdf.BLOCKS).read_text("utf-8")
    asked = set(re.findall(r"report\.words\.(\w+)", blocks))
    data = print_data(dataclasses.replace(report_of("index"), language="de"))
    assert asked <= set(data["words"])
    assert data["words"]["Sources"] != WORDS.say("Sources")
