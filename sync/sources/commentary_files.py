"""The commentary that people wrote for the reports: Markdown files beside the workbooks, in the folder that is a source itself."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from ...core.commentary import commentary_of
from ...core.errors import Location, Problem
from .listing import is_temporary, shown

MAX_BYTES = 100_000  # of one file: more than anybody reads on a first page


def read_commentary(folders: Iterable[Path]) -> tuple[dict[str, str], list[Problem]]:
    """Return the texts by whom they are about, "" for the organisation, and notes on files that cannot be read.

    Of two files about the same one the texts follow each other, in the order of the folders and the names.
    """
    texts: Mapping[str, list[str]] = defaultdict(list)
    problems: list[Problem] = []
    for folder in dict.fromkeys(folder if os.path.isdir(folder) else folder.parent for folder in folders):
        for path in _files(folder):
            key = commentary_of(path.name)
            if key is None:
                continue
            try:
                if path.stat().st_size > MAX_BYTES:
                    problems.append(_note(path, "the commentary is longer than 100 kB; not read", "shorten it"))
                    continue
                texts[key].append(_text(path.read_bytes()))
            except OSError as error:
                what = f"the commentary cannot be read: {error.strerror}"
                problems.append(_note(path, what, "close it elsewhere, or ask for permission to read it"))
    joined = {key: "\n\n".join(parts).strip() for key, parts in sorted(texts.items())}
    return {key: text for key, text in joined.items() if text}, problems


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not is_temporary(path.name) and path.is_file())
    except OSError:
        return []  # the source itself says what is wrong with it


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:  # an older editor on Windows
        return data.decode("cp1252", "replace").replace("\r\n", "\n")


def _note(path: Path, what: str, hint: str) -> Problem:
    return Problem(Location(shown(Path(path.name))), what, hint, note=True)
