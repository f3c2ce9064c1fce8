"""What usually goes wrong with the add-in in Excel, and how to mend it: each check is a function of given facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .machine import Facts, gather

AGAIN = "close Excel and run `okrsheets addin install excel`"
FROM_PYTHON_ORG = "install Python from python.org, make an environment, `pip install 'okrsheets[excel]'` there, and "
NO_MACROS, ONLY_SIGNED = 4, 3  # VBAWarnings; 1 is all macros, 2 asks


@dataclass(frozen=True)
class Finding:
    """One thing looked at: fine, or what is wrong and how to mend it."""

    fine: bool
    what: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{'ok     ' if self.fine else 'problem'}  {self.what}" + (f"\n  hint: {self.hint}" if self.hint else "")


def _excel(facts: Facts) -> Finding:
    if facts.excel is None:
        return Finding(False, "Excel was not found", "install the desktop Excel; the one in the browser runs no VBA")
    return Finding(True, f"Excel is {facts.excel}, {facts.excel_bits or '?'}-bit")


def _python(facts: Facts) -> Finding:
    if facts.interpreter is None:
        return Finding(False, "the add-in is not told which Python to use", AGAIN)
    if not facts.interpreter_there:
        return Finding(False, f"the Python of the add-in is gone: {facts.interpreter}", AGAIN)
    if facts.packages is None:
        return Finding(False, f"the Python of the add-in does not start: {facts.interpreter}", AGAIN)
    return Finding(True, f"the add-in uses {facts.interpreter}")


def _packages(facts: Facts) -> Finding:
    found = facts.packages or {}
    missing = [name for name in ("okrsheets", "xlwings", "pywin32") if name not in found]
    if missing and facts.packages is not None:
        mend = f'"{facts.interpreter}" -m pip install "okrsheets[excel]"'
        return Finding(False, f"the Python of the add-in lacks {', '.join(missing)}", mend)
    if found.get("okrsheets", facts.own_version) != facts.own_version:
        return Finding(
            False, f"the add-in's Python has okrsheets {found['okrsheets']}, this is {facts.own_version}", AGAIN
        )
    return Finding(
        True, f"its packages: {', '.join(f'{name} {version}' for name, version in found.items()) or 'not seen'}"
    )


def _store(facts: Facts) -> Finding:
    if "windowsapps" in (facts.interpreter or "").lower():
        said = "this Python is from the Microsoft Store, whose files Excel does not see"
        return Finding(False, said, f"{FROM_PYTHON_ORG}{AGAIN}")
    return Finding(True, "Python is not from the Microsoft Store")


def _library(facts: Facts) -> Finding:
    if facts.excel_bits is not None and facts.excel_bits not in facts.libraries:
        return Finding(False, f"xlwings' library for {facts.excel_bits}-bit Excel is not there", AGAIN)
    if not facts.libraries:
        return Finding(False, "xlwings' library is not there", AGAIN)
    return Finding(True, "xlwings' library is there")


def _addin(facts: Facts) -> Finding:
    if facts.addin is None:
        return Finding(False, "the add-in is not in Excel's start folder", AGAIN)
    if not facts.addin_fresh:
        return Finding(False, f"the add-in is of another version: {facts.addin}", AGAIN)
    return Finding(True, f"the add-in is {facts.addin}")


def _copies(facts: Facts) -> Finding:
    if facts.copies:
        said = f"Excel opens another copy of the add-in, and either may answer: {', '.join(facts.copies)}"
        return Finding(False, said, "close Excel and delete it, or untick it under File > Options > Add-ins > Go")
    return Finding(True, "there is no other copy of the add-in")


def _mark(facts: Facts) -> Finding:
    if facts.from_internet:
        mend = "right-click the file, Properties, tick Unblock; or "
        return Finding(False, "Windows marks the add-in as coming from the internet: Excel blocks it", mend + AGAIN)
    return Finding(True, "the add-in is not marked as coming from the internet")


def _macros(facts: Facts) -> Finding:
    ask = "ask who looks after Office to allow it: File > Options > Trust Center > Trust Center Settings"
    if facts.addins_disabled:
        return Finding(False, "Excel is set to load no add-ins", f"{ask} > Add-ins")
    if facts.addins_signed_only:
        return Finding(False, "Excel is set to load signed add-ins only, and ours is not signed", f"{ask} > Add-ins")
    if facts.trust_disabled and facts.macros in (NO_MACROS, ONLY_SIGNED):
        return Finding(False, "Excel is set to run no macros, not even from trusted folders", f"{ask} > Macro Settings")
    if facts.macros in (NO_MACROS, ONLY_SIGNED):
        said = "the add-in runs, as Excel trusts its start folder; a workbook with macros (.xlsm) does not"
        return Finding(True, said, f"for those: {ask} > Trusted Locations")
    return Finding(True, "Excel may run macros")


def _onedrive(facts: Facts) -> Finding:
    inside = [
        path
        for path in (facts.interpreter, facts.addin)
        if path and any(path.lower().startswith(f"{root.lower()}\\") for root in facts.onedrive if root)
    ]
    if inside:
        said = f"OneDrive may take this away while Excel needs it: {', '.join(inside)}"
        return Finding(False, said, f"keep Python outside OneDrive's folders, then {AGAIN}")
    return Finding(True, "nothing that the add-in needs lies in OneDrive")


CHECKS: tuple[Callable[[Facts], Finding], ...] = (
    *(_excel, _python, _packages, _store, _library, _addin, _copies, _mark, _macros, _onedrive),
)


def diagnose(facts: Facts) -> list[Finding]:
    """Return what every check finds; elsewhere than on Windows, only that."""
    if not facts.windows:
        return [Finding(False, "this is not Windows", "run this on the computer that has Excel")]
    return [check(facts) for check in CHECKS]


def doctor() -> list[Finding]:
    """Look at this computer and return what every check finds."""
    return diagnose(gather())
