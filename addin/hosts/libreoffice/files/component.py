"""The add-in inside LibreOffice: one method for every function of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import unohelper
from com.sun.star.lang import XServiceInfo
from okrsheets_in_sheet.addin.catalogue import functions
from okrsheets_in_sheet.addin.declaration import SheetFunction
from okrsheets_in_sheet.addin.hosts.libreoffice.cells import answer, method
from org.okrsheets import XFunctions

IMPLEMENTATION = "org.okrsheets.Functions"
SERVICES = ("OKRSHEETS", "OKRSHEETS_UDF")  # one for each spelling of the names


class Functions(unohelper.Base, XFunctions, XServiceInfo):  # type: ignore[misc]  # UNO has no types
    """What LibreOffice asks; the functions themselves are put in below."""

    def __init__(self, context: Any) -> None:
        self.comma = _decimal_separator(context) == ","

    def getImplementationName(self) -> str:
        return IMPLEMENTATION

    def supportsService(self, name: str) -> bool:
        return name in SERVICES

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return SERVICES


def _decimal_separator(context: Any) -> str:
    """Ask how this LibreOffice writes a half: cells arrive as text, with the comma or point of its locale."""
    create = context.ServiceManager.createInstanceWithContext
    formatter = create("com.sun.star.util.NumberFormatter", context)
    formatter.attachNumberFormatsSupplier(create("com.sun.star.util.NumberFormatsSupplier", context))
    return str(formatter.getInputString(0, 0.5)[1])


def _caller(function: SheetFunction) -> Callable[..., Any]:
    return lambda self, *given: answer(function, given, self.comma)


for _function in functions():
    setattr(Functions, method(_function.name), _caller(_function))

g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Functions, IMPLEMENTATION, SERVICES)
