"""What the add-in tells LibreOffice about itself, made from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from ...declaration import Argument, SheetFunction
from . import menu as libreoffice_menu
from .cells import method

IDENTIFIER = "org.okrsheets.functions"
OLDEST = "24.8"  # the first LibreOffice that finds the functions by the names in a workbook of Excel
# As people type the names, and as Excel writes those of an Office add-in into its files.
PREFIXES = {"OKRSHEETS": "", "OKRSHEETS_UDF": "_xldudf_OKRSHEETS_"}

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_TYPES = {
    "OKR.idl": "application/vnd.sun.star.uno-typelibrary;type=RDB",
    "okrsheets.components": "application/vnd.sun.star.uno-components",
    "CalcAddIns.xcu": "application/vnd.sun.star.configuration-data",
    libreoffice_menu.FILE: "application/vnd.sun.star.configuration-data",
}


def interface(functions: Iterable[SheetFunction]) -> str:
    """Return the interface with a method for each function, in UNO's language."""
    methods = "".join(f"    {_declared(function)}\n" for function in functions)
    return f"module org {{ module okrsheets {{ interface XFunctions {{\n{methods}}}; }}; }};\n"


def _declared(function: SheetFunction) -> str:
    returns = "sequence< sequence< any > >" if function.spills else "any"
    arguments = ", ".join(f"[in] {_type(argument)} a{at}" for at, argument in enumerate(function.arguments, 1))
    return f"{returns} {method(function.name)}({arguments});"


def _type(argument: Argument) -> str:
    return "any" if argument.optional else "sequence< sequence< string > >"


def components() -> str:
    """Return which file holds the functions, and as what they are known."""
    services = "".join(f'<service name="{service}"/>' for service in PREFIXES)
    return (
        f'{_HEAD}<components xmlns="http://openoffice.org/2010/uno-components">'
        '<component loader="com.sun.star.loader.Python" uri="component.py">'
        f'<implementation name="org.okrsheets.Functions">{services}</implementation></component>{libreoffice_menu.component()}</components>\n'
    )


def names_and_help(functions: Iterable[SheetFunction]) -> str:
    """Return the names, descriptions and arguments of the functions, under each spelling."""
    declared = list(functions)
    services = "".join(
        _node(
            service,
            _node("AddInFunctions", "".join(_described(function, prefix) for function in declared), replace=False),
        )
        for service, prefix in PREFIXES.items()
    )
    return (
        f'{_HEAD}<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="CalcAddIns" oor:package="org.openoffice.Office">'
        f"{_node('AddInInfo', services, replace=False)}</oor:component-data>\n"
    )


def _described(function: SheetFunction, prefix: str) -> str:
    name = prefix + function.name
    arguments = "".join(
        # LibreOffice sorts these by their names
        _node(f"a{at}", _text("DisplayName", argument.name) + _text("Description", _sentence(argument)))
        for at, argument in enumerate(function.arguments, 1)
    )
    return _node(
        method(function.name),
        _text("DisplayName", name)
        + _text("Description", f"{function.help} {function.example}")
        + "<prop oor:name=\"Category\"><value>Add-In</value></prop>"
        + _text("CompatibilityName", name, "en-US")
        + _node("Parameters", arguments, replace=False),
    )  # fmt: skip


def _sentence(argument: Argument) -> str:
    return f"{argument.help} (may be left out)" if argument.optional else argument.help


def _node(name: str, inside: str, replace: bool = True) -> str:
    operation = ' oor:op="replace"' if replace else ""
    return f"<node oor:name={quoteattr(name)}{operation}>{inside}</node>"


def _text(name: str, text: str, language: str = "en") -> str:
    return f'<prop oor:name="{name}"><value xml:lang="{language}">{escape(text)}</value></prop>'


def manifest() -> str:
    """Return which file of the add-in is what."""
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in _TYPES.items()
    )
    opened = '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">'
    return f"{_HEAD}{opened}{entries}</manifest:manifest>\n"


def description(version: str) -> str:
    """Return the add-in's name, version and the oldest LibreOffice that it works in."""
    return (
        f'{_HEAD}<description xmlns="http://openoffice.org/extensions/description/2006" '
        'xmlns:l="http://libreoffice.org/extensions/description/2011">'
        f'<identifier value="{IDENTIFIER}"/><version value="{escape(version)}"/>'
        '<display-name><name lang="en">okrsheets: OKRs and skills</name></display-name>'
        f'<dependencies><l:LibreOffice-minimal-version value="{OLDEST}" l:name="LibreOffice {OLDEST}"/></dependencies>'
        "</description>\n"
    )
