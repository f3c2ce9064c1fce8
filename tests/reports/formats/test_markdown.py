"""Text from a sheet shows in Markdown as it was typed, wherever it stands."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from okrsheets.reports.formats import markdown

READER = MarkdownIt("gfm-like", {"linkify": False})
TYPED = st.text(alphabet=st.sampled_from("ab1 #*_`~|<>[]()!\\&;.+-=:/@$%{}'\"\né😀"), max_size=40)


def shown(source: str) -> str:
    """The text that a reader of the rendered page sees, with every tag that is not ours left in."""
    return html.unescape(re.sub(r"</?(p|ul|li|table|thead|tbody|tr|th|td)>|\n", "", READER.render(source)))


def flat(text: str) -> str:
    return " ".join(text.split())


@given(TYPED)
@example("# Win")
@example("12. of May")
@example("[x](javascript:alert(1))")
@example("<script>alert(1)</script>")
@example("&lt;b&gt;")
@example("---")
@example("a | b\\")
def test_a_text_shows_as_typed_in_a_paragraph_a_list_and_a_table(text: str) -> None:
    escaped = markdown.escape(text)
    assert shown(escaped) == flat(text)
    assert shown(f"- {escaped}") == (flat(text) or "")
    assert shown(f"| a |\n| --- |\n| {escaped} |").removeprefix("a") == flat(text)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("https://a.example", r"https\:/\/a.example"),
        ("//evil.example/x", r"/\/evil.example/x"),
        ("www.a.example", r"www\.a.example"),
        ("a@b.example", r"a\@b.example"),
    ],
)
def test_a_plain_address_does_not_become_a_link(typed: str, written: str) -> None:
    assert markdown.escape(typed) == written
    assert shown(written) == typed


def test_ordinary_words_stay_readable_in_the_source() -> None:
    text = "Resolution time down 30 %, from 20 to 14 hours (by Q3): “calm”, 2.5 at most"
    assert markdown.escape(text) == text
