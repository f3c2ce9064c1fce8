"""Google's own API descriptions: requests are read by them, answers are held against them."""

from __future__ import annotations

import functools
import json
import re
import struct
from dataclasses import dataclass
from importlib import resources
from typing import Any

Json = dict[str, Any]

EVERYWHERE = frozenset(
    [
        "$.xgafv",
        "access_token",
        "alt",
        "callback",
        "fields",
        "key",
        "oauth_token",
        "prettyPrint",
        "quotaUser",
        "uploadType",
        "upload_protocol",
    ]
)
# Scalars that Google sends even when they are zero: those that know whether they were set.
SENT_WHEN_ZERO = {
    "DimensionRange": {"startIndex", "endIndex"},
    "FilterSpec": {"columnIndex"},
    "GridRange": {"startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"},
    "SheetProperties": {"sheetId", "index"},
    "SortSpec": {"dimensionIndex"},
    "ExtendedValue": {"numberValue", "stringValue", "boolValue", "formulaValue"},
    "TextFormat": {"bold", "italic", "strikethrough", "underline"},
}


class Mismatch(Exception):
    """A value that does not fit its description: where, and what Google says of it."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__(text)
        self.path = path
        self.text = text


@dataclass(frozen=True)
class Method:
    """One method of an API."""

    id: str
    verb: str
    pattern: re.Pattern[str]
    parameters: Json
    request: str | None
    response: str | None


class Api:
    """One API's description, such as sheets v4; `strict` refuses fields that it does not know."""

    def __init__(self, name: str, version: str, strict: bool) -> None:
        document = resources.files("googleapiclient") / "discovery_cache" / "documents" / f"{name}.{version}.json"
        description = json.loads(document.read_text("utf-8"))
        self.name = name
        self.strict = strict
        self.schemas: Json = description["schemas"]
        self.type_prefix = f"type.googleapis.com/google.apps.{name}.{version}"
        self.methods = sorted(
            self._methods(description, description["servicePath"]), key=lambda each: -len(each.pattern.pattern)
        )

    def _methods(self, part: Json, prefix: str) -> list[Method]:
        found = [self._method(each, prefix) for each in part.get("methods", {}).values()]
        for inner in part.get("resources", {}).values():
            found += self._methods(inner, prefix)
        return found

    def _method(self, given: Json, prefix: str) -> Method:
        path = re.escape("/" + prefix + (given.get("flatPath") or given["path"]))
        greedy = re.sub(r"\\\{range\\\}", r"(?P<range>.+)", path)
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/:]+)", greedy)
        return Method(
            given["id"],
            given["httpMethod"],
            re.compile(pattern),
            given.get("parameters", {}),
            given.get("request", {}).get("$ref"),
            given.get("response", {}).get("$ref"),
        )

    def find(self, verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
        """The method that answers a request, with what its path carries, still encoded."""
        for method in self.methods:
            if method.verb == verb and (match := method.pattern.fullmatch(path)):
                return method, match.groupdict()
        return None

    # What comes in

    def read(self, name: str, value: Any, path: str = "") -> Any:
        """A request's JSON with Google's names and types; nulls are left out. Raises Mismatch."""
        schema = self.schemas[name]
        if not isinstance(value, dict):
            raise Mismatch(path, f"Invalid value at '{path}' ({self.type_prefix}.{name}), {json.dumps(value)}")
        result: Json = {}
        for key, inner in value.items():
            field = key if key in schema.get("properties", {}) else camel(key)
            if field not in schema.get("properties", {}):
                if self.strict:
                    raise Mismatch(path, unknown_name(key, path))
                continue
            if inner is not None:
                step = f"{path}.{snake(field)}" if path else snake(field)
                result[field] = self._read(schema["properties"][field], inner, step)
        return result

    def _read(self, schema: Json, value: Any, path: str) -> Any:
        if "$ref" in schema:
            return self.read(schema["$ref"], value, path)
        kind = schema.get("type")
        if kind == "array":
            if not isinstance(value, list):
                return [self._read(schema["items"], value, path)]
            inner = schema["items"]
            return [self._read_item(inner, each, f"{path}[{index}]") for index, each in enumerate(value)]
        if kind == "object":
            inner = schema.get("additionalProperties", {})
            return {key: self._read(inner, each, f"{path}.{key}") for key, each in value.items()} if inner else value
        if kind == "any":
            return value
        return self._scalar(schema, value, path)

    def _read_item(self, schema: Json, value: Any, path: str) -> Any:
        if value is None and schema.get("type") == "any":
            return None
        if schema.get("type") == "array" and not isinstance(value, list):
            shown = json.dumps(value, ensure_ascii=False)
            raise Mismatch(
                path.rpartition("[")[0],
                f"Invalid value at '{path}' (type.googleapis.com/google.protobuf.ListValue), {shown}",
            )
        return self._read(schema, value, path)

    def _scalar(self, schema: Json, value: Any, path: str) -> Any:
        kind, form = schema.get("type"), schema.get("format", "")
        fits: Any = None
        if kind == "boolean" and (isinstance(value, bool) or str(value).lower() in ("true", "false")):
            fits = value if isinstance(value, bool) else value.lower() == "true"
        elif kind == "integer" or (kind == "string" and form in ("int64", "uint64")):
            fits = _whole(value)
        elif kind == "number":
            fits = _number(value)
        elif kind == "string" and isinstance(value, str) and value in schema.get("enum", [value]):
            fits = value
        elif kind == "string" and schema.get("enum") is None and isinstance(value, (int, float)):
            fits = str(value)  # Google's JSON reader lets numbers pass for text
        if fits is None:
            where = _type_name(schema, path)
            full = f"{self.type_prefix}.{where}" if "enum" in schema else where
            raise Mismatch(path, f"Invalid value at '{path}' ({full}), {json.dumps(value, ensure_ascii=False)}")
        return fits

    def parameters(self, method: Method, given: dict[str, list[str]]) -> dict[str, Any]:
        """A request's query with its types. Raises Mismatch."""
        result: dict[str, Any] = {}
        for key, texts in given.items():
            name = key if key in method.parameters else camel(key)
            if name not in method.parameters:
                if self.strict and key not in EVERYWHERE:
                    raise Mismatch(key, unknown_parameter(key))
                result[key] = texts[-1]
                continue
            schema = method.parameters[name]
            read = [self._scalar(schema, text, snake(name)) for text in texts]
            result[name] = read if schema.get("repeated") else read[-1]
        return result

    def unknown_field(self, name: str | None, mask: Json, path: str = "") -> str:
        """The first field of a mask that an answer does not have, as a path; empty when all is well."""
        properties = self.schemas[name].get("properties", {}) if name else {}
        for key, inside in mask.items():
            step = f"{path}.{key}" if path else key
            if key == "*":
                continue
            if key not in properties:
                return step
            part = properties[key].get("items", properties[key])
            if inside and "$ref" in part and (found := self.unknown_field(part["$ref"], inside, step)):
                return found
        return ""

    # What goes out

    def pruned(self, name: str, value: Any) -> Any:
        """An answer without the zeros that proto3 leaves out, and with floats as short as Google's."""
        return self._pruned({"$ref": name}, value)

    def _pruned(self, schema: Json, value: Any) -> Any:
        if "$ref" in schema:
            name = schema["$ref"]
            properties = self.schemas[name].get("properties", {})
            kept = SENT_WHEN_ZERO.get(name, set())
            result = {}
            for key, inner in value.items():
                part = properties.get(key, {})
                new = self._pruned(part, inner)
                if new is None or (_is_zero(part, new) and key not in kept):
                    continue
                result[key] = new
            return result
        kind = schema.get("type")
        if kind == "array":
            inner = schema["items"]
            return value if inner.get("type") == "array" else [self._pruned(inner, each) for each in value]
        if schema.get("format") == "float" and isinstance(value, float):
            return single(value)
        if kind == "number" and isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return int(value)
        return value

    def faults(self, name: str, value: Any, path: str = "$") -> list[str]:
        """Where an answer breaks its description."""
        return self._faults({"$ref": name}, value, path)

    def _faults(self, schema: Json, value: Any, path: str) -> list[str]:
        if "$ref" in schema:
            if not isinstance(value, dict):
                return [f"{path}: not an object"]
            properties = self.schemas[schema["$ref"]].get("properties", {})
            found = [f"{path}.{key}: not in {schema['$ref']}" for key in value if key not in properties]
            for key, inner in value.items():
                if key in properties:
                    found += self._faults(properties[key], inner, f"{path}.{key}")
            return found
        kind = schema.get("type")
        if kind == "array":
            if not isinstance(value, list):
                return [f"{path}: not a list"]
            if schema["items"].get("type") in ("any", "array"):
                return []
            return [
                fault
                for index, each in enumerate(value)
                for fault in self._faults(schema["items"], each, f"{path}[{index}]")
            ]
        return [] if _is(kind, schema, value) else [f"{path}: {value!r} is no {kind} {schema.get('enum', '')}"]


@functools.cache
def api(name: str, version: str, strict: bool) -> Api:
    return Api(name, version, strict)


def sheets() -> Api:
    return api("sheets", "v4", True)


def drive() -> Api:
    return api("drive", "v3", False)


def drive_v2() -> Api:
    return api("drive", "v2", False)


def script() -> Api:
    return api("script", "v1", True)


def camel(name: str) -> str:
    """
    >>> camel("sheet_id")
    'sheetId'
    """
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)


def snake(name: str) -> str:
    """
    >>> snake("sheetId")
    'sheet_id'
    """
    return re.sub(r"([A-Z])", lambda match: "_" + match[1].lower(), name)


def unknown_name(name: str, path: str) -> str:
    where = f" at '{path}'" if path else ""
    return f'Invalid JSON payload received. Unknown name "{name}"{where}: Cannot find field.'


def unknown_parameter(name: str) -> str:
    return (
        f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
        f"Field '{name}' could not be found in request message."
    )


def single(number: float) -> float | int:
    """A float as short as its 32 bits tell it apart.

    >>> single(0.4980392156862745), single(1.0)
    (0.49803922, 1)
    """
    rounded: float = struct.unpack("f", struct.pack("f", number))[0]
    for digits in range(1, 10):
        short = float(f"{rounded:.{digits}g}")
        if struct.unpack("f", struct.pack("f", short))[0] == rounded:
            return int(short) if short.is_integer() else short
    return rounded


def _whole(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if number.is_integer() else None


def _number(value: Any) -> float | int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return value
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _type_name(schema: Json, path: str) -> str:
    if "enum" in schema:
        last = path.rpartition(".")[2].partition("[")[0]
        return camel("_" + last)
    return {"boolean": "TYPE_BOOL", "integer": "TYPE_INT32", "number": "TYPE_DOUBLE"}.get(
        str(schema.get("type")), "TYPE_STRING"
    )


def _is_zero(schema: Json, value: Any) -> bool:
    if "$ref" in schema or schema.get("type") == "object":
        return False
    return value in (0, "", False) or value == []


def _is(kind: Any, schema: Json, value: Any) -> bool:
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "string":
        return isinstance(value, str) and value in schema.get("enum", [value])
    return kind in ("any", "object", None)
