"""How sheets were read, as lines for the terminal and as a page over the user's own sheets, coloured by meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from ...core.cells import Cell
from ...core.errors import column_letter
from ...core.explanation import At, SheetExplanation

ROWS_SHOWN, COLUMNS_SHOWN = 500, 60  # of one sheet, on the page
COLOURS = ("#dbeafe", "#dcfce7", "#fef3c7", "#fce7f3", "#e0e7ff", "#ccfbf1", "#ffe4e6", "#ecfccb", "#f3e8ff", "#ffedd5")
_PAGE = Markup(
    "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'><title>How your sheets were read</title>"
    "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\"><style>"
    "body{{font:15px/1.45 system-ui,sans-serif;margin:2rem;color:#1f2933}}table{{border-collapse:collapse;margin:.5rem 0 1.5rem}}"
    "td,th{{border:1px solid #cbd2d9;padding:.15rem .45rem;max-width:22rem;overflow-wrap:anywhere;vertical-align:top}}"
    "th{{background:#f1f5f9;font-weight:400;color:#52606d}}.left{{color:#7b8794}}.problem{{outline:2px solid #b91c1c;outline-offset:-2px}}"
    ".note{{outline:1px dashed #b45309;outline-offset:-2px}}.key span{{padding:.1rem .5rem;margin:0 .4rem .3rem 0;display:inline-block}}"
    "</style></head><body><h1>How your sheets were read</h1>"
    "<p>Colours show what a cell counts as; grey cells were not read. Cells with a problem have a solid frame, cells with a note "
    "a dashed one. Point at a cell to see why.</p>{}</body></html>\n"
)


def explanation_lines(sheet: SheetExplanation) -> Iterator[str]:
    """Yield how one sheet was read: its tables, what was decided, and what was left out, line by line."""
    counts = ", ".join(f"{table} ({count} row{'' if count == 1 else 's'})" for table, count in sheet.tables.items())
    yield f"{sheet.name}: {counts or 'nothing was read'}"
    noted = {problem.location.cell for problem in sheet.problems}
    for is_plain, decisions in groupby(sheet.decisions, lambda decision: not decision.why):
        if is_plain:
            yield f"  {', '.join(decision.what for decision in decisions)}"
            continue
        for decision in decisions:
            if decision.location.cell not in noted:
                yield f"  {decision.location.cell or 'sheet'}: {decision.what} ({decision.why})"
    for problem in sheet.problems:
        yield f"  {problem.location.cell or 'sheet'}: {'' if problem.note else 'PROBLEM: '}{problem.what}"


def explanation_page(sheets: Sequence[SheetExplanation]) -> str:
    """Return one page with every sheet as a grid, each cell coloured by the column that it counts as."""
    return str(_PAGE.format(Markup("").join(map(_section, sheets))))


def _section(sheet: SheetExplanation) -> Markup:
    meanings = list(dict.fromkeys(sheet.meanings.values()))
    colours = {meaning: COLOURS[number % len(COLOURS)] for number, meaning in enumerate(meanings)}
    key = Markup("").join(
        Markup("<span style='background:{}'>{}</span>").format(colours[meaning], meaning) for meaning in meanings
    )
    lines = Markup("").join(Markup("<li>{}</li>").format(line.strip()) for line in list(explanation_lines(sheet))[1:])
    return Markup("<h2>{}</h2><p class='key'>{}</p>{}<details><summary>Reasons</summary><ul>{}</ul></details>").format(
        next(explanation_lines(sheet)), key, _grid(sheet, colours), lines
    )


def _grid(sheet: SheetExplanation, colours: dict[str, str]) -> Markup:
    width = min(COLUMNS_SHOWN, max((len(row) for row in sheet.rows), default=0))
    head = Markup("").join(Markup("<th>{}</th>").format(column_letter(at)) for at in range(width))
    reasons = _reasons(sheet)
    body = Markup("").join(
        Markup("<tr><th>{}</th>{}</tr>").format(number + 1, _row(sheet, number, width, colours, reasons))
        for number in range(min(ROWS_SHOWN, len(sheet.rows)))
        if any(cell not in (None, "") for cell in sheet.rows[number])
    )
    more = len(sheet.rows) - ROWS_SHOWN
    rest = Markup("<p>The first {} rows; {} more were read.</p>").format(ROWS_SHOWN, more) if more > 0 else Markup("")
    return Markup("<table><tr><th></th>{}</tr>{}</table>{}").format(head, body, rest)


def _reasons(sheet: SheetExplanation) -> dict[str, tuple[str, str]]:
    """By cell, the class of its frame and the text to show: a problem goes before a note, a note before a decision."""
    reasons: dict[str, tuple[str, str]] = {}
    for decision in sheet.decisions:
        reasons[decision.location.cell] = ("", decision.what)
    for problem in sorted(sheet.problems, key=lambda problem: not problem.note):
        reasons[problem.location.cell] = ("note" if problem.note else "problem", f"{problem.what}. {problem.hint}")
    return reasons


def _row(
    sheet: SheetExplanation, number: int, width: int, colours: dict[str, str], reasons: dict[str, tuple[str, str]]
) -> Markup:
    row = sheet.rows[number]
    return Markup("").join(
        _cell(row[at] if at < len(row) else None, (number, at), sheet, colours, reasons) for at in range(width)
    )


def _cell(
    cell: Cell, at: At, sheet: SheetExplanation, colours: dict[str, str], reasons: dict[str, tuple[str, str]]
) -> Markup:
    meaning = sheet.meanings.get(at, "")
    frame, reason = reasons.get(f"{column_letter(at[1])}{at[0] + 1}", ("", ""))
    title = " · ".join(text for text in (meaning or "not read", reason) if text)
    style = Markup(" style='background:{}'").format(colours[meaning]) if meaning else Markup("")
    classes = " ".join(name for name in ("" if meaning else "left", frame) if name)
    return Markup("<td class='{}' title='{}'{}>{}</td>").format(classes, title, style, escape(_shown(cell)))


def _shown(cell: Cell) -> str:
    """A cell as its sheet shows it, whole numbers without a decimal point."""
    if cell is None:
        return ""
    return f"{cell:g}" if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15 else str(cell)
