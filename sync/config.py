"""`okrsheets.toml`, and with it where sources are read from and results are written to."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import tomllib

from ..core import cells, schema
from ..core.cells import Day
from ..core.errors import CellError, SettingsError, UsageError
from ..core.evidence import HIGHEST, EvidenceRules
from ..core.model import Settings
from ..core.privacy import PAGES, PrivacySettings, retention
from ..core.quality_rules import checked_codes
from ..core.tables.headings import HeadingIndex, normalise_heading
from ..core.values.cycle_names import JANUARY
from ..core.values.locales import is_locale
from .google.address import is_google, parse
from .google.connection import PER_MINUTE, Access, Connection
from .google.source import GoogleSource
from .readers.limits import Limits
from .settings import ImportSettings, SmtpAccount
from .sources.folder import FolderSource
from .sources.listing import OUTPUT

FILE = "okrsheets.toml"
STORE = "okrsheets.duckdb"
FORMATS = ("html", "md", "xlsx")
TLS_PORT = 465
SECTIONS = (
    "sources", "out", "cycle", "locale", "fiscal-year-start", "as-of", "thresholds", "report", "columns",
    "google", "limits", "quality", "smtp", "import", "privacy", "skills",
)  # fmt: skip
BRAND = ("name", "logo", "colour", "accent")


@dataclass(frozen=True)
class Config:
    """What `okrsheets.toml` says; what it leaves out has these values."""

    sources: Sequence[str] = (".",)
    out: str = OUTPUT
    cycle: str = ""
    locale: str = ""
    fiscal_year_start: int = JANUARY
    as_of: Day | None = None
    formats: Sequence[str] = FORMATS
    language: str = "en"
    template: str = ""
    brand: Mapping[str, str] = field(default_factory=dict)
    thresholds: Settings = field(default_factory=Settings)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    google: Access = field(default_factory=Access)
    limits: Limits = field(default_factory=Limits)
    quality_off: Sequence[str] = ()
    smtp: SmtpAccount = field(default_factory=SmtpAccount)
    imports: ImportSettings = field(default_factory=ImportSettings)
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
    skills: EvidenceRules = field(default_factory=EvidenceRules)

    @property
    def headings(self) -> HeadingIndex:
        """What each heading means, and how numbers, dates and fiscal years are written where that stays open."""
        return HeadingIndex(self.columns, self.locale, self.fiscal_year_start)


@dataclass(frozen=True)
class Workspace:
    """A set of sources with the folder that their results go to."""

    base: Path
    config: Config
    sources: Sequence[FolderSource | GoogleSource]
    out: Path
    google: Connection = field(default_factory=Connection)

    @property
    def store(self) -> Path:
        """The store's file."""
        return self.out / STORE


def workspace(names: Sequence[str], out: str = "", here: Path | None = None) -> Workspace:
    """Return what a command works on: the sources that are named, else those of `okrsheets.toml`.

    The settings file is looked for in the first source that is on the disk, beside it, and in the current folder;
    without such a source everything belongs to the current folder.
    """
    here = here or Path.cwd()
    base = _base(names, here)
    config = load(base / FILE) if (base / FILE).is_file() else Config()
    named, within = (names, Path()) if _are_sources(names, base) else (config.sources, base)
    target = here / out if out else base / config.out
    google = Connection(config.google)
    sources = [
        GoogleSource(parse(name), google, most_cells=config.limits.cells, seconds=config.limits.seconds)
        if is_google(name)
        else FolderSource(within / name, target, most_cells=config.limits.cells)
        for name in named
    ]
    return Workspace(base, config, sources, target, google)


def _are_sources(names: Sequence[str], base: Path) -> bool:
    """Whether the names are the sources: a folder with a settings file means the sources that the file names."""
    alone = len(names) == 1 and not is_google(names[0])
    return bool(names) and not (alone and Path(names[0]).resolve() == base.resolve() and (base / FILE).is_file())


def _base(names: Sequence[str], here: Path) -> Path:
    if not names:
        if (here / FILE).is_file() or (here / OUTPUT).is_dir():
            return here
        raise UsageError(
            "no workbooks or folders are named", f'name at least one, or create {FILE} with the line `sources = ["."]`'
        )
    first = next((Path(name) for name in names if not is_google(name)), here)
    folder = first if first.is_dir() else first.parent
    for place in (folder, here):
        if (place / FILE).is_file():
            return place
    return folder


def load(path: Path) -> Config:
    """Return the settings in a file; `SettingsError` says which line or key cannot be used."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:  # also a number of thousands of digits
        raise SettingsError(f"{path}: {error}", "see the README for an example") from None
    except RecursionError:
        raise SettingsError(
            f"{path}: its lists and tables are nested too deeply", "see the README for an example"
        ) from None
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}", "ask for permission to read it") from None
    return _config(path, data)


def _config(path: Path, data: dict[str, Any]) -> Config:
    _known(
        path,
        data,
        SECTIONS,
    )
    thresholds = _section(path, data, "thresholds")
    _known(path, thresholds, ("at-risk-gap", "off-track-gap", "stale-days"))
    report = _section(path, data, "report")
    _known(path, report, ("formats", "language", "template", "brand"))
    brand = _section(path, report, "brand", "report.")
    _known(path, brand, BRAND)
    formats = _texts(path, report, "formats", FORMATS, 'write formats = ["html", "xlsx"]')
    _known(path, dict.fromkeys(formats), FORMATS)
    return Config(
        sources=_texts(path, data, "sources", (".",), 'write sources = ["team-a", "team-b.xlsx"]'),
        out=_text(path, data, "out", OUTPUT),
        cycle=_text(path, data, "cycle", ""),
        locale=_locale(path, data),
        fiscal_year_start=_month(path, data),
        as_of=_day(path, data.get("as-of")),
        formats=formats,
        language=_text(path, report, "language", "en"),
        template=_text(path, report, "template", ""),
        brand={key: _text(path, brand, key, "") for key in brand},
        thresholds=_thresholds(path, thresholds),
        columns=_columns(path, _section(path, data, "columns")),
        google=_google(path, _section(path, data, "google")),
        limits=_limits(path, _section(path, data, "limits")),
        quality_off=_quality_off(path, _section(path, data, "quality")),
        smtp=_smtp(path, _section(path, data, "smtp")),
        imports=_imports(path, _section(path, data, "import")),
        privacy=_privacy(path, _section(path, data, "privacy")),
        skills=_skills(path, _section(path, data, "skills")),
    )


def _imports(path: Path, data: Mapping[str, Any]) -> ImportSettings:
    _known(path, data, ("learning", "mappings", "course-skills"))
    return ImportSettings(
        _text(path, data, "learning", ""),
        _texts(path, data, "mappings", (), 'write mappings = ["moodle.toml"]'),
        _text(path, data, "course-skills", ""),
    )


def _smtp(path: Path, data: Mapping[str, Any]) -> SmtpAccount:
    if "password" in data:
        hint = "remove that line, and set the environment variable OKRSHEETS_SMTP_PASSWORD"
        raise SettingsError(f"{path}: a password does not belong into this file", hint)
    _known(path, data, ("host", "port", "user", "from", "security"))
    port, security = data.get("port", 587), _text(path, data, "security", "")
    if isinstance(port, bool) or not isinstance(port, int) or not 1 <= port <= 65535:
        raise SettingsError(f"{path}: port must be a whole number from 1 to 65535, not {port!r}", "write port = 587")
    security = security or ("tls" if port == TLS_PORT else "starttls")
    if security not in ("tls", "starttls", "none"):
        raise SettingsError(f"{path}: security {security!r} is not known", 'write "tls", "starttls" or "none"')
    user = _text(path, data, "user", "")
    return SmtpAccount(_text(path, data, "host", ""), port, user, _text(path, data, "from", user), security)


def _quality_off(path: Path, data: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes of the quality rules that are switched off."""
    _known(path, data, ("off",))
    return checked_codes(_texts(path, data, "off", (), 'write off = ["Q03"]'), str(path))


_SKILL_RULES = (
    "half-life", "certificate-level", "course-level", "course-weight", "correct-raters", "margin", "stale",
)  # fmt: skip


def _skills(path: Path, data: Mapping[str, Any]) -> EvidenceRules:
    """The rules of evidence that are chosen; what is left out is off."""
    _known(path, data, _SKILL_RULES)
    for key in ("certificate-level", "course-level"):
        if not 0 <= (_number(path, data, key) or 0) <= HIGHEST:
            raise SettingsError(f"{path}: {key} must be a level from 0 to 5, not {data[key]!r}", f"write {key} = 3")
    weight = _number(path, data, "course-weight")
    if weight is not None and not 0 < weight <= 1:
        hint = "write course-weight = 0.5"
        raise SettingsError(f"{path}: course-weight must be above 0 and at most 1, not {weight:g}", hint)
    for key in ("correct-raters", "margin"):
        if not isinstance(data.get(key, False), bool):
            raise SettingsError(f"{path}: {key} must be true or false, not {data[key]!r}", f"write {key} = true")
    return EvidenceRules(
        half_life=_days(path, data, "half-life"),
        certificate_level=_number(path, data, "certificate-level"),
        course_level=_number(path, data, "course-level"),
        course_weight=0.5 if weight is None else weight,
        corrects_raters=data.get("correct-raters", False),
        has_margin=data.get("margin", False),
        stale=_days(path, data, "stale"),
    )


def _days(path: Path, data: Mapping[str, Any], key: str) -> float | None:
    """A period in days; a month is the twelfth part of 365.25 days."""
    text = _text(path, data, key, "")
    try:
        period = retention(text) if text else None
    except CellError:
        raise SettingsError(f"{path}: {key} {text!r} is not a period", f'write {key} = "12 months"') from None
    return None if period is None else period.days


def _privacy(path: Path, data: Mapping[str, Any]) -> PrivacySettings:
    """Why rows about people are kept, how long, and who reads which page."""
    _known(path, data, ("purpose", "retention", "readers"))
    readers = _section(path, data, "readers", "privacy.")
    _known(path, readers, PAGES)
    kept = _text(path, data, "retention", "")
    try:
        period = retention(kept) if kept else None
    except CellError as error:
        raise SettingsError(f"{path}: {error.what}", error.hint) from None
    hint = 'write person = ["the person", "their manager"]'
    named = {page: _texts(path, readers, page, (), hint) for page in PAGES if page in readers}
    return PrivacySettings(_text(path, data, "purpose", ""), period, named)


def _limits(path: Path, data: Mapping[str, Any]) -> Limits:
    least = {"seconds": 1, "megabytes": 256, "cells": 1_000}
    _known(path, data, tuple(least))
    for key, value in data.items():
        if isinstance(value, bool) or not isinstance(value, int) or value < least[key]:
            hint = f"write {key} = {getattr(Limits(), key)}"
            raise SettingsError(f"{path}: {key} must be a whole number of {least[key]} or more, not {value!r}", hint)
    return Limits(**data)


def _google(path: Path, data: Mapping[str, Any]) -> Access:
    """Where the credentials are, from the settings file on; and how many requests a minute Google allows."""
    _known(path, data, ("credentials", "requests-per-minute"))
    credentials = _text(path, data, "credentials", "")
    most = data.get("requests-per-minute", PER_MINUTE)
    if isinstance(most, bool) or not isinstance(most, int) or most < 1:
        raise SettingsError(
            f"{path}: requests-per-minute must be a whole number of 1 or more, not {most!r}",
            f"write requests-per-minute = {PER_MINUTE}",
        )
    return Access(path.parent / Path(credentials).expanduser() if credentials else None, most)


def _locale(path: Path, data: Mapping[str, Any]) -> str:
    locale = _text(path, data, "locale", "")
    if locale and not is_locale(locale):
        raise SettingsError(
            f"{path}: locale {locale!r} is not known", 'write a language, e.g. locale = "de" or "en-US"'
        )
    return locale


def _month(path: Path, data: Mapping[str, Any]) -> int:
    month = data.get("fiscal-year-start", JANUARY)
    if isinstance(month, bool) or not isinstance(month, int) or not 1 <= month <= 12:
        hint = "write fiscal-year-start = 4 for a year that begins in April"
        raise SettingsError(f"{path}: fiscal-year-start must be a month from 1 to 12, not {month!r}", hint)
    return month


def _section(path: Path, data: Mapping[str, Any], key: str, within: str = "") -> dict[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, dict):
        hint = f"write a line [{within}{key}]"
        raise SettingsError(f"{path}: {key} must be a section of its own, not {value!r}", hint)
    return value


def _text(path: Path, data: Mapping[str, Any], key: str, default: str) -> str:
    value = data.get(key, default)
    if not isinstance(value, str):
        raise SettingsError(f"{path}: {key} must be a text, not {value!r}", f'write {key} = "{value}"')
    return value


def _texts(path: Path, data: Mapping[str, Any], key: str, default: Sequence[str], hint: str) -> tuple[str, ...]:
    value = data.get(key, list(default))
    if not (isinstance(value, list) and all(isinstance(entry, str) for entry in value)):
        raise SettingsError(f"{path}: {key} must be a list of texts", hint)
    return tuple(value)


def _columns(path: Path, data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Whose heading is which column: every table and every column must be there."""
    _known(path, data, tuple(table.name for table in schema.TABLES))
    columns = {name: _section(path, data, name, "columns.") for name in data}
    for name, headings in columns.items():
        known = [column.name for column in schema.table(name).inputs]
        for heading, column in headings.items():
            if not isinstance(column, str):
                hint = f"write {heading!r} = {known[0]!r}"
                raise SettingsError(f"{path}: {heading!r} must name a column, not {column!r}", hint)
            _known(path, {normalise_heading(column): column}, tuple(map(normalise_heading, known)))
    return columns


def _known(path: Path, data: Mapping[str, Any], keys: Sequence[str]) -> None:
    for key in data:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(keys)}"
            raise SettingsError(f"{path}: {key!r} is not a known setting", hint)


def _day(path: Path, data: Any) -> Day | None:
    if data is None:
        return None
    try:
        if isinstance(data, (str, date)):
            return cells.day(data)
    except CellError:
        pass
    raise SettingsError(f"{path}: as-of {data!r} isn't a recognised date", "use YYYY-MM-DD: as-of = 2026-06-30")


def _thresholds(path: Path, data: Mapping[str, Any]) -> Settings:
    rules = Settings(
        at_risk_gap=_number(path, data, "at-risk-gap"),
        off_track_gap=_number(path, data, "off-track-gap"),
        stale_days=_number(path, data, "stale-days"),
    )
    at_risk, off_track = rules.gaps
    if at_risk > off_track:
        raise SettingsError(f"{path}: at-risk-gap {at_risk:g} is above off-track-gap {off_track:g}", "swap the two")
    return rules


def _number(path: Path, data: Mapping[str, Any], key: str) -> float | None:
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < math.inf:
        raise SettingsError(f"{path}: {key} must be a number of 0 or more, not {value!r}", f"write {key} = 0.1")
    return float(value)
