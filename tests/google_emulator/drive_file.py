"""A file of Drive: what it is called, where it lies, and who may do what with it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

from .accounts import Caller, permission_id_of

Json = dict[str, Any]

APPS = "application/vnd.google-apps."
SPREADSHEET, FOLDER, SHORTCUT = APPS + "spreadsheet", APPS + "folder", APPS + "shortcut"
SCRIPT = APPS + "script"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROLES = ["reader", "commenter", "writer", "fileOrganizer", "organizer", "owner"]


@dataclass
class DriveFile:
    """One file, folder or shortcut; `content` is what an uploaded file holds."""

    id: str
    name: str
    mime_type: str
    created: dt.datetime
    modified: dt.datetime
    owner: str = ""
    parents: list[str] = field(default_factory=list)
    permissions: list[Json] = field(default_factory=list)
    drive_id: str = ""
    content: bytes = b""
    version: int = 1
    trashed: bool = False
    target: str = ""
    modified_by: str = ""
    comments: list[Json] = field(default_factory=list)
    more: Json = field(default_factory=dict)  # description, starred, properties, appProperties

    @property
    def is_binary(self) -> bool:
        return not self.mime_type.startswith(APPS)


def role_of(files: dict[str, DriveFile], file: DriveFile, caller: Caller, with_anyone: bool = True) -> str:
    """The highest role that somebody has on a file, through itself or what it lies in."""
    best, seen, queue = -1, set(), [file]
    while queue:
        here = queue.pop()
        if here.id in seen:
            continue
        seen.add(here.id)
        for permission in here.permissions:
            if (with_anyone or permission["type"] != "anyone") and concerns(permission, caller):
                best = max(best, ROLES.index(permission["role"]))
        queue += [files[parent] for parent in here.parents if parent in files]
    return ROLES[best] if best >= 0 else ""


def concerns(permission: Json, caller: Caller) -> bool:
    """Whether a permission is good for somebody."""
    if permission["type"] == "anyone":
        return True
    if permission["type"] == "domain":
        return bool(caller.email) and caller.email.lower().endswith("@" + permission["domain"].lower())
    return bool(caller.email) and permission.get("emailAddress", "").lower() == caller.email.lower()


def permission(kind: str, role: str, address: str = "", **more: Any) -> Json:
    """A permission as Drive keeps it; `address` is an e-mail address or a domain.

    >>> permission("anyone", "reader")["id"], permission("domain", "reader", "example.com")["domain"]
    ('anyoneWithLink', 'example.com')
    """
    result: Json = {"kind": "drive#permission", "id": permission_id_of(address), "type": kind, "role": role}
    if kind == "anyone":
        return {**result, "id": "anyoneWithLink", "allowFileDiscovery": False, **more}
    if kind == "domain":
        result |= {"domain": address, "displayName": address, "allowFileDiscovery": False}
    else:
        name = address.partition("@")[0]
        result |= {"emailAddress": address, "displayName": name, "deleted": False, "pendingOwner": False}
    return {**result, **more}


def timestamp(moment: dt.datetime) -> str:
    """A moment as Drive writes it.

    >>> timestamp(dt.datetime(2023, 8, 17, 10, 52, 55, 207000))
    '2023-08-17T10:52:55.207Z'
    """
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def resource(files: dict[str, DriveFile], file: DriveFile, caller: Caller) -> Json:
    """A file as the API's File resource."""
    role = role_of(files, file, caller)
    rank = ROLES.index(role) if role else -1
    can = {"canEdit": rank >= 2, "canShare": rank >= 2, "canDelete": rank >= 4, "canDownload": rank >= 0}
    result: Json = {
        "kind": "drive#file",
        "id": file.id,
        "name": file.name,
        "mimeType": file.mime_type,
        "starred": False,
        "trashed": file.trashed,
        "explicitlyTrashed": file.trashed,
        "version": str(file.version),
        "createdTime": timestamp(file.created),
        "modifiedTime": timestamp(file.modified),
        "shared": len(file.permissions) > 1 or bool(file.drive_id),
        "ownedByMe": bool(file.owner) and file.owner.lower() == caller.email.lower(),
        "capabilities": can,
        "webViewLink": link(file),
        "spaces": ["drive"],
        **file.more,
    }
    if file.parents:
        result["parents"] = list(file.parents)
    if file.drive_id:
        result |= {"driveId": file.drive_id, "teamDriveId": file.drive_id}
    else:
        result |= {"owners": [user(file.owner)], "permissions": file.permissions}
        result["permissionIds"] = [each["id"] for each in file.permissions]
    if file.modified_by:
        result["lastModifyingUser"] = user(file.modified_by)
    if file.is_binary:
        result["size"] = str(len(file.content))
        result["md5Checksum"] = _md5(file.content)
    if file.mime_type == SHORTCUT:
        target = files.get(file.target)
        result["shortcutDetails"] = {"targetId": file.target, "targetMimeType": target.mime_type if target else ""}
    return result


def resource_v2(file: DriveFile) -> Json:
    """A file as version 2 of the API shows it, which gspread uploads CSVs with."""
    return {
        "kind": "drive#file",
        "id": file.id,
        "title": file.name,
        "mimeType": file.mime_type,
        "alternateLink": link(file),
        "createdDate": timestamp(file.created),
        "modifiedDate": timestamp(file.modified),
        "version": str(file.version),
        "labels": {"starred": False, "hidden": False, "trashed": file.trashed, "restricted": False, "viewed": True},
        "parents": [{"kind": "drive#parentReference", "id": parent} for parent in file.parents],
        "ownerNames": [file.owner.partition("@")[0]] if file.owner else [],
        "editable": True,
        "copyable": True,
        "shared": len(file.permissions) > 1,
        "spaces": ["drive"],
    }


def user(email: str) -> Json:
    return {
        "kind": "drive#user",
        "displayName": email.partition("@")[0],
        "me": False,
        "permissionId": permission_id_of(email),
        "emailAddress": email,
    }


def link(file: DriveFile) -> str:
    if file.mime_type == SPREADSHEET:
        return f"https://docs.google.com/spreadsheets/d/{file.id}/edit?usp=drivesdk"
    if file.mime_type == FOLDER:
        return f"https://drive.google.com/drive/folders/{file.id}"
    return f"https://drive.google.com/file/d/{file.id}/view?usp=drivesdk"


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
