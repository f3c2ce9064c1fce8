"""`okrsheets.toml`, and with it where sources are read from and results are written to."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomllib

from ..core import cells, schema
from ..core.cells import Day
from ..core.errors import CellError, SettingsError, UsageError
from ..core.model import Settings
from .folder import OUTPUT, FolderSource

FILE = "okrsheets.toml"
STORE = "okrsheets.duckdb"
FORMATS = ("html", "md", "xlsx")


@dataclass(frozen=True)
class Config:
    """What `okrsheets.toml` says; what it leaves out has these values."""

    sources: Sequence[str] = (".",)
    out: str = OUTPUT
    cycle: str = ""
    as_of: Day | None = None
    formats: Sequence[str] = FORMATS
    thresholds: Settings = field(default_factory=Settings)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Workspace:
    """A set of sources with the folder that their results go to."""

    base: Path
    config: Config
    sources: Sequence[FolderSource]
    out: Path

    @property
    def store(self) -> Path:
        """The store's file."""
        return self.out / STORE


def workspace(given: Sequence[str], out: str = "", here: Path | None = None) -> Workspace:
    """Return what a command works on: the sources that it was given, else those of `okrsheets.toml`.

    The settings file is looked for in the first source, beside it, and in the current folder.
    """
    here = here or Path.cwd()
    base = _base(given, here)
    config = load(base / FILE) if (base / FILE).is_file() else Config()
    named = (
        [Path(source) for source in given]
        if _are_sources(given, base)
        else [base / source for source in config.sources]
    )
    target = here / out if out else base / config.out
    return Workspace(base, config, [FolderSource(path, target) for path in named], target)


def _are_sources(given: Sequence[str], base: Path) -> bool:
    """A folder that has a settings file stands for the sources that the file names."""
    return bool(given) and not (
        len(given) == 1 and Path(given[0]).resolve() == base.resolve() and (base / FILE).is_file()
    )


def _base(given: Sequence[str], here: Path) -> Path:
    if not given:
        if (here / FILE).is_file() or (here / OUTPUT).is_dir():
            return here
        raise UsageError(
            "no sources are given", f'name workbooks or folders, or write an {FILE} with `sources = ["."]`'
        )
    first = Path(given[0])
    folder = first if first.is_dir() else first.parent
    for place in (folder, here):
        if (place / FILE).is_file():
            return place
    return folder


def load(path: Path) -> Config:
    """Return the settings in a file; `SettingsError` says which line or key cannot be used."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}", "see the README for an example") from None
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}", "ask for permission to read it") from None
    return _config(path, data)


def _config(path: Path, data: dict[str, Any]) -> Config:
    _known(path, data, ("sources", "out", "cycle", "as-of", "thresholds", "report", "columns"))
    thresholds = data.get("thresholds", {})
    _known(path, thresholds, ("at-risk-gap", "off-track-gap", "stale-days"))
    report = data.get("report", {})
    _known(path, report, ("formats",))
    formats = report.get("formats", list(FORMATS))
    _known(path, dict.fromkeys(formats), FORMATS)
    _known(path, data.get("columns", {}), tuple(table.name for table in schema.TABLES))
    sources = data.get("sources", ["."])
    if not (isinstance(sources, list) and all(isinstance(source, str) for source in sources)):
        raise SettingsError(f"{path}: sources must be a list of texts", 'write sources = ["team-a", "team-b.xlsx"]')
    return Config(
        sources=tuple(sources),
        out=str(data.get("out", OUTPUT)),
        cycle=str(data.get("cycle", "")),
        as_of=_day(path, data.get("as-of")),
        formats=tuple(formats),
        thresholds=_thresholds(path, thresholds),
        columns=data.get("columns", {}),
    )


def _known(path: Path, given: Mapping[str, Any], keys: Sequence[str]) -> None:
    for key in given:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(keys)}"
            raise SettingsError(f"{path}: {key!r} is not known here", hint)


def _day(path: Path, given: Any) -> Day | None:
    try:
        return cells.day(given)
    except (CellError, TypeError) as error:
        raise SettingsError(f"{path}: as-of: {error}", "write as-of = 2026-06-30") from None


def _thresholds(path: Path, given: Mapping[str, Any]) -> Settings:
    rules = Settings(
        at_risk_gap=_number(path, given, "at-risk-gap"),
        off_track_gap=_number(path, given, "off-track-gap"),
        stale_days=_number(path, given, "stale-days"),
    )
    at_risk, off_track = rules.gaps
    if at_risk > off_track:
        raise SettingsError(f"{path}: at-risk-gap {at_risk:g} is above off-track-gap {off_track:g}", "swap the two")
    return rules


def _number(path: Path, given: Mapping[str, Any], key: str) -> float | None:
    value = given.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise SettingsError(f"{path}: {key} must be a number of 0 or more, not {value!r}", f"write {key} = 0.1")
    return float(value)
