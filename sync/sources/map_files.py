"""`okrsheets.map.toml`: how the sheets of a folder are to be read, as the person who keeps them answered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import tomllib

from ...core import schema
from ...core.errors import SettingsError
from ...core.tables.headings import normalise_heading

MAP_FILE = "okrsheets.map.toml"
SETTINGS_FILE = "okrsheets.toml"
NOTHING = "nothing"
MATRICES = {
    "people × skills": ("person", "skill"),
    "skills × people": ("skill", "person"),
    "roles × skills": ("role", "skill"),
    "skills × roles": ("skill", "role"),
}  # rows and columns
TABLES = tuple(table.name for table in schema.TABLES if table is not schema.SETTINGS)
KEYS = ("headings", "read", "columns", "scale", "decimal", "days")
DAY_FIRST, MONTH_FIRST = "day first", "month first"
WRITTEN = {"decimal": (",", "."), "days": (DAY_FIRST, MONTH_FIRST)}  # how numbers and days are written
TOP_LEVEL = 5  # of our scale
LEAST_HEADINGS = 2  # that tell a table from others

_ENTRY = re.compile(r"\s*\[\[\s*table\s*\]\]")
_HINT = f"correct the line, or delete the file and run `okrsheets adopt` again; read is one of: {', '.join((*TABLES, *MATRICES, NOTHING))}"
_BEGINNING = """# How the sheets of this folder are read, as you answered `okrsheets adopt`.
# `okrsheets sync` and `okrsheets check` follow it, here and in the folders below.
# To be asked again, delete an entry and run `okrsheets adopt` again.
"""


@dataclass(frozen=True)
class MapEntry:
    """How one table is read: its headings, what it is, and the column of ours that each heading of its own means.

    `read` is the name of one of our tables, one of `MATRICES`, or `NOTHING`. `scale` has the level of cells of a matrix: of words
    and signs as they are written; numbers between two that are named are levels between theirs. `decimal` is the decimal mark and
    `days` the order of day and month, "" where the sheet says it. `file` and `line` are where it stands.
    """

    headings: tuple[str, ...]
    read: str
    columns: tuple[tuple[str, str], ...] = ()
    scale: tuple[tuple[str, float], ...] = ()
    decimal: str = ""
    days: str = ""
    file: str = field(default="", compare=False, repr=False)
    line: int = field(default=0, compare=False, repr=False)


def load_maps(folders: Iterable[Path]) -> dict[Path, Sequence[MapEntry]]:
    """Return the entries of the mapping files in some folders and in those above them, by folder.

    `SettingsError` says which file and line cannot be used.
    """
    wanted = {above for folder in folders for above in folders_above(folder)}
    files = {folder: folder / MAP_FILE for folder in wanted}
    return {folder: read_map(file) for folder, file in files.items() if file.is_file()}


def entries_of(maps: Mapping[Path, Sequence[MapEntry]], path: str) -> tuple[MapEntry, ...]:
    """Return the entries that hold for a workbook: those of its own folder first."""
    if not maps:
        return ()
    return tuple(entry for folder in folders_above(folder_of(path)) for entry in maps.get(folder, ()))


def folder_of(path: str) -> Path:
    """Return the folder in which the mapping file of a workbook lies; a folder of .csv files is a workbook."""
    place = Path(path)
    return place if place.is_dir() else place.parent


def folders_above(folder: Path) -> list[Path]:
    """Return a folder and those above it, up to the one with the settings, the home folder, or the top."""
    found: list[Path] = []
    home = Path.home()
    for above in (folder.absolute(), *folder.absolute().parents):
        found.append(above)
        if above == home or (above / SETTINGS_FILE).is_file():
            break
    return found


def digest(entries: Sequence[MapEntry]) -> str:
    """Return what tells some entries from any others."""
    return hashlib.sha256(repr(tuple(entries)).encode()).hexdigest()


def read_map(path: Path) -> tuple[MapEntry, ...]:
    """Return the entries of a mapping file; `SettingsError` says which line cannot be used."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: {error}", "save it as UTF-8") from None
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}", "ask for permission to read it") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        last = len(text.splitlines())
        what = str(error).replace("at end of document", f"at the end, line {last}")
        raise SettingsError(f"{path}: {what}", _HINT) from None
    except ValueError as error:
        raise SettingsError(f"{path}: {error}", _HINT) from None
    except RecursionError:
        raise SettingsError(f"{path}: its lists and tables are nested too deeply", _HINT) from None
    listed = data.get("table", [])
    if not isinstance(listed, list) or set(data) - {"table"}:
        raise SettingsError(f"{path}: only entries that begin with [[table]] are allowed", _HINT)
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if _ENTRY.match(line)]
    return tuple(_at(path, lines[at] if at < len(lines) else 0, value) for at, value in enumerate(listed))


def _at(path: Path, line: int, value: Any) -> MapEntry:
    return replace(_entry(f"{path}, line {line}" if line else str(path), value), file=str(path), line=line)


def _entry(where: str, data: Any) -> MapEntry:
    if not isinstance(data, dict):
        raise SettingsError(f"{where}: {data!r} is no entry", _HINT)
    if unknown := set(data) - set(KEYS):
        raise SettingsError(f"{where}: {min(unknown)!r} is not known; an entry has {', '.join(KEYS)}", _HINT)
    headings, read, columns = data.get("headings"), data.get("read"), data.get("columns", {})
    if not isinstance(headings, list) or not all(
        isinstance(text, str) and normalise_heading(text) for text in headings
    ):
        raise SettingsError(f"{where}: headings must be a list of texts, not {headings!r}", _HINT)
    if len({normalise_heading(text) for text in headings}) < LEAST_HEADINGS:
        raise SettingsError(f"{where}: an entry needs {LEAST_HEADINGS} different headings or more", _HINT)
    if read not in (*TABLES, *MATRICES, NOTHING):
        raise SettingsError(f"{where}: read = {read!r} is not known", _HINT)
    if not isinstance(columns, dict):
        raise SettingsError(f"{where}: columns must be a table of headings, not {columns!r}", _HINT)
    _refuse_unknown_columns(where, read, headings, columns)
    scale = _scale(where, read, data.get("scale", {}))
    for key, known in WRITTEN.items():
        if data.get(key, "") not in ("", *known):
            raise SettingsError(
                f"{where}: {key} = {data[key]!r} is not known", f"write one of: {', '.join(map(repr, known))}"
            )
    return MapEntry(tuple(headings), read, tuple(columns.items()), scale, data.get("decimal", ""), data.get("days", ""))


def _scale(where: str, read: str, data: Any) -> tuple[tuple[str, float], ...]:
    hint = 'write the level of each, e.g. scale = { "A" = 5, "B" = 3 }'
    if not isinstance(data, dict):
        raise SettingsError(f"{where}: scale must be a table of levels, not {data!r}", hint)
    if data and read not in MATRICES:
        raise SettingsError(f"{where}: {read!r} has no scale", "delete the line")
    for text, level in data.items():
        is_level = isinstance(level, (int, float)) and not isinstance(level, bool) and 0 <= level <= TOP_LEVEL
        if not is_level:
            raise SettingsError(f"{where}: {text!r} = {level!r}: a level is a number from 0 to {TOP_LEVEL}", hint)
    return tuple((text, float(level)) for text, level in data.items())


def _refuse_unknown_columns(where: str, read: str, headings: Sequence[str], columns: Mapping[str, Any]) -> None:
    names = [column.name for column in schema.table(read).columns] if read in TABLES else []
    known = {normalise_heading(text) for text in headings}
    for heading, column in columns.items():
        if column not in names:
            hint = f"use one of: {', '.join(names)}" if names else "delete the line"
            what = f"the {read} have no column {column!r}" if names else f"{read!r} has no columns of ours"
            raise SettingsError(f"{where}: {what}", hint)
        if normalise_heading(heading) not in known:
            raise SettingsError(f"{where}: {heading!r} is not among the headings of the entry", "add it there")
    twice = [column for column in columns.values() if list(columns.values()).count(column) > 1]
    if twice:
        raise SettingsError(f"{where}: two headings mean {twice[0]!r}", "keep the one that counts")


def with_entries(text: str, entries: Sequence[MapEntry]) -> str:
    """Return the text of a mapping file with some entries added at its end; what stands there stays as it is."""
    begun = text or _BEGINNING
    return (begun if begun.endswith("\n") else f"{begun}\n") + "".join(map(_written, entries))


def _written(entry: MapEntry) -> str:
    headings = ", ".join(map(_quoted, entry.headings))
    lines = ["", "[[table]]", f"headings = [{headings}]  # a row with all of these is this table's"]
    lines.append(f"read = {_quoted(entry.read)}")
    if entry.columns:
        pairs = ", ".join(f"{_quoted(heading)} = {_quoted(column)}" for heading, column in entry.columns)
        lines.append(f"columns = {{ {pairs} }}")
    if entry.scale:
        pairs = ", ".join(f"{_quoted(text)} = {level:g}" for text, level in entry.scale)
        lines.append(f"scale = {{ {pairs} }}  # the level of each; numbers between two are levels between theirs")
    lines += [f"decimal = {_quoted(entry.decimal)}"] if entry.decimal else []
    lines += [f"days = {_quoted(entry.days)}"] if entry.days else []
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text as TOML has it on one line."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(letter if letter.isprintable() else f"\\U{ord(letter):08X}" for letter in escaped) + '"'
