"""The looks of `style` as Google spells them. What it has no word for is said nearest: an indent is a padding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.percent import PERCENT_FORMAT
from .style import STYLES, Style

Json = dict[str, Any]

INDENT, EDGE, ABOVE = 8, 3, 2  # pixels of an indent, and of the padding that Google gives every cell
PIXELS_A_CHARACTER, PIXELS_A_POINT = 7, 4 / 3
PLAIN_NUMBER = STYLES["number"]["num_format"]  # Google has no word for "as many decimals as there are" but no format

_TYPES = {"@": "TEXT", "0%": "PERCENT", PERCENT_FORMAT: "PERCENT", "yyyy-mm-dd": "DATE"}
_SIDES = {"left": "LEFT", "center": "CENTER", "right": "RIGHT"}
_HEIGHTS = {"vcenter": "MIDDLE", "bottom": "BOTTOM", "top": "TOP"}


def colour(code: str) -> Json:
    """Return a colour.

    >>> colour("#FF8000")
    {'rgbColor': {'red': 1.0, 'green': 0.502, 'blue': 0.0}}
    """
    parts = (round(int(code[at : at + 2], 16) / 255, 4) for at in (1, 3, 5))
    return {"rgbColor": dict(zip(("red", "green", "blue"), parts))}


def style_of(words: str) -> Style:
    """Return what the words of a style come to; a later one wins."""
    return {key: value for part in ("base", *words.split()) for key, value in STYLES[part].items()}


def cell_format(look: Style, link: str = "") -> Json:
    """Return the CellFormat of a look; `link` is where a click leads.

    >>> cell_format({"num_format": "0%", "align": "right"})
    {'horizontalAlignment': 'RIGHT', 'numberFormat': {'type': 'PERCENT', 'pattern': '0%'}}
    """
    made: Json = {}
    if text := _text_format(look):
        made["textFormat"] = text
    if "bg_color" in look:
        made["backgroundColorStyle"] = colour(str(look["bg_color"]))
    if look.get("align"):
        made["horizontalAlignment"] = _SIDES[str(look["align"])]
    if look.get("valign"):
        made["verticalAlignment"] = _HEIGHTS[str(look["valign"])]
    if look.get("text_wrap") or look.get("shrink"):
        made["wrapStrategy"] = "WRAP" if look.get("text_wrap") else "CLIP"
    if look.get("indent"):
        made["padding"] = _padding(look)
    if look.get("bottom"):
        made["borders"] = {"bottom": {"style": "SOLID", "colorStyle": colour(str(look["bottom_color"]))}}
    if look.get("rotation"):
        made["textRotation"] = {"angle": look["rotation"]}
    if "num_format" in look and look["num_format"] not in (PLAIN_NUMBER, "General"):
        pattern = str(look["num_format"])
        made["numberFormat"] = {"type": _TYPES.get(pattern, "NUMBER"), "pattern": pattern}
    if link:
        made.setdefault("textFormat", {})["link"] = {"uri": link}
    return made


_TEXT: Mapping[str, str] = {
    "font_name": "fontFamily", "font_size": "fontSize", "bold": "bold", "italic": "italic",
    "font_strikeout": "strikethrough",
}  # fmt: skip


def _text_format(look: Style) -> Json:
    made: Json = {theirs: look[ours] for ours, theirs in _TEXT.items() if ours in look}
    if "font_color" in look:
        made["foregroundColorStyle"] = colour(str(look["font_color"]))
    if look.get("underline"):
        made["underline"] = True
    return made


def _padding(look: Style) -> Json:
    side = "right" if look.get("align") == "right" else "left"
    return {"top": ABOVE, "bottom": ABOVE, "left": EDGE, "right": EDGE, side: EDGE + INDENT * int(str(look["indent"]))}


def width(characters: float) -> int:
    """Return a column's width in pixels."""
    return round(characters * PIXELS_A_CHARACTER) + 5


def height(points: float) -> int:
    """Return a row's height in pixels."""
    return round(points * PIXELS_A_POINT)
