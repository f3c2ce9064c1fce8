"""The emulator to hold in a hand: started and stopped, filled without HTTP, asked what it has seen."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from .accounts import Caller
from .adapter import mount
from .drive_file import FOLDER, SHORTCUT, SPREADSHEET, XLSX, DriveFile, permission
from .drive_query import root_of
from .faults import Faults
from .formula_values import Reckoner
from .http_server import Server
from .oauth import Desk
from .ranges import Box
from .request import Seen
from .service import Service
from .sheet import new_sheet
from .spreadsheet import Spreadsheet, new_spreadsheet
from .values import Plan, Rendering, put, value_range
from .world import World

Json = dict[str, Any]
Rows = Sequence[Sequence[Any]]

# A spreadsheet that is there and belongs to somebody else; gspread's own tests ask for it.
PRIVATE_SPREADSHEET = "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"
STRANGER = "somebody.else@example.org"


class Emulator:
    """Google's Sheets, Drive and Apps Script APIs on this machine.

    `with Emulator() as google:` listens on `google.url`; `google.credentials` is a service account's file as a
    dictionary, `google.credentials_path` the same as a file. Everything is forgotten at the end.
    """

    def __init__(
        self,
        port: int = 0,
        latency: float = 0.0,
        seed: int | None = None,
        service_account: str = "robot@example.iam.gserviceaccount.com",
        person: str = "ada@example.com",
    ) -> None:
        self.world = World(seed)
        self.faults = Faults()
        self._server = Server(port, latency)
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.desk = Desk(self.world.accounts, self.url, person=person)
        self.service = self._server.service = Service(self.world, self.desk, self.faults)
        self.person = person
        self.service_account = service_account
        self.world.accounts.add(person, "user")
        self.credentials: Json = self.desk.service_account_file(self.world.accounts.add(service_account, "service"))
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._thread: threading.Thread | None = None
        self.add_file(PRIVATE_SPREADSHEET, "Private", SPREADSHEET, STRANGER, None, shared=False)

    @property
    def latency(self) -> float:
        """Seconds added to every answer; may be set at any time."""
        return self._server.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self._server.latency = seconds

    # Being there

    def __enter__(self) -> Emulator:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if error is None and self.broken:
            raise AssertionError("the emulator broke the API's description: " + "; ".join(self.broken))

    def stop(self) -> None:
        """Stop listening, and let go of those who hang."""
        self._server.stopping.set()
        if self._thread:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
        if self._folder:
            self._folder.cleanup()

    def serve(self) -> None:
        """Listen until interrupted."""
        try:
            self._server.serve_forever(poll_interval=0.2)
        finally:
            self._server.server_close()

    # Who may come in

    @property
    def credentials_path(self) -> Path:
        """The service account's file."""
        return self.write_file("service_account.json", self.credentials)

    def client_secrets_path(self) -> Path:
        """The file of a desktop app, for the flow where a person consents in a browser."""
        return self.write_file("client_secret.json", self.desk.client_secrets())

    def authorized_user(self, *scopes: str, email: str = "") -> Json:
        """A person's stored consent, as google-auth keeps it."""
        wanted = list(scopes) or [
            "https://www.googleapis.com/auth/drive",
            "https://www.googleapis.com/auth/spreadsheets",
        ]
        return self.desk.authorized_user(email or self.person, wanted)

    def token(self, *scopes: str, email: str = "", kind: str = "service") -> str:
        """An access token without the ceremony."""
        wanted = scopes or ("https://www.googleapis.com/auth/drive", "https://www.googleapis.com/auth/spreadsheets")
        with self.world.lock:
            return self.world.accounts.grant(Caller(email or self.service_account, frozenset(wanted), kind))

    def api_key(self) -> str:
        """A key that reads what is shared with anyone."""
        return self.world.accounts.grant_key()

    def add_service_account(self, email: str) -> Json:
        """Another service account's file."""
        return self.desk.service_account_file(self.world.accounts.add(email, "service"))

    def write_file(self, name: str, content: Json) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="google-emulator-")
        path = Path(self._folder.name) / name
        path.write_text(json.dumps(content, indent=2), "utf-8")
        path.chmod(0o600)
        return path

    def turn(self, session: Any) -> None:
        """Turn a requests session, and the one inside it for tokens, to this emulator."""
        mount(session, self.url)

    # What has been seen

    @property
    def requests(self) -> list[Seen]:
        """The requests so far, tokens' included; `google.requests.clear()` forgets them."""
        return self.service.seen

    @property
    def broken(self) -> list[str]:
        """Answers of the emulator's own that did not fit Google's descriptions."""
        return self.service.broken

    def count(self, method: str = "", writing: bool | None = None) -> int:
        """How many requests there were to the APIs, of one method or of a kind."""
        return len(
            [
                seen
                for seen in self.requests
                if seen.method and method in seen.method and writing in (None, seen.writing)
            ]
        )

    # Filling it without HTTP

    def spreadsheet(
        self,
        title: str,
        sheets: dict[str, Rows] | None = None,
        parent: str | None = None,
        owner: str = "",
        shared: bool = True,
        typed: bool = False,
    ) -> str:
        """Make a spreadsheet and give its id. `shared` lets the service account write to it; `typed` reads texts as
        if they were typed in, so that "=A1" is a formula."""
        with self.world.lock:
            file = self.add_file(self.world.fresh_id(), title, SPREADSHEET, owner or self.person, parent, shared)
            book = self.world.books[file.id]
            for index, (name, rows) in enumerate((sheets or {}).items()):
                if index == 0:
                    book.sheets[0].properties["title"] = name
                else:
                    book.sheets.append(new_sheet(book.fresh_id(), name))
                self.write(file.id, "'" + name.replace("'", "''") + "'", rows, typed=typed)
            return file.id

    def folder(self, name: str, parent: str | None = None, owner: str = "", shared: bool = True) -> str:
        """Make a folder and give its id."""
        with self.world.lock:
            return self.add_file(self.world.fresh_id(33), name, FOLDER, owner or self.person, parent, shared).id

    def shared_drive(self, name: str, shared: bool = True) -> str:
        """Make a shared drive, whose id is also its top folder's."""
        with self.world.lock:
            drive_id = self.world.fresh_id(19, "0A")
            file = self.add_file(drive_id, name, FOLDER, "", None, shared)
            file.parents, file.drive_id = [], drive_id
            file.permissions = [permission("user", "organizer", self.person)]
            if shared:
                file.permissions.append(permission("user", "fileOrganizer", self.service_account))
            self.world.drives[drive_id] = {"kind": "drive#drive", "id": drive_id, "name": name}
            return drive_id

    def shortcut(self, name: str, target: str, parent: str | None = None, shared: bool = True) -> str:
        """Make a shortcut to a file or folder and give its id."""
        with self.world.lock:
            file = self.add_file(self.world.fresh_id(33), name, SHORTCUT, self.person, parent, shared)
            file.target = target
            return file.id

    def upload(
        self, name: str, content: bytes, mime_type: str = XLSX, parent: str | None = None, shared: bool = True
    ) -> str:
        """Put a file as it is into Drive, such as a workbook, and give its id."""
        with self.world.lock:
            file = self.add_file(self.world.fresh_id(33), name, mime_type, self.person, parent, shared)
            file.content = content
            return file.id

    def add_file(
        self, file_id: str, name: str, mime_type: str, owner: str, parent: str | None, shared: bool
    ) -> DriveFile:
        """Put a file into Drive under an id of one's own."""
        now = self.world.now()
        home = self.world.files.get(parent) if parent else None
        drive_id = home.drive_id if home else ""
        file = DriveFile(file_id, name, mime_type, now, now, parents=[parent or root_of(owner)], drive_id=drive_id)
        if not drive_id:
            file.owner = owner
            file.permissions.append(permission("user", "owner", owner))
            if shared:
                file.permissions.append(permission("user", "writer", self.service_account))
        file.modified_by = owner
        self.world.files[file_id] = file
        if mime_type == SPREADSHEET:
            self.world.books[file_id] = new_spreadsheet(file_id, name, self.world.chance)
        return file

    def share(self, file_id: str, email: str, role: str = "writer") -> None:
        """Give somebody a role on a file; an empty address gives it to anyone."""
        with self.world.lock:
            kind = "user" if email else "anyone"
            new = permission(kind, role, email)
            file = self.world.files[file_id]
            file.permissions = [each for each in file.permissions if each["id"] != new["id"]] + [new]

    def unshare(self, file_id: str, email: str) -> None:
        """Take everything on a file away from somebody."""
        with self.world.lock:
            file = self.world.files[file_id]
            file.permissions = [each for each in file.permissions if each.get("emailAddress") != email]

    def delete(self, file_id: str) -> None:
        """Take a file away for good."""
        with self.world.lock:
            self.world.files.pop(file_id)
            self.world.books.pop(file_id, None)

    def book(self, file_id: str) -> Spreadsheet:
        """The spreadsheet itself, to look at or to change; `touch` it after a change."""
        return self.world.books[file_id]

    def file(self, file_id: str) -> DriveFile:
        return self.world.files[file_id]

    def touch(self, file_id: str) -> None:
        """Note that a file was changed: its version and time move on."""
        with self.world.lock:
            self.world.touch(self.world.files[file_id], self.person)

    def write(self, file_id: str, place: str, rows: Rows, typed: bool = False) -> None:
        """Write rows from the first cell of a range on; the grid grows as needed."""
        with self.world.lock:
            book = self.world.books[file_id]
            area = book.area(place)
            sheet = book.sheet_of(area)
            height, width = len(rows), max((len(row) for row in rows), default=0)
            top, left = area.top or 0, area.left or 0
            sheet.grow(top + height, left + width)
            box = Box(top, top + height, left, left + width)
            put(Plan(sheet, box, [list(row) for row in rows]), "USER_ENTERED" if typed else "RAW")
            self.world.touch(self.world.files[file_id], self.person)

    def values(self, file_id: str, place: str, render: str = "UNFORMATTED_VALUE") -> list[list[Any]]:
        """The values of a range, blanks at the ends left out."""
        with self.world.lock:
            book = self.world.books[file_id]
            found = value_range(book.area(place), Rendering(render), Reckoner(book, dt.datetime.now()))
            rows: list[list[Any]] = found.get("values", [])
            return rows

    def before(self, where: str, action: Callable[[], object]) -> None:
        """Let something happen once, just before the next request whose `METHOD /path?query` a pattern finds:
        `google.before("values:batchUpdate", lambda: google.write(number, "A1", [["theirs"]]))`."""
        self.service.interludes.append((where, action))

    # Troubles that are no faults of one request

    def expire_tokens(self) -> None:
        """Let all access tokens run out now."""
        with self.world.lock:
            self.world.accounts.expire()

    def revoke(self, email: str = "") -> None:
        """Take back every token of somebody, the service account if nobody is named."""
        with self.world.lock:
            self.world.accounts.revoke(email or self.service_account)

    def remove_storage(self) -> None:
        """From now on service accounts cannot make files outside shared drives, as since 2025."""
        self.world.service_accounts_have_storage = False
