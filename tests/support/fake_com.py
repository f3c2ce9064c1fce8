"""Windows' COM, as far as xlwings' server needs it: the server's own code then runs here, and Excel calls it in tests."""

from __future__ import annotations

import ctypes
import datetime
import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from unittest import mock

import pytest

LEFT_OUT = -2147352572  # an argument that a formula leaves out, as COM hands it over
WRAPPER = "okrsheets.addin.hosts.excel.udfs"
WRAPPER_BEFORE = "okrsheets.addin.hosts.excel_udfs"  # what VBA made before version 0.2 calls
CLASSES = {"CDispatch", "CoClassBaseClass", "DispatchBaseClass", "PyIDispatch", "com_error", "error", "ole_error"}
MODULES = [
    *("pythoncom", "pywintypes", "win32api", "win32con", "win32event", "win32gui", "win32process", "win32timezone"),
    *("win32com", "win32com.client", "win32com.server", "win32com.server.dispatcher", "win32com.server.exception"),
    *("win32com.server.policy", "win32com.server.util"),
]


class Fake(ModuleType):
    """A module of pywin32 whose names come into being when they are asked for."""

    __path__: list[str] = []  # noqa: RUF012

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made: Any = type(name, (Exception,), {}) if name in CLASSES else mock.MagicMock(name=name)
        setattr(self, name, made)
        return made


def _pywin32() -> dict[str, ModuleType]:
    made: dict[str, Any] = {name: Fake(name) for name in MODULES}
    for name in MODULES:
        above, _, own = name.rpartition(".")
        if above:
            setattr(made[above], own, made[name])
    made["pythoncom"].__file__ = "pythoncom"
    made["pythoncom"].TypeIIDs = mock.MagicMock(__getitem__=lambda *_: made["pythoncom"].PyIDispatch)
    made["pywintypes"].TimeType = datetime.datetime  # as in pywin32, whose dates derive from it
    made["win32com.server.util"].unwrap.side_effect = TypeError("not one of the server's own objects")
    return made


def _imported() -> dict[str, ModuleType]:
    ours = {WRAPPER, WRAPPER_BEFORE}
    return {name: module for name, module in sys.modules.items() if name.split(".")[0] == "xlwings" or name in ours}


@contextmanager
def windows() -> Iterator[ModuleType]:
    """Import xlwings as on Windows, and our wrapper over it; afterwards everything is as it was."""
    before = _imported()
    for name in before:
        del sys.modules[name]
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name, module in _pywin32().items():
                patch.setitem(sys.modules, name, module)
            for name in ("oledll", "windll", "PyDLL"):
                patch.setattr(ctypes, name, mock.MagicMock(), raising=False)
            with mock.patch.object(sys, "platform", "win32"), mock.patch("atexit.register", lambda called: called):
                wrapper = importlib.import_module(WRAPPER)
            yield wrapper
    finally:
        for name in _imported():
            del sys.modules[name]
        sys.modules.update(before)


def call(name: str, arguments: Sequence[Any], module: str = WRAPPER) -> Any:
    """Call a function as the add-in does: xlwings' own server, its conversion of arguments, its conversion back."""
    server = importlib.import_module("xlwings.com_server").XLPython()
    return server.CallUDF(module, name, tuple(arguments))


def shown(vector: dict[str, Any]) -> Any:
    """Return what the server hands back for a vector: what is wrong, or the value that a cell then shows."""
    return vector["error"] if "error" in vector else as_cells_show(vector["want"])


def as_cells_show(want: Any) -> Any:
    """Return a value as xlwings hands it back: blanks as empty text, one row as a list, one cell as itself."""
    if not isinstance(want, list):
        return "" if want is None else want
    rows = [[as_cells_show(cell) for cell in row] for row in want]
    return rows if len(rows) > 1 else rows[0] if len(rows[0]) > 1 else rows[0][0]
