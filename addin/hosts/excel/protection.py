"""Sheets of Excel that are protected: without a password a macro may write, and leaves the protection as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# What people may do on a protected sheet, in the order in which Excel's Protect takes them.
ALLOWED = (
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns",
    "AllowInsertingRows", "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting",
    "AllowFiltering", "AllowUsingPivotTables",
)  # fmt: skip


def is_locked(sheet: Any) -> bool:
    """Whether a password keeps a sheet from being changed: it is tried without one, and put back as it was."""
    try:
        with unprotected(sheet):
            return False
    except Exception:  # pywin32's error; Excel has one number for every refusal
        return True


@contextmanager
def unprotected(sheet: Any) -> Iterator[None]:
    """Let a sheet be changed, and protect it again with what it allowed."""
    if not sheet.ProtectContents:
        yield
        return
    allowed = [getattr(sheet.Protection, name) for name in ALLOWED]
    options = [sheet.ProtectDrawingObjects, True, sheet.ProtectScenarios, sheet.ProtectionMode, *allowed]
    sheet.Unprotect("")
    try:
        yield
    finally:
        sheet.Protect("", *options)
