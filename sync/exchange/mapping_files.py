"""Mapping files: the columns of a system that we do not know, as the user describes them in TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import tomllib

from ...core.errors import SettingsError
from ...core.tables.headings import normalise_heading
from .learning_systems import FIELDS, LearningSystem, learning_system

Kind = Literal["learning", "goals"]
EXAMPLES = Path(__file__).parent / "examples"
KEYS = ("system", "read", "columns", "types")
PERSON = frozenset({"email", "external id", "name", "first name", "last name"})

GOAL_FIELDS = {
    "id": "the ID of the row",
    "parent id": "the ID of the row above it; several are separated by line breaks or semicolons",
    "type": "whether the row is an objective or a key result; see [types]",
    "title": "the text of the objective or the key result, whichever the row is",
    "objective": "the text of the objective, in rows that are key results",
    "key result": "the text of the key result",
    "level": "organisation, CEO, team or skills",
    "team": "the team",
    "owner": "who is accountable",
    "start": "the value at the beginning",
    "target": "the value that counts as success",
    "current": "the value today",
    "unit": "the unit",
    "progress": "how much is achieved, 0 to 100 or 0 to 1, where there are no values",
    "weight": "how much it counts",
    "start date": "the first day",
    "due date": "the last day",
    "status": "whether it was abandoned",
    "cycle": "the quarter",
}  # what a column of a file of goals can be to us


@dataclass(frozen=True)
class GoalMapping:
    """A file of goals: its system, what each column is (by normalised heading), and the types that are key results."""

    system: str
    columns: Mapping[str, str]
    types: Mapping[str, str] = field(default_factory=dict)


def example(kind: Kind) -> str:
    """Return a commented mapping file to begin with."""
    return (EXAMPLES / f"{kind}.toml").read_text("utf-8")


def learning_mapping(path: Path) -> LearningSystem:
    """Return the learning system that a mapping file describes; `SettingsError` says what cannot be used."""
    system, columns, _ = _read(path, "learning", FIELDS)
    fields = set(columns.values())
    if "course" not in fields or not fields & PERSON:
        hint = 'write at least "…" = "course" and "…" = "email" under [columns]'
        raise SettingsError(f"{path}: a course and a person are needed", hint)
    return learning_system(system, columns, columns)


def goal_mapping(path: Path) -> GoalMapping:
    """Return the columns of a file of goals as a mapping file describes them; `SettingsError` when it can't be used."""
    system, columns, types = _read(path, "goals", GOAL_FIELDS)
    if not {"title", "objective"} & set(columns.values()):
        raise SettingsError(f"{path}: no column is an objective", 'write "…" = "objective" or "title" under [columns]')
    unknown = set(types.values()) - {"objective", "key result"}
    if unknown:
        raise SettingsError(f"{path}: {min(unknown)!r} under [types] is not known", "write objective or key result")
    normalised = {normalise_heading(heading): field for heading, field in columns.items()}
    return GoalMapping(system, normalised, {normalise_heading(word): kind for word, kind in types.items()})


def _read(path: Path, kind: Kind, fields: Mapping[str, str]) -> tuple[str, dict[str, str], dict[str, str]]:
    data = _load(path)
    hint = f"`okrsheets import {kind} --example-mapping` prints one to begin with"
    unknown = [key for key in data if key not in KEYS]
    if unknown:
        raise SettingsError(f"{path}: {unknown[0]!r} is not a known setting", f"use one of: {', '.join(KEYS)}")
    if data.get("read") != kind:
        raise SettingsError(f"{path}: read = {data.get('read')!r}, where {kind!r} is needed", hint)
    system, columns, types = data.get("system"), data.get("columns"), data.get("types", {})
    if not isinstance(system, str) or not system:
        raise SettingsError(f"{path}: the name of the system is missing", 'write system = "…"')
    for name, value in (("columns", columns), ("types", types)):
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise SettingsError(f"{path}: [{name}] must have lines of two texts", hint)
    assert isinstance(columns, dict)
    for heading, field_name in columns.items():
        if field_name not in fields:
            raise SettingsError(
                f"{path}: {heading!r} = {field_name!r} is not known", f"use one of: {', '.join(fields)}"
            )
    return system, columns, types


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: {error}", "see docs/exchange.md for an example") from None
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}", "check the path") from None
