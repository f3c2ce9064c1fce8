"""The add-in for LibreOffice: one .oxt file with the functions, their help, and the Python that computes them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from ....core import archive
from ....core.version import VERSION
from ...catalogue import functions
from . import manifest_xml as xml
from . import menu

PACKAGE = "okrsheets_in_sheet"  # add-ins share one Python, so the name must be nobody else's
FILE = "okrsheets.oxt"
CARRIED = ("core", "core/tables", "core/values", "addin", "addin/macros")
CARRIED_HOSTS = ("cells.py", "book.py")


def build(folder: Path) -> Path:
    """Write the add-in into a folder and return its path; the folder is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    path.write_bytes(archive.pack({name: text.encode() for name, text in sorted(_files().items())}))
    return path


def _files() -> dict[str, str]:
    here = resources.files(__package__)
    generated = {
        "META-INF/manifest.xml": xml.manifest(),
        "description.xml": xml.description(VERSION),
        "OKR.idl": xml.interface(functions()),
        "okrsheets.components": xml.components(),
        "CalcAddIns.xcu": xml.names_and_help(functions()),
        menu.FILE: menu.addons(),
        **{name: here.joinpath("files", name).read_text("utf-8") for name in ("component.py", menu.MODULE)},
        f"pythonpath/{PACKAGE}/__init__.py": "",
        f"pythonpath/{PACKAGE}/addin/hosts/__init__.py": "",
        f"pythonpath/{PACKAGE}/addin/hosts/libreoffice/__init__.py": "",
        **{
            f"pythonpath/{PACKAGE}/addin/hosts/libreoffice/{name}": here.joinpath(name).read_text("utf-8")
            for name in CARRIED_HOSTS
        },
    }
    root = resources.files(__package__.removesuffix(".addin.hosts.libreoffice"))
    carried = {
        f"pythonpath/{PACKAGE}/{piece}/{file.name}": file.read_text("utf-8")
        for piece in CARRIED
        for file in _modules(root.joinpath(piece))
    }
    return generated | carried


def _modules(folder: Traversable) -> Iterator[Traversable]:
    return (file for file in folder.iterdir() if file.name.endswith(".py"))
