"""The add-in for Excel on Windows, and workbooks that carry its functions. The one door to pyOpenVBA.

Excel itself is not needed to make them: VBA goes into the files as it is, and Excel compiles it on opening.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from ....core import archive
from ....core.errors import SourceError, UsageError
from . import ribbon as excel_ribbon
from . import vba

if TYPE_CHECKING:
    from pyopenvba import ExcelFile

ADDIN = "okrsheets.xlam"
CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
RIBBON_TYPE = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"


def build(folder: Path) -> Path:
    """Write the add-in into a folder and return its path; the same version gives the same bytes."""
    path = folder / ADDIN
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with _excel_file().create_new(path) as file:
            _fill(file)
            file.save()
        path.write_bytes(archive.pack(_with_ribbon(_parts(path))))
    except PermissionError:
        raise UsageError(f"{path} cannot be written", "close Excel, which holds the add-in, and try again") from None
    return path


def write_xlsm(xlsx: Path, xlsm: Path) -> Path:
    """Write a workbook's edition that carries the functions and the menu itself, so that its formulas bind on opening."""
    if xlsm.suffix.lower() != ".xlsm":
        raise UsageError(f"{xlsm} does not end in .xlsm", "Excel opens a workbook with macros under that ending only")
    try:
        parts = _for_macros(_parts(xlsx))
    except (OSError, zipfile.BadZipFile, KeyError):
        raise SourceError(f"{xlsx} cannot be read as an .xlsx", "give a workbook that Excel opens") from None
    xlsm.write_bytes(archive.pack(parts))
    with _excel_file()(xlsm) as file:
        file.add_vba_project()
        _fill(file)
        file.save()
    xlsm.write_bytes(archive.pack(_with_ribbon(_parts(xlsm))))
    return xlsm


def _excel_file() -> type[ExcelFile]:
    try:
        from pyopenvba import ExcelFile
    except ImportError:
        raise UsageError("the Excel add-in needs pyOpenVBA and xlwings", "pip install 'okrsheets[excel]'") from None
    excel_file: type[ExcelFile] = ExcelFile
    return excel_file


def _fill(file: ExcelFile) -> None:
    project = file.vba_project()
    if "Module1" in project.module_names():
        project.delete_module("Module1")
    for name, source in vba.modules().items():
        project.add_module(name, source)
    file.set_module("ThisWorkbook", vba.module([vba.ON_OPEN]))


# The package around the VBA

Parts = dict[str, bytes]


def _parts(path: Path) -> Parts:
    return archive.unpack(path.read_bytes())


def _for_macros(parts: Parts) -> Parts:
    types = parts[CONTENT_TYPES].decode()
    if WORKBOOK not in types:
        raise KeyError(WORKBOOK)
    return {**parts, CONTENT_TYPES: types.replace(WORKBOOK, WITH_MACROS).encode()}


def _with_ribbon(parts: Parts) -> Parts:
    relationship = f'<Relationship Id="okrsheetsRibbon" Type="{RIBBON_TYPE}" Target="customUI/customUI.xml"/>'
    related = parts["_rels/.rels"].decode().replace("</Relationships>", f"{relationship}</Relationships>")
    return {
        **parts,
        "_rels/.rels": related.encode(),
        "customUI/customUI.xml": excel_ribbon.xml().encode(),
    }
