"""The VBA that stands between a cell and Python, written from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ...catalogue import functions
from ...declaration import Argument, SheetFunction
from . import ribbon as excel_ribbon

WRAPPER = "okrsheets.addin.hosts.excel.udfs"
TEMPLATES = Path(__file__).parent / "templates"
LONGEST_HELP = 255  # characters that Excel's function dialogue takes

ON_OPEN = """Option Explicit

Private Sub Workbook_Open()
    On Error Resume Next ' what cannot be described, in a protected window say, computes all the same
    Application.OnTime Now, "'" & ThisWorkbook.Name & "'!OkrDescribeFunctions"
End Sub
"""

DESCRIBE = """
Public Sub OkrDescribeFunctions()
    Dim saved As Boolean
    saved = ThisWorkbook.Saved
{each}
    ThisWorkbook.Saved = saved
End Sub

' Excel refuses while no workbook is in sight; the help is not worth an error then.
Private Sub OkrDescribe(ByVal name As String, ByVal category As String, ByVal help As String, ByVal arguments As Variant)
    On Error Resume Next
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & name, Description:=help, Category:=category, ArgumentDescriptions:=arguments
End Sub
"""


def text(value: str) -> str:
    """Return text as VBA writes it.

    >>> text('say "yes"')
    '"say ""yes""\"'
    """
    return '"' + value.replace('"', '""') + '"'


def parameter(argument: Argument) -> str:
    """Return an argument as it stands in a VBA declaration.

    >>> parameter(Argument("kind", "", optional=True))
    'Optional kind'
    """
    return f"Optional {argument.name}" if argument.optional else argument.name


def wrapper(function: SheetFunction) -> str:
    """Return the VBA function of a function: its values go to Python, what goes wrong is shown in the cell."""
    names = [argument.name for argument in function.arguments]
    values = ", ".join(f"OkrPlain({name})" for name in names)
    return f"""Public Function {function.name}({", ".join(map(parameter, function.arguments))})
    On Error GoTo failed
    {function.name} = OkrPython.CallUDF({text(WRAPPER)}, {text(function.name)}, Array({values}))
    Exit Function
failed:
    {function.name} = Err.Description
End Function
"""


def description(function: SheetFunction) -> str:
    """Return the VBA line that gives Excel's function dialogue the help of a function and its arguments."""
    arguments = ", ".join(text(argument.help[:LONGEST_HELP]) for argument in function.arguments)
    help = text(function.help[:LONGEST_HELP])
    return f"    OkrDescribe {text(function.name)}, {text(function.category)}, {help}, Array({arguments})"


def module(parts: Iterable[str]) -> str:
    """Return the source of a module with the line ends that VBA wants."""
    return "\n".join(parts).replace("\n", "\r\n")


def template(name: str) -> str:
    """Return a file of `templates`."""
    return (TEMPLATES / name).read_text("utf-8")


def modules() -> dict[str, str]:
    """Return the modules of the add-in, and of a workbook that carries it, by name."""
    declared = functions()
    described = DESCRIBE.format(each="\n".join(map(description, declared)))
    return {
        "OkrBridge": module([template("bridge.bas")]),
        "OkrFunctions": module(["Option Explicit\n", *map(wrapper, declared)]),
        "OkrMacros": module([template("macros.bas"), described]),
        "OkrEntries": module([template("menu.bas"), excel_ribbon.macros()]),
        "OkrAsking": module([template("asking.bas")]),
        "OkrRibbon": module([template("ribbon.bas")]),
    }
