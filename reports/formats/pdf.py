"""A report on paper: its data in a template of Typst, ours or a user's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...core.errors import SettingsError
from ..model.report import Report
from .html import TEMPLATES
from .print_data import print_data
from .templates import OURS, PRINTED
from .typesetting import TypesettingError, UnmappedTextError, families, pdf, png

BLOCKS = "blocks.typ"
_PACKAGE = re.compile(r'"@[\w-]+/')


def write_pdf(path: Path, report: Report, templates: Path | None = None) -> None:
    """Write a report as PDF; the same report gives the same bytes.

    `templates` is the folder of a user's own, of which `report.typ` is used where there is one. `SettingsError` says
    what is wrong in it, or with the logo; `UsageError` where Typst is missing.
    """
    own = templates / PRINTED if templates else None
    if own and own.is_file():
        _check(own)
    else:
        own = None
    try:
        path.write_bytes(_printed(own or TEMPLATES / PRINTED, report))
    except TypesettingError as error:
        raise _explained(error, own, bool(report.brand.logo)) from None


def _printed(template: Path, report: Report) -> bytes:
    """A PDF/UA-1. A chart with a letter of several signs, such as an emoji of two, can only be part of one as pixels.

    Should that not be enough, the PDF is tagged all the same, but does not claim to conform.
    """
    files = {
        "main.typ": template.read_bytes(),
        f"{OURS}/{BLOCKS}": (TEMPLATES / BLOCKS).read_bytes(),
        f"{OURS}/{PRINTED}": (TEMPLATES / PRINTED).read_bytes(),
    }
    data = print_data(report)
    try:
        return pdf(files, template.parent, data, report.date)
    except UnmappedTextError:
        data["fonts"] = families()
        for drawing in _drawings(data):
            drawing["image"] = list(png(drawing["svg"]))
    try:
        return pdf(files, template.parent, data, report.date)
    except UnmappedTextError:
        return pdf(files, template.parent, data, report.date, standards=())


def _check(own: Path) -> None:
    """A template of the user takes nothing from the network, where Typst would look for packages."""
    for path in sorted(own.parent.rglob("*.typ")):
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            if _PACKAGE.search(line):
                what = f"{path.relative_to(own.parent)}:{number}: a template cannot use a package"
                raise SettingsError(what, "copy what you need of it into the folder of the templates")


def _drawings(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield from value.get("drawings", ())
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _drawings(each)


def _explained(error: TypesettingError, own: Path | None, has_logo: bool) -> Exception:
    """A fault of the user's template with its line, or of the logo; one of ours stays what it is."""
    if own and error.file.endswith("main.typ"):
        return SettingsError(
            f"{own.name}:{error.line}: {error.what}", "docs/report-context.md lists what a template can use"
        )
    if has_logo and "image" in error.what:
        return SettingsError(f"report.brand: the logo cannot be printed: {error.what}", "save it again as PNG or SVG")
    return error
