"""What people wrote: paragraphs, headings and lists with emphasis and links, and nothing else of what Markdown knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

ParagraphKind = Literal["paragraph", "heading", "bullet", "number"]


@dataclass(frozen=True, slots=True)
class Run:
    """Some letters of one look; `address` is where a link leads, empty for plain text."""

    text: str
    bold: bool = False
    italic: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a heading, or an item of a list: `depth` counts the lists around it, `label` is a number such as '2.'."""

    style: ParagraphKind
    runs: tuple[Run, ...]
    depth: int = 0
    label: str = ""

    @property
    def text(self) -> str:
        """The letters without their looks."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Prose:
    """A text that people wrote, with the name of its file."""

    kind: ClassVar[str] = "prose"
    paragraphs: tuple[Paragraph, ...]
    title: str = ""
    lead: str = ""
