"""Protected ranges: who may not write where."""

from __future__ import annotations

from typing import Any

from .errors import invalid
from .ranges import Box, area_of
from .sheet import Sheet

Json = dict[str, Any]

PROTECTED = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection "
    "if you need to edit."
)


def refuse_protected(sheet: Sheet, box: Box, editor: str, owner: str) -> None:
    """Raise what Google says when somebody writes into a range that others protect."""
    if editor.lower() == owner.lower():
        return
    for protected in sheet.lists["protectedRanges"]:
        if not protected.get("warningOnly") and not _may(protected, editor) and _touches(sheet, protected, box):
            raise invalid(PROTECTED)


def _may(protected: Json, editor: str) -> bool:
    return editor.lower() in {user.lower() for user in protected.get("editors", {}).get("users", [])}


def _touches(sheet: Sheet, protected: Json, box: Box) -> bool:
    open_to_all = [sheet.box(area_of(each)) for each in protected.get("unprotectedRanges", [])]
    return sheet.box(area_of(protected["range"])).meets(box) and not any(each.covers(box) for each in open_to_all)
