"""The files that okrsheets wrote and that name a person: pages of reports, consolidated workbooks, copies of workbooks."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..core.mentions import PersonNames, is_distinctive, mention_key

_TEXTS = frozenset({".html", ".md", ".json", ".csv", ".txt", ".toml"})
_ARCHIVES = frozenset({".xlsx", ".xlsm", ".docx", ".ods"})
_UNREADABLE = frozenset({".pdf", ".xls", ".xlsb"})  # their texts are packed in ways of their own


@dataclass(frozen=True)
class PersonFiles:
    """The files of a folder that name a person, and those that could not be searched."""

    named: tuple[Path, ...] = ()
    unsearched: tuple[Path, ...] = ()


def files_naming(folder: Path, identity: PersonNames) -> PersonFiles:
    """Return the files below a folder that name a person; one that cannot be read counts as not searched."""
    names = sorted(text for text in identity.spelled if is_distinctive(mention_key(text)))
    if not names:
        return PersonFiles()
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)
    named, unsearched = [], []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        kind = path.suffix.lower()
        try:
            if kind in _UNREADABLE and path.is_file():
                unsearched.append(path)
            elif kind in _TEXTS | _ARCHIVES and path.is_file() and any(map(pattern.search, _texts(path))):
                named.append(path)
        except (OSError, zipfile.BadZipFile):
            unsearched.append(path)
    return PersonFiles(tuple(named), tuple(unsearched))


def _texts(path: Path) -> Iterator[str]:
    yield str(path.name)
    if path.suffix.lower() in _TEXTS:
        text = path.read_text("utf-8", "replace")
        yield html.unescape(text) if path.suffix.lower() == ".html" else text
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                yield html.unescape(re.sub(r"<[^>]*>", " ", archive.read(name).decode("utf-8", "replace")))


def relative(paths: Collection[Path], folder: Path) -> list[str]:
    """Return paths as they are called within a folder."""
    return [path.relative_to(folder).as_posix() for path in paths]
