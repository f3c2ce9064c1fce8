"""The OKRs workbook: settings, objectives, key results, check-ins, goal skills and the alignment view."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..core import schema
from ..core.cells import Day
from ..core.errors import column_letter
from ..core.evaluation import Evaluation, evaluate
from ..core.file_marks import OKR_TEMPLATE
from ..core.model import Settings
from ..core.records import Tables
from ..reports.i18n.language import marked
from . import key_results, rules
from .alignment import write_alignment
from .build import XlsxBook
from .drawing import DrawnBook, Shown
from .layout import Extras, columns_of, extras_in, layout_of
from .reference import write_functions
from .settings import write_settings
from .start import Cover, Line, write_cover, write_legend
from .style import ACCENT_BAR, CAREFUL, STATUS_WORDS
from .tables import FIRST, Ready, ids_of, last_row, name_columns, settle, write_table
from .wording import ENGLISH, Wording

KEY_RESULT_MEASURES = ("current", "lowest", "highest", "commit", "stretch")  # beside each other, in the unit of the row
CHECK_IN_REACH = 2000  # formulas look this far down, so that rows typed below the ready ones count as well

STEPS = (
    Line("Settings", "C5", marked("Enter your team and the quarter.")),
    Line(
        "Objectives",
        "A5",
        marked("Write what you want to achieve. Then add measures of success on the Key results sheet."),
    ),
    Line("Check-ins", "A5", marked("Once a week, add a row for each key result: its current value, and why.")),
)
MORE = (
    Line("Key results", "D5", marked("See progress, expected progress and overdue check-ins.")),
    Line("Alignment", "A6", marked("See each objective, its parent, and its score with everything that contributes to it.")),
    Line("Goal skills", "A5", marked("List the skills that each objective needs. The skill matrix shows who has them.")),
)  # fmt: skip
TITLE = marked("Objectives and key results")
ABOUT = marked(
    "Your objectives, how you measure them and their current status: one workbook for one team and one quarter. "
    "Type in the white cells; the grey cells are calculated."
)


def write_okrs(
    path: Path,
    tables: Tables,
    today: Day,
    *,
    live: bool = False,
    ready: Ready | None = None,
    functions: bool = False,
    wording: Wording = ENGLISH,
    extras: Extras = (),
) -> None:
    """Write an OKRs workbook with the records of `tables`, evaluated on the day `today`.

    `live` lets the day follow the calendar from then on. `ready` has the number of empty rows of each table
    beyond its records: as many as usual when left out, none with `EXACT`. `functions` writes OKR_ and SKILL_ functions, which need
    the add-in, in place of plain formulas. `wording` has the words of a language. `extras` are the columns on request
    (`schema.EXTRAS`); those in which records say something are there in any case.
    """
    with XlsxBook(path, title(tables), today, functions, OKR_TEMPLATE, wording) as book:
        draw_okrs(book, tables, today, path.name, live=live, ready=ready, extras=extras)


def title(tables: Tables) -> str:
    """Return what a workbook with these records is called."""
    return f"OKRs {_footer(_settings(tables))}".strip()


def draw_okrs(
    book: DrawnBook,
    tables: Tables,
    today: Day,
    workbook: str,
    *,
    live: bool = False,
    ready: Ready | None = None,
    extras: Extras = (),
) -> None:
    """Draw the same workbook, called `workbook`, on any book."""
    extras = {*extras, *extras_in(tables)}
    tables = settle(tables, "okrs", workbook, extras)
    evaluation = evaluate(tables, today)
    settings = _settings(tables)
    ends = {table.name: last_row(tables[table.name], ready) for table in schema.tables_of("okrs")[1:]}
    footer = _footer(settings)
    ids = ids_of(ends, book.wording)
    cover = Cover(TITLE, _owner(book.wording, footer), ABOUT, STEPS, MORE)
    start = book.sheet(book.wording.sheet(schema.START), "start")
    write_legend(start, write_cover(start, cover), today)
    start.page(footer, one_page=True)
    write_settings(book, tables["settings"], today, live, footer)
    write_table(book, tables["objectives"], ends["objectives"], footer, ids, extras=extras)
    _key_results(book, tables, evaluation, settings, ends["key results"], footer, ids, extras)
    on_request = [table.name for table in (schema.INITIATIVES, schema.KPIS) if table.extra in extras]
    for name in ("check-ins", "goal skills", *on_request):
        write_table(book, tables[name], ends[name], footer, ids, extras=extras)
    write_alignment(book, evaluation, settings, ends["objectives"], footer, extras)
    if book.functions:
        write_functions(book, footer, ("OKR",))
    _names(book, ends, extras)


def _settings(tables: Tables) -> Settings:
    return next(iter(tables["settings"].nouns(Settings)), Settings())


def _footer(settings: Settings) -> str:
    return " · ".join(part for part in (settings.team, settings.cycle) if part)


def _owner(wording: Wording, footer: str) -> tuple[str, Shown]:
    """Return the formula for the team and cycle of the settings sheet, with its result."""
    team, cycle = (f"{wording.cells_of('Settings')}$C${row}" for row in (6, 7))
    return f'={team}&IF(AND({team}<>"",{cycle}<>"")," · ","")&{cycle}', footer


def _key_results(
    book: DrawnBook,
    tables: Tables,
    evaluation: Evaluation,
    settings: Settings,
    last: int,
    footer: str,
    ids: Mapping[str, str],
    extras: Extras,
) -> None:
    computed = key_results.computed(evaluation.key_results, settings, evaluation.today, book.wording, extras)
    steps = key_results.helper_columns(evaluation.key_results, computed, book.wording, extras)
    sheet = write_table(book, tables["key results"], last, footer, ids, computed, steps, extras)
    fields = layout_of(schema.KEY_RESULTS, extras).fields
    progress, status, stale = (fields.index(field) for field in ("progress", "status_word", "stale"))
    kept = f'${column_letter(fields.index("status"))}{FIRST}<>"{schema.ABANDONED}"'
    start, unit = fields.index("start"), fields.index("unit")
    measures_end = max(fields.index(field) for field in fields if field in KEY_RESULT_MEASURES)
    rules.percentages(sheet, (FIRST, start), (last, measures_end), unit)
    rules.bars(sheet, (FIRST, progress), (last, progress), ACCENT_BAR)
    rules.words(sheet, (FIRST, status), (last, status), STATUS_WORDS, kept)
    rules.words(sheet, (FIRST, stale), (last, stale), {"yes": CAREFUL}, kept)


def _names(book: DrawnBook, ends: Mapping[str, int], extras: Extras) -> None:
    """Name the columns that formulas use."""
    key_result_names = {
        "objective_id": "kr_objective",
        "weight_used": "kr_weight",
        "status": "kr_status",
        "progress_used": "kr_progress",
        "expected_used": "kr_expected",
    }
    objectives = {"id": "objective_name", "commitment": "objective_commitment"}
    name_columns(book, "Objectives", columns_of(schema.OBJECTIVES, extras), objectives, ends["objectives"])
    check_ins = {"key_result_id": "checkin_id", "date": "checkin_date", "value": "checkin_value"}
    name_columns(book, "Key results", key_results.columns_with(extras), key_result_names, ends["key results"])
    name_columns(
        book, "Check-ins", columns_of(schema.CHECK_INS, extras), check_ins, max(ends["check-ins"], CHECK_IN_REACH)
    )
