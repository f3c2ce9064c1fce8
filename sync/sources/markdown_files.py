"""Markdown: its tables as cells, and headings with bullets below them as objectives with key results.

A row of the sheet is a line of the text, so that a cell leads back to its line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...core.cells import Cell
from .base import FileContent, RawWorkbook, Sheet

ENDINGS = (".md", ".markdown")
LONGEST_LINE = 1_000  # characters of a line with a heading, a bullet or a row of a table
LONGEST = 1_000_000  # characters that are looked at

_ABOUT = re.compile(
    r"\b(?:okrs?|objectives?|key[ -]results?|kr ?[0-9]|skill matrix|skills? matrices|competenc)", re.IGNORECASE
)
_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_BULLET = re.compile(r"(?P<indent>\s*)(?:[-*+]|[0-9]{1,2}[.)])\s+(?:\[(?P<tick>[ xX])\]\s+)?(?P<text>.*\S)\s*")
_SCORE = re.compile(
    r"(?P<words>.*?\S)\s*(?:[-–—:=>→|(]+)\s*(?P<score>[0-9]+(?:[.,][0-9]+)?\s?%|[0-9]+(?:\.[0-9]+)?\s*(?:/|of)\s*[0-9]+|[01]?\.[0-9]+|1\.0|✓|✗|✅|❌)\)?\s*"
)
_MARKED = re.compile(r"(\*\*|__|`|~~)(.+?)\1")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_OBJECTIVE, _KEY_RESULT = "Objective", "Key result"
_NAMED = re.compile(r"(?:objective|key[ -]?result|kr|o)\b\s*[0-9.]*\s*[:.–—-]*\s*", re.IGNORECASE)


def is_about_goals(text: str) -> bool:
    """Return whether a text speaks of OKRs or skills, and so may hold some.

    >>> is_about_goals("# OKRs 2026"), is_about_goals("# Shopping list")
    (True, False)
    """
    return _ABOUT.search(text[:LONGEST]) is not None


def markdown_book(name: str, path: Path, data: bytes) -> FileContent:
    """Return a Markdown file as a workbook of one sheet."""
    text = data.decode("utf-8-sig", "replace")
    return FileContent(
        hashlib.sha256(data).hexdigest(),
        lambda: RawWorkbook(name, [Sheet(path.stem, markdown_rows(text))], is_text=True),
    )


@dataclass(frozen=True)
class _Line:
    """A heading (depth from 1) or a bullet (depth from 0) with its words and score."""

    bullet: bool
    depth: int
    words: str
    score: str = ""


def markdown_rows(text: str) -> list[list[Cell]]:
    """Return a row for each line of a text: the cells of a table, or what a heading or bullet is, its words and its score.

    >>> markdown_rows("## Grow\\n- Sell more: 60%\\n")
    [['Objective', 'Grow'], ['Key result', 'Sell more', '60%']]
    """
    lines = [line.rstrip() for line in text[:LONGEST].splitlines()]
    outline = {number: line for number, raw in enumerate(lines) if (line := _line(raw)) is not None}
    ranks = _ranks(outline)
    return [_row(raw, outline.get(number), ranks.get(number, "")) for number, raw in enumerate(lines)]


def _line(raw: str) -> _Line | None:
    if len(raw) > LONGEST_LINE:
        return None
    heading = _HEADING.fullmatch(raw)
    if heading is not None:
        words, score = _scored(_plain(heading[2]))
        return _Line(False, len(heading[1]), words, score)
    bullet = _BULLET.fullmatch(raw)
    if bullet is None:
        return None
    words, score = _scored(_plain(bullet["text"]))
    if not score and bullet["tick"]:
        score = "not done" if bullet["tick"] == " " else "done"
    return _Line(True, len(bullet["indent"].expandtabs(4)), words, score)


def _plain(text: str) -> str:
    """A text without the marks of Markdown."""
    return _MARKED.sub(r"\2", _LINK.sub(r"\1", text)).strip()


def _scored(text: str) -> tuple[str, str]:
    match = _SCORE.fullmatch(text)
    return (match["words"], match["score"]) if match else (text, "")


def _ranks(outline: dict[int, _Line]) -> dict[int, str]:
    """Which headings and bullets are objectives and key results: those with bullets right below, and these bullets."""
    ranks: dict[int, str] = {}
    for parent, children in _families(outline):
        named = _NAMED.match(outline[parent].words) is not None
        if named or any(outline[child].score or _NAMED.match(outline[child].words) for child in children):
            ranks[parent] = _OBJECTIVE
            ranks.update(dict.fromkeys(children, _KEY_RESULT))
    return ranks


def _families(outline: dict[int, _Line]) -> Iterator[tuple[int, list[int]]]:
    """Each heading with the bullets below it, or each bullet with those nested in it."""
    parent, children = -1, list[int]()
    for number, line in outline.items():
        if line.bullet and parent >= 0 and (not outline[parent].bullet or line.depth > outline[parent].depth):
            first = outline[children[0]] if children else line
            if line.depth <= first.depth:
                children.append(number)
            elif children and not outline[parent].bullet and not first.score and children[-1] == number - 1:
                parent, children = children[-1], [number]
            continue
        if children:
            yield parent, children
        parent, children = number, []
    if children:
        yield parent, children


def _row(raw: str, line: _Line | None, rank: str) -> list[Cell]:
    if line is not None:
        if not rank:
            return [line.words]
        words = _NAMED.sub("", line.words, count=1) if _NAMED.match(line.words) else line.words
        return [rank, words or line.words, *([line.score] if line.score else [])]
    stripped = raw.strip()
    if len(raw) > LONGEST_LINE:
        return [stripped]
    if _RULE.fullmatch(raw):
        return []
    if stripped.startswith("|") or stripped.count("|") >= 2:
        return [_plain(cell.replace("\\|", "|")) for cell in _cells(stripped)]
    return [_plain(stripped)] if stripped else []


def _cells(line: str) -> Sequence[str]:
    return re.split(r"(?<!\\)\|", line.removeprefix("|").removesuffix("|"))
