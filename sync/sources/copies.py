"""The same book twice in a folder: which names look like copies, which contents are, and which one counts."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath

from ...core import schema
from ...core.errors import Location, Problem, SourceError
from .base import FileContent, FileInfo, RawWorkbook
from .file_kinds import WORKBOOKS

ALIKE = 0.6  # the share of a workbook's rows that its copy still has
LARGEST_GROUP = 60  # names that are alike beyond this number are a naming scheme and no copies

_WORD = r"(?:copy|kopie|copia|copie|kopia)"
_BEFORE = rf"{_WORD}(?: \(?\d+\)?)? (?:of|von|de) |backup of |sicherung von "
_AFTER = (
    r" ?\(\d{1,3}\)",
    rf"[ _–-]*\(?(?<![^\W_]){_WORD}(?: ?\(?\d{{1,3}}\)?)?\)?",
    r" ?\([^()]*(?:conflict|konflikt|en conflit)[^()]*\)",
    r"\.sync-conflict-[\w-]+",
    r"[ _-]+(?:backup|bak|old|alt|sicherung|conflicted copy.*)",
    # how OneDrive tells the copies of two computers apart
    r"-(?:laptop|desktop|pc|notebook|macbook|imac|surface|workstation)(?:-\w+)*",
)
_MARK = re.compile(rf"^(?:{_BEFORE})|(?:{'|'.join(_AFTER)})$", re.IGNORECASE)
_HEADINGS = {column.name.lower() for table in schema.TABLES for column in table.columns}
_NOT_A_WORD = re.compile(r"[*\s]+")


@dataclass(frozen=True)
class _Member:
    """One of the workbooks whose names are alike."""

    info: FileInfo
    content: FileContent

    @property
    def rank(self) -> tuple[bool, str]:
        """What counts first among workbooks of the same content: the one with a plain name."""
        return not is_plain(self.info.name), self.info.name


def plain_name(name: str) -> str:
    """Return the name that a workbook would have if it were no copy, without its ending and in small letters.

    >>> {plain_name(name) for name in ("Hafen.xlsx", "Copy of Hafen (1).xlsx", "Hafen-LAPTOP.xlsx", "hafen - Kopie.ods")}
    {'/hafen'}
    """
    folder, _, file = name.rpartition("/")
    stem, before = _stem(file), ""
    while stem != before:
        before = stem
        stem = _MARK.sub("", stem).strip() or stem
    return f"{folder}/{stem}".casefold()


def _stem(file: str) -> str:
    ending = PurePosixPath(file).suffix
    return " ".join((file.removesuffix(ending) if ending.lower() in WORKBOOKS else file).split())


def is_plain(name: str) -> bool:
    """Return whether a name bears no mark of a copy."""
    folder, _, file = name.rpartition("/")
    return plain_name(name) == f"{folder}/{_stem(file)}".casefold()


def possible_copies(files: Iterable[FileInfo]) -> dict[str, list[FileInfo]]:
    """Return the workbooks that may be one book, by the name of each of them: their contents decide.

    Names that differ by the mark of a copy in one folder, and files of one name and size in several.
    """
    groups: dict[tuple[str, int], list[FileInfo]] = {}
    for info in files:
        groups.setdefault((plain_name(info.name), -1), []).append(info)
        groups.setdefault((PurePosixPath(info.name).name.casefold(), info.size), []).append(info)
    alike: dict[str, list[FileInfo]] = {}
    for group in groups.values():
        if 1 < len(group) <= LARGEST_GROUP:
            for info in group:
                known = alike.setdefault(info.name, [])
                known.extend(other for other in group if other not in known)
    return alike


def with_group(info: FileInfo, group: Sequence[FileInfo]) -> FileInfo:
    """Return a workbook whose size stands for its possible copies too, so that it is read again when one changes."""
    others = sorted((other.name, other.size, other.modified) for other in group if other.name != info.name)
    return replace(info, size=info.size + zlib.crc32(repr(others).encode("utf-8", "surrogatepass")))


class CopyReader:
    """Reads workbooks that may be copies of others; keeps what it knows of each content for the next one."""

    def __init__(self, fetch: Callable[[FileInfo], FileContent]) -> None:
        self._fetch = fetch
        self._rows: dict[str, frozenset[str]] = {}

    def read(self, info: FileInfo, group: Sequence[FileInfo]) -> FileContent:
        """Return the content of a workbook: nothing but a problem or a note where another one counts in its place."""
        own = _Member(info, self._fetch(info))
        others = [member for member in map(self._member, group) if member and member.info.name != info.name]
        digest = sha256(own.content.sha256.encode())
        for member in sorted(others, key=lambda member: member.info.name):
            digest.update(repr((member.info.name, member.info.modified, member.content.sha256)).encode())
        return FileContent(digest.hexdigest(), partial(_counted, own, others, self._rows))

    def _member(self, info: FileInfo) -> _Member | None:
        try:
            return _Member(info, self._fetch(info))
        except SourceError:  # it is reported where it is read itself
            return None


def _counted(own: _Member, others: Sequence[_Member], rows: dict[str, frozenset[str]]) -> RawWorkbook:
    """Parse a workbook, and its possible copies as far as is needed; `rows` keeps what is known of each content."""
    raw = own.content.parse()
    if raw.our_output:
        return raw
    rows[own.content.sha256] = distinct_rows(raw)
    copies = [own, *(member for member in others if _is_copy(own, member, rows))]
    newest = max(copies, key=lambda member: (member.info.modified, is_plain(member.info.name)))
    kept = min((each for each in copies if each.content.sha256 == newest.content.sha256), key=lambda each: each.rank)
    if kept.info.name == own.info.name:
        return raw
    problem = _problem(own.info, kept.info, own.content.sha256 == kept.content.sha256)
    return RawWorkbook(raw.name, (), [problem], copy_of=kept.info.name)


def _is_copy(own: _Member, other: _Member, rows: dict[str, frozenset[str]]) -> bool:
    if own.content.sha256 == other.content.sha256:
        return True
    if plain_name(own.info.name) != plain_name(other.info.name):
        return False
    if other.content.sha256 not in rows:
        try:
            raw = other.content.parse()
        except SourceError:
            return False
        rows[other.content.sha256] = frozenset() if raw.our_output else distinct_rows(raw)
    return are_alike(rows[own.content.sha256], rows[other.content.sha256])


def distinct_rows(raw: RawWorkbook) -> frozenset[str]:
    """Return what the rows of a workbook are about: the longest text of each row that is not one of headings."""
    rows = set()
    for sheet in raw.sheets:
        for row in sheet.rows:
            texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
            headings = sum(_NOT_A_WORD.sub(" ", text).strip().lower() in _HEADINGS for text in texts)
            if len([cell for cell in row if cell not in (None, "")]) > 1 and texts and headings < 2:
                rows.add(max(texts, key=len))
    return frozenset(rows)


def are_alike(rows: frozenset[str], others: frozenset[str]) -> bool:
    """Return whether two workbooks are one book at two times, by what their rows are about."""
    fewer = min(len(rows), len(others))
    return fewer > 0 and len(rows & others) >= ALIKE * fewer


def _problem(info: FileInfo, kept: FileInfo, same: bool) -> Problem:
    if same:
        return Problem(Location(info.name), f"the same as {kept.name!r}; skipped", "delete one of the two", note=True)
    if info.modified == kept.modified:
        which = "both were changed at the same time, and the one with the plain name counts"
    else:
        which = f"it was changed on {_day(info)}, the other on {_day(kept)}, and the newer one counts"
    return Problem(
        Location(info.name),
        f"a copy of {kept.name!r} with other content; skipped: {which}",
        "bring what differs together in one of them, and move or delete the other",
    )


def _day(info: FileInfo) -> str:
    return f"{datetime.fromtimestamp(info.modified / 1e9, timezone.utc):%Y-%m-%d}"
