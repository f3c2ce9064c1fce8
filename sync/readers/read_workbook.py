"""Reads one workbook of a source, whatever may be wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ...core.errors import SourceError
from ...core.tables.headings import HeadingIndex
from ..reading.extract import Extract, extract
from ..sources.base import FileInfo, Source


@dataclass(frozen=True)
class Refusal:
    """Why a workbook could not be read, and what to do about it."""

    what: str
    hint: str


@dataclass(frozen=True)
class Reading:
    """What came of one workbook: an extract or a refusal; neither when it is what it was."""

    sha256: str = ""
    extract: Extract | None = None
    refusal: Refusal | None = None


def read_workbook(
    source: Source,
    info: FileInfo,
    name: str,
    headings: HeadingIndex,
    known: str = "",
    given_up: Mapping[str, Refusal] | None = None,
    begun: Callable[[str], None] = lambda sha256: None,
) -> Reading:
    """Read a workbook under its name in the store; whatever fails is this workbook's fault, and never an exception.

    `known` is the hash of the version that was read before, `given_up` has contents that could not be read within the
    limits, by their hash, and `begun` is called with the hash before the content is looked at.
    """
    sha256 = ""
    try:
        fetched = source.fetch(info)
        sha256 = fetched.sha256
        if known == sha256:
            return Reading(sha256)
        if given_up and sha256 in given_up:
            return Reading(sha256, refusal=given_up[sha256])
        begun(sha256)
        raw = replace(fetched.parse(), name=name, changed_in=info.changed_in)
        return Reading(sha256, extract(raw, headings))
    except SourceError as error:
        return Reading(sha256, refusal=Refusal(error.what, error.hint))
    except MemoryError:
        raise
    except Exception as error:
        what = f"the workbook could not be read ({type(error).__name__}: {error})"
        return Reading(sha256, refusal=Refusal(what, "save it again as .xlsx; if that does not help, report it"))
