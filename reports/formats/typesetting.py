"""The one door to Typst: a document from a template and its data as PDF, and a chart as pixels."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from ...core.cells import Day, date_of
from ...core.errors import UsageError

FONTS = Path(__file__).parents[1] / "fonts"
INSTALL = "pip install 'okrsheets[reports]'"
PIXELS = 2  # of a picture for each of the chart

_PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.data), format: "svg", width: float(sys.inputs.width) * 1pt)"""
_PLACE = re.compile(r"┌─ (.+?):(\d+):\d+")
_SIZE = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')


class TypesettingError(Exception):
    """Raised when Typst refuses a template or an image: `line` is the template's, 0 where the fault is elsewhere."""

    def __init__(self, what: str, file: str = "", line: int = 0) -> None:
        super().__init__(what)
        self.what, self.file, self.line = what, file, line


def pdf(files: Mapping[str, bytes], root: Path, data: Mapping[str, Any], day: Day) -> bytes:
    """Return a PDF for everybody (PDF/UA-1), dated `day`; the same arguments give the same bytes.

    `files` are the template, as "main.typ", and what it imports; what is not among them is read below `root`, and
    nothing elsewhere. The template finds `data` as `json(bytes(sys.inputs.data))`. `TypesettingError` where the
    template is wrong or leaves out what PDF/UA asks for, `UsageError` where Typst is missing.
    """
    midnight = datetime.combine(date_of(day), time(), UTC)
    return _compiled(files, root, {"data": json.dumps(data)}, pdf_standards=["ua-1"], timestamp=midnight)


def png(svg: str) -> bytes:
    """Return a chart of ours as a PNG, the same bytes for the same chart; `UsageError` where Typst is missing."""
    inputs = {"data": svg, "width": str(size_of(svg)[0])}
    return _compiled({"main.typ": _PICTURE}, FONTS, inputs, format="png", ppi=72.0 * PIXELS)


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
    hints = "".join(f" ({hint})" for hint in error.hints)
    what = f"{error.message}{hints}"
    return TypesettingError(what, place[1], int(place[2])) if place else TypesettingError(what)


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
