"""How much room text takes in a cell: the one estimate behind every width and height of the templates.

The widths of letters are those of Calibri, which Carlito shares. Programs draw text a little wider or narrower than
the font says, depending on the screen; `SAFETY` covers that.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import ceil

FONT_SIZE = 11.0
PIXELS_PER_POINT = 96 / 72
CHARACTER = 7  # pixels of one unit of a column's width, the width of a digit
CELL_MARGIN = 5  # pixels of a cell that text never uses
INDENT = 9  # pixels of one step of indent
BOLD, SAFETY = 1.03, 1.04
LINE_HEIGHT, PADDING, LEAST_HEIGHT = 15.0, 6.0, 20.0  # points, at the usual size

_THOUSANDTHS = {
    221: "'", 226: " ", 229: "ilı", 239: "j", 248: "ł", 250: ",‘’", 252: ".I·", 268: ":;", 291: "`", 303: "()", 305: "f", 306: "-",
    307: "[]", 314: "{}", 319: "J", 326: "!", 335: "t", 339: "‹›°", 349: "r", 386: "/\\", 391: "s", 395: "z", 401: '"',
    418: "“”„", 420: "L", 423: "c", 433: "x", 452: "v", 453: "y", 455: "k", 459: "FS", 460: "|", 463: "?", 468: "Z", 471: "g",
    479: "a", 487: "TY", 488: "E", 498: "#*+<=>^_e~–•×≤≥§", 507: "$0123456789€", 517: "P", 519: "X", 520: "K",
    525: "bdhnpqu", 527: "oß", 529: "ø", 533: "C", 543: "R", 544: "B", 567: "V", 579: "A", 615: "D", 623: "H", 631: "G", 642: "U",
    646: "N", 662: "O", 673: "Q", 682: "&", 690: "…", 715: "%w", 773: "æ", 799: "m", 850: "œ", 855: "M", 890: "W", 894: "@", 905: "—→",
}  # fmt: skip
_WIDTHS = {letter: width for width, letters in _THOUSANDTHS.items() for letter in letters}
_UNKNOWN = 900  # a letter of another script


def text_width(text: str, size: float = FONT_SIZE, bold: bool = False) -> float:
    """Return the width of one line of text in pixels; `size` is in points.

    >>> round(text_width("0"), 1)
    7.4
    """
    thousandths = sum(_letter_width(letter) for letter in text)
    return thousandths / 1000 * size * PIXELS_PER_POINT * (BOLD if bold else 1)


def _letter_width(letter: str) -> int:
    plain = unicodedata.normalize("NFD", letter)[:1]  # an accent takes no room
    return _WIDTHS.get(plain, _UNKNOWN)


def column_pixels(characters: float) -> int:
    """Return the width of a column in pixels."""
    return int(characters * CHARACTER + 0.5) + CELL_MARGIN


def room(characters: float, indent: int = 0) -> float:
    """Return how many pixels a line of text may have in a column of so many characters."""
    return column_pixels(characters) - CELL_MARGIN - INDENT * indent


def line_count(text: str, pixels: float, size: float = FONT_SIZE, bold: bool = False) -> int:
    """Return how many lines wrapped text has in so many pixels; a word that is too long goes on in the next line."""
    return sum(_lines_of_paragraph(paragraph, pixels, size, bold) for paragraph in text.split("\n"))


def _lines_of_paragraph(text: str, pixels: float, size: float, bold: bool) -> int:
    space = text_width(" ", size, bold)
    lines, used = 1, 0.0
    for word in text.split(" "):
        width = text_width(word, size, bold) * SAFETY
        if used and used + space + width > pixels:
            lines, used = lines + 1, 0.0
        lines += max(0, ceil(width / pixels) - 1)
        used += width + (space if used else 0.0)
        used = min(used, pixels)
    return lines


def height_of_lines(lines: int, size: float = FONT_SIZE) -> float:
    """Return the height in points that so many lines need, without anything around them."""
    return lines * LINE_HEIGHT * size / FONT_SIZE


def row_height(cells: Sequence[tuple[str, float]]) -> float:
    """Return the height in points of a row with wrapped texts, each with the pixels that its lines may have.

    >>> row_height([("short", 200)]), row_height([("as long as it takes to fill two lines", 150)])
    (21.0, 36.0)
    """
    lines = max((line_count(text, pixels) for text, pixels in cells), default=1)
    return max(LEAST_HEIGHT, height_of_lines(lines) + PADDING)
