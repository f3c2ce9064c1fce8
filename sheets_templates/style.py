"""How the workbooks look: one accent colour, calm greys, three kinds of cells. Plain values, no library.

A cell's style is a few of these words, e.g. "input date"; a later word wins over an earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..core.percent import PERCENT_FORMAT

Style = Mapping[str, object]

FONT = "Calibri"  # LibreOffice shows Carlito in its place, which has the same widths
INK, STEEL, MUTED, LINE, WHITE = "#1F2933", "#42505C", "#66727F", "#DDE3E7", "#FFFFFF"
ACCENT, ACCENT_BAR, TINT = "#14505C", "#9CC5CC", "#E1EDEF"
COMPUTED, MISSING = "#F3F5F6", "#FFF3D6"
WARM = "#F2B56B"  # the heat of a gap; a level's heat is the accent's

_HEADING: Style = {
    "bold": True,
    "text_wrap": True,
    "valign": "vcenter",
    "indent": 1,
    "bottom": 1,
    "bottom_color": ACCENT,
}
_CELL: Style = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}

STYLES: Mapping[str, Style] = {
    "base": {"font_name": FONT, "font_size": 11, "font_color": INK},
    # words on a page
    "title": {"font_size": 18, "bold": True, "font_color": ACCENT, "valign": "vcenter"},
    "cover": {"font_size": 26, "bold": True, "font_color": ACCENT, "valign": "vcenter"},
    "lead": {"font_size": 13, "font_color": MUTED, "valign": "vcenter"},
    "section": {"font_size": 12, "bold": True, "font_color": ACCENT, "bottom": 1, "bottom_color": ACCENT, "valign": "vcenter"},
    "prose": {"text_wrap": True, "valign": "vcenter"},
    "muted": {"font_color": MUTED},
    "warning": {"font_color": "#8A1C0F", "bold": True, "valign": "vcenter"},
    "unseen": {"num_format": ";;;"},
    "link": {"font_color": ACCENT, "underline": 1, "bold": True, "valign": "vcenter"},
    "indented": {"indent": 1},
    "line": {"indent": 1, "shrink": True},
    "back": {"font_color": ACCENT, "font_size": 10, "valign": "vcenter"},
    "step": {"font_size": 13, "bold": True, "font_color": WHITE, "bg_color": ACCENT, "align": "center", "valign": "vcenter"},
    # headings
    "required": {**_HEADING, "font_color": WHITE, "bg_color": ACCENT},
    "optional": {**_HEADING, "font_color": ACCENT, "bg_color": TINT},
    "derived": {**_HEADING, "bold": False, "italic": True, "font_color": MUTED, "bg_color": COMPUTED},
    "band": {"italic": True, "font_color": MUTED, "align": "center", "bottom": 1, "bottom_color": LINE},
    "upright": {"rotation": 90, "align": "center", "valign": "bottom", "indent": 0},
    "low": {"valign": "bottom"},
    "middle": {"valign": "vcenter"},
    # cells
    "input": {**_CELL, "locked": False},
    "computed": {**_CELL, "bg_color": COMPUTED, "font_color": STEEL},
    "view": _CELL,
    "result": {**_CELL, "bg_color": COMPUTED, "bold": True},
    "missing": {"bg_color": MISSING},
    # what stands in them
    "text": {"num_format": "@", "indent": 1},
    "long": {"num_format": "@", "indent": 1, "text_wrap": True},
    "id": {"num_format": "@", "indent": 1},
    "word": {"indent": 1},
    "flag": {"align": "center"},
    "number": {"num_format": "[>=1000]#,##0;[<=-1000]-#,##0;General", "align": "right", "indent": 1},
    "free": {"num_format": "General"},  # a typed 14% stays one: programs give such a cell their own format for it
    "share": {"num_format": PERCENT_FORMAT, "align": "right", "indent": 1},
    "typed": {"num_format": "0%"},  # a share that people type: under a plain format programs complete the % sign
    "gap": {"num_format": '0.0;-0.0;"·"', "align": "center"},
    "level": {"align": "center"},
    "mean": {"num_format": "0.0", "align": "center"},
    "whole": {"num_format": "0", "align": "center"},
    "date": {"num_format": "yyyy-mm-dd", "align": "center"},
    "from": {"num_format": '"At level "0" or above"', "align": "right", "indent": 1},
    "answers": {"num_format": '"ready"', "align": "left", "indent": 1, "valign": "vcenter", "font_color": MUTED},
    "left": {"align": "left", "indent": 1},
    "right": {"align": "right", "indent": 1},
    "centre": {"align": "center", "indent": 0},
}  # fmt: skip

# What a word looks like: also lighter and darker, so that it can be told without seeing colours.
GOOD: Style = {"font_color": "#0B5C43", "bg_color": "#DDF0E8"}
BEST: Style = {"font_color": WHITE, "bg_color": "#0B6E54", "bold": True}
CAREFUL: Style = {"font_color": "#7A4B00", "bg_color": "#FDEBCB"}
BAD: Style = {"font_color": "#8A1C0F", "bg_color": "#F9D5CD", "bold": True}
QUIET: Style = {"font_color": MUTED}
SHOWN: Style = {"font_color": MUTED, "italic": True}  # an example
GONE: Style = {"font_color": MUTED, "font_strikeout": True}

STATUS_WORDS: Mapping[str, Style] = {
    "achieved": BEST, "on track": GOOD, "at risk": CAREFUL, "off track": BAD, "no data": QUIET,
    "partly": CAREFUL, "missed": BAD, "not done": QUIET,
}  # fmt: skip
ALIGNMENT_WORDS: Mapping[str, Style] = {
    "top": GOOD, "aligned": GOOD, "in another workbook": QUIET, "unknown parent": CAREFUL, "orphan": CAREFUL, "skips level": CAREFUL,
    "inverted level": BAD, "cycle": BAD, "duplicate id": BAD,
}  # fmt: skip

TABS: Mapping[str, str] = {"start": ACCENT, "input": ACCENT_BAR, "view": MUTED}
