"""Chromium driven by puppeteer, with axe-core beside it: fetched once by npm and kept outside the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PACKAGES = ("puppeteer-core@24.43.1", "axe-core@4.14.1")
RUNNER = Path(__file__).with_name("browser.mjs")


def missing_programs() -> list[str]:
    """Return which of the programs that this needs are not on the machine."""
    return [program for program in ("node", "npm", "chromium") if shutil.which(program) is None]


def ready() -> Path:
    """Return the folder where the packages are installed, after installing them when they are not there yet."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = caches / "okrsheets" / f"browser-{'-'.join(name.replace('@', '-') for name in PACKAGES)}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        own = Path(tempfile.mkdtemp(prefix=folder.name, dir=folder.parent))  # another worker may be installing too
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(own)]
        subprocess.run(["npm", "install", *options, *PACKAGES], cwd=own, check=True, capture_output=True)
        try:
            own.rename(folder)
        except OSError:
            shutil.rmtree(own)
    return folder


def look(pages: Sequence[Path]) -> list[dict[str, Any]]:
    """Return what was found on each page: see `browser.mjs`."""
    addresses = [page.as_uri() for page in pages]
    asked = ["node", str(RUNNER), str(ready()), str(shutil.which("chromium")), *addresses]
    ended = subprocess.run(asked, capture_output=True, text=True, timeout=300)
    if ended.returncode:
        raise RuntimeError(ended.stderr[-3000:])
    told: dict[str, dict[str, Any]] = json.loads(ended.stdout)
    return [told[address] for address in addresses]
