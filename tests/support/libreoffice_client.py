"""Run by a Python that has `uno`: play steps in a new sheet of an open LibreOffice and print what each gave.

["set", cell, value]   type a number, text or formula     ["get", cell]          a number, text or error as it shows
["fill", range, rows]  put formulas into a range          ["time", times]        seconds of computing all, best of so many
["copy", range, formula]   put a formula into the first row of a range and copy it down
["spill", range, formula]  put an array formula into a range
["clear", range]       empty a range                      ["seconds", formula]   seconds that one formula takes in Z1
["functions"]          name -> help and arguments of what LibreOffice knows of the functions
"""

import contextlib
import json
import sys
import time

import uno
from office_connection import connect


def put(cell, value):
    if isinstance(value, str):
        cell.Formula = value
    else:
        cell.Value = value


def shown(cell):
    return cell.Value if not cell.getError() and cell.FormulaResultType2 == 1 else cell.String


def best(document, times):
    took = []
    for _ in range(times):
        before = time.perf_counter()
        document.calculateAll()
        took.append(time.perf_counter() - before)
    return min(took)


def seconds(cell, formula):
    before = time.perf_counter()
    cell.Formula = formula
    answer = cell.String  # reading it computes it
    took = time.perf_counter() - before
    cell.Formula = ""
    return [took, answer]


def functions(context):
    known = context.ServiceManager.createInstance("com.sun.star.sheet.FunctionDescriptions")
    found = {}
    for at in range(known.Count):
        each = {item.Name: item.Value for item in known.getByIndex(at)}
        if "OKR_" in each["Name"] or "SKILL_" in each["Name"]:
            arguments = [[argument.Name, argument.Description] for argument in each["Arguments"]]
            found[each["Name"]] = {"help": each["Description"], "arguments": arguments}
    return found


def play(context, document, sheet, what, *given):
    if what == "set":
        return put(sheet[given[0]], given[1])
    if what == "fill":
        return sheet[given[0]].setFormulaArray(tuple(map(tuple, given[1])))
    if what == "copy":
        sheet[given[0]][0, 0].Formula = given[1]
        return sheet[given[0]].fillAuto(uno.Enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM"), 1)
    if what == "spill":
        return sheet[given[0]].setArrayFormula(given[1])
    if what == "clear":
        return sheet[given[0]].clearContents(1023)
    if what == "get":
        return shown(sheet[given[0]])
    if what == "time":
        return best(document, given[0])
    if what == "seconds":
        return seconds(sheet["Z1"], given[0])
    return functions(context)


def main():
    context = connect(sys.argv[1])
    desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
    document.lockControllers()
    print(json.dumps([play(context, document, document.Sheets[0], *step) for step in json.load(sys.stdin)]))
    document.close(True)
    with contextlib.suppress(uno.getClass("com.sun.star.lang.DisposedException")):  # it may go before it answers
        desktop.terminate()


main()
