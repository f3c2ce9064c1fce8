"""The user's own permission, kept in a file that only the user may read."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...core.errors import SettingsError

FILE = "google.json"


def config_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return where programs keep a user's settings on this system.

    >>> config_folder({"XDG_CONFIG_HOME": "/home/ana/.config"}, "linux").as_posix()
    '/home/ana/.config/okrsheets'
    """
    if platform == "win32":
        base = Path(environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "okrsheets"


def path() -> Path:
    """Return the file of the user's permission, whether it is there or not."""
    return config_folder() / FILE


def load() -> dict[str, Any] | None:
    """Return what the file holds, None without one; `SettingsError` for one that cannot be used."""
    try:
        found = json.loads(path().read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or not {"client_id", "client_secret", "refresh_token"} <= set(found):
        raise SettingsError(f"{path()} cannot be used", "run `okrsheets google login --client FILE` again")
    return found


def save(kept: Mapping[str, Any]) -> Path:
    """Write the file whole or not at all, readable for nobody else from its first moment on."""
    target = path()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=target.parent)  # made with mode 600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(dict(kept), file)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
    return target


def forget() -> bool:
    """Delete the file and return whether there was one."""
    there = path().exists()
    path().unlink(missing_ok=True)
    return there
