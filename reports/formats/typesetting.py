"""The one door to Typst: a document from a template and its data as PDF, and a chart as pixels."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from ...core.cells import Day, date_of
from ...core.errors import UsageError
from ...core.xml_text import xml_text
from ..charts import palette

FONT, BOXES = "Noto Sans", "Okrsheets Missing Characters Serif Mono"
FONTS = Path(__file__).parents[1] / "fonts"
INSTALL = "pip install 'okrsheets[reports]'"
STANDARD = "ua-1"
BYTE_ORDER_MARK = "\ufeff"  # nothing is seen of it, and PDF/UA-1 forbids it
PIXELS = 2  # of a picture for each of the chart

_PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.data), format: "svg", width: float(sys.inputs.width) * 1pt)"""
_PLACE = re.compile(r"┌─ (.+?):(\d+):\d+")
_UNMAPPED = re.compile("missing codepoints|could not be displayed")
_SIZE = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')


class TypesettingError(Exception):
    """Raised when Typst refuses a template or an image: `line` is the template's, 0 where the fault is elsewhere."""

    def __init__(self, what: str, file: str = "", line: int = 0) -> None:
        super().__init__(what)
        self.what, self.file, self.line = what, file, line


class UnmappedTextError(TypesettingError):
    """Raised when a text has a letter that PDF/UA-1 does not allow as it would be drawn."""


def pdf(
    files: Mapping[str, bytes], root: Path, data: Mapping[str, Any], day: Day, standards: Sequence[str] = (STANDARD,)
) -> bytes:
    """Return a tagged PDF, dated `day`, that conforms to some standards; the same arguments give the same bytes.

    `files` are the template, as "main.typ", and what it imports; what is not among them is read below `root`, and
    nothing elsewhere. The template finds `data` as `json(bytes(sys.inputs.data))`. `TypesettingError` where the
    template is wrong or leaves out what a standard asks for, `UsageError` where Typst is missing.
    """
    midnight = datetime.combine(date_of(day), time(), UTC)
    texts = json.dumps(data, ensure_ascii=False).replace(BYTE_ORDER_MARK, "")
    return _compiled(files, root, {"data": texts}, pdf_standards=[*standards], timestamp=midnight)


def png(svg: str) -> bytes:
    """Return a chart of ours as a PNG, the same bytes for the same chart; `UsageError` where Typst is missing."""
    inputs = {"data": in_own_font(svg), "width": str(size_of(svg)[0])}
    return _compiled({"main.typ": _PICTURE}, FONTS, inputs, format="png", ppi=72.0 * PIXELS)


def in_own_font(svg: str) -> str:
    """Return a chart with the font that comes with us, so that it looks the same on every machine."""
    return xml_text(svg).replace(palette.FONT, FONT, 1)


def size_of(svg: str) -> tuple[float, float]:
    """Return how wide and how high a chart is.

    >>> size_of('<svg xmlns="http://www.w3.org/2000/svg" viewBox="-3 -3 120 36"/>')
    (120.0, 36.0)
    """
    size = _SIZE.search(svg)
    if size is None:
        raise ValueError("a chart without a viewBox")
    return float(size[1]), float(size[2])


def _compiled(files: Mapping[str, bytes], root: Path, inputs: Mapping[str, str], **options: Any) -> bytes:
    typst = _typst()
    compiler = typst.Compiler(dict(files), root=root, font_paths=_fonts(), sys_inputs=dict(inputs))
    try:
        made: bytes = compiler.compile(**options)
    except typst.TypstError as error:
        raise _explained(error) from None
    return made


def _explained(error: Any) -> TypesettingError:
    """The first of Typst's errors with its place in a template."""
    place = _PLACE.search(error.diagnostic)
    what = error.message + "".join(f" ({hint})" for hint in error.hints)
    kind = UnmappedTextError if _UNMAPPED.search(error.message) else TypesettingError
    return kind(what, place[1], int(place[2])) if place else kind(what)


def families() -> list[str]:
    """Return every font by its family: ours, those of the machine, sans-serif ones first, and the boxes that end the list."""
    ours = {font.family for font in _typst().Fonts(False, False, [FONTS]).fonts()}
    machine = sorted(set(_fonts().families()) - ours, key=lambda name: ("sans" not in name.lower(), name))
    return [FONT, *sorted(ours - {FONT, BOXES}), *machine, BOXES]


@cache
def _fonts() -> Any:
    """Our own fonts and those of the machine, which are looked for once."""
    return _typst().Fonts(include_embedded_fonts=False, font_paths=[FONTS])


def _typst() -> Any:
    try:
        import typst
    except ImportError:
        raise UsageError("PDF and DOCX need Typst, which is not installed", INSTALL) from None
    return typst
