"""The report on paper: pages that can be found, headings beside their tables, nothing fetched, and clear words."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from report_cases import inside, pages, shop

from okrsheets.core.errors import UsageError
from okrsheets.reports.formats import pdf
from okrsheets.reports.formats.pdf import printed, write_pdf
from okrsheets.reports.model.report import Report, TableBlock, Text

pytestmark = pytest.mark.slow

DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC")


def report_of(stem: str) -> Report:
    return next(page.report for page in pages(shop()) if str(page.stem) == stem)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    path = tmp_path_factory.mktemp("pdf") / "support.pdf"
    report = report_of("teams/support")
    write_pdf(path, report)
    return report, path


def sheets(path: Path, order: str = "-raw") -> list[list[str]]:
    """The lines of each page in the order in which they were drawn; the last one is its foot."""
    asked = ["pdftotext", order, "-enc", "UTF-8", str(path), "-"]
    text = subprocess.run(asked, capture_output=True, check=True).stdout.decode()
    found = []
    for page in text.split("\f")[:-1]:
        lines = page.strip().splitlines()
        if len(lines) > 1 and re.fullmatch(r"\d+ / \d+", lines[-1].strip()) and page is not text.split("\f")[0]:
            lines[-2:] = [f"{lines[-2]} {lines[-1]}"]
        found.append(lines)
    return found


def test_the_contents_page_names_the_page_of_every_section(team: tuple[Report, Path]) -> None:
    report, path = team
    first = sheets(path, "-layout")[0]
    others = sheets(path)
    for section in report.sections:
        line = next(line for line in first if line.strip().startswith(section.title))
        assert section.title in others[int(line.split()[-1]) - 1], section.title


def test_every_page_has_its_number_and_all_but_the_first_the_title(team: tuple[Report, Path]) -> None:
    report, path = team
    first, *others = [page[-1] for page in sheets(path)]
    many = len(others) + 1
    assert first.endswith(f"1 / {many}")
    assert others == [f"{report.title} {at} / {many}" for at in range(2, many + 1)]


def test_no_page_ends_in_a_heading(team: tuple[Report, Path]) -> None:
    report, path = team
    headings = {section.title for section in report.sections}
    headings |= {title for block in inside(report) if (title := getattr(block, "title", ""))}
    headings |= {block.lead for block in inside(report) if isinstance(block, TableBlock) and block.lead}
    assert len(headings) > 10
    assert not [page[-2] for page in sheets(path)[1:] if page[-2] in headings]


def test_the_headings_of_a_long_table_stand_on_each_of_its_pages() -> None:
    rows = "".join(f"<tr><td>row {at}</td></tr>" for at in range(200))
    page = f"<head></head><table><thead><tr><th>Owner</th></tr></thead><tbody>{rows}</tbody></table>"
    made = _text(printed(pdf.on_paper(page)))
    assert made.count("\f") > 2
    assert made.count("Owner") == made.count("\f")


def test_what_is_folded_on_the_screen_is_open_on_paper(tmp_path: Path) -> None:
    page = "<head></head><details><summary>Read all of it</summary><p>the whole of it</p></details>"
    assert "the whole of it" in _text(printed(pdf.on_paper(page)))


def test_the_file_tells_its_title_its_language_and_its_outline(team: tuple[Report, Path]) -> None:
    report, path = team
    about = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True).stdout.decode()
    assert re.search(rf"Title: +{re.escape(report.title)}\n", about)
    assert "Tagged:          yes" in about
    assert "CreationDate" not in about
    inner = b"".join(_unpacked(stream) for stream in re.findall(rb"(?s)stream\n(.*?)\nendstream", path.read_bytes()))
    assert b"/Lang (en)" in inner
    assert b"/Outlines" in inner


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    report = report_of("people/renee-fournier/review")
    for name in ("a.pdf", "b.pdf"):
        write_pdf(tmp_path / name, report)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_page_is_given_nothing_but_what_stands_in_it(tmp_path: Path, network_attempts: list[str]) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(DOT)
    inlined = f"data:image/png;base64,{base64.b64encode(DOT).decode()}"
    for source, shown in ((inlined, 1), (secret.as_uri(), 0), ("http://spreadsheets.example/a.png", 0)):
        made = printed(f'<img src="{source}" alt=""><p style="background: url({source})">x</p>')
        assert bool(made.count(b"/Subtype /Image")) is bool(shown), source
    assert network_attempts == []


def test_a_text_that_was_cut_in_the_list_is_there_whole(team: tuple[Report, Path], tmp_path: Path) -> None:
    report = report_of("organisation")
    whole = [each.whole for each in inside(report) if isinstance(each, Text) and each.whole]
    write_pdf(tmp_path / "a.pdf", report)
    shown = "".join(_text((tmp_path / "a.pdf").read_bytes()).split())
    assert all("".join(text.split()) in shown for text in whole)


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(UsageError) as wrong:
        printed("<p>x</p>")
    assert wrong.value.hint == "pip install 'okrsheets[reports]'"


def test_without_a_library_of_the_system_the_message_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\\nand more\")")
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UsageError) as wrong:
        printed("<p>x</p>")
    assert wrong.value.what.endswith("cannot load library 'libpango-1.0-0'")
    assert "libpango-1.0-0" in wrong.value.hint


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def _text(made: bytes) -> str:
    asked = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    return subprocess.run(asked, input=made, capture_output=True, check=True).stdout.decode()
