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
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = UNIX
            entry.external_attr = PLAIN_FILE
            archive.writestr(entry, content)
    return held.getvalue()


def unpack(archive: bytes) -> dict[str, bytes]:
    """Return the files of an archive by their names, in its order; `zipfile.BadZipFile` when it is no archive.

    >>> unpack(pack({"b.txt": b"two", "a.txt": b"one"}))
    {'b.txt': b'two', 'a.txt': b'one'}
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
