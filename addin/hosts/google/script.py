"""Google Sheets: one Code.gs of hand-written JavaScript, with a custom function for every function of the catalogue."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from string import Template
from typing import Any

from ....core import alignment, evidence, pacing, prediction, schema, sheet_words, skills
from ....core.alignment_problems import ADVICE
from ....core.columns import Column, Table
from ....core.formula_texts import FORMULA_TEXTS
from ....core.tables import headings, own_sheets, table_rows
from ....core.version import VERSION
from ... import plain_formulas, table_formulas
from ...catalogue import functions
from ...declaration import Argument, SheetFunction
from ...macros import check_alignment, convert, menu
from ...macros.colours import COLOURS
from ...macros.table_finder import ALIGNMENT_TITLES, TODAY_LABELS
from .value_facts import value_facts, words_of

_HERE = Path(__file__).resolve().parent
SCRIPTS = _HERE / "js"
SCOPES = "https://www.googleapis.com/auth/"
RIGHTS = ("spreadsheets.currentonly", "script.container.ui")
MARKER = "okrsheets-addin"  # by which a file of a script project is known to be ours
# In this order: what a file computes while it is loaded stands in an earlier one.
VALUES = (
    "cell_text",
    "cell_reading",
    "number_text",
    "date_text",
    "durations",
    "cycle_names",
    "units",
    "number_values",
    "share_values",
    "level_values",
    "date_values",
    "word_values",
    "column_values",
    "percentages",
    "key_result_units",
)
CORE = (
    "text",
    "cells",
    "ranges",
    "progress",
    "pacing",
    "rollup",
    "alignment",
    "forecast",
    "skills",
    "functions",
    "nearest",
    *(f"values/{name}" for name in VALUES),
    "headings",
    "table_finder",
    "table_rows",
)
MACROS = (
    "book", "reading", "table_finder", "evaluation", "plan", "generated_sheets", "check_alignment", "check_in", "refresh", "convert",
    "carry_forward", "quarter", "close_quarter", "menu", "saved_plan",
)  # fmt: skip
HOST = ("clock", "book", "form", "menu")
FILES = tuple(
    f"{folder}/{name}" for folder, names in (("core", CORE), ("macros", MACROS), ("host", HOST)) for name in names
)


def build(folder: Path) -> Path:
    """Write Code.gs, appsscript.json and a page of steps into a folder, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Code.gs").write_bytes(code().encode())
    (folder / "appsscript.json").write_bytes(manifest().encode())
    steps = Template((_HERE / "steps.md").read_text("utf-8"))
    filled = steps.substitute(version=VERSION, count=len(functions()))
    (folder / "README.md").write_bytes(filled.encode())
    return folder


def code(own_menu: bool = True) -> str:
    """Return the script; `own_menu` is False where a script has an onOpen already, which then calls `okrMenu()`."""
    inside = "\n".join((SCRIPTS / f"{name}.js").read_text("utf-8") for name in FILES)
    head = Template((SCRIPTS / "head.txt").read_text("utf-8"))
    parts = [
        head.substitute(version=VERSION, marker=MARKER, facts=_written(facts())),
        inside,
        (SCRIPTS / "tail.txt").read_text("utf-8"),
        *map(declared, functions()),
        *map(_clicked, (*(entry.name for entry in menu.MENU), menu.UNDO)),
        _OPENED if own_menu else "",
    ]
    return "\n".join(parts)


def _written(stated: dict[str, Any]) -> str:
    """Facts as a script can hold them: a line for each, since people scroll past them."""
    lines = [f"  {json.dumps(name)}: {json.dumps(fact, ensure_ascii=False)}" for name, fact in stated.items()]
    return "\n".join(["{", ",\n".join(lines), "}"])


_OPENED = """\
function onOpen() {
  okrMenu();
}
"""


def _clicked(entry: str) -> str:
    """What the menu calls: the sheet finds a function by its name only."""
    return f"function {_function_of(entry)}() {{\n  Okrsheets_.click('{entry}');\n}}\n"


def _function_of(entry: str) -> str:
    return "okr" + entry.replace("_", " ").title().replace(" ", "")


def manifest() -> str:
    """Return appsscript.json: the runtime, and the narrowest rights that the menu can work with."""
    stated = {
        "timeZone": "Etc/UTC",  # days are read by the spreadsheet's own clock
        "exceptionLogging": "STACKDRIVER",
        "runtimeVersion": "V8",
        "oauthScopes": [f"{SCOPES}{scope}" for scope in RIGHTS],
    }
    return json.dumps(stated, indent=2) + "\n"


def declared(function: SheetFunction) -> str:
    """Return one custom function with the help that Google Sheets shows while it is typed.

    >>> from okrsheets.addin.catalogue import find
    >>> print(declared(find("OKR_SCORE")).strip())
    /**
     * Score of a key result: its progress, limited to 0..1.
     * Example: =OKR_SCORE(1.4)  ->  1
     *
     * @param {any} progress a progress, as OKR_PROGRESS returns it
     * @return {any} the answer
     * @customfunction
     */
    function OKR_SCORE(progress) {
      return Okrsheets_.answer('OKR_SCORE', arguments);
    }
    """
    names = ", ".join(argument.name for argument in function.arguments)
    return "\n".join(
        [
            "/**",
            *(f" * {line}" for line in function.help.splitlines()),
            f" * Example: {function.example}",
            " *",
            *(f" * @param {_parameter(argument)}" for argument in function.arguments),
            f" * @return {{{'Array<Array<any>>' if function.spills else 'any'}}} the answer",
            " * @customfunction",
            " */",
            f"function {function.name}({names}) {{",
            f"  return Okrsheets_.answer('{function.name}', arguments);",
            "}\n",
        ]
    )


def _parameter(argument: Argument) -> str:
    return f"{{{'Array<Array<any>>' if argument.range else 'any'}}} {argument.shown} {argument.help}"


GLOBALS = (
    "Okrsheets_",
    "okrMenu",
    "okrForm",
    *(_function_of(name) for name in (*(entry.name for entry in menu.MENU), menu.UNDO)),
)


def facts() -> dict[str, Any]:
    """Return what Python declares once and the script needs too."""
    return {
        "functions": {
            function.name: {
                "least": sum(not argument.optional for argument in function.arguments),
                "most": len(function.arguments),
                "signature": function.signature,
            }
            for function in functions()
        },
        "levels": alignment.LEVELS,
        "levelNames": alignment.LEVEL_NAMES,
        "usual": {
            "atRiskGap": pacing.AT_RISK_GAP,
            "offTrackGap": pacing.OFF_TRACK_GAP,
            "staleDays": pacing.STALE_DAYS,
            "raterWeights": list(skills.RATER_WEIGHTS.values()),
            "certWarnDays": skills.CERT_WARN_DAYS,
            "halfLifeMonths": evidence.HALF_LIFE_MONTHS,
            "volatility": prediction.USUAL_VOLATILITY,
        },
        "levelWords": skills.LEVEL_WORDS,
        "values": value_facts(),
        "tables": [_table(table) for table in schema.TABLES],
        "alignmentCheck": own_sheets.ALIGNMENT_CHECK,
        "postMortems": own_sheets.POST_MORTEMS,
        "patterns": _patterns(),
        "vague": sorted(headings.VAGUE),
        "examples": table_rows.EXAMPLES,
        "misleading": sorted(table_rows.MISLEADING),
        **_template_words(),
        "advice": ADVICE,
        **_status_words(),
        "lookElsewhere": check_alignment.LOOK_ELSEWHERE,
        "colours": {look: [_colour(colour.text), _colour(colour.background)] for look, colour in COLOURS.items()},
        "formulas": _formulas(),
        "menu": _menu(),
    }


def _menu() -> dict[str, Any]:
    """The entries of the menu with what they ask, and the functions that they call."""
    return {
        "title": menu.TITLE,
        "undo": menu.UNDO,
        "undoLabel": menu.UNDO_LABEL,
        "undoCalls": _function_of(menu.UNDO),
        "entries": [
            {
                "name": entry.name,
                "label": entry.label,
                "calls": _function_of(entry.name),
                "questions": [asdict(question) for question in entry.questions],
            }
            for entry in menu.MENU
        ],
    }


def _formulas() -> dict[str, Any]:
    """The formulas of the templates with our functions and without, and what a start page says of them."""
    return {
        "pairs": {
            language: [(pair.functions, pair.plain) for pair in table_formulas.formula_pairs(language)]
            for language in sheet_words.LANGUAGES
        },
        "inPlain": plain_formulas.NO_DATA_WORDS,
        "texts": [asdict(texts) for texts in FORMULA_TEXTS.values()],
        "needsAddIn": convert.NEEDS_ADD_IN,
    }


def _template_words() -> dict[str, Any]:
    """What our templates call things in each language."""
    return {
        "views": schema.VIEWS,
        "backToStart": {text: language for language, text in sheet_words.BACK_TO_START.items()},
        "todayLabels": sorted(TODAY_LABELS),
        "alignmentTitles": ALIGNMENT_TITLES,
        "viewHeadings": sheet_words.headings_in_english("alignment"),
        "sheetWords": sheet_words.WORDS,
    }


def _status_words() -> dict[str, Any]:
    """The words of statuses and alignment that the functions of the sheet do not have."""
    return {"elsewhere": alignment.ELSEWHERE, "gradeWords": pacing.GRADE_WORDS, "notDone": pacing.NOT_DONE}


def _patterns() -> dict[str, str]:
    """What annotations of headings, totals and remarks look like."""
    return {
        "when": headings.WHEN,
        "total": table_rows.TOTAL.pattern,
        "pureTotal": table_rows.PURE_TOTAL.pattern,
        "sureTotal": table_rows.SURE_TOTAL.pattern,
        "remark": table_rows.REMARK.pattern,
        "label": table_rows.LABEL.pattern,
    }


def _colour(number: int | None) -> str | None:
    return None if number is None else f"#{number:06x}"


def _table(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "sheet": table.sheet,
        "book": table.book,
        "aliases": table.aliases,
        "identity": table.identity,
        "extra": table.extra,
        "titleField": table.title_field,
        "columns": [_column(column) for column in table.columns],
    }


def _column(column: Column) -> dict[str, Any]:
    stated: dict[str, Any] = {"field": column.field, "words": None}
    for property in ("name", "type", "help", "required", "aliases", "computed", "limits"):
        stated[property] = getattr(column, property)
    if column.type == "word":
        stated["words"] = words_of(column)
    return stated
