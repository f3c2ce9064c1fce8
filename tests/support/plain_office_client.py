"""Run by a Python that has `uno`: play steps in an open LibreOffice that has no add-in, and print what each gave.

["open", path]           open a workbook            ["type", sheet, cell, text]   type into a cell, as a person does
["save", path]           save it, by the ending     ["text", sheet, cell]         what a cell shows
["close"]                close it                   ["values", sheet]             what the cells of a sheet hold, from A1
["errors"]               the cells that show an error, as Sheet.A1:B2
"""

import json
import sys

import uno
from com.sun.star.beans import PropertyValue
from office_connection import connect

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8"}
ERROR = 4  # of FormulaResult


def option(name, value):
    return PropertyValue(Name=name, Value=value)


def url(path):
    return uno.systemPathToFileUrl(path)


def errors(document):
    found = [sheet.queryFormulaCells(ERROR).RangeAddressesAsString for sheet in document.Sheets]
    return [each for each in found if each]


def values(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress
    return sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow).DataArray


def type_into(context, document, sheet, cell, text):
    dispatcher = context.ServiceManager.createInstance("com.sun.star.frame.DispatchHelper")
    frame = document.CurrentController.Frame
    document.CurrentController.setActiveSheet(document.Sheets[sheet])
    dispatcher.executeDispatch(frame, ".uno:GoToCell", "", 0, (option("ToPoint", cell),))
    dispatcher.executeDispatch(frame, ".uno:EnterString", "", 0, (option("StringName", text),))


def main(pipe):
    context = connect(pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    document, answers = None, []
    for name, *rest in json.load(sys.stdin):
        answer = None
        if name == "open":
            document = desktop.loadComponentFromURL(url(rest[0]), "_blank", 0, ())
        elif name == "type":
            type_into(context, document, *rest)
        elif name == "save":
            document.storeToURL(url(rest[0]), (option("FilterName", FILTERS[rest[0].rpartition(".")[2]]),))
        elif name == "text":
            answer = document.Sheets[rest[0]].getCellRangeByName(rest[1]).String
        elif name == "values":
            answer = values(document.Sheets[rest[0]])
        elif name == "errors":
            document.calculateAll()
            answer = errors(document)
        elif name == "close":
            document.close(True)
        answers.append(answer)
    print(json.dumps(answers))
    desktop.terminate()


main(sys.argv[1])
