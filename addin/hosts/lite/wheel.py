"""Our functions as a pure-Python wheel: `core` and `addin` and nothing else, for Pythons that live inside a spreadsheet."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from ....core import archive
from ....core.version import VERSION

ROOT = Path(__file__).resolve().parents[3]
NAME = "okrsheets_in_sheet"  # not the name of the whole product: installing one must not look like installing the other

_METADATA = """\
Metadata-Version: 2.1
Name: {name}
Version: {version}
Summary: The functions of okrsheets, for a Python inside a spreadsheet.
License: MIT
Requires-Python: >=3.10
"""
_WHEEL = """\
Wheel-Version: 1.0
Generator: okrsheets
Root-Is-Purelib: true
Tag: py3-none-any
"""


def modules() -> dict[str, bytes]:
    """Return the files that the functions of a sheet need, by their path in the installed package."""
    paths = [*(ROOT / "core").rglob("*.py"), *(ROOT / "addin").glob("*.py"), ROOT / "__init__.py"]
    return {f"okrsheets/{path.relative_to(ROOT).as_posix()}": path.read_bytes() for path in sorted(paths)}


def write(folder: Path) -> Path:
    """Write the wheel into a folder and return its path."""
    stem = f"{NAME}-{VERSION}"
    info = f"{stem}.dist-info"
    files = modules()
    files[f"{info}/METADATA"] = _METADATA.format(name=NAME.replace("_", "-"), version=VERSION).encode()
    files[f"{info}/WHEEL"] = _WHEEL.encode()
    files[f"{info}/RECORD"] = _record(files, f"{info}/RECORD").encode()
    path = folder / f"{stem}-py3-none-any.whl"
    path.write_bytes(archive.pack(files))
    return path


def _record(files: dict[str, bytes], own_name: str) -> str:
    lines = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in files.items()]
    return "\n".join([*lines, f"{own_name},,", ""])


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
