"""Folders and files of Google Drive: what lies in them, in shared drives too, with every folder below."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from ...core.errors import Location, Problem, SourceError

if TYPE_CHECKING:
    from .session import Session

FILES = "https://www.googleapis.com/drive/v3/files"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FOLDER = "application/vnd.google-apps.folder"
SHORTCUT = "application/vnd.google-apps.shortcut"
PAGE = 1000

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_FIELDS = "id,name,mimeType,modifiedTime,version,size,trashed,shortcutDetails"
_PAGE_FIELDS = f"nextPageToken,incompleteSearch,files({_FIELDS})"
_TWICE = "the shortcut leads to something that is read already; skipped"
_SHARED = {"supportsAllDrives": "true"}
_LISTED = {**_SHARED, "includeItemsFromAllDrives": "true", "pageSize": str(PAGE)}


@dataclass(frozen=True)
class DriveFile:
    """A file or folder as Drive lists it: `version` and `modified` (nanoseconds since 1970) tell that it changed."""

    id: str
    name: str
    kind: str
    version: int = 0
    modified: int = 0
    size: int = 0
    target: str = ""

    def __str__(self) -> str:
        """The name as a part of a path."""
        return self.name.replace("/", "∕").strip() or self.id


@dataclass
class FolderTree:
    """The content of a folder: files by their path, and problems with what was skipped or could not be read."""

    files: list[tuple[str, DriveFile]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def get(session: Session, id: str) -> DriveFile:
    """Return a file by its id; `GoogleRequestError` when there is none, or none for us."""
    answer = session.request("get", f"{FILES}/{id}", params={**_SHARED, "fields": _FIELDS}).json()
    if answer.get("trashed"):
        raise SourceError(f"{answer.get('name', id)!r} is in the trash", "restore it, or name another one")
    return _file(answer)


def children(session: Session, folder: str) -> Iterator[DriveFile]:
    """Yield what lies in a folder, a page of 1,000 at a request."""
    params = {**_LISTED, "q": f"'{folder}' in parents and trashed = false", "fields": _PAGE_FIELDS}
    while True:
        answer = session.request("get", FILES, params=dict(params)).json()
        if answer.get("incompleteSearch"):  # what is not listed would be taken for deleted
            raise SourceError("Drive could not list the folder completely", "try again later")
        yield from map(_file, answer.get("files", ()))
        if not answer.get("nextPageToken"):
            return
        params["pageToken"] = answer["nextPageToken"]


def download(session: Session, file: DriveFile) -> bytes:
    """Return the bytes of a file that is none of Google's own kinds."""
    return session.request("get", f"{FILES}/{file.id}", params={**_SHARED, "alt": "media"}).content


def _file(answer: Mapping[str, Any]) -> DriveFile:
    return DriveFile(
        answer["id"],
        str(answer.get("name", "")),
        str(answer.get("mimeType", "")),
        int(answer.get("version", 0)),
        _nanoseconds(str(answer.get("modifiedTime", ""))),
        int(answer.get("size", 0)),
        str((answer.get("shortcutDetails") or {}).get("targetId", "")),
    )


def _nanoseconds(when: str) -> int:
    """Return a time as Drive writes it in nanoseconds since 1970.

    >>> _nanoseconds("1970-01-01T00:00:01.500Z")
    1500000000
    """
    if not when:
        return 0
    return (datetime.fromisoformat(when.replace("Z", "+00:00")) - _EPOCH) // timedelta(microseconds=1) * 1000


def walk(session: Session, top: str) -> FolderTree:
    """Return every file below a folder; what shortcuts lead to comes last, and nothing comes twice.

    A folder below that cannot be read is a problem; only the top one raises.
    """
    tree, seen = FolderTree(), {top}
    folders, shortcuts = deque([("", top)]), deque[tuple[str, DriveFile]]()
    while folders or shortcuts:
        if folders:
            path, files = _list(session, *folders.popleft(), tree)
        else:
            path, files = _follow(session, *shortcuts.popleft(), tree)
        for file in files:
            name = f"{path}{file}"
            if file.kind == SHORTCUT:
                shortcuts.append((name, file))
            elif file.id in seen:
                tree.problems.append(Problem(Location(name), _TWICE, note=True))
            elif file.kind == FOLDER:
                folders.append((f"{name}/", file.id))
            else:
                tree.files.append((name, file))
            seen.add(file.id)
    return tree


def _list(session: Session, path: str, folder: str, tree: FolderTree) -> tuple[str, Sequence[DriveFile]]:
    """What lies in a folder, in an order of its own; Drive lists nothing where there is nothing, too."""
    try:
        files = sorted(children(session, folder), key=lambda file: (file.name, file.id))
        if not path and not files:
            _expect_folder(get(session, folder))
        return path, files
    except SourceError as error:
        if not path:
            raise
        tree.problems.append(Problem(Location(path.rstrip("/")), error.what, error.hint))
        return path, ()


def _follow(session: Session, name: str, shortcut: DriveFile, tree: FolderTree) -> tuple[str, Sequence[DriveFile]]:
    """What a shortcut leads to, under the shortcut's own name."""
    folder, _, last = name.rpartition("/")
    try:
        target = get(session, shortcut.target)
    except SourceError as error:
        tree.problems.append(
            Problem(Location(name), f"the target of the shortcut can't be read: {error.what}", error.hint)
        )
        return "", ()
    return f"{folder}/" if folder else "", [replace(target, name=last)]


def _expect_folder(file: DriveFile) -> None:
    if file.kind != FOLDER:
        hint = f"write google:{file.id} for a spreadsheet"
        raise SourceError(f"{file.name!r} isn't a folder", hint)
