"""Zip archives of other programs with some files changed: every other file stays byte for byte as it is packed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping

from .archive import entry

_LOCAL = struct.Struct("<4s2B4HL2L2H")
_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF_8 = 0x800
_ZIP64 = 1  # the kind of extra field with sizes of more than 4 GB


def repacked(archive: bytes, changed: Mapping[str, bytes], removed: Collection[str] = ()) -> bytes:
    """Return an archive with some files changed or removed, and with those of `changed` that it lacks added at its end.

    `zipfile.BadZipFile` when it isn't an archive, or has a file twice.

    >>> from .archive import pack, unpack
    >>> unpack(repacked(pack({"a": b"1", "b": b"2", "c": b"3"}), {"b": b"two", "d": b"4"}, removed=["c"]))
    {'a': b'1', 'b': b'two', 'd': b'4'}
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        infos, comment, begin_of_list = opened.infolist(), opened.comment, opened.start_dir
    names = [info.filename for info in infos]
    if len(set(names)) != len(names):
        raise zipfile.BadZipFile("a file is in it twice")
    ends = _ends(infos, begin_of_list)
    out, listed = bytearray(), []
    for info in infos:
        if info.filename in removed:
            continue
        at = len(out)
        if info.filename in changed:
            out += _packed(info, changed[info.filename])
        else:
            out += archive[info.header_offset : ends[info.header_offset]]
        listed.append(_listed(info, at))
    for name in (name for name in changed if name not in names):
        info, at = entry(name), len(out)
        out += _packed(info, changed[name])
        listed.append(_listed(info, at))
    directory = b"".join(listed)
    return bytes(out) + directory + _end(len(listed), len(directory), len(out), comment)


def _ends(infos: Collection[zipfile.ZipInfo], begin_of_list: int) -> dict[int, int]:
    """Where each file ends, by where it begins: at the next one, or at the list of all files."""
    begins = sorted(info.header_offset for info in infos)
    return dict(zip(begins, [*begins[1:], begin_of_list]))


def _packed(info: zipfile.ZipInfo, content: bytes) -> bytes:
    """A file with its header; `info` is changed to describe it."""
    stored = info.compress_type == zipfile.ZIP_STORED
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = content if stored else packer.compress(content) + packer.flush()
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    info.flag_bits &= _UTF_8
    info.extract_version, info.extra = 20, b""
    info.CRC, info.compress_size, info.file_size = zlib.crc32(content), len(data), len(content)
    name = _name(info)
    header = _LOCAL.pack(
        b"PK\x03\x04", info.extract_version, 0, info.flag_bits, info.compress_type, *_time(info), info.CRC,
        info.compress_size, info.file_size, len(name), 0,
    )  # fmt: skip
    return header + name + data


def _listed(info: zipfile.ZipInfo, at: int) -> bytes:
    """A file as the list at the end of the archive has it."""
    name, extra = _name(info), _without_zip64(info.extra)
    fields = _CENTRAL.pack(
        b"PK\x01\x02", info.create_version, info.create_system, info.extract_version, info.reserved, info.flag_bits,
        info.compress_type, *_time(info), info.CRC, info.compress_size, info.file_size, len(name), len(extra),
        len(info.comment), 0, info.internal_attr, info.external_attr, at,
    )  # fmt: skip
    return fields + name + extra + info.comment


def _name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF_8 else "cp437")


def _time(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _without_zip64(extra: bytes) -> bytes:
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        kept += b"" if kind == _ZIP64 else extra[at : at + 4 + length]
        at += 4 + length
    return kept


def _end(count: int, size: int, at: int, comment: bytes) -> bytes:
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, size, at, len(comment)) + comment
