"""Pyodide in Node: the Python that spreadsheets in a browser have, fetched once and kept outside the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

VERSION = "314.0.7"
RUNNER = Path(__file__).with_name("pyodide_node.mjs")


def missing_programs() -> list[str]:
    """Return which of the programs that this needs are not on the machine."""
    return [program for program in ("node", "npm") if shutil.which(program) is None]


def ready() -> Path:
    """Return the folder where Pyodide is installed, after installing it when it is not there yet."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = caches / "okrsheets" / f"pyodide-{VERSION}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        own = Path(tempfile.mkdtemp(prefix=folder.name, dir=folder.parent))  # another worker may be installing too
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(own)]
        subprocess.run(["npm", "install", *options, f"pyodide@{VERSION}"], cwd=own, check=True, capture_output=True)
        try:
            own.rename(folder)
        except OSError:
            shutil.rmtree(own)
    return folder


def run(script: Path, *given: Path) -> str:
    """Run a Python file in Pyodide, with paths of this machine in `given`, and return what it printed."""
    asked = ["node", str(RUNNER), str(ready()), str(script), *map(str, given)]
    ended = subprocess.run(asked, capture_output=True, text=True, timeout=120)
    if ended.returncode:
        raise RuntimeError(ended.stderr[-2000:])
    return ended.stdout
