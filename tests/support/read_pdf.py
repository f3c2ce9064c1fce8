"""What several tests share: what stands in a PDF, where, and how it is tagged."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject


@dataclass(frozen=True)
class Word:
    """A word of a page with its box, in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def covers(self, other: Word) -> bool:
        """Whether a part of this word that can be seen lies on the other."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > 1.5 and high > 0.45 * min(self.bottom - self.top, other.bottom - other.top)


_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


def words(path: Path) -> list[list[Word]]:
    """The words of each page."""
    asked = ["pdftotext", "-bbox", str(path), "-"]
    told = subprocess.run(asked, capture_output=True, check=True).stdout
    pages = told.decode("utf-8", "replace").split("<page ")[1:]  # it cuts a title beyond 16 bits in two
    return [list(map(_word, _WORD.findall(page))) for page in pages]


def _word(found: tuple[str, ...]) -> Word:
    left, top, right, bottom = map(float, found[:4])
    return Word(left, top, right, bottom, html.unescape(found[4]))


def misplaced(path: Path, width: float = 595, height: float = 842, margin: float = 30, foot: float = 12) -> list[str]:
    """Words that run off the page, or lie on one another."""
    found = []
    for number, page in enumerate(words(path), 1):
        for word in page:
            if word.left < margin or word.top < margin or word.right > width - margin or word.bottom > height - foot:
                found.append(f"page {number}: {word.text} is off the page")
        found += [f"page {number}: {one.text} on {two.text}" for one, two in _neighbours(page) if one.covers(two)]
    return found


def _neighbours(page: list[Word]) -> Iterator[tuple[Word, Word]]:
    """Pairs of words that share a height."""
    ordered = sorted(page, key=lambda word: word.top)
    for at, one in enumerate(ordered):
        for two in ordered[at + 1 :]:
            if two.top >= one.bottom:
                break
            yield one, two


def lines(path: Path, order: str = "-raw") -> list[list[str]]:
    """The lines of each page in the order in which they were drawn."""
    asked = ["pdftotext", order, "-enc", "UTF-8", str(path), "-"]
    text = subprocess.run(asked, capture_output=True, check=True).stdout.decode()
    return [page.strip().splitlines() for page in text.split("\f")[:-1]]


def structure(reader: PdfReader) -> list[tuple[str, dict[str, Any]]]:
    """The tags of a document in the order of reading, each with its own entries."""
    return list(_tags(reader.trailer["/Root"]["/StructTreeRoot"]))  # type: ignore[index]


def _tags(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, ArrayObject):
        for child in node:
            yield from _tags(child)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield str(node["/S"])[1:], dict(node)
        if "/K" in node:
            yield from _tags(node["/K"])
