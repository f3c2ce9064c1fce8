"""What people wrote for a report, from Markdown: paragraphs, headings, lists, emphasis and links to web pages.

Everything else is shown as text: HTML, images (their description), tables and code. `markdown_it` reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ...core.commentary import ORGANISATION, commentary_key
from ..model.prose import Paragraph, ParagraphKind, Prose, Run
from .scope import Scope

LONGEST = 20_000  # letters of a commentary that are read: several pages
SCHEMES = ("http", "https", "mailto")
_READER = MarkdownIt("zero").enable(["heading", "lheading", "list", "emphasis", "link", "newline", "escape", "entity"])


def commentary(scope: Scope) -> Prose | None:
    """Return the commentary for a reader, None where nobody wrote any: the organisation's own, or a team's."""
    if scope.audience not in ("organisation", "team"):
        return None
    key = ORGANISATION if scope.audience == "organisation" else commentary_key(scope.subject)
    paragraphs = prose(scope.snapshot.commentary.get(key, ""))
    return Prose(paragraphs, scope.language.say("Commentary")) if paragraphs else None


def prose(markdown: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text in Markdown.

    >>> [(paragraph.style, paragraph.text) for paragraph in prose("# Q2" + chr(10) + "- We *grew* <b>fast</b>")]
    [('heading', 'Q2'), ('bullet', 'We grew <b>fast</b>')]
    """
    return tuple(_paragraphs(_READER.parse(markdown[:LONGEST])))


def _paragraphs(tokens: Sequence[Token]) -> Iterator[Paragraph]:
    lists: list[int] = []  # the number of the next item of each list around, 0 for one with bullets
    style: ParagraphKind = "paragraph"
    label = ""
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            style, label = ("number", f"{lists[-1]}.") if lists[-1] else ("bullet", "")
            lists[-1] += bool(lists[-1])
        elif token.type == "heading_open":
            style = "heading"
        elif token.type == "inline":
            runs = tuple(_runs(token.children or ()))
            if any(run.text.strip() for run in runs):
                yield Paragraph(style, runs, len(lists), label)
            style, label = "paragraph", ""


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    bold = italic = 0
    address = ""
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            bold += token.nesting
        elif token.type in ("em_open", "em_close"):
            italic += token.nesting
        elif token.type == "link_open":
            address = _web(str(token.attrs.get("href", "")))
        elif token.type == "link_close":
            address = ""
        else:
            text = " " if token.type in ("softbreak", "hardbreak") else token.content
            if text:
                yield Run(text, bool(bold), bool(italic), address)


def _web(address: str) -> str:
    """An address that a reader may be led to; nothing for one that could run a program or leave the pack."""
    try:
        return address if urlsplit(address).scheme in SCHEMES else ""
    except ValueError:
        return ""
