"""The Apps Script API: projects and their files, for people only."""

from __future__ import annotations

import json
from typing import Any

from .drive_file import SCRIPT, timestamp
from .drive_methods import new_file
from .errors import forbidden, invalid, not_found, sheets_error
from .world import Call

Json = dict[str, Any]


def _refuse_service_accounts(call: Call) -> None:
    if call.caller.kind != "user":
        raise forbidden()


def create(call: Call) -> Json:
    _refuse_service_accounts(call)
    title, parent = call.body.get("title", ""), call.body.get("parentId", "")
    if not title:
        raise invalid("Request contains an invalid argument.")
    if parent:
        call.allow(call.world.files[parent], "writer", forbidden) if parent in call.world.files else _missing()
    file = new_file(call, title, SCRIPT, [])
    now = timestamp(call.world.now())
    project = {"scriptId": file.id, "title": title, "createTime": now, "updateTime": now}
    if parent:
        project["parentId"] = parent
    call.world.scripts[file.id] = {"project": project, "files": []}
    return project


def _missing() -> None:
    raise not_found()


def _script(call: Call, role: str) -> Json:
    _refuse_service_accounts(call)
    script = call.world.scripts.get(call.path["scriptId"])
    if script is None:
        raise not_found()
    call.allow(call.world.files[call.path["scriptId"]], role, forbidden)
    return script


def get(call: Call) -> Json:
    project: Json = _script(call, "reader")["project"]
    return project


def get_content(call: Call) -> Json:
    return {"scriptId": call.path["scriptId"], "files": _script(call, "reader")["files"]}


def update_content(call: Call) -> Json:
    """Put files in place of all there were; one of them must be the manifest."""
    script = _script(call, "writer")
    files = call.body.get("files", [])
    names = [(file.get("name"), file.get("type")) for file in files]
    if ("appsscript", "JSON") not in names:
        raise invalid("Request contains an invalid argument.")
    if len({name for name, _ in names}) < len(names):
        raise sheets_error(400, "Syntax error: a file with this name already exists in the current project")
    manifest = next(file for file in files if file.get("name") == "appsscript")
    try:
        json.loads(manifest.get("source", ""))
    except ValueError:
        raise invalid("Manifest is not valid JSON: appsscript.json") from None
    now = timestamp(call.world.now())
    script["files"] = [{**file, "createTime": now, "updateTime": now} for file in files]
    script["project"]["updateTime"] = now
    return get_content(call)
