"""The look at the bytes of a workbook before it is parsed: what must not be read, and what its values will not say."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from ...core.errors import SourceError
from . import file_limits
from .marks import Marks
from .ods_marks import inspect_ods
from .xlsx_marks import inspect_xlsx
from .zip_parts import Parts


def inspect_zip(data: bytes) -> Marks:
    """Return the marks of an .xlsx, .xlsm, .xlsb or .ods; `SourceError` for one that must not be parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            file_limits.refuse_large(archive)
            return _inspect(Parts(archive, data))
    except zipfile.BadZipFile as error:
        what = "it ends too early" if "not a zip file" in str(error) else str(error)
        raise SourceError(f"the file is damaged: {what}", "copy or download it again, or restore it") from None
    except (zlib.error, EOFError, KeyError, OSError, ValueError) as error:
        raise SourceError(
            f"the file is damaged: {error}", "open it in your spreadsheet program and save it again"
        ) from None
    except (RuntimeError, NotImplementedError) as error:
        raise SourceError(f"the file cannot be unpacked: {error}", "save it again without a password") from None


def _inspect(parts: Parts) -> Marks:
    if "xl/workbook.bin" in parts.names:
        raise SourceError("this is an .xlsb workbook, which is not read", "save it as .xlsx")
    marks = inspect_ods(parts) if "content.xml" in parts.names else None
    if "xl/workbook.xml" in parts.names:
        return inspect_xlsx(parts)
    if marks is None:
        raise file_limits.no_workbook()
    return marks


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return an archive with some of its parts replaced."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in dict.fromkeys(old.namelist()):
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return changed.getvalue()
