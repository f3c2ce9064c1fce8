"""The menu OKR in LibreOffice: what the add-in tells LibreOffice about it."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from ...macros.menu import MENU, TITLE, UNDO, UNDO_LABEL

SERVICE = "org.okrsheets.Macros"
SPREADSHEETS = "com.sun.star.sheet.SpreadsheetDocument"
FILE = "Addons.xcu"
MODULE = "macros_component.py"

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def addons() -> str:
    """Return the menu, with an entry for each macro and one that takes the last one back."""
    entries = [(entry.name, entry.label) for entry in MENU] + [(UNDO, UNDO_LABEL)]
    submenu = "".join(_entry(f"m{at}", name, label) for at, (name, label) in enumerate(entries, 1))
    menu = f"{_prop('Title', f'~{TITLE}')}{_prop('Context', SPREADSHEETS)}{_node('Submenu', submenu)}"
    return (
        f'{_HEAD}<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="Addons" oor:package="org.openoffice.Office">'
        f"{_node('AddonUI', _node('OfficeMenuBar', _node('org.okrsheets.menu', menu, new=True)))}"
        "</oor:component-data>\n"
    )


def _entry(key: str, name: str, label: str) -> str:
    inside = _prop("URL", f"service:{SERVICE}?{name}") + _prop("Title", label) + _prop("Target", "_self")
    return _node(key, inside + _prop("Context", SPREADSHEETS), new=True)


def _node(name: str, inside: str, new: bool = False) -> str:
    operation = ' oor:op="replace"' if new else ""
    return f"<node oor:name={quoteattr(name)}{operation}>{inside}</node>"


def _prop(name: str, value: str) -> str:
    language = ' xml:lang="en"' if name == "Title" else ""
    return f'<prop oor:name="{name}"><value{language}>{escape(value)}</value></prop>'


def component() -> str:
    """Return the entry of the file that does what the menu is for, in the list of components."""
    return (
        f'<component loader="com.sun.star.loader.Python" uri="{MODULE}">'
        f'<implementation name="{SERVICE}"><service name="{SERVICE}"/></implementation></component>'
    )
