"""The look at the bytes of a workbook before it is parsed: what must not be read, and what its values will not say."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace

from ...core.errors import SourceError
from . import file_limits
from .file_kinds import not_a_workbook
from .marks import Marks
from .ods_marks import inspect_ods
from .xlsb_marks import WORKBOOK, inspect_xlsb
from .xlsx_marks import inspect_xlsx
from .zip_parts import Parts

_KINDS = (
    ("xl/workbook.xml", ".xlsx", inspect_xlsx),
    (WORKBOOK, ".xlsb", inspect_xlsb),
    ("content.xml", ".ods", inspect_ods),
)


def inspect_zip(data: bytes, most_cells: int = file_limits.MAX_CELLS) -> Marks:
    """Return the marks of an .xlsx, .xlsm, .xlsb or .ods; `SourceError` for one that must not be parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            file_limits.refuse_large(archive)
            return _inspect(Parts(archive, data), most_cells)
    except zipfile.BadZipFile as error:
        what = "it ends too early" if "not a zip file" in str(error) else str(error)
        raise SourceError(f"the file is damaged: {what}", "copy or download it again, or restore it") from None
    except (zlib.error, EOFError, KeyError, OSError, ValueError, struct.error) as error:
        raise SourceError(
            f"the file is damaged: {error}", "open it in your spreadsheet program and save it again"
        ) from None
    except (RuntimeError, NotImplementedError) as error:
        raise SourceError(f"the file cannot be unpacked: {error}", "save it again without a password") from None


def _inspect(parts: Parts, most_cells: int) -> Marks:
    """Everything that the parser might take for the workbook is bounded; the first of these kinds is what it reads."""
    marks = [
        replace(inspect(parts, most_cells), ending=ending) for part, ending, inspect in _KINDS if part in parts.names
    ]
    if not marks:
        raise not_a_workbook(b"", parts.names)
    return marks[0]


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return an archive with some of its parts replaced."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in dict.fromkeys(old.namelist()):
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return changed.getvalue()
