"""Whatever is typed into any text column of any table shows as typed, in every format, for every reader."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from hostile_reports import HOSTILE, spoilt, texts
from markdown_it import MarkdownIt
from report_cases import pages, report_data_of

from okrsheets.core import schema
from okrsheets.core.errors import Location, Problem
from okrsheets.core.model import Workbook
from okrsheets.reports.formats.html import TEMPLATES, render_html, render_markdown
from okrsheets.reports.pack import PackPage

pytestmark = pytest.mark.slow

SCRIPT = (TEMPLATES / "page.js").read_text("utf-8")
READER = MarkdownIt("gfm-like", {"linkify": False})


@pytest.fixture(scope="module", params=HOSTILE)
def pack(request: pytest.FixtureRequest) -> tuple[str, list[PackPage]]:
    text = HOSTILE[request.param]
    problem = Problem(Location(text, text, "F14"), text, text)
    data = report_data_of(spoilt(text), organisation=text, problems=[problem], workbooks=[Workbook(text, 46203, text)])
    return text, list(pages(data))


class Reader(HTMLParser):
    """What a browser makes of a page: the tags that are open, and the text that is seen."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in ("style", "script"):
            self.text.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_a_page_has_no_tag_that_is_not_ours_and_shows_every_text(pack: tuple[str, list[PackPage]]) -> None:
    text, made = pack
    shown = 0
    for page in made:
        written = render_html(page.report)
        assert re.findall(r"(?s)<script.*?</script>", written) == [f"<script>{SCRIPT}</script>"]
        reader = read(written)
        assert not reader.tags & {"img", "iframe", "object", "embed", "base", "link"}
        assert not {name for name in reader.attributes if name.startswith("on")}
        assert written.count("<style>") == written.count("</style>") == 1
        seen = "".join(reader.text)
        for each in texts(page.report):
            assert each in seen
        shown += text[:60] in seen
    assert shown > 30


def test_markdown_shows_every_text_as_typed(pack: tuple[str, list[PackPage]]) -> None:
    _, made = pack
    for page in made[:12]:
        rendered = READER.render(render_markdown(page.report))
        tags = set(re.findall(r"<([a-z0-9]+)", rendered))
        assert tags <= {
            "h1",
            "h2",
            "h3",
            "p",
            "ul",
            "ol",
            "li",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "strong",
            "a",
            "br",
        }
        links = set(re.findall(r'href="([^"]*)"', rendered))
        assert all(re.fullmatch(r"[a-z0-9/.-]+\.md", link) for link in links), links
        seen = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", rendered)).split())
        for each in texts(page.report):
            assert " ".join(each.split()) in seen


def test_every_table_has_free_text_in_the_hostile_pack() -> None:
    text = HOSTILE["script"]
    hit = {
        name for name, records in spoilt(text).records.items() for values in records.columns.values() if text in values
    }
    assert hit == {table.name for table in schema.TABLES}
