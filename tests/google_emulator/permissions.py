"""Who may do what with a file: Drive's permissions, and the comments on it."""

from __future__ import annotations

from typing import Any

from .drive_file import ROLES, DriveFile, permission, timestamp, user
from .drive_methods import require_fields
from .errors import drive_error
from .world import Call

Json = dict[str, Any]

USUAL = "kind,id,type,role"


def list_permissions(call: Call) -> Json:
    file = call.drive_file()
    return {"kind": "drive#permissionList", "permissions": file.permissions}


def get_permission(call: Call) -> Json:
    return _find(call, call.drive_file())


def _find(call: Call, file: DriveFile) -> Json:
    wanted = call.path["permissionId"]
    found = next((each for each in file.permissions if each["id"] == wanted), None)
    if found is None:
        raise drive_error(404, f"Permission not found: {wanted}.", "notFound", location="permissionId")
    return found


def create_permission(call: Call) -> Json:
    file, given = call.drive_file("writer"), call.body
    kind, role = given.get("type"), given.get("role")
    if not kind or not role:
        raise drive_error(400, "The permission type field is required.", "required")
    if role not in ROLES or kind not in ("user", "group", "domain", "anyone"):
        raise drive_error(400, f"The specified {'role' if role not in ROLES else 'type'} is invalid.", "invalid")
    address = given.get("domain" if kind == "domain" else "emailAddress", "")
    if kind != "anyone" and not address:
        raise drive_error(
            400, "The specified emailAddress is invalid or not applicable for the given permission type.", "invalid"
        )
    if kind in ("user", "group") and "@" not in address:
        message = f'Bad Request. User message: "Sorry, the items couldn\'t be shared with {address}."'
        raise drive_error(400, message, "invalidSharingRequest")
    new = permission(kind, role, address)
    if role == "owner" and address.lower() != file.owner.lower():
        _hand_over(call, file)
    old = next((each for each in file.permissions if each["id"] == new["id"]), None)
    if old:
        old["role"] = max(role, old["role"], key=ROLES.index)
        return old
    file.permissions.append(new)
    return new


def _hand_over(call: Call, file: DriveFile) -> None:
    """Only the owner makes another one, and has to say so."""
    if not call.query.get("transferOwnership"):
        message = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        raise drive_error(403, message, "forbidden", location="transferOwnership")
    for each in file.permissions:
        if each["role"] == "owner":
            each["role"] = "writer"


def update_permission(call: Call) -> Json:
    file, given = call.drive_file("writer"), call.body
    found = _find(call, file)
    if given.get("role") == "owner":
        _hand_over(call, file)
        file.owner = found.get("emailAddress", "")
        found["pendingOwner"] = False
    if "role" in given:
        found["role"] = given["role"]
    if "pendingOwner" in given:
        found["pendingOwner"] = given["pendingOwner"]
    return found


def delete_permission(call: Call) -> None:
    file = call.drive_file()
    found = _find(call, file)
    if found.get("emailAddress", "").lower() != call.caller.email.lower():
        call.drive_file("writer")
    if found["role"] == "owner":
        raise drive_error(403, "The owner of a file cannot be removed.", "cannotRemoveOwner")
    file.permissions.remove(found)


# Comments


def list_comments(call: Call) -> Json:
    file = call.drive_file()
    require_fields(call)
    size, start = int(call.query.get("pageSize", 20)), int(call.query.get("pageToken") or 0)
    answer: Json = {"kind": "drive#commentList", "comments": file.comments[start : start + size]}
    if start + size < len(file.comments):
        answer["nextPageToken"] = str(start + size)
    return answer


def create_comment(call: Call) -> Json:
    file = call.drive_file("commenter")
    require_fields(call)
    now = timestamp(call.world.now())
    comment = {
        "kind": "drive#comment",
        "id": "AAAA" + call.world.fresh_id(7, ""),
        "createdTime": now,
        "modifiedTime": now,
        "author": user(call.caller.email),
        "deleted": False,
        "content": call.body.get("content", ""),
        "htmlContent": call.body.get("content", ""),
        "replies": [],
    }
    comment |= {name: call.body[name] for name in ("anchor", "quotedFileContent") if name in call.body}
    file.comments.append(comment)
    return comment
