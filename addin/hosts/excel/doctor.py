"""Common problems of the add-in in Excel and how to fix them: each check is a function of what a computer has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .machine import Computer, gather

AGAIN = "close Excel and run `okrsheets addin install excel`"
FROM_PYTHON_ORG = "install Python from python.org, make an environment, `pip install 'okrsheets[excel]'` there, and "
NO_MACROS, ONLY_SIGNED = 4, 3  # VBAWarnings; 1 is all macros, 2 asks


@dataclass(frozen=True)
class Finding:
    """The result of one check: fine, or a problem with a hint on how to fix it."""

    fine: bool
    what: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{'ok     ' if self.fine else 'problem'}  {self.what}" + (f"\n  hint: {self.hint}" if self.hint else "")


def _excel(computer: Computer) -> Finding:
    if computer.excel is None:
        return Finding(False, "Excel was not found", "install the desktop Excel; the one in the browser runs no VBA")
    return Finding(True, f"Excel is {computer.excel}, {computer.excel_bits or '?'}-bit")


def _python(computer: Computer) -> Finding:
    if computer.interpreter is None:
        return Finding(False, "no Python is configured for the add-in", AGAIN)
    if not computer.interpreter_there:
        return Finding(False, f"the add-in's Python no longer exists: {computer.interpreter}", AGAIN)
    if computer.packages is None:
        return Finding(False, f"the add-in's Python does not start: {computer.interpreter}", AGAIN)
    return Finding(True, f"the add-in uses {computer.interpreter}")


def _packages(computer: Computer) -> Finding:
    versions = computer.packages or {}
    missing = [name for name in ("okrsheets", "xlwings", "pywin32") if name not in versions]
    if missing and computer.packages is not None:
        mend = f'"{computer.interpreter}" -m pip install "okrsheets[excel]"'
        return Finding(False, f"the add-in's Python is missing {', '.join(missing)}", mend)
    if versions.get("okrsheets", computer.own_version) != computer.own_version:
        return Finding(
            False, f"the add-in's Python has okrsheets {versions['okrsheets']}, this is {computer.own_version}", AGAIN
        )
    return Finding(
        True, f"its packages: {', '.join(f'{name} {version}' for name, version in versions.items()) or 'unknown'}"
    )


def _store(computer: Computer) -> Finding:
    if "windowsapps" in (computer.interpreter or "").lower():
        problem = "this Python is from the Microsoft Store, whose files Excel does not see"
        return Finding(False, problem, f"{FROM_PYTHON_ORG}{AGAIN}")
    return Finding(True, "Python is not from the Microsoft Store")


def _library(computer: Computer) -> Finding:
    if computer.excel_bits is not None and computer.excel_bits not in computer.libraries:
        return Finding(False, f"xlwings' library for {computer.excel_bits}-bit Excel is not there", AGAIN)
    if not computer.libraries:
        return Finding(False, "xlwings' library is not there", AGAIN)
    return Finding(True, "xlwings' library is there")


def _addin(computer: Computer) -> Finding:
    if computer.addin is None:
        return Finding(False, "the add-in is not in Excel's start folder", AGAIN)
    if not computer.addin_fresh:
        return Finding(False, f"the add-in is from another version: {computer.addin}", AGAIN)
    return Finding(True, f"the add-in is {computer.addin}")


def _copies(computer: Computer) -> Finding:
    if computer.copies:
        problem = f"Excel opens another copy of the add-in, and a formula may use either: {', '.join(computer.copies)}"
        return Finding(False, problem, "close Excel and delete it, or untick it under File > Options > Add-ins > Go")
    return Finding(True, "there is no other copy of the add-in")


def _mark(computer: Computer) -> Finding:
    if computer.from_internet:
        mend = "right-click the file, Properties, tick Unblock; or "
        return Finding(False, "Windows marks the add-in as coming from the internet: Excel blocks it", mend + AGAIN)
    return Finding(True, "the add-in is not marked as coming from the internet")


def _macros(computer: Computer) -> Finding:
    ask = "ask your Office administrator to allow it: File > Options > Trust Center > Trust Center Settings"
    if computer.addins_disabled:
        return Finding(False, "Excel is set not to load add-ins", f"{ask} > Add-ins")
    if computer.addins_signed_only:
        return Finding(False, "Excel is set to load signed add-ins only, and ours is not signed", f"{ask} > Add-ins")
    if computer.trust_disabled and computer.macros in (NO_MACROS, ONLY_SIGNED):
        return Finding(
            False, "Excel is set not to run macros, not even from trusted folders", f"{ask} > Macro Settings"
        )
    if computer.macros in (NO_MACROS, ONLY_SIGNED):
        note = "the add-in runs, as Excel trusts its start folder; a workbook with macros (.xlsm) does not"
        return Finding(True, note, f"for those: {ask} > Trusted Locations")
    return Finding(True, "Excel may run macros")


def _onedrive(computer: Computer) -> Finding:
    inside = [
        path
        for path in (computer.interpreter, computer.addin)
        if path and any(path.lower().startswith(f"{root.lower()}\\") for root in computer.onedrive if root)
    ]
    if inside:
        problem = f"OneDrive may take this away while Excel needs it: {', '.join(inside)}"
        return Finding(False, problem, f"keep Python outside OneDrive's folders, then {AGAIN}")
    return Finding(True, "nothing that the add-in needs lies in OneDrive")


CHECKS: tuple[Callable[[Computer], Finding], ...] = (
    *(_excel, _python, _packages, _store, _library, _addin, _copies, _mark, _macros, _onedrive),
)


def diagnose(computer: Computer) -> list[Finding]:
    """Return the result of every check; on another system than Windows, one result that says so."""
    if not computer.windows:
        return [Finding(False, "this is not Windows", "run this on the computer that has Excel")]
    return [check(computer) for check in CHECKS]


def doctor() -> list[Finding]:
    """Return the result of every check on this computer."""
    return diagnose(gather())
