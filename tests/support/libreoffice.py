"""A LibreOffice of its own for tests: a fresh profile with the add-in in it, which computes every file anew."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from okrsheets.addin.hosts.libreoffice import addin as libreoffice
from okrsheets.addin.hosts.libreoffice.install import install, profile_options

# Without this, values that stand in a file are kept, and a stale one would pass.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>{locale}</value></prop></item>
</oor:items>
"""
CLIENT = Path(__file__).parent / "libreoffice_client.py"
PYTHONS = ("/usr/bin/python3", "/usr/lib/libreoffice/program/python", "python3")  # one of them has LibreOffice's `uno`
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0  # who may install for all users only

Cells = dict[str, dict[str, Any]]


class Office:
    """LibreOffice with the add-in in a profile of its own."""

    def __init__(self, folder: Path, locale: str = "en-US", oxt: Path | None = None) -> None:
        self.folder = folder
        install(oxt or libreoffice.build(folder), folder, all_users=IS_ROOT)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(ALWAYS_RECALCULATE.format(locale=locale), "utf-8")
        self.options = profile_options(folder)

    def recalculate(self, *books: Path) -> list[Path]:
        """Open workbooks, compute them, and save them in a folder beside."""
        out = self.folder / "computed"
        asked = ["soffice", "--headless", "--norestore", "--convert-to", "xlsx", "--outdir", str(out)]
        subprocess.run([*asked, *map(str, books), *self.options], check=True, capture_output=True, timeout=300)
        return [out / book.name for book in books]

    def play(self, steps: Sequence[Sequence[Any]]) -> list[Any]:
        """Work in a new sheet of a LibreOffice that stays open: see `libreoffice_client.py` for the steps."""
        python = python_with_uno()
        assert python is not None
        pipe = f"okrsheets{os.getpid()}"
        asked = ["soffice", "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;", *self.options]
        with subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as office:
            try:
                given = json.dumps([list(step) for step in steps])
                ran = subprocess.run(
                    [python, str(CLIENT), pipe], input=given, capture_output=True, text=True, timeout=300, env=bare()
                )
                office.wait(30) if ran.returncode == 0 else None
            finally:
                office.terminate()
        assert ran.returncode == 0, ran.stderr
        answers: list[Any] = json.loads(ran.stdout)
        return answers


def missing() -> str:
    """Return in one line which system program is missing, empty when none is."""
    for name in ("soffice", "unopkg"):
        if shutil.which(name) is None:
            return f"LibreOffice's {name} is not on this machine"
    return "" if python_with_uno() else "no Python on this machine has LibreOffice's module uno (python3-uno)"


def python_with_uno() -> str | None:
    """Return a Python that can talk to LibreOffice."""
    for python in PYTHONS:
        if (
            shutil.which(python)
            and not subprocess.run([python, "-c", "import uno"], capture_output=True, env=bare()).returncode
        ):
            return python
    return None


def bare() -> dict[str, str]:
    """The environment without what leads one Python to the packages of another."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}


def cells(book: Path) -> Cells:
    """Return what every cell of a workbook came to, by sheet and address; errors as their text."""
    opened = load_workbook(book, data_only=True)
    return {
        sheet.title: {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
        for sheet in opened.worksheets
    }
