"""From a request to an answer: who asks, what is wanted, may they, and does the answer fit its description."""

from __future__ import annotations

import json
import re
import traceback
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import schema
from .accounts import Caller
from .control import PREFIX, Control
from .drive_file import resource_v2
from .drive_methods import Content, multipart
from .errors import GoogleError, drive_error, sheets_error
from .faults import Fault, Faults, expired, refusal, revoked, too_many
from .masks import BadMask, Mask, apply, parse
from .oauth import Desk
from .request import Request, Seen
from .routes import HANDLERS, USUAL_FIELDS, is_writing, scopes_for
from .schema import Api, Method, Mismatch
from .world import Call, World

Json = dict[str, Any]

UPLOAD = re.compile(r"/upload/drive/(v[23])/files(?:/([^/:]+))?")
LOCATIONS = re.compile(r"/v1/.*/allowedLocations")
TOKEN_PATHS = ("/token", "/oauth2/v4/token", "/o/oauth2/token")
UNREGISTERED = (
    "Method doesn't allow unregistered callers (callers without established identity). "
    "Please use API Key or other form of API consumer identity to call this API."
)


@dataclass(frozen=True)
class Answer:
    """What goes back: status, body, type, and headers beside the usual ones."""

    status: int
    body: bytes = b""
    mime_type: str = "application/json; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """What a request asks for: an API, one of its methods, and what the path carries."""

    api: Api
    method: Method
    path: dict[str, str]
    upload: str = ""  # v2 or v3


def as_json(status: int, body: Any, headers: dict[str, str] | None = None, pretty: bool = False) -> Answer:
    text = json.dumps(body, ensure_ascii=False, indent=2 if pretty else None)
    return Answer(status, text.encode("utf-8", "surrogatepass"), headers=headers or {})


class Service:
    """The whole of the emulator behind its sockets."""

    def __init__(self, world: World, desk: Desk, faults: Faults) -> None:
        self.world = world
        self.desk = desk
        self.faults = faults
        self.seen: list[Seen] = []
        self.broken: list[str] = []  # answers that did not fit Google's description
        self.interludes: list[tuple[str, Callable[[], object]]] = []  # what others do before a request is answered
        self.control = Control(world, desk, faults, self.seen)
        self.uploads: dict[str, tuple[Target, Json, str]] = {}

    def answer(self, request: Request) -> tuple[Answer | None, Fault | None]:
        """Answer a request; no answer at all for a fault that gives none."""
        if request.path.startswith(PREFIX):
            return as_json(*self.control.answer(request)), None
        for interlude in [each for each in self.interludes if re.search(each[0], request.line)]:
            self.interludes.remove(interlude)
            interlude[1]()
        target = find(request)
        fault = self.faults.next(request.line)
        caller = self._holder(request)
        if fault and fault.kind in ("hang", "reset"):
            self._note(request, target, caller, 0, fault)
            return None, fault
        try:
            if fault and fault.kind not in ("drop", "trickle"):
                raise self._refusal(fault, request, target, caller)
            answer = self._plain(request) if target is None else self._api(request, target)
        except GoogleError as error:
            answer = as_json(error.code, error.body, error.headers)
        except Exception as error:  # a mistake of the emulator's own, which whoever tests has to hear of
            self.broken.append(f"{request.line}: {error!r}\n{traceback.format_exc()}")
            answer = as_json(500, sheets_error(500, f"the emulator failed: {error!r}").body)
        self._note(request, target, caller, answer.status, fault)
        return answer, fault

    def _note(
        self, request: Request, target: Target | None, caller: Caller | None, status: int, fault: Fault | None
    ) -> None:
        method = target.method.id if target else ""
        writing = bool(target) and is_writing(method, request.verb)
        kind = fault.kind if fault else ""
        email = caller.email if caller else ""
        self.seen.append(
            Seen(request.verb, request.path, request.query, status, method, email, writing, kind, request.raw)
        )

    def _refusal(self, fault: Fault, request: Request, target: Target | None, caller: Caller | None) -> GoogleError:
        """What a fault answers. A token that has run out or is revoked stays so."""
        api = target.api.name if target else ""
        registry = self.desk.registry
        if fault.kind == "expired":
            registry.expire(request.bearer)
        if fault.kind == "revoked":
            if caller:
                registry.revoke(caller.email)
            return expired(api == "drive") if api else revoked()
        return refusal(fault, api)

    # Beside the APIs

    def _plain(self, request: Request) -> Answer:
        """The token endpoint, the page of consent, and what is nowhere."""
        with self.world.lock:
            if request.path in TOKEN_PATHS and request.verb == "POST":
                return as_json(200, self.desk.token(request.form()))
            if request.path.startswith("/o/oauth2/") and request.path.endswith("auth"):
                query = {name: texts[0] for name, texts in request.query.items()}
                return Answer(302, headers={"Location": self.desk.consent(query)}, mime_type="text/html")
            if request.path in ("/revoke", "/o/oauth2/revoke"):
                self.desk.revoke(request.first("token") or request.form().get("token", ""))
                return as_json(200, {})
            if LOCATIONS.fullmatch(request.path):  # google-auth asks where an account may be used
                return as_json(200, {"encodedLocations": "0x0"})
            if request.path in ("/tokeninfo", "/oauth2/v3/tokeninfo"):
                return as_json(200, self.desk.token_info(request.first("access_token")))
        upload = self.uploads.get(request.first("upload_id"))
        if upload and request.verb == "PUT":
            return self._finish_upload(request, *upload)
        return Answer(404, b"<title>Error 404 (Not Found)</title>", "text/html; charset=UTF-8")

    # The APIs

    def _holder(self, request: Request) -> Caller | None:
        token = request.bearer or request.first("access_token")
        return self.desk.registry.holder(token) or self.desk.self_signed(token)

    def _caller(self, request: Request, target: Target) -> Caller:
        """Who asks, by token or key. Raises what Google answers to strangers."""
        is_drive = target.api.name == "drive"
        if request.header("authorization") or request.first("access_token"):
            caller = self._holder(request)
            if caller is None:
                raise expired(is_drive)
            return caller
        key = request.first("key") or request.header("x-goog-api-key")
        if not key:
            raise drive_error(403, UNREGISTERED, "forbidden") if is_drive else sheets_error(403, UNREGISTERED)
        if key not in self.desk.registry.api_keys and not re.fullmatch(r"AIza[\w-]{35}", key):
            raise sheets_error(400, "API key not valid. Please pass a valid API key.")
        if request.verb != "GET":
            message = "API keys are not supported by this API. Expected OAuth2 access token or other authentication "
            raise sheets_error(401, message + "credentials that assert a principal.")
        return Caller(kind="key")

    def _api(self, request: Request, target: Target) -> Answer:
        is_drive = target.api.name == "drive"
        caller = self._caller(request, target)
        method = target.method
        scopes = scopes_for(method.id, request.verb)
        if caller.kind != "key" and not caller.has(*scopes):
            message = "Request had insufficient authentication scopes."
            if is_drive:
                raise drive_error(403, "Insufficient Permission: " + message, "insufficientPermissions")
            info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}
            raise sheets_error(403, message, [{**info, "domain": "googleapis.com"}])
        if target.api.name == "sheets":
            limit = self.faults.over_quota(caller.email, is_writing(method.id, request.verb))
            if limit:
                raise too_many(limit)
        if method.id not in HANDLERS:
            raise sheets_error(404, f"the emulator does not do {method.id}")
        with self.world.lock:
            return self._done(request, target, caller)

    def _done(self, request: Request, target: Target, caller: Caller) -> Answer:
        call, mask = self._read(request, target, caller)
        if request.first("uploadType") == "resumable" and target.upload:
            return self._begin_upload(request, target, call)
        return self._carried_out(call, target, mask, request)

    def _carried_out(self, call: Call, target: Target, mask: Mask, request: Request) -> Answer:
        result = HANDLERS[target.method.id](call)
        if target.upload == "v2":
            file = call.world.files[result["id"]]
            return as_json(200, self._fitting(schema.drive_v2(), "File", resource_v2(file)))
        if isinstance(result, Content):
            return Answer(200, result.body, result.mime_type)
        if result is None:
            return Answer(204, mime_type="text/html")
        return as_json(200, self._checked(target, mask, result), pretty=request.first("prettyPrint") == "true")

    def _checked(self, target: Target, mask: Mask, result: Json) -> Any:
        """The answer as it goes out, held against its description."""
        name = target.method.response
        if name is None:
            return result
        if target.api.name != "drive":
            result = target.api.pruned(name, result)
        return self._fitting(target.api, name, apply(mask, result))

    def _fitting(self, api: Api, name: str, result: Any) -> Any:
        """The answer, if it fits; what does not is the emulator's own fault."""
        faults = api.faults(name, result)
        if faults:
            self.broken += [f"{api.name} {name}: {fault}" for fault in faults]
            raise sheets_error(500, "the emulator's own answer breaks the API's description: " + "; ".join(faults[:5]))
        return result

    def _read(self, request: Request, target: Target, caller: Caller) -> tuple[Call, Mask]:
        api, method = target.api, target.method
        body, raw, kind = self._body(request, target)
        try:
            query = api.parameters(method, request.query)
            given = api.read(method.request, body) if method.request else {}
        except Mismatch as mismatch:
            raise _mismatched(api, mismatch) from None
        mask = self._mask(request, target)
        path = {name: urllib.parse.unquote(text) for name, text in target.path.items()}
        call = Call(
            self.world,
            caller,
            method.id,
            path,
            {**query, "mask": mask},
            given,
            raw,
            kind,
            request.headers,
            self.desk.url,
        )
        return call, mask

    def _body(self, request: Request, target: Target) -> tuple[Json, bytes, str]:
        if not target.upload:
            return (request.json(), b"", "") if target.method.request else ({}, b"", "")
        kind = request.header("content-type")
        if request.first("uploadType") == "multipart":
            return multipart(request.raw, kind)
        if request.first("uploadType") == "resumable":
            return request.json(), b"", request.header("x-upload-content-type")
        return {}, request.raw, kind

    def _mask(self, request: Request, target: Target) -> Mask:
        text = request.first("fields") or USUAL_FIELDS.get(target.method.id, "")
        if not text:
            return {}
        try:
            mask = parse(text)
            unknown = target.api.unknown_field(target.method.response, mask)
        except BadMask:
            unknown = text
        if unknown:
            raise _bad_mask(target.api, unknown)
        return mask

    # Uploads in several steps

    def _begin_upload(self, request: Request, target: Target, call: Call) -> Answer:
        number = self.world.fresh_id(40, "A")
        self.uploads[number] = (target, request.json(), request.header("authorization"))
        url = f"{self.desk.url}/upload/drive/v3/files?uploadType=resumable&upload_id={number}"
        return Answer(200, headers={"Location": url})

    def _finish_upload(self, request: Request, target: Target, body: Json, authorization: str) -> Answer:
        headers = {**request.headers, "authorization": authorization}
        whole = Request(request.verb, request.path, {}, headers, request.raw)
        with self.world.lock:
            caller = self._caller(whole, target)
            call, mask = self._read(Request(whole.verb, whole.path, {}, headers, b""), target, caller)
            call.body, call.raw = target.api.read(target.method.request or "File", body), request.raw
            call.content_type = request.header("content-type")
            return self._carried_out(call, target, mask, request)


def find(request: Request) -> Target | None:
    """The method that a request is meant for, by its path alone."""
    upload = UPLOAD.fullmatch(request.path)
    if upload and not request.first("upload_id"):
        name = "drive.files.update" if upload[2] else "drive.files.create"
        method = next(each for each in schema.drive().methods if each.id == name)
        return Target(schema.drive(), method, {"fileId": upload[2]} if upload[2] else {}, upload[1])
    for api in (schema.sheets(), schema.drive(), schema.script()):
        if found := api.find(request.verb, request.path):
            return Target(api, *found)
    return None


def _mismatched(api: Api, mismatch: Mismatch) -> GoogleError:
    if api.name == "drive":
        return drive_error(400, mismatch.text, "invalid")
    violation = {"field": mismatch.path, "description": mismatch.text}
    details = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}
    return sheets_error(400, mismatch.text, [details])


def _bad_mask(api: Api, unknown: str) -> GoogleError:
    if api.name == "drive":
        return drive_error(
            400, f"Invalid field selection {unknown.rpartition('.')[2]}", "invalidParameter", location="fields"
        )
    description = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{unknown}'."
    violation = {"field": unknown, "description": description}
    details = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}
    return sheets_error(400, "Request contains an invalid argument.", [details])
