"""Everything that the emulator remembers, and what a request gets to see of it."""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .accounts import Caller, Registry
from .drive_file import ROLES, DriveFile, role_of
from .errors import drive_error, file_not_found, forbidden, not_found, not_supported
from .protection import refuse_protected
from .ranges import Box
from .sheet import Sheet
from .spreadsheet import Spreadsheet

Json = dict[str, Any]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class World:
    """Files, spreadsheets, accounts, scripts, and a clock that never stands still."""

    def __init__(self, seed: int | None = None) -> None:
        self.lock = threading.RLock()
        self.chance = random.Random(seed)
        self.files: dict[str, DriveFile] = {}
        self.books: dict[str, Spreadsheet] = {}
        self.drives: dict[str, Json] = {}
        self.scripts: dict[str, Json] = {}
        self.accounts = Registry(self.chance)
        self.service_accounts_have_storage = True
        self._last = dt.datetime.fromtimestamp(0, dt.timezone.utc)

    def fresh_id(self, length: int = 44, first: str = "1") -> str:
        return first + "".join(self.chance.choice(LETTERS) for _ in range(length - len(first)))

    def now(self) -> dt.datetime:
        """The time, later by a millisecond at least than when it was asked before."""
        now = dt.datetime.now(dt.timezone.utc)
        self._last = max(now, self._last + dt.timedelta(milliseconds=1))
        return self._last

    def file(self, file_id: str) -> DriveFile | None:
        return self.files.get(file_id)

    def role(self, file: DriveFile, caller: Caller) -> str:
        """The highest role of a caller on a file: its own, its folders', its shared drive's; empty for none."""
        return role_of(self.files, file, caller)

    def touch(self, file: DriveFile, by: str) -> None:
        """Note that a file was changed."""
        file.modified = self.now()
        file.modified_by = by
        file.version += 1


@dataclass
class Call:
    """A request as a method's function sees it: everything is read and checked already."""

    world: World
    caller: Caller
    method_id: str
    path: dict[str, str]
    query: Json
    body: Json
    raw: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    url: str = ""

    @property
    def now(self) -> dt.datetime:
        """The moment that NOW() tells: the emulator lives in Greenwich."""
        return dt.datetime.now(dt.timezone.utc).replace(tzinfo=None)

    # The Sheets side

    def book(self, writing: bool = False, file_id: str = "") -> Spreadsheet:
        """The spreadsheet that the request names, if the caller may read or write it."""
        file_id = file_id or self.path["spreadsheetId"]
        file = self.world.file(file_id)
        if file is None:
            raise not_found()
        self.allow(file, "writer" if writing else "reader", forbidden)
        book = self.world.books.get(file_id)
        if book is None:
            raise not_supported() if file.is_binary else not_found()
        return book

    def allow(self, file: DriveFile, role: str, otherwise: Callable[[], Exception]) -> None:
        held = self.world.role(file, self.caller)
        if not held or ROLES.index(held) < ROLES.index(role):
            raise otherwise()

    def changed(self, book: Spreadsheet) -> None:
        """Note on the spreadsheet's file that it was written to."""
        file = self.world.files[book.id]
        file.name = book.properties["title"]
        self.world.touch(file, self.caller.email)

    def guard(self, book: Spreadsheet, sheet: Sheet, box: Box) -> None:
        """Refuse to write into a range that is protected from the caller."""
        refuse_protected(sheet, box, self.caller.email, self.world.files[book.id].owner)

    # The Drive side

    def drive_file(self, role: str = "reader", file_id: str = "") -> DriveFile:
        """The file that the request names, if the caller may see it and has the role."""
        file_id = file_id or self.path["fileId"]
        file = self.world.file(file_id)
        if file is None or not self.sees(file):
            raise file_not_found(file_id)
        held = self.world.role(file, self.caller)
        if ROLES.index(held) < ROLES.index(role):
            message = "The user does not have sufficient permissions for this file."
            raise drive_error(403, message, "insufficientFilePermissions")
        return file

    def sees(self, file: DriveFile) -> bool:
        """Whether the caller has a role, and asks for shared drives when the file is in one."""
        in_reach = not file.drive_id or bool(
            self.query.get("supportsAllDrives") or self.query.get("supportsTeamDrives")
        )
        return in_reach and bool(self.world.role(file, self.caller))
