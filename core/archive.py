"""Zip archives that depend on their content alone: the same parts give the same bytes on every day and every system."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can hold
UNIX = 3  # the system that every entry names as its own
PLAIN_FILE = 0o100644 << 16  # readable by everyone, where the archive is unpacked on Unix


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return a compressed archive of files by their names, in the order of the mapping.

    >>> pack({"a.txt": b"one"}) == pack({"a.txt": b"one"})
    True
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(entry(name), content)
    return held.getvalue()


def entry(name: str) -> zipfile.ZipInfo:
    """Return how a file of an archive is described.

    >>> entry("a.txt").date_time
    (1980, 1, 1, 0, 0, 0)
    """
    described = zipfile.ZipInfo(name, EARLIEST)
    described.compress_type = zipfile.ZIP_DEFLATED
    described.create_system = UNIX
    described.external_attr = PLAIN_FILE
    return described


def unpack(archive: bytes) -> dict[str, bytes]:
    """Return the files of an archive by their names, in its order; `zipfile.BadZipFile` when it is no archive.

    >>> unpack(pack({"b.txt": b"two", "a.txt": b"one"}))
    {'b.txt': b'two', 'a.txt': b'one'}
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
