"""Code.gs into the script project of a spreadsheet, through the Apps Script API; what is there of the user's stays.

A spreadsheet does not tell which scripts belong to it, so the project that was made for one is remembered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ....core.errors import OkrError
from ...catalogue import functions
from . import script as google

API = "https://script.googleapis.com/v1/projects"
TITLE = "okrsheets"
MANIFEST = "appsscript"

Call = Callable[[str, str, "Mapping[str, Any] | None"], Mapping[str, Any]]  # method, address, body -> answer
File = Mapping[str, Any]

_ENDINGS = {"SERVER_JS": ".gs", "JSON": ".json", "HTML": ".html"}
_OPENS = re.compile(r"\bfunction\s+onOpen\b|\bonOpen\s*=")
_DECLARES = re.compile(r"^\s*(?:async\s+)?function\s+(\w+)|^\s*(?:var|let|const)\s+(\w+)\s*=", re.MULTILINE)


class NotThere(OkrError):
    """What a `Call` raises for a project that does not exist, or not for this person."""


@dataclass(frozen=True)
class ScriptPlan:
    """What is going to be in the project: all its files, of which `kept` are the user's; `script` is empty for a new one."""

    script: str
    spreadsheet: str
    before: tuple[File, ...]
    files: tuple[File, ...]
    kept: tuple[str, ...] = ()
    says: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the project holds all that already."""
        return bool(self.script) and _comparable(self.before) == _comparable(self.files)


def plan(call: Call, spreadsheet: str, script: str = "") -> ScriptPlan:
    """Look into the project and return what is going to be in it; `OkrError` where that would harm what is there."""
    before = tuple(call("GET", f"{API}/{script}/content", None).get("files") or ()) if script else ()
    own = [file for file in before if google.MARKER in str(file.get("source", ""))]
    others = [file for file in before if file not in own and file.get("name") != MANIFEST]
    _no_clash(others)
    opens = next((_file_name(file) for file in others if _OPENS.search(str(file.get("source", "")))), "")
    ours = {"name": _name(own, others), "type": "SERVER_JS", "source": google.code(own_menu=not opens)}
    says = [f"{opens} has its own onOpen: call okrMenu(); in it to show the menu"] if opens else []
    manifest = next((file for file in before if file.get("name") == MANIFEST), None)
    files = (_manifest(manifest, alone=not others), *others, ours)
    return ScriptPlan(script, spreadsheet, before, files, tuple(map(_file_name, others)), tuple(says))


def apply(call: Call, planned: ScriptPlan, remember: Callable[[str], None]) -> None:
    """Carry a plan out; nothing is written when the project has changed since. `made` hears the id of a new project."""
    if planned.empty:
        return
    script = planned.script
    if script:
        now = call("GET", f"{API}/{script}/content", None).get("files") or ()
        if _comparable(now) != _comparable(planned.before):
            raise OkrError("the script was changed in the meantime", "close its editor, and run the command again")
    else:
        script = str(call("POST", API, {"title": TITLE, "parentId": planned.spreadsheet})["scriptId"])
        remember(script)  # at once: if the next request fails, the next run goes on with this project
    files = [{key: file[key] for key in ("name", "type", "source")} for file in planned.files]
    call("PUT", f"{API}/{script}/content", {"files": files})


def lines(planned: ScriptPlan, done: bool) -> list[str]:
    """Return a plan as people read it, before or after it was carried out."""
    if planned.empty:
        return ["the script is up to date", *planned.says]
    where = f"the script {planned.script}" if planned.script else "a new script of the spreadsheet"
    there = _comparable(planned.before)
    written = [_file_name(file) for file in planned.files if _comparable([file])[0] not in there]
    kept = [f"kept unchanged: {', '.join(planned.kept)}"] if planned.kept else []
    report = [f"{'wrote' if done else 'would write'} {', '.join(written)} into {where}", *kept, *planned.says]
    return [*report, "reload the spreadsheet: the menu OKR appears after some seconds"] if done else report


def _file_name(file: File) -> str:
    """Return the name of a file as the editor shows it."""
    return f"{file['name']}{_ENDINGS.get(str(file.get('type')), '')}"


def _comparable(files: Sequence[File]) -> list[tuple[str, str]]:
    """Return the names and sources of files, to compare them: Google adds dates and names of its own."""
    return sorted((str(file.get("name")), str(file.get("source", ""))) for file in files)


def _name(own: Sequence[File], others: Sequence[File]) -> str:
    """The file that is ours already, else a name that no other file has."""
    if own:
        return str(own[0]["name"])
    taken = {str(file["name"]) for file in others}
    return next(
        name
        for name in ("okrsheets" if taken else "Code", "okrsheets-addin", google.MARKER + "-2")
        if name not in taken
    )


def _no_clash(others: Sequence[File]) -> None:
    """All files of a project share their names: a second function of one name would silently win or lose."""
    names = {function.name for function in functions()} | set(google.GLOBALS)
    for file in others:
        for match in _DECLARES.finditer(str(file.get("source", ""))):
            name = match[1] or match[2]
            if name in names:
                what = f"your file {_file_name(file)!r} defines {name} too"
                raise OkrError(what, "rename or delete yours, then run the command again")


def _manifest(current: File | None, alone: bool) -> File:
    """Ours in a project that is ours alone; in another one theirs, with the rights added that the menu needs."""
    ours = {"name": MANIFEST, "type": "JSON", "source": google.manifest()}
    if current is None or alone:
        return ours
    try:
        stated = json.loads(str(current.get("source", "")))
    except ValueError:
        raise OkrError("the script's appsscript.json is not valid JSON", "correct it in the editor") from None
    if stated.get("runtimeVersion", "V8") not in ("V8", "STABLE"):
        hint = "open the script's project settings, tick the V8 runtime, check that your own code still works, and run this again"
        raise OkrError("the script runs on Google's old runtime, which cannot run the functions", hint)
    scopes = stated.get("oauthScopes")
    if scopes is None:  # Google then finds out what the script needs
        return current
    every = f"{google.SCOPES}spreadsheets" in scopes  # may change all spreadsheets, and so this one
    wanted = [f"{google.SCOPES}{right}" for right in google.RIGHTS if not (every and right.startswith("spreadsheets"))]
    lacking = [scope for scope in wanted if scope not in scopes]
    if not lacking:
        return current
    stated["oauthScopes"] = [*scopes, *lacking]
    return {**current, "source": json.dumps(stated, indent=2) + "\n"}


@dataclass(frozen=True)
class Memory:
    """Which script was made for which spreadsheet, in a file of the user's."""

    file: Path

    def script_of(self, spreadsheet: str) -> str:
        """Return the id of the script that was made for a spreadsheet, or nothing."""
        return self._all().get(spreadsheet, "")

    def keep(self, spreadsheet: str, script: str) -> None:
        """Remember a script."""
        known = {**self._all(), spreadsheet: script}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        half = self.file.with_suffix(".part")
        half.write_text(json.dumps(known, indent=1), "utf-8")
        half.replace(self.file)

    def _all(self) -> dict[str, str]:
        try:
            scripts = json.loads(self.file.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return {str(key): str(value) for key, value in scripts.items()} if isinstance(scripts, dict) else {}


def install(call: Call, spreadsheet: str, memory: Memory, script: str = "", dry_run: bool = False) -> list[str]:
    """Put the add-in into a spreadsheet's script and return what was done; `script` names a project of the user's."""
    known = script or memory.script_of(spreadsheet)
    try:
        planned = plan(call, spreadsheet, known)
    except NotThere:
        if script:
            raise
        gone = "the script created for this spreadsheet no longer exists" if known else ""
        planned = plan(call, spreadsheet)
        planned = replace(planned, says=tuple(filter(None, (gone, *planned.says))))
    if not dry_run:
        apply(call, planned, lambda project: memory.keep(spreadsheet, project))
        if script:
            memory.keep(spreadsheet, script)
    return lines(planned, done=not dry_run)
