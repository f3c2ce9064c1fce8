"""Formats of cells: variants of those that a workbook has, added to its list of formats."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .package import Package
from .xml_tags import attributes, escaped, not_understood, unescaped, with_attribute

STYLES = "xl/styles.xml"
DAY_FORMAT = "yyyy-mm-dd"
_DATE_IDS = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})  # built in, some for East Asia
_FIRST_OWN_ID = 164
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^<>]*>")
_XF = re.compile(rb"<(?:\w+:)?xf\b[^<>]*?(?:/>|>.*?</(?:\w+:)?xf>)", re.DOTALL)
_FONT = re.compile(rb"<(?:\w+:)?font\b[^<>]*?(?:/>|>.*?</(?:\w+:)?font>)", re.DOTALL)
_FILL = re.compile(rb"<(?:\w+:)?fill\b[^<>]*?(?:/>|>.*?</(?:\w+:)?fill>)", re.DOTALL)


@dataclass(frozen=True)
class CellLook:
    """The colours of a cell as red, green and blue; None keeps the workbook's own."""

    text: int | None = None
    background: int | None = None
    bold: bool = False


class Styles:
    """The formats of a workbook; new ones are written into its package at once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._part = next(
            (link.target for link in package.relationships("xl/workbook.xml") if link.type == "styles"), STYLES
        )

    @property
    def _data(self) -> bytes:
        return self._package.read(self._part)

    def is_date(self, style: int) -> bool:
        """Return whether a format shows a number as a date."""
        own = attributes(_tag(self._formats()[style]))
        number = int(own.get(b"numFmtId", b"0"))
        code = self._codes().get(number, "")
        plain = _LITERAL.sub("", code).split(";")[0].lower()
        return number in _DATE_IDS or (("d" in plain or "y" in plain) and "general" not in plain)

    def is_general(self, style: int) -> bool:
        """Return whether a format shows a number as it is."""
        return int(attributes(_tag(self._formats()[style])).get(b"numFmtId", b"0")) == 0

    def formatted(self, style: int, code: str) -> int:
        """Return the format with a number format that is otherwise like another; added when there is none."""
        codes = self._codes()
        number = next((number for number, own in codes.items() if own == code), None)
        if number is None:
            number = max([_FIRST_OWN_ID - 1, *codes]) + 1
            self._add_code(number, code)
        tag = with_attribute(_tag(self._formats()[style]), b"numFmtId", b"%d" % number)
        return self._added(style, with_attribute(tag, b"applyNumberFormat", b"1"))

    def as_date(self, style: int) -> int:
        """Return the format that shows dates as 2026-06-30 and is otherwise like another; that one if it shows dates."""
        return style if self.is_date(style) else self.formatted(style, DAY_FORMAT)

    def looking(self, style: int, look: CellLook) -> int:
        """Return the format with some colours that is otherwise like another; added when there is none."""
        tag = _tag(self._formats()[style])
        if look.text is not None or look.bold:
            font = self._add_to(b"fonts", _FONT, self._font(int(attributes(tag).get(b"fontId", b"0")), look))
            tag = with_attribute(with_attribute(tag, b"fontId", b"%d" % font), b"applyFont", b"1")
        if look.background is not None:
            colour = b"FF%06X" % look.background
            solid = b'<fill><patternFill patternType="solid"><fgColor rgb="%s"/><bgColor indexed="64"/></patternFill></fill>'
            fill = self._add_to(b"fills", _FILL, self._prefixed(solid % colour))
            tag = with_attribute(with_attribute(tag, b"fillId", b"%d" % fill), b"applyFill", b"1")
        return self._added(style, tag)

    def _font(self, number: int, look: CellLook) -> bytes:
        """A font like another one, in bold or in a colour."""
        fonts = _FONT.findall(self._list(b"fonts"))
        inside = re.sub(rb"^<[^<>]*>|</[^<>]*>$", b"", fonts[number]) if not fonts[number].endswith(b"/>") else b""
        if look.text is not None:
            inside = re.sub(rb"<(?:\w+:)?color\b[^<>]*/>", b"", inside)
        bold = b"<b/>" if look.bold and not re.search(rb"<(?:\w+:)?b\b", inside) else b""
        colour = b'<color rgb="FF%06X"/>' % look.text if look.text is not None else b""
        size = re.search(rb"<(?:\w+:)?sz\b[^<>]*/>", inside)
        at = size.end() if size else 0
        return (
            self._prefixed(b"<font>" + bold)
            + inside[:at]
            + self._prefixed(colour)
            + inside[at:]
            + self._prefixed(b"</font>")
        )

    def _prefixed(self, xml: bytes) -> bytes:
        root = re.search(rb"<(\w+:)?styleSheet\b", self._data)
        prefix = (root.group(1) or b"") if root else b""
        return re.sub(rb"<(/?)(\w)", lambda tag: b"<" + tag.group(1) + prefix + tag.group(2), xml)

    def _list(self, name: bytes) -> bytes:
        match = re.search(rb"<(?:\w+:)?%s\b[^<>]*>.*?</(?:\w+:)?%s>" % (name, name), self._data, re.DOTALL)
        if match is None:
            raise not_understood(f"its list of {name.decode()} is missing")
        return match.group()

    def _formats(self) -> list[bytes]:
        return _XF.findall(self._list(b"cellXfs"))

    def _codes(self) -> dict[int, str]:
        tags = map(attributes, _FORMAT.findall(self._data))
        return {int(own[b"numFmtId"]): unescaped(own.get(b"formatCode", b"")) for own in tags if b"numFmtId" in own}

    def _added(self, style: int, tag: bytes) -> int:
        old = self._formats()[style]
        return self._add_to(b"cellXfs", _XF, tag + old[len(_tag(old)) :])

    def _add_to(self, name: bytes, pattern: re.Pattern[bytes], item: bytes) -> int:
        """Add an item to one of the lists, unless it is there already; return its number."""
        before = self._list(name)
        items = pattern.findall(before)
        if item in items:
            return int(items.index(item))
        end = before.rindex(b"</")
        opening = _tag(before)
        after = (
            with_attribute(opening, b"count", b"%d" % (len(items) + 1))
            + before[len(opening) : end]
            + item
            + before[end:]
        )
        self._package.write(self._part, self._data.replace(before, after, 1))
        return len(items)

    def _add_code(self, number: int, code: str) -> None:
        data = self._data
        item = self._prefixed(b'<numFmt numFmtId="%d" formatCode="%s"/>' % (number, escaped(code)))
        if re.search(rb"<(?:\w+:)?numFmts\b", data):
            self._add_to(b"numFmts", _FORMAT, item)
            return
        root = re.search(rb"<(?:\w+:)?styleSheet\b[^<>]*>", data)
        if root is None:
            raise not_understood("its formats don't begin as such")
        whole = self._prefixed(b'<numFmts count="1">') + item + self._prefixed(b"</numFmts>")
        self._package.write(self._part, data[: root.end()] + whole + data[root.end() :])


def _tag(element: bytes) -> bytes:
    """The opening tag of an element."""
    return element[: element.index(b">") + 1]
