"""A report on paper: its data in a template of Typst, ours or a user's own."""

from __future__ import annotations

import base64
from pathlib import Path

from ...core.errors import SettingsError
from ..model.report import Report
from .html import TEMPLATES
from .print_data import logo_name, print_data
from .typesetting import TypesettingError, pdf

TEMPLATE, BLOCKS, OURS = "report.typ", "blocks.typ", "okrsheets"


def write_pdf(path: Path, report: Report, templates: Path | None = None) -> None:
    """Write a report as PDF; the same report gives the same bytes.

    `templates` is the folder of a user's own, of which `report.typ` is used where there is one. `SettingsError` says
    what is wrong in it, or with the logo; `UsageError` where Typst is missing.
    """
    own = templates / TEMPLATE if templates else None
    template = own if own and own.is_file() else TEMPLATES / TEMPLATE
    files = {
        "main.typ": template.read_bytes(),
        f"{OURS}/{BLOCKS}": (TEMPLATES / BLOCKS).read_bytes(),
        f"{OURS}/{TEMPLATE}": (TEMPLATES / TEMPLATE).read_bytes(),
    }
    logo = report.brand.logo
    if logo:
        files[f"{OURS}/{logo_name(logo)}"] = base64.b64decode(logo.partition(",")[2])
    try:
        path.write_bytes(pdf(files, template.parent, print_data(report), report.date))
    except TypesettingError as error:
        raise _explained(error, own) from None


def _explained(error: TypesettingError, own: Path | None) -> Exception:
    """A fault of the user's template with its line, or of the logo; one of ours stays what it is."""
    if error.file.endswith("main.typ") and own:
        return SettingsError(f"{own.name}:{error.line}: {error.what}", "docs/report-context.md lists what a template can use")
    if "image" in error.what:
        return SettingsError(f"report.brand: the logo cannot be printed: {error.what}", "save it again as PNG or SVG")
    return error
