"""Files that look like sheets and are not read: what each is, and what to do with it; and what wrong endings hide."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...core.errors import SourceError
from .markdown_files import ENDINGS as MARKDOWN
from .markdown_files import is_about_goals

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".ods", ".xls")
TEXTS = (".csv", ".tsv")
SAVE_AS_XLSX = "open it in your spreadsheet program and save it as .xlsx"

_BEGINNING = 8_192  # bytes of a text that are looked at
_WORKBOOK_NAMES = re.compile(r"\.(?:xlsx|xlsm|xlsb|ods|xls|csv|tsv|numbers)$", re.IGNORECASE)
_PIPES = re.compile(r"^\s*\|?\s*:?-{3,}:?\s*\|", re.MULTILINE)
_BULLETS = re.compile(r"^\s*(?:[-*+]|[0-9]{1,2}[.)])\s", re.MULTILINE)


@dataclass(frozen=True)
class UnreadKind:
    """A kind of file that is not read; `note` when it need not hold anybody's figures."""

    what: str
    hint: str
    note: bool = False

    @property
    def error(self) -> SourceError:
        """The same for a file that was asked for by name."""
        return SourceError(self.what, self.hint)


_TEMPLATE = UnreadKind("a template for new workbooks; not read", f"if it holds your data, {SAVE_AS_XLSX}", note=True)
_OTHER_PROGRAM = UnreadKind("a sheet of another program, which cannot be read", SAVE_AS_XLSX)
_NUMBERS = UnreadKind(
    "an Apple Numbers document, which cannot be read", "in Numbers choose File › Export To › Excel, and keep the .xlsx"
)
_UNFINISHED = UnreadKind("a download that is not finished; not read", "wait for it, or download it again", note=True)
_BY_ENDING: Mapping[str, UnreadKind] = {
    **dict.fromkeys((".xltx", ".xltm", ".xlt", ".ots"), _TEMPLATE),
    **dict.fromkeys((".fods", ".sxc", ".uos", ".xlw", ".et", ".wk1", ".wk3", ".wk4", ".wks", ".123", ".dif", ".slk", ".qpw"), _OTHER_PROGRAM),
    **dict.fromkeys((".numbers", ".numbers-tef"), _NUMBERS),
    **dict.fromkeys((".crdownload", ".part", ".download", ".partial"), _UNFINISHED),
    ".xlk": UnreadKind("a backup copy of a workbook; not read", f"to use it, {SAVE_AS_XLSX}", note=True),
    ".gdoc": UnreadKind("a link to a Google Docs document; not read", "its tables are read from a sheet", note=True),
}  # fmt: skip


def unread_kind(path: Path) -> UnreadKind | None:
    """Return what a file is that looks like a sheet and is not read; None for workbooks, texts and all other files."""
    ending = path.suffix.lower()
    if ending in _BY_ENDING:
        kind = _BY_ENDING[ending]
        return kind if kind is not _UNFINISHED or _WORKBOOK_NAMES.search(path.stem) else None
    try:
        return _BY_CONTENT[ending](path) if ending in _BY_CONTENT else None
    except (OSError, ValueError, zipfile.BadZipFile):
        return None


def _link(path: Path) -> UnreadKind:
    """A .gsheet holds the address of a spreadsheet and nothing of what is in it."""
    hint = "add the spreadsheet itself as a source (google:ID), or download it as .xlsx"
    try:
        id = json.loads(path.read_bytes()[:_BEGINNING]).get("doc_id", "")
    except (OSError, ValueError, AttributeError):
        id = ""
    if isinstance(id, str) and id.isprintable() and id:
        hint = f"add google:{id} as a source, or download the spreadsheet as .xlsx"
    return UnreadKind("only a link to a Google Sheets spreadsheet, whose cells are not in the file", hint)


def _beginning(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_BEGINNING).decode("utf-8", "replace")


def is_goals_text(path: Path) -> bool:
    """Return whether a file is a Markdown text with a table or bullets that speaks of OKRs or skills."""
    if path.suffix.lower() not in MARKDOWN:
        return False
    try:
        text = _beginning(path)
    except OSError:
        return False
    return is_about_goals(text) and (_PIPES.search(text) is not None or _BULLETS.search(text) is not None)


def _markdown(path: Path) -> UnreadKind | None:
    if not _PIPES.search(_beginning(path)) or is_goals_text(path):
        return None
    return UnreadKind("a text with a table in it; not read", "copy the table into a sheet to have it read", note=True)


def _web_page(path: Path) -> UnreadKind | None:
    if "<table" not in _beginning(path).lower():
        return None
    return UnreadKind("a web page with a table in it; not read", SAVE_AS_XLSX, note=True)


def _plain_text(path: Path) -> UnreadKind | None:
    lines = [line for line in _beginning(path).splitlines() if line.strip()][:5]
    if len(lines) < 2 or any(line.count("\t") < 2 for line in lines):
        return None
    return UnreadKind("a text with columns; not read", "rename it to end in .tsv to have it read", note=True)


def _xml(path: Path) -> UnreadKind | None:
    if "urn:schemas-microsoft-com:office:spreadsheet" not in _beginning(path):
        return None
    return UnreadKind("an XML spreadsheet of Excel 2003, which cannot be read", SAVE_AS_XLSX)


def _archive(path: Path) -> UnreadKind | None:
    with zipfile.ZipFile(path) as archive:
        inside = [name for name in archive.namelist()[:10_000] if _WORKBOOK_NAMES.search(name)]
    if not inside:
        return None
    return UnreadKind(f"an archive with {len(inside)} sheets in it; not read", "unpack it to have them read", note=True)


def _without_ending(path: Path) -> UnreadKind | None:
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            return None
    with zipfile.ZipFile(path) as archive:
        if not {"xl/workbook.xml", "content.xml"} & set(archive.namelist()):
            return None
    return UnreadKind("a workbook whose name has no ending; not read", "rename it to end in .xlsx or .ods")


_BY_CONTENT: Mapping[str, Callable[[Path], UnreadKind | None]] = {
    ".gsheet": _link,
    **dict.fromkeys(MARKDOWN, _markdown),
    ".html": _web_page,
    ".htm": _web_page,
    ".txt": _plain_text,
    ".tab": _plain_text,
    ".xml": _xml,
    ".zip": _archive,
    "": _without_ending,
}

_BEGINS: Mapping[bytes, UnreadKind] = {
    b"%pdf": UnreadKind("a PDF", "export the sheet as .xlsx from where it was made"),
    b"{\\rtf": UnreadKind("a text document", "copy its table into a sheet"),
    b"<!doctype html": UnreadKind("a web page", SAVE_AS_XLSX),
    b"<html": UnreadKind("a web page", SAVE_AS_XLSX),
    b"<table": UnreadKind("a web page", SAVE_AS_XLSX),
    b"mime-version:": UnreadKind("a web page saved as one file", SAVE_AS_XLSX),
    b"<?xml": UnreadKind("an XML file of Excel 2003 or another program", SAVE_AS_XLSX),
}
_INSIDE: Mapping[str, UnreadKind] = {
    "word/document.xml": UnreadKind("a Word document", "copy its table into a sheet"),
    "ppt/presentation.xml": UnreadKind("a presentation", "copy its table into a sheet"),
    "index/document.iwa": UnreadKind("an Apple Numbers, Pages or Keynote document", _NUMBERS.hint),
}
_IN_OLE: Mapping[bytes, UnreadKind] = {
    "WordDocument".encode("utf-16-le"): _INSIDE["word/document.xml"],
    "PowerPoint Document".encode("utf-16-le"): _INSIDE["ppt/presentation.xml"],
}
_OLE = b"\xd0\xcf\x11\xe0"
_TEXT = UnreadKind("a text", "rename it to end in .csv or .tsv if its rows are those of a table")
_ANYTHING = UnreadKind("", "open it in your spreadsheet program and save it again as .xlsx")


def not_a_workbook(data: bytes, parts: Mapping[str, str] | None = None) -> SourceError:
    """Return the error for a file that has the ending of a workbook and is something else.

    `parts` are the names of what is inside when it is a zip archive, by their names in small letters.
    """
    kind = _kind_of_content(data, parts)
    if not kind.what:
        return SourceError("this isn't a workbook: its content is not .xlsx, .ods or .xls", kind.hint)
    return SourceError(f"this isn't a workbook but {kind.what}", kind.hint)


def _kind_of_content(data: bytes, parts: Mapping[str, str] | None) -> UnreadKind:
    if parts is not None:
        return next((kind for part, kind in _INSIDE.items() if part in parts), _ANYTHING)
    if data.startswith(_OLE):
        return next((kind for stream, kind in _IN_OLE.items() if stream in data), _ANYTHING)
    begin = data[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for start, kind in _BEGINS.items():
        if begin.startswith(start):
            return _BEGINS[b"<html"] if start == b"<?xml" and b"<html" in begin else kind
    is_text = begin and not any(byte < 9 for byte in begin) and begin.count(b"\n") > 0
    return _TEXT if is_text else _ANYTHING


def wrong_ending(name: str, actual: str) -> str:
    """Return what is said of a workbook that is read although its ending is that of another kind; mostly nothing.

    >>> wrong_ending("Q1.xlsx", ".xls"), wrong_ending("Q1.xlsm", ".xlsx")
    ('its name ends in .xlsx, and it is an .xls; it was read all the same', '')
    """
    ending = Path(name).suffix.lower()
    if ending not in WORKBOOKS or actual == ending or (ending, actual) == (".xlsm", ".xlsx"):
        return ""
    return f"its name ends in {ending}, and it is an {actual}; it was read all the same"
