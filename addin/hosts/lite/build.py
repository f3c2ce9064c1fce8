"""xlwings Lite, Excel's Python on Windows, macOS and the web: a `main.py` to paste, which carries our package."""

from __future__ import annotations

import base64
import textwrap
from pathlib import Path
from string import Template

from ....core.version import VERSION
from ...catalogue import functions
from ...declaration import Argument, SheetFunction
from . import wheel

_HERE = Path(__file__).resolve().parent


def build(folder: Path) -> Path:
    """Write main.py, requirements.txt, the wheel and a page of steps into a folder, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    packed = wheel.write(folder)
    (folder / "main.py").write_bytes(main(packed).encode())
    (folder / "requirements.txt").write_bytes(b"xlwings\n")
    steps = Template((_HERE / "steps.md").read_text("utf-8"))
    filled = steps.substitute(version=VERSION, wheel=packed.name, count=len(functions()))
    (folder / "README.md").write_bytes(filled.encode())
    return folder


def main(packed: Path) -> str:
    """Return the text of main.py: the package, then a declaration of every function of the catalogue."""
    start = Template((_HERE / "main.py.txt").read_text("utf-8"))
    carried = "\n".join(textwrap.wrap(base64.b64encode(packed.read_bytes()).decode(), 116))
    head = start.substitute(version=VERSION, wheel=packed.name, carried=carried)
    return head + "".join(map(declared, functions()))


def declared(function: SheetFunction) -> str:
    """Return one function as xlwings wants it.

    >>> from okrsheets.addin.catalogue import find
    >>> print(declared(find("OKR_SCORE")).strip())
    @func
    @arg("progress", ndim=2, doc="a progress, as OKR_PROGRESS returns it")
    def okr_score(progress):
        \"\"\"Score of a key result: its progress, limited to 0..1.\"\"\"
        return answer("OKR_SCORE", progress)
    """
    names = [argument.name for argument in function.arguments]
    return "\n".join(
        [
            "\n\n@func",
            *(f'@arg("{argument.name}", ndim=2, doc={_quoted(argument.help)})' for argument in function.arguments),
            f"def {function.name.lower()}({', '.join(map(_parameter, function.arguments))}):",
            f'    """{function.help}"""',
            f"    return answer({', '.join([_quoted(function.name), *names])})\n",
        ]
    )


def _parameter(argument: Argument) -> str:
    return f"{argument.name}=None" if argument.optional else argument.name


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
