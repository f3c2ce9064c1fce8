"""Runs inside Pyodide: every vector through the pasted main.py, then through the installed wheel; prints JSON."""

# mypy: disable-error-code="name-defined,top-level-await"
from __future__ import annotations

import importlib.util
import json
import sys
import types
from pathlib import Path
from typing import Any

main_py, wheel, vectors = (Path(f"/machine{path}") for path in given)  # noqa: F821
asked = [(vector["function"], vector["args"]) for vector in json.loads(vectors.read_text("utf-8"))]
declared: dict[str, dict[str, Any]] = {}


def func(function: Any) -> Any:
    """What xlwings' decorator does, as far as it can be seen: the function is known under its name in capitals."""
    declared.setdefault(function.__name__.upper(), {})
    return function


def arg(name: str, **options: Any) -> Any:
    """The options of one argument, kept to be looked at."""

    def keep(function: Any) -> Any:
        declared.setdefault(function.__name__.upper(), {})[name] = options
        return function

    return keep


def answered(call: Any, *cells: Any) -> dict[str, Any]:
    try:
        return {"value": call(*cells)}
    except Exception as error:
        return {"error": str(error)}


def as_ranges(cells: list[Any]) -> list[Any]:
    """What `ndim=2` hands over: rows, and None for what is left out or is one empty cell."""
    return [cell if cell is None or isinstance(cell, list) else [[cell]] for cell in cells]


stub = types.ModuleType("xlwings")
stub.func, stub.arg = func, arg  # type: ignore[attr-defined]
sys.modules["xlwings"] = stub
spec = importlib.util.spec_from_file_location("main", main_py)
assert spec is not None
assert spec.loader is not None
main = importlib.util.module_from_spec(spec)
spec.loader.exec_module(main)
through_main = [answered(getattr(main, name.lower()), *as_ranges(cells)) for name, cells in asked]
from_main = sys.modules["okrsheets"].__file__

for name in [name for name in sys.modules if name.split(".")[0] == "okrsheets"]:
    del sys.modules[name]
sys.path.remove(str(main.carried))
await install(given[1])  # noqa: F821, F704
from okrsheets.addin.catalogue import call  # noqa: E402

through_wheel = [answered(call, name, cells) for name, cells in asked]
from_wheel = sys.modules["okrsheets"].__file__
print(
    json.dumps(
        {
            "platform": sys.platform,
            "declared": declared,
            "main": through_main,
            "wheel": through_wheel,
            "from_main": from_main,
            "from_wheel": from_wheel,
        }
    )
)
