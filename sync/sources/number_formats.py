"""Which number formats say more about a cell than its number: percentages, leading zeros, durations and dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache

from .xlsx_package import unescape

BUILT_IN = {
    9: "0%", 10: "0.00%", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss.0",
}  # fmt: skip
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_LEADING_ZEROS = re.compile(r"[^#?.0]*0[0,\-/ ]*0[0\-/ ]*(?![0-9#?,])")
_LETTERED_ID = re.compile(r'"[^"]*[^\W\d_][^"]*"0+')  # "KR-"0 shows KR-7
_ONLY_UNUSUAL_DATE = re.compile(r"[aeg/.,\- ]*[aeg][aeg/.,\- ]*", re.IGNORECASE)  # era years and names of weekdays

_NUMBER_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^>]*>")
CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
CELL_FORMAT = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
_ID = re.compile(rb"""\bnumFmtId\s*=\s*["']([0-9]+)""")
_CODE = re.compile(rb"""\bformatCode\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DURATION = re.compile(r"(-?)PT(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9.]+)S)?")


@lru_cache(maxsize=1024)
def says_more(code: str) -> bool:
    """Return whether a format shows a number as something else than that number.

    Dates are left out: the parser reads them as such, but for the two kinds that it does not know.

    >>> [code for code in ("0%", '0.0"%"', "000", "#,##0.00", "[h]:mm", "h:mm", "yyyy-mm-dd", "@") if says_more(code)]
    ['0%', '000', '[h]:mm', 'h:mm']
    """
    if _ELAPSED.search(code) or _LETTERED_ID.fullmatch(code):
        return True
    plain = _BRACKETS.sub("", _LITERAL.sub("", code)).split(";")[0].strip()
    if "%" in plain or _LEADING_ZEROS.match(plain):
        return True
    low = plain.lower().replace("am/pm", "")
    if "general" in low or "0" in low.split(".")[0]:
        return False
    if "h" in low or "s" in low:
        return not ("y" in low or "d" in low)
    return bool(_ONLY_UNUSUAL_DATE.fullmatch(low))


@lru_cache(maxsize=32)  # workbooks that come of one template share it
def formats_of_styles(styles: bytes) -> Mapping[int, str]:
    """Return the formats that say more, by the number of the cell style in a workbook's `styles.xml`."""
    cell_formats = CELL_FORMATS.search(styles)
    if cell_formats is None:
        return {}
    codes = dict(BUILT_IN)
    for tag in _NUMBER_FORMAT.findall(styles):
        number, code = _ID.search(tag), _CODE.search(tag)
        if number and code:
            codes[int(number.group(1))] = unescape((code.group(1) or code.group(2) or b"").decode("utf-8", "replace"))
    formats = {}
    for style, tag in enumerate(CELL_FORMAT.findall(cell_formats.group())):
        number = _ID.search(tag)
        format_code = codes.get(int(number.group(1)), "") if number else ""
        if format_code and says_more(format_code):
            formats[style] = format_code
    return formats


def duration(text: str) -> timedelta | None:
    """Return the length of time that .ods writes for a duration; None for other text.

    >>> duration("PT36H30M00S")
    datetime.timedelta(days=1, seconds=45000)
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = (float(number or 0) for number in match.groups()[1:])
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -length if match.group(1) else length
