"""Run by a Python that has `uno`, with the checkout on its path: play steps on a workbook in an open LibreOffice.

["plan", macro, {…}]   plan a macro; gives its lines     ["contents"]          what every cell holds, by sheet and address
["apply"] ["undo"]     carry the plan out, take it back  ["cells", sheet]      what the cells of a sheet show
["edit undo"]          Edit › Undo                       ["save", path]        save a copy as .xlsx or .ods
["lock", sheet]        with a password           ["protected"]         the sheets that are
["compute"]            all formulas anew
["select", row]        select a cell of Key results; gives the key result of its row
"""

import contextlib
import datetime
import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue

from okrsheets.addin.hosts.libreoffice.book import LibreOfficeBook, carry_out
from okrsheets.addin.macros.book import Formula, Spot, contents
from okrsheets.addin.macros.check_alignment import plan_check_alignment
from okrsheets.addin.macros.check_in import plan_check_in, selected
from okrsheets.addin.macros.close_quarter import plan_close
from okrsheets.addin.macros.convert import plan_use_functions, plan_use_plain_formulas
from okrsheets.addin.macros.plan import lines
from okrsheets.addin.macros.refresh import plan_refresh, plan_values
from okrsheets.core.errors import OkrError

PLANS = {
    "check in": plan_check_in,
    "check alignment": plan_check_alignment,
    "refresh": plan_refresh,
    "values": plan_values,
    "use functions": plan_use_functions,
    "use plain formulas": plan_use_plain_formulas,
    "close": plan_close,
}
EXCEL = PropertyValue("FilterName", 0, "Calc MS Excel 2007 XML", 0)
CALC = PropertyValue("FilterName", 0, "calc8", 0)
HIDDEN = PropertyValue("Hidden", 0, True, 0)


def connect(pipe):
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not open its pipe")


def plain(cell):
    return cell.isoformat() if isinstance(cell, datetime.date) else cell


class Player:
    def __init__(self, context, path):
        self.desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        self.document = self.desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, (HIDDEN,))
        self.book = LibreOfficeBook(self.document)
        self.planned = self.taken_back = None

    def play(self, what, *given):
        try:
            return getattr(self, what.replace(" ", "_"))(*given)
        except OkrError as error:
            return {"error": error.what, "hint": error.hint}

    def plan(self, name, arguments):
        self.planned = PLANS[name](self.book, **arguments)
        return {"empty": self.planned.empty, "lines": lines(self.planned)}

    def apply(self):
        before = time.perf_counter()
        self.taken_back = carry_out(self.planned, self.book)
        return time.perf_counter() - before

    def undo(self):
        carry_out(self.taken_back, self.book)

    def edit_undo(self):
        self.document.UndoManager.undo()

    def contents(self):
        return {
            sheet: {
                Spot(sheet, *at).cell: ["formula", cell] if isinstance(cell, Formula) else plain(cell)
                for at, cell in contents(self.book, sheet).items()
            }
            for sheet in self.book.sheets()
        }

    def cells(self, sheet):
        return self.book.cells(sheet)

    def save(self, path):
        kind = CALC if path.endswith(".ods") else EXCEL
        self.document.storeToURL(uno.systemPathToFileUrl(path), (kind,))

    def compute(self):
        self.document.calculateAll()

    def lock(self, sheet):
        given = self.document.Sheets.getByName(sheet)
        given.unprotect("")
        given.protect("secret")

    def protected(self):
        return [sheet.Name for sheet in self.document.Sheets if sheet.isProtected()]

    def select(self, row):
        self.book.select(Spot("Key results", row, 6))
        return selected(self.book, self.book.selected())


def main():
    pipe, path = sys.argv[1:]
    player = Player(connect(pipe), path)
    try:
        print(json.dumps([player.play(*step) for step in json.load(sys.stdin)]))
    finally:
        player.document.close(True)
        with contextlib.suppress(uno.getClass("com.sun.star.uno.RuntimeException")):  # it goes before it can answer
            player.desktop.terminate()


main()
