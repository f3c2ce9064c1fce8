"""The methods of Drive's files: list, get, create, copy, update, delete, export."""

from __future__ import annotations

import copy
import json
from typing import Any

from .drive_file import APPS, FOLDER, ROLES, SHORTCUT, SPREADSHEET, XLSX, DriveFile, permission, resource, role_of, user
from .drive_query import matcher, parents_named, root_of
from .errors import drive_error, file_not_found
from .exports import EXPORTS, book_from_csv, book_from_xlsx
from .spreadsheet import new_spreadsheet
from .world import Call

Json = dict[str, Any]

PAGE = "~!!~"  # what page tokens begin with
USUAL = "kind,id,name,mimeType"
KEPT = ("description", "starred", "properties", "appProperties", "folderColorRgb", "writersCanShare")


class Content:
    """An answer that is no JSON."""

    def __init__(self, body: bytes, mime_type: str) -> None:
        self.body = body
        self.mime_type = mime_type


def new_file(
    call: Call, name: str, mime_type: str, parents: list[str], content: bytes = b"", file_id: str = ""
) -> DriveFile:
    """Make a file as the caller, where the caller may."""
    world = call.world
    home = _home(call, parents)
    drive_id = home.drive_id if home else (parents[0] if parents and parents[0] in world.drives else "")
    if (
        call.caller.kind == "service"
        and not drive_id
        and not world.service_accounts_have_storage
        and mime_type != FOLDER
    ):
        raise no_storage()
    now = world.now()
    long_id = mime_type == SPREADSHEET
    if file_id in world.files:
        raise drive_error(409, "A file already exists with the provided ID.", "fileIdInUse")
    file = DriveFile(
        file_id or world.fresh_id(44 if long_id else 33),
        name,
        mime_type,
        now,
        world.now(),
        parents=list(parents) or [root_of(call.caller.email)],
        drive_id=drive_id,
        content=content,
        modified_by=call.caller.email,
    )
    if not drive_id:
        file.owner = call.caller.email
        file.permissions.append(permission("user", "owner", call.caller.email))
    world.files[file.id] = file
    if mime_type == SPREADSHEET:
        world.books[file.id] = new_spreadsheet(file.id, name, world.chance)
    return file


def no_storage() -> Exception:
    message = "Service Accounts do not have storage quota. Leverage shared drives "
    message += "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth delegation "
    message += "(http://support.google.com/a/answer/7281227) instead."
    return drive_error(403, message, "storageQuotaExceeded", domain="usageLimits")


def _home(call: Call, parents: list[str]) -> DriveFile | None:
    """The folder that a file is to lie in, if the caller may write there; none for one's own Drive."""
    if len(parents) > 1:
        message = "A file cannot have more than one parent."
        raise drive_error(400, message, "teamDrivesParentLimit")
    if not parents or parents[0] in ("root", root_of(call.caller.email)):
        return None
    folder = call.world.file(parents[0])
    if folder is None or not call.sees(folder):
        raise file_not_found(parents[0])
    if ROLES.index(call.world.role(folder, call.caller)) < ROLES.index("writer"):
        message = "Insufficient permissions for the specified parent."
        raise drive_error(403, message, "insufficientParentPermissions")
    if folder.mime_type != FOLDER:
        raise drive_error(403, "The specified parent is not a folder.", "parentNotAFolder")
    return folder


def list_files(call: Call) -> Json:
    world, query = call.world, call.query
    test = matcher(query["q"], call.caller) if query.get("q") else lambda file: True
    everywhere = bool(query.get("includeItemsFromAllDrives")) and bool(query.get("supportsAllDrives"))
    drive_id = query.get("driveId", "")
    if drive_id and not everywhere:
        message = "includeItemsFromAllDrives and supportsAllDrives must be set when driveId is set."
        raise drive_error(403, message, "teamDrivesParameterRequired")
    parents = parents_named(query.get("q", ""))
    _refuse_unseen(call, parents)
    found = [
        file
        for file in world.files.values()
        if _is_listed(call, file, bool(parents))
        and (everywhere or not file.drive_id)
        and (not drive_id or file.drive_id == drive_id)
        and file.id not in world.drives
        and test(file)
    ]
    _sort(found, query.get("orderBy", ""))
    return _page(call, found)


def _page(call: Call, found: list[DriveFile]) -> Json:
    size, token = min(int(call.query.get("pageSize", 100)), 1000), call.query.get("pageToken", "")
    if token and not token.removeprefix(PAGE).isdigit():
        raise drive_error(400, "Invalid Value", "invalid", location="pageToken")
    start = int(token.removeprefix(PAGE)) if token else 0
    answer: Json = {"kind": "drive#fileList", "incompleteSearch": False}
    if start + size < len(found):
        answer["nextPageToken"] = f"{PAGE}{start + size}"
    files = [resource(call.world.files, file, call.caller) for file in found[start : start + size]]
    return {**answer, "files": files}


def _refuse_unseen(call: Call, parents: list[str]) -> None:
    """Who asks what is in a folder has to see the folder."""
    for parent in parents:
        folder = call.world.file(parent)
        mine = parent in ("root", root_of(call.caller.email))
        if not mine and (folder is None or not call.sees(folder)):
            raise drive_error(404, "File not found: .", "notFound", location="fileId")


def _is_listed(call: Call, file: DriveFile, in_a_folder: bool) -> bool:
    """What is shared with anyone turns up in its folder, but not among what is one's own or shared with one."""
    return bool(role_of(call.world.files, file, call.caller, with_anyone=in_a_folder))


def _sort(files: list[DriveFile], order: str) -> None:
    files.sort(key=lambda file: file.modified, reverse=True)
    for part in reversed([each for each in order.split(",") if each]):
        name, _, direction = part.strip().partition(" ")
        keys = {
            "name": lambda file: file.name.lower(),
            "name_natural": lambda file: file.name.lower(),
            "createdTime": lambda file: file.created,
            "modifiedTime": lambda file: file.modified,
            "folder": lambda file: file.mime_type != FOLDER,
        }
        if name not in keys:
            raise drive_error(400, "Invalid Value", "invalid", location="orderBy")
        files.sort(key=keys[name], reverse=direction == "desc")


def get_file(call: Call) -> Json | Content:
    file = call.drive_file()
    if call.query.get("alt") == "media":
        if not file.is_binary:
            message = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
            raise drive_error(403, message, "fileNotDownloadable", location="alt")
        return Content(file.content, file.mime_type)
    return resource(call.world.files, file, call.caller)


def create_file(call: Call) -> Json:
    given, (content, kind) = call.body, uploaded(call)
    mime_type = given.get("mimeType") or kind or "application/octet-stream"
    file = new_file(call, given.get("name", "Untitled"), mime_type, _parents(given), content, given.get("id", ""))
    if mime_type == SPREADSHEET and content:
        _fill(call, file, content, kind)
    if mime_type == SHORTCUT:
        file.target = given.get("shortcutDetails", {}).get("targetId", "")
        call.drive_file(file_id=file.target)
    file.more |= {name: given[name] for name in KEPT if name in given}
    return resource(call.world.files, file, call.caller)


def _parents(given: Json) -> list[str]:
    parents: list[str] = given.get("parents") or []
    return parents


def uploaded(call: Call) -> tuple[bytes, str]:
    """The content that came with a request and its type."""
    return call.raw, call.content_type


def _fill(call: Call, file: DriveFile, content: bytes, kind: str) -> None:
    """Make a spreadsheet's cells from a file that is converted on its way in."""
    book = call.world.books[file.id]
    if kind.startswith(("text/csv", "text/tab-separated-values")):
        book_from_csv(book, content.decode("utf-8-sig"), "\t" if "tab" in kind else ",")
    elif kind == XLSX:
        book_from_xlsx(book, content)
    else:
        raise drive_error(400, "The requested conversion is not supported.", "conversionUnsupportedConversionPath")
    file.content = b""


def copy_file(call: Call) -> Json:
    source = call.drive_file()
    given = call.body
    name = given.get("name") or f"Copy of {source.name}"
    file = new_file(call, name, source.mime_type, _parents(given) or _own_home(source), source.content)
    if source.mime_type == SPREADSHEET:
        twin = call.world.books[source.id].twin()
        twin.id = file.id
        twin.properties["title"] = name
        call.world.books[file.id] = twin
    file.more = copy.deepcopy(source.more)
    return resource(call.world.files, file, call.caller)


def _own_home(source: DriveFile) -> list[str]:
    """A copy lies beside its source when that is in a shared drive, else in one's own Drive."""
    return list(source.parents) if source.drive_id else []


def update_file(call: Call) -> Json:
    file, given = call.drive_file("writer"), call.body
    content, kind = uploaded(call)
    if content or call.method_id == "drive.files.upload":
        if file.mime_type == SPREADSHEET:
            _fill(call, file, content, kind)
        else:
            file.content = content
    if "name" in given:
        file.name = given["name"]
        if file.id in call.world.books:
            call.world.books[file.id].properties["title"] = file.name
    if "trashed" in given:
        call.drive_file("owner" if not file.drive_id else "fileOrganizer")
        file.trashed = given["trashed"]
    _carry(call, file)
    file.more |= {name: given[name] for name in KEPT if name in given}
    call.world.touch(file, call.caller.email)
    return resource(call.world.files, file, call.caller)


def _carry(call: Call, file: DriveFile) -> None:
    """Move a file from folder to folder."""
    added = [each for each in call.query.get("addParents", "").split(",") if each]
    gone = call.query.get("removeParents", "").split(",")
    home = _home(call, added)
    file.parents = [each for each in file.parents if each not in gone]
    if added:
        file.parents = added
        file.drive_id = home.drive_id if home else ""


def delete_file(call: Call) -> None:
    call.drive_file("owner" if not call.drive_file().drive_id else "organizer")
    _forget(call, call.path["fileId"])


def _forget(call: Call, file_id: str) -> None:
    call.world.files.pop(file_id, None)
    call.world.books.pop(file_id, None)
    for child in [file for file in call.world.files.values() if file_id in file.parents]:
        _forget(call, child.id)


def export_file(call: Call) -> Content:
    file = call.drive_file()
    kind = call.query.get("mimeType", "")
    if not file.mime_type.startswith(APPS):
        message = "Export only supports Docs Editors files."
        raise drive_error(403, message, "fileNotExportable")
    if file.mime_type == SHORTCUT or file.id not in call.world.books or kind not in EXPORTS:
        message = "The requested conversion is not supported."
        raise drive_error(400, message, "badRequest", location="convertTo")
    return Content(EXPORTS[kind](call.world.books[file.id], call.now), kind)


def generate_ids(call: Call) -> Json:
    ids = [call.world.fresh_id(33) for _ in range(int(call.query.get("count", 10)))]
    return {"kind": "drive#generatedIds", "space": "drive", "ids": ids}


def about(call: Call) -> Json:
    require_fields(call)
    quota = {"limit": "16106127360", "usage": "0", "usageInDrive": "0", "usageInDriveTrash": "0"}
    if call.caller.kind == "service" and not call.world.service_accounts_have_storage:
        quota["limit"] = "0"
    return {"kind": "drive#about", "user": {**user(call.caller.email), "me": True}, "storageQuota": quota}


def require_fields(call: Call) -> None:
    """Some methods insist on being told what is wanted."""
    if not call.query.get("fields"):
        message = "The 'fields' parameter is required for this method."
        raise drive_error(400, message, "required", location="fields")


# Shared drives


def list_drives(call: Call) -> Json:
    mine = [drive for key, drive in call.world.drives.items() if call.world.role(call.world.files[key], call.caller)]
    return {"kind": "drive#driveList", "drives": mine}


def get_drive(call: Call) -> Json:
    drive = call.world.drives.get(call.path["driveId"])
    if drive is None or not call.world.role(call.world.files[call.path["driveId"]], call.caller):
        message = f"Shared drive not found: {call.path['driveId']}"
        raise drive_error(404, message, "notFound", location="driveId")
    return drive


def multipart(raw: bytes, content_type: str) -> tuple[Json, bytes, str]:
    """Take a multipart/related upload apart: its JSON, its content, the content's type."""
    boundary = content_type.partition("boundary=")[2].partition(";")[0].strip('"').encode()
    parts = [part.strip(b"\r\n") for part in raw.split(b"--" + boundary)][1:-1]
    if len(parts) != 2:
        raise drive_error(400, "Malformed multipart body.", "badContent")
    heads, bodies = zip(*(part.partition(b"\r\n\r\n")[::2] for part in parts))
    kinds = [
        line.partition(b":")[2].strip().decode()
        for line in heads[1].split(b"\r\n")
        if line.lower().startswith(b"content-type")
    ]
    return json.loads(bodies[0] or b"{}"), bodies[1], kinds[0] if kinds else ""
