"""Field masks: `fields=sheets(properties,data/rowData)` says which parts of an answer are wanted."""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]
Mask = dict[str, Any]  # a field's name -> the mask of what is inside it; empty means all of it


class BadMask(Exception):
    """A mask that cannot be read."""


def parse(text: str) -> Mask:
    """Read a mask in any of its spellings.

    >>> parse("sheets.data/note,title") == {"sheets": {"data": {"note": {}}}, "title": {}}
    True
    >>> parse("files(id,owners(name)),kind") == {"files": {"id": {}, "owners": {"name": {}}}, "kind": {}}
    True
    >>> parse("*")
    {}
    """
    tokens = re.findall(r"[A-Za-z_$][\w$]*|[*(),./]", text.replace(" ", ""))
    if "".join(tokens) != text.replace(" ", "") or not tokens:
        raise BadMask(text)
    mask, rest = _several(tokens)
    if rest:
        raise BadMask(text)
    return {} if "*" in mask else mask


def _several(tokens: list[str]) -> tuple[Mask, list[str]]:
    mask: Mask = {}
    while True:
        tokens = _one(tokens, mask)
        if not tokens or tokens[0] != ",":
            return mask, tokens
        tokens = tokens[1:]


def _one(tokens: list[str], mask: Mask) -> list[str]:
    if not tokens or tokens[0] in "(),./":
        raise BadMask("".join(tokens))
    name, tokens = tokens[0], tokens[1:]
    whole = name in mask and not mask[name]
    inside: Mask = mask.setdefault(name, {})
    if tokens and tokens[0] in "./":
        tokens = _one(tokens[1:], inside)
    elif tokens and tokens[0] == "(":
        more, tokens = _several(tokens[1:])
        if not tokens or tokens[0] != ")":
            raise BadMask("(")
        inside.update(more)
        tokens = tokens[1:]
    else:
        whole = True
    if whole or "*" in inside:
        inside.clear()
    return tokens


def apply(mask: Mask, value: Any) -> Any:
    """Keep what a mask asks for.

    >>> apply(parse("a/b"), {"a": [{"b": 1, "c": 2}, {"c": 3}], "d": 4})
    {'a': [{'b': 1}, {}]}
    """
    if not mask:
        return value
    if isinstance(value, list):
        return [apply(mask, each) for each in value]
    if isinstance(value, dict):
        return {name: apply(mask[name], inner) for name, inner in value.items() if name in mask}
    return value


def update(mask: Mask, old: Json, new: Json) -> Json:
    """What becomes of `old` when the fields of the mask are set from `new`; a field that `new` lacks is cleared.

    >>> update(parse("a,b/c"), {"a": 1, "b": {"c": 2, "d": 3}}, {"b": {"c": 4}})
    {'b': {'c': 4, 'd': 3}}
    """
    if not mask:
        return dict(new)
    result = dict(old)
    for name, inside in mask.items():
        if inside and isinstance(old.get(name, {}), dict):
            changed = update(inside, old.get(name, {}), new.get(name) or {})
            if changed or name in new:
                result[name] = changed
            else:
                result.pop(name, None)
        elif name in new:
            result[name] = new[name]
        else:
            result.pop(name, None)
    return result


def asks_for(mask: Mask, *path: str) -> bool:
    """Whether a mask wants anything of what lies at a path.

    >>> asks_for(parse("sheets/data/rowData"), "sheets", "data"), asks_for(parse("sheets/properties"), "sheets", "data")
    (True, False)
    """
    for name in path:
        if not mask:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True
