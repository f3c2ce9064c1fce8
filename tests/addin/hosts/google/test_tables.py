"""The script in Google Sheets finds the same tables, columns and rows as the core does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from google_code import run
from table_vectors import VECTORS

from okrsheets.addin.hosts.google import script as google

pytestmark = pytest.mark.slow

RUNNER = Path(__file__).parents[3].joinpath("support", "google_tables.mjs")


def test_the_script_finds_the_tables_of_every_vector(tmp_path: Path) -> None:
    script = google.build(tmp_path) / "Code.gs"
    lines = run(RUNNER, "\n".join(map(json.dumps, VECTORS)), script).splitlines()
    answers = {vector["name"]: json.loads(line) for vector, line in zip(VECTORS, lines, strict=True)}
    assert answers == {vector["name"]: vector["tables"] for vector in VECTORS}
