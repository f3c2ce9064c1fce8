"""The `q` of `files.list`: a small language of its own."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Callable
from typing import Any

from .accounts import Caller
from .drive_file import DriveFile
from .errors import drive_error

Test = Callable[[DriveFile], bool]

TOKEN = re.compile(
    r"""\s+|(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<sign><=|>=|!=|=|<|>)|(?P<par>[()])|(?P<word>[A-Za-z]+)"""
)
KNOWN = [
    "name",
    "mimeType",
    "trashed",
    "starred",
    "modifiedTime",
    "createdTime",
    "fullText",
    "parents",
    "owners",
    "writers",
    "readers",
    "sharedWithMe",
]


def matcher(query: str, caller: Caller) -> Test:
    """Read a query; the result says of a file whether it is meant.

    >>> now = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)
    >>> file = DriveFile("1", "Q1 plan", "text/csv", now, now, parents=["F"])
    >>> [matcher(text, Caller())(file) for text in ("name contains 'Q1'", "'F' in parents and trashed = false")]
    [True, True]
    >>> matcher("not (mimeType='text/csv' or parents in \\"F\\")", Caller())(file)
    False
    """
    parts, at = [], 0
    while at < len(query):
        match = TOKEN.match(query, at)
        if not match:
            raise bad()
        if match.lastgroup:
            parts.append((match.lastgroup, match.group()))
        at = match.end()
    reader = _Reader(parts, caller)
    test = reader.either()
    if reader.parts:
        raise bad()
    return test


def parents_named(query: str) -> list[str]:
    """The folders that a query names.

    >>> parents_named("'F' in parents and trashed = false"), parents_named('parents in "F" and name = "x"')
    (['F'], ['F'])
    """
    found = re.findall(r"""(['"])([\w-]+)\1 in parents|parents in (['"])([\w-]+)\3""", query)
    return [before or after for _, before, _, after in found]


def bad() -> Exception:
    return drive_error(400, "Invalid Value", "invalid", location="q")


class _Reader:
    def __init__(self, parts: list[tuple[str, str]], caller: Caller) -> None:
        self.parts = parts
        self.caller = caller

    def _next(self, *kinds: str) -> str:
        if not self.parts or (kinds and self.parts[0][0] not in kinds):
            raise bad()
        kind, text = self.parts.pop(0)
        return re.sub(r"\\(.)", r"\1", text[1:-1]) if kind == "text" else text

    def _is_word(self, word: str) -> bool:
        if self.parts and self.parts[0] == ("word", word):
            self.parts.pop(0)
            return True
        return False

    def either(self) -> Test:
        test = self.both()
        while self._is_word("or"):
            test = self._or(test, self.both())
        return test

    def both(self) -> Test:
        test = self.single()
        while self._is_word("and"):
            test = self._and(test, self.single())
        return test

    @staticmethod
    def _or(left: Test, right: Test) -> Test:
        return lambda file: left(file) or right(file)

    @staticmethod
    def _and(left: Test, right: Test) -> Test:
        return lambda file: left(file) and right(file)

    def single(self) -> Test:
        if self._is_word("not"):
            inner = self.single()
            return lambda file: not inner(file)
        if self.parts and self.parts[0] == ("par", "("):
            self.parts.pop(0)
            test = self.either()
            if self._next("par") != ")":
                raise bad()
            return test
        if self.parts and self.parts[0][0] == "text":
            value = self._next("text")
            if not self._is_word("in"):
                raise bad()
            return self._member(self._next("word"), value)
        return self._comparison(self._next("word"))

    def _comparison(self, name: str) -> Test:
        if name not in KNOWN:
            raise bad()
        if self._is_word("in"):
            return self._member(name, self._next("text"))
        if name == "sharedWithMe" and (not self.parts or self.parts[0][0] != "sign"):
            return self._shared(True)
        sign = "contains" if self._is_word("contains") else self._next("sign")
        value = self._next("text", "word")
        if name in ("trashed", "starred"):
            wanted = (value == "true") == (sign == "=")
            return lambda file: (file.trashed if name == "trashed" else bool(file.more.get("starred"))) == wanted
        if name == "sharedWithMe":
            return self._shared((value == "true") == (sign == "="))
        if name in ("modifiedTime", "createdTime"):
            return _times(name, sign, value)
        return _texts(name, sign, value)

    def _shared(self, wanted: bool) -> Test:
        me = self.caller.email.lower()
        return lambda file: (
            (file.owner.lower() != me and any(each.get("emailAddress", "").lower() == me for each in file.permissions))
            == wanted
        )

    def _member(self, name: str, value: str) -> Test:
        if name == "parents":
            wanted = value
            return lambda file: wanted in file.parents or (wanted == "root" and _is_in_root(file, self.caller))
        email = self.caller.email if value == "me" else value
        roles = {"owners": ("owner",), "writers": ("writer", "owner"), "readers": ("reader", "writer", "owner")}.get(
            name
        )
        if roles is None:
            raise bad()
        return lambda file: any(
            each["role"] in roles and each.get("emailAddress", "").lower() == email.lower() for each in file.permissions
        )


def _is_in_root(file: DriveFile, caller: Caller) -> bool:
    return file.parents == [root_of(caller.email)]


def root_of(email: str) -> str:
    """The id of somebody's My Drive.

    >>> root_of("ada@example.com") == root_of("ADA@example.com"), len(root_of("x"))
    (True, 19)
    """
    low = email.lower().encode()
    return f"0A{zlib.crc32(low):08x}{zlib.adler32(low) & 0xFFFFFF:06x}PVA"


def _times(name: str, sign: str, value: str) -> Test:
    try:
        wanted = dt.datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        raise bad() from None
    if wanted.tzinfo is None:
        wanted = wanted.replace(tzinfo=dt.timezone.utc)
    signs: dict[str, Callable[[Any, Any], bool]] = {
        "=": lambda a, b: a == b,
        "!=": lambda a, b: a != b,
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
    }
    return lambda file: signs[sign](file.modified if name == "modifiedTime" else file.created, wanted)


def _texts(name: str, sign: str, value: str) -> Test:
    def text(file: DriveFile) -> str:
        return file.mime_type if name == "mimeType" else file.name

    low = value.lower()
    if sign == "contains":
        if name == "name":  # Drive looks at how words begin
            begins = re.compile(r"(?<!\w)" + re.escape(low))
            return lambda file: bool(begins.search(file.name.lower()))
        return lambda file: low in text(file).lower()
    if sign in ("=", "!="):
        return lambda file: (text(file).lower() == low) == (sign == "=")
    raise bad()
