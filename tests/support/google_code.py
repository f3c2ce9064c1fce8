"""Code.gs in Node: loaded as Apps Script loads it, with calls that go in as lines of JSON and answers that come out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

RUNNER = Path(__file__).with_name("google_node.mjs")

Answer = dict[str, Any]


def answers(script: Path, asked: Iterable[tuple[str, list[Any]]], zone: str = "UTC") -> list[Answer]:
    """Call the functions of a script, with cells as `as_handed_over` gives them, in a time zone."""
    lines = "\n".join(json.dumps({"function": name, "args": given}) for name, given in asked)
    return [json.loads(line) for line in run(RUNNER, lines, script, zone=zone).splitlines()]


def run(runner: Path, given: str, *arguments: Path, zone: str = "UTC") -> str:
    """Run a file in Node with a text as its input and return what it printed."""
    if shutil.which("node") is None:
        pytest.skip("Google's scripts run in Node here: install nodejs")
    asked = ["node", str(runner), *map(str, arguments)]
    ended = subprocess.run(
        asked, input=given, capture_output=True, text=True, timeout=300, env={**os.environ, "TZ": zone}
    )
    assert not ended.returncode, ended.stderr[-2000:]
    return ended.stdout
