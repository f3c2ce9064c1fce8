"""The parts of a zip archive, each unpacked once and without the overhead of a file that is read piece by piece."""

from __future__ import annotations

import zipfile
import zlib

_LOCAL_HEADER = b"PK\x03\x04"
_HEADER_SIZE, _NAME_LENGTH, _EXTRA_LENGTH = 30, slice(26, 28), slice(28, 30)
_ENCRYPTED = 1
_RAW_DEFLATE = -15


class Parts:
    """The parts of an archive by their names in small letters; `names` has them as they are written."""

    def __init__(self, archive: zipfile.ZipFile, data: bytes) -> None:
        self._archive, self._data = archive, data
        self._contents: dict[str, bytes] = {}
        self.names: dict[str, str] = {}
        for name in archive.namelist():
            self.names.setdefault(name.lower(), name)

    def __getitem__(self, name: str) -> bytes:
        """Return a part, and nothing when it is not there; raise what `zipfile` raises for a damaged one."""
        name = name.lower()
        if name not in self._contents:
            self._contents[name] = self._read(self.names[name]) if name in self.names else b""
        return self._contents[name]

    def _read(self, name: str) -> bytes:
        info = self._archive.getinfo(name)
        content = _unpacked(self._data, info)
        if content is None or zlib.crc32(content) != info.CRC:
            return self._archive.read(name)
        return content


def _unpacked(data: bytes, info: zipfile.ZipInfo) -> bytes | None:
    """The content of a part that is stored in one of the two usual ways, no longer than it declares; None otherwise."""
    header = data[info.header_offset : info.header_offset + _HEADER_SIZE]
    if header[:4] != _LOCAL_HEADER or info.flag_bits & _ENCRYPTED:
        return None
    lengths = int.from_bytes(header[_NAME_LENGTH], "little") + int.from_bytes(header[_EXTRA_LENGTH], "little")
    begin = info.header_offset + _HEADER_SIZE + lengths
    packed = data[begin : begin + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        return packed if len(packed) == info.file_size else None
    if info.compress_type != zipfile.ZIP_DEFLATED:
        return None
    try:
        content = zlib.decompressobj(_RAW_DEFLATE).decompress(packed, info.file_size + 1)
    except zlib.error:
        return None
    return content if len(content) == info.file_size else None
