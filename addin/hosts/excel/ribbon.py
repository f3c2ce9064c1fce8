"""The menu OKR in Excel: the buttons of its ribbon and the macros behind them, written from the menu's declaration."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from ...macros.menu import MENU, TITLE, UNDO, UNDO_LABEL

ICONS = {
    "check_in": "ReviewNewComment",
    "check_alignment": "ErrorChecking",
    "refresh": "Refresh",
    "values": "PasteValues",
    "use_functions": "FunctionWizard",
    "use_plain_formulas": "ShowFormulas",
    "close": "Lock",
    UNDO: "Undo",
}
UNDO_HELP = "Undoes the last OKR action in this workbook."

_RIBBON = """<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui">
  <ribbon>
    <tabs>
      <tab id="okrsheets" label="OKRs" getVisible="OkrShowsTab">
        <group id="okrsheetsMenu" label="{title}">
{buttons}
        </group>
        <group id="okrsheetsPython" label="Python">
          <button id="okrsheetsRestart" label="Restart Python" size="large" imageMso="RecurrenceEdit" onAction="OkrOnRestartPython" screentip="Restart Python" supertip="Restarts okrsheets and recalculates every formula, for instance after an update."/>
        </group>
      </tab>
    </tabs>
  </ribbon>
</customUI>
"""


def entries() -> list[tuple[str, str, str]]:
    """Return the name, label and help of every entry, the one that takes the last one back among them."""
    return [*((entry.name, entry.label, entry.help) for entry in MENU), (UNDO, UNDO_LABEL, UNDO_HELP)]


def macro(name: str) -> str:
    """Return what the macro of an entry is called.

    >>> macro("check_in")
    'OkrCheckIn'
    """
    return "Okr" + "".join(word.capitalize() for word in name.split("_"))


def macros() -> str:
    """Return the VBA of the macros, one for each entry."""
    return "\n".join(f'Public Sub {macro(name)}()\n    OkrMenu "{name}"\nEnd Sub\n' for name, _, _ in entries())


def xml() -> str:
    """Return the ribbon, with a button for each entry."""
    return _RIBBON.format(title=TITLE, buttons="\n".join(_button(*entry) for entry in entries()))


def _button(name: str, label: str, help: str) -> str:
    texts = f"label={quoteattr(label)} screentip={quoteattr(label.rstrip('…'))} supertip={quoteattr(help)}"
    return (
        f'          <button id="okrsheets_{name}" tag="{name}" {texts} size="large" imageMso="{ICONS[name]}" '
        'onAction="OkrOnEntry"/>'
    )
