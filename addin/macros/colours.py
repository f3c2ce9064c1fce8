"""How the cells that a macro writes are coloured, in the colours of the templates; each program has its own way to apply them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CellColours:
    """The colour of the text and of the background as red, green and blue; None is the program's own."""

    text: int | None = None
    background: int | None = None
    bold: bool = False


COLOURS = {
    "": CellColours(),
    "title": CellColours(0x14505C, bold=True),
    "heading": CellColours(0xFFFFFF, 0x14505C, bold=True),
    "good": CellColours(0x0B5C43, 0xDDF0E8),
    "careful": CellColours(0x7A4B00, 0xFDEBCB),
    "bad": CellColours(0x8A1C0F, 0xF9D5CD, bold=True),
}
