"""Reads one workbook of a source, whatever may be wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ...core.errors import SourceError
from ...core.tables.headings import HeadingIndex
from ..reading.extract import Extract, extract
from ..sources.base import FileContent, FileInfo, Source


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
    except MemoryError:
        raise
    except Exception as error:
        return Reading(sha256, refusal=_refusal(error))


def fetch_workbook(
    source: Source, info: FileInfo, known: str = "", given_up: Mapping[str, Refusal] | None = None
) -> Reading | FileContent:
    """Return the bytes of a workbook to be read elsewhere; or what came of it, when that is known without reading it.

    Of the arguments, `known` and `given_up` are those of `read_workbook`.
    """
    try:
        content = source.fetch(info)
    except Exception as error:
        return Reading(refusal=_refusal(error))
    if content.sha256 == known:
        return Reading(known)
    if given_up and content.sha256 in given_up:
        return Reading(content.sha256, refusal=given_up[content.sha256])
    return content


def _refusal(error: Exception) -> Refusal:
    if isinstance(error, SourceError):
        return Refusal(error.what, error.hint)
    what = f"the workbook could not be read ({type(error).__name__}: {error})"
    return Refusal(what, "save it again as .xlsx; if that does not help, report it")
