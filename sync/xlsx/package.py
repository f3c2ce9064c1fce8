"""An .xlsx or .xlsm as a package of parts: those that change are held until the file is written, all others stay packed."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath, relpath

from ...core.archive_edit import repacked
from ...core.errors import PushError, SourceError
from ..sources import file_limits
from ..sources.inspection import inspect_zip
from ..sources.zip_parts import Parts
from .xml_tags import attributes, escaped, not_understood, unescaped, with_attribute

CONTENT_TYPES, WORKBOOK = "[Content_Types].xml", "xl/workbook.xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OLE = b"\xd0\xcf\x11\xe0"
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*>(?:</(?:\w+:)?Relationship>)?")
_NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


@dataclass(frozen=True)
class Relationship:
    """A link from one part to another: its id, the last word of its type, and the part, or the address outside."""

    id: str
    type: str
    target: str
    external: bool = False


class Package:
    """The parts of a workbook, opened to be changed; `PushError` for one that must not be."""

    def __init__(self, data: bytes) -> None:
        _refuse_other_files(data)
        self._data = data
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._parts = Parts(self._archive, data)
        self.changed: dict[str, bytes] = {}
        self.removed: set[str] = set()
        _refuse_structures(self)

    @property
    def names(self) -> list[str]:
        """The names of all parts."""
        kept = [name for name in self._archive.namelist() if name not in self.removed]
        return [*kept, *(name for name in self.changed if name not in kept)]

    def actual(self, name: str) -> str:
        """Return a part's name as the file writes it, whatever the case of its letters; empty when there is none."""
        low = name.lower()
        return next((own for own in self.names if own.lower() == low), "")

    def read(self, name: str) -> bytes:
        """Return a part as it is now, and nothing when it is not there."""
        if name in self.changed:
            return self.changed[name]
        return b"" if name in self.removed else self._parts[name]

    def write(self, name: str, content: bytes) -> None:
        """Change a part; one that would stay the same is left packed as it is."""
        if content != self.read(name) or name not in self.names:
            self.changed[name] = content
            self.removed.discard(name)

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """Add a part with its content type."""
        self.write(name, content)
        types = self.read(CONTENT_TYPES)
        override = b'<Override PartName="/%s" ContentType="%s"/>' % (escaped(name), escaped(content_type))
        at = _end_tag(types, b"Types")
        self.write(CONTENT_TYPES, types[:at] + override + types[at:])

    def add_default(self, ending: str, content_type: str) -> None:
        """Let all parts with an ending have a content type, unless they have one."""
        types = self.read(CONTENT_TYPES)
        if not re.search(rb'<(?:\w+:)?Default\b[^<>]*\bExtension="%s"' % ending.encode(), types, re.IGNORECASE):
            at = types.index(b">", types.index(b"Types")) + 1
            default = b'<Default Extension="%s" ContentType="%s"/>' % (ending.encode(), escaped(content_type))
            self.write(CONTENT_TYPES, types[:at] + default + types[at:])

    def remove(self, name: str) -> None:
        """Remove a part with its content type."""
        self.changed.pop(name, None)
        if name in self._archive.namelist():
            self.removed.add(name)
        pattern = rb"""<(?:\w+:)?Override\b[^<>]*\bPartName\s*=\s*["']/%s["'][^<>]*/>""" % re.escape(escaped(name))
        self.write(CONTENT_TYPES, re.sub(pattern, b"", self.read(CONTENT_TYPES), flags=re.IGNORECASE))

    def relationships(self, part: str) -> list[Relationship]:
        """Return the links of a part."""
        links = []
        for tag in _RELATIONSHIP.findall(self.read(relations_of(part))):
            own = {name: unescaped(value) for name, value in attributes(tag).items()}
            target, external = own.get(b"Target", ""), own.get(b"TargetMode", "") == "External"
            if not external:
                target = self.actual(target.lstrip("/")) if target.startswith("/") else self._within(part, target)
            links.append(Relationship(own.get(b"Id", ""), own.get(b"Type", "").rpartition("/")[2], target, external))
        return links

    def _within(self, part: str, target: str) -> str:
        return self.actual(normpath(join(dirname(part), target))) or self.actual(target)

    def relate(self, part: str, type: str, target: str, external: bool = False) -> str:
        """Add a link to a part and return its id."""
        name = relations_of(part)
        before = self.read(name) or _NO_RELATIONS
        taken = {link.id for link in self.relationships(part)}
        id = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        where = target if external else relpath(target, dirname(part) or ".")
        mode = b' TargetMode="External"' if external else b""
        link = b'<Relationship Id="%s" Type="%s/%s" Target="%s"%s/>' % (
            id.encode(), RELATIONS.encode(), type.encode(), escaped(where), mode,
        )  # fmt: skip
        if re.search(rb"<(?:\w+:)?Relationships\b[^<>]*/>", before):
            before = _NO_RELATIONS
        at = _end_tag(before, b"Relationships")
        self.write(name, before[:at] + link + before[at:])
        return id

    def unrelate(self, part: str, id: str) -> None:
        """Remove a link of a part, and the file of its links with the last of them."""
        name = relations_of(part)
        kept = _RELATIONSHIP.sub(
            lambda tag: b"" if attributes(tag.group()).get(b"Id") == id.encode() else tag.group(), self.read(name)
        )
        if _RELATIONSHIP.search(kept):
            self.write(name, kept)
        else:
            self.remove(name)

    def new_name(self, stem: str, ending: str) -> str:
        """Return a free name for a part: the stem with the next number."""
        taken = {name.lower() for name in self.names}
        return next(
            f"{stem}{number}{ending}"
            for number in range(1, len(taken) + 2)
            if f"{stem}{number}{ending}".lower() not in taken
        )

    def packed(self) -> bytes:
        """Return the workbook with its changes; the same bytes when there are none."""
        old = set(self._archive.namelist())
        changed = {
            name: content for name, content in self.changed.items() if name not in old or content != self._parts[name]
        }
        return repacked(self._data, changed, self.removed) if changed or self.removed else self._data


def relations_of(part: str) -> str:
    """Return the name of the part that holds a part's links.

    >>> relations_of("xl/worksheets/sheet1.xml")
    'xl/worksheets/_rels/sheet1.xml.rels'
    """
    return join(dirname(part), "_rels", f"{basename(part)}.rels")


def _end_tag(data: bytes, name: bytes) -> int:
    ends = [match.start() for match in re.finditer(rb"</(?:\w+:)?%s\s*>" % name, data)]
    if not ends:
        raise not_understood(f"its part of {name.decode().lower()} has no end")
    return ends[-1]


def _refuse_other_files(data: bytes) -> None:
    if data[:4] == _OLE:
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise (
            file_limits.encrypted()
            if encrypted
            else PushError("an old .xls can't be changed", "open it in your spreadsheet program and save it as .xlsx")
        )
    inspect_zip(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise SourceError(f"the file is damaged: {error}", "restore it from a backup") from None
    if len({name.lower() for name in names}) != len(names):
        raise not_understood("it has a part twice")
    if WORKBOOK not in names or CONTENT_TYPES not in names:
        raise not_understood("it has no part xl/workbook.xml")


def _refuse_structures(package: Package) -> None:
    names = [name.lower() for name in package.names]
    if any(name.startswith("_xmlsignatures/") for name in names):
        raise PushError(
            "the workbook is digitally signed, and a change would make its signature invalid",
            "remove the signature (File › Info), then try again, and sign it again",
        )
    if any(name.startswith("xl/revisions/") for name in names):
        raise PushError("the workbook is shared with a list of changes", "unshare it in Excel (Review), then try again")
    workbook = package.read(WORKBOOK)
    if _STRICT in workbook:
        raise PushError("the workbook is a Strict Open XML file", "save it as an ordinary Excel workbook (.xlsx)")


def with_tag(data: bytes, start: int, end: int, name: bytes, value: bytes | None) -> bytes:
    """Return data in which the tag between two places has an attribute set, or removed for None."""
    return data[:start] + with_attribute(data[start:end], name, value) + data[end:]
