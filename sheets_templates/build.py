"""The one door to XlsxWriter: a workbook held open, and sheets whose rows are counted from 1 as people do.

Text goes in as text whatever it begins with, and the same content gives the same bytes.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ..core import file_marks
from ..core.cells import Day, date_of
from ..core.errors import column_letter
from .drawing import Host, Shown, cell, spelled
from .style import FONT, INK, LINE, STEEL, STYLES, TABS, Style
from .wording import ENGLISH, Wording, number_formats

A4 = 9  # XlsxWriter's number for the paper
LONGEST_TEXT = 32_767  # what a cell can hold
EXCEL_2019 = (
    191029  # a file by an older Excel would be computed again on opening, and lose its figures without the add-in
)


@dataclass(frozen=True)
class Series:
    """One row of bars or one line of a chart: where its name, its places and its values stand, as `down` gives them.

    `points` colour the bars one by one; a line may be dashed and may have a dot at each value.
    """

    name: str
    places: str
    values: str
    colour: str
    points: Sequence[str] = ()
    dash: bool = False
    dots: bool = False


class _Worksheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A formula whose result is empty text is written as text: without its type the cell would be a number without a value.

    `shared` has the formulas that are kept once for many rows: the number of each, and on the first row for which cells.
    `fitted` are the rows, from 0, whose height is a first one: programs fit them again to what is typed.
    """

    shared: Mapping[str, tuple[int, str]] = {}
    fitted: frozenset[int] = frozenset()

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """Without its sign and braces. XlsxWriter looks for forty newer functions here, which took most of its time."""
        return (formula[1:-1] if formula.startswith("{") else formula).removeprefix("=")

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        if tag == "row" and int(str(attributes[0][1])) - 1 in self.fitted:
            attributes = [(name, value) for name, value in attributes if name != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)

    def _xml_formula_element(self, formula: str, result: Shown, attributes: Sequence[tuple[str, object]] = ()) -> None:
        typed = [*attributes, ("t", "str")] if result == "" else attributes
        if formula not in self.shared:
            super()._xml_formula_element(formula, result, typed)
            return
        number, cells = self.shared[formula]
        written = "".join(f' {key}="{self._escape_attributes(value)}"' for key, value in typed)
        first = f' ref="{cells}" si="{number}">{self._escape_data(formula)}</f>' if cells else f' si="{number}"/>'
        self.fh.write(f'<c{written}><f t="shared"{first}<v>{self._escape_data(result)}</v></c>')


class XlsxSheet:
    """One sheet; a style is words of `style.STYLES`."""

    def __init__(self, book: XlsxBook, name: str, kind: str) -> None:
        self.book, self.name = book, name
        self.inner = book.inner.add_worksheet(name, _Worksheet)
        self.inner.set_tab_color(TABS[kind])
        self.inner.hide_gridlines(2)
        self.inner.set_comments_author("okrsheets")
        self._widths: dict[int, float] = {}

    def text(self, row: int, column: int, text: str, style: str) -> None:
        """Write text as text."""
        self.inner.write_string(row - 1, column, text[:LONGEST_TEXT], self.book.style(style))

    def number(self, row: int, column: int, value: float, style: str) -> None:
        """Write a number, also a day."""
        self.inner.write_number(row - 1, column, value, self.book.style(style))

    def blank(self, row: int, column: int, style: str) -> None:
        """Write an empty cell that is ready to be filled in."""
        self.inner.write_blank(row - 1, column, None, self.book.style(style))

    def formula(self, row: int, column: int, formula: str, shown: Shown, style: str) -> None:
        """Write a formula with its result."""
        text = spelled(formula, self.book.functions, self.book.wording)
        self.inner.write_formula(row - 1, column, text, self.book.style(style), "" if shown is None else shown)

    def share(self, first_row: int, last_row: int, column: int) -> None:
        """Keep a formula once for all its rows, where it is the same in each: the file is half as large."""
        number = sum(bool(cells) for _, cells in self.inner.shared.values())
        texts = [self.inner.table[row - 1][column].formula for row in range(first_row, last_row + 1)]
        cells = f"{cell(first_row, column)}:{cell(last_row, column)}"
        self.inner.shared = {**self.inner.shared, **dict.fromkeys(texts, (number, "")), texts[0]: (number, cells)}

    def array(self, row: int, column: int, formula: str, shown: Shown, style: str) -> None:
        """Write a formula that looks at each cell of a range, with its one result."""
        position, style_format = (row - 1, column), self.book.style(style)
        result = "" if shown is None else shown
        self.inner.write_array_formula(
            *position, *position, f"{{{self.book.wording.formula(formula)}}}", style_format, result
        )

    def link(self, row: int, column: int, sheet: str, at: str, text: str, style: str) -> None:
        """Write text that leads to a cell of this workbook."""
        self.inner.write_url(row - 1, column, f"internal:'{sheet}'!{at}", self.book.style(style), text)

    def merge(self, row: int, first: int, last: int, text: str, style: str) -> None:
        """Write text across cells of one row."""
        self.inner.merge_range(row - 1, first, row - 1, last, text, self.book.style(style))

    def note(self, row: int, column: int, text: str) -> None:
        """Put a note on a cell, as high as its text."""
        lines = 1 + sum(1 + len(line) // 38 for line in text.splitlines())
        look = {"width": 250, "height": 10 + 17 * lines, "color": "#FFFFFF", "font_name": FONT, "font_size": 10}
        self.inner.write_comment(row - 1, column, text, look)

    def rule(self, first: tuple[int, int], last: tuple[int, int], rule: Mapping[str, object]) -> None:
        """Check what is typed into a range."""
        self.inner.data_validation(first[0] - 1, first[1], last[0] - 1, last[1], self.book.wording.rule(rule))

    def colour(
        self, first: tuple[int, int], last: tuple[int, int], rule: Mapping[str, object], look: Style | None = None
    ) -> None:
        """Colour the cells of a range by what they say."""
        options = self.book.wording.rule(rule)
        if look is not None:
            options["format"] = self.book.look(look)
        self.inner.conditional_format(first[0] - 1, first[1], last[0] - 1, last[1], options)

    def table(self, name: str, row: int, last_row: int, headings: Sequence[tuple[str, str]]) -> None:
        """Make a table of a range whose first row are the headings, each with its style."""
        columns = [{"header": text, "header_format": self.book.style(style)} for text, style in headings]
        self.inner.add_table(
            row - 1, 0, last_row - 1, len(headings) - 1, {"name": name, "style": None, "columns": columns}
        )

    def filter(self, row: int, last_row: int, columns: int) -> None:
        """Offer filters on headings that are no table's."""
        self.inner.autofilter(row - 1, 0, last_row - 1, columns - 1)

    def numbers_as_text(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Spare the reader the green corners of ids that look like numbers."""
        self.inner.ignore_errors({"number_stored_as_text": f"{cell(*first)}:{cell(*last)}"})

    def widths(self, widths: Sequence[float], first: int = 0) -> None:
        """Set the widths of columns, in characters."""
        for column, width in enumerate(widths, start=first):
            self._widths[column] = width
            self.inner.set_column(column, column, width)

    def hide_columns(self, widths: Sequence[float], first: int) -> None:
        """Set the widths of columns and fold them away, as a group that a click opens."""
        for column, width in enumerate(widths, start=first):
            self.inner.set_column(column, column, width, None, {"hidden": True, "level": 1})
        after = first + len(widths)
        self.inner.set_column(after, after, self._widths.get(after), None, {"collapsed": True})

    def guard(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Refuse what is typed over computed cells."""
        say = self.book.wording.say
        message = say("This cell is calculated. Press Esc to keep its formula.")
        guard = {"validate": "custom", "value": "=FALSE", "ignore_blank": False}
        self.rule(first, last, {**guard, "error_title": say("Calculated"), "error_message": message})

    def heights(self, heights: Mapping[int, float]) -> None:
        """Set the heights of rows, in points; they stay as they are whatever is typed."""
        for row, height in heights.items():
            self.inner.set_row(row - 1, height)

    def fit_heights(self, heights: Mapping[int, float]) -> None:
        """Set the first heights of rows, in points; programs fit them again to what is typed."""
        self.heights(heights)
        self.inner.fitted = self.inner.fitted | {row - 1 for row in heights}

    def freeze(self, rows: int, columns: int) -> None:
        """Keep the first rows and columns in sight."""
        self.inner.freeze_panes(rows, columns)

    def protect(self) -> None:
        """Lock what is computed: no password, and all that does no harm stays allowed."""
        allowed = ("format_cells", "format_columns", "format_rows", "sort", "autofilter", "insert_rows", "delete_rows")
        self.inner.protect("", dict.fromkeys(allowed, True))

    def print_filled(self, first_row: int, last_row: int, columns: int) -> None:
        """Print down to the last row that shows something: rows that are only ready make no pages in Excel.

        LibreOffice knows no print area that follows the rows, and leaves empty rows out by itself where no formula stands.
        """
        sheet = f"'{self.name}'!"
        corner, end = cell(first_row, 0, fixed=True), column_letter(columns - 1)
        rows = f"{sheet}{corner}:{cell(last_row, columns - 1, fixed=True)}"
        filled = f'SUMPRODUCT(MAX(({rows}<>"")*ROW({rows})))'
        self.inner.print_area_range = f"{sheet}$A$1:INDEX({sheet}${end}$1:${end}${last_row},MAX({first_row},{filled}))"

    def chart(
        self, row: int, column: int, kind: str, title: str, description: str, series: Sequence[Series], size: tuple[int, int],
        axes: tuple[str, str] = ("", ""), top: float | None = None, ends: tuple[float, float] = (0, 1),
    ) -> None:  # fmt: skip
        """Draw a chart of cells of this workbook: `kind` is bar or line; `description` is what it shows, for screen readers.

        `axes` are the formats of the numbers along it and up, `top` is the end of its values; `ends` are those of a line's
        places, such as two days.
        """
        shape = {"type": "bar"} if kind == "bar" else {"type": "scatter", "subtype": "straight"}
        chart = self.book.inner.add_chart(shape)
        for each in series:
            chart.add_series(
                {"name": _words(each.name), "categories": each.places, "values": each.values, **_drawn(kind, each)}
            )
        font = {"name": FONT, "size": 9, "color": STEEL, "bold": False}
        plain: dict[str, object] = {"num_font": font, "line": {"color": LINE}, "major_gridlines": {"visible": False}}
        ruled = {**plain, "max": top, "major_gridlines": {"visible": True, "line": {"color": LINE}}}
        if kind == "bar":  # the first row is the topmost bar; each bar has its number beside it
            chart.set_x_axis({**ruled, "min": 0, "label_position": "none"})
            chart.set_y_axis({**plain, "reverse": True})
        else:
            chart.set_x_axis({**plain, "min": ends[0], "max": ends[1], "num_format": axes[0]})
            chart.set_y_axis({**ruled, "num_format": axes[1], "crossing": "min"})
        chart.set_title(
            {"name": _words(title), "overlay": False, "name_font": {"name": FONT, "size": 11, "color": INK}}
        )
        chart.set_legend({"none": True} if len(series) == 1 else {"position": "bottom", "font": font})
        chart.set_chartarea({"border": {"color": LINE}})
        chart.set_size({"width": size[0], "height": size[1]})
        self.inner.insert_chart(row - 1, column, chart, {"description": description, "object_position": 1})

    def page(self, footer: str, heading_rows: tuple[int, int] | None = None, one_page: bool = False) -> None:
        """Set how the sheet prints: one page wide, its headings on every page."""
        self.inner.set_landscape()
        self.inner.set_paper(A4)
        self.inner.fit_to_pages(1, 1 if one_page else 0)
        self.inner.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        # an ampersand begins a command there, and digits after one a size
        left = footer[:100].replace("&", "&&")
        number = self.book.wording.say("Page {page} of {pages}", page="&P", pages="&N")
        self.inner.set_footer(f"&L&9 {left}&C&9&A&R&9{number}")
        if heading_rows:
            self.inner.repeat_rows(heading_rows[0] - 1, heading_rows[1] - 1)


def _words(title: str) -> str:
    """Return a chart's words that are never taken for a cell's address: what is not seen stands behind each '!'.

    >>> _words("Calls"), len(_words("Win!A1"))
    ('Calls', 7)
    """
    return title.replace("!", "!\u200b")


def _drawn(kind: str, each: Series) -> dict[str, object]:
    """How a series looks: bars with their numbers, or a line."""
    if kind == "bar":
        points = [{"fill": {"color": colour}} for colour in each.points]
        labels = {"value": True, "font": {"name": FONT, "size": 9, "color": INK}}
        return {
            "fill": {"color": each.colour},
            "gap": 60,
            "data_labels": labels,
            **({"points": points} if points else {}),
        }
    line = {"color": each.colour, "width": 1.5 if each.dash else 2.25, **({"dash_type": "dash"} if each.dash else {})}
    dot = {"type": "circle", "size": 5, "fill": {"color": each.colour}, "border": {"color": each.colour}}
    return {"line": line, "marker": dot if each.dots else {"type": "none"}}


class XlsxBook:
    """An .xlsx file being written; leaving the `with` block saves it."""

    host: Host = "file"

    def __init__(
        self, path: Path, title: str, today: Day, functions: bool = False, mark: str = "", wording: Wording = ENGLISH
    ) -> None:
        self.functions, self.wording = functions, wording
        self._number_formats = number_formats(wording)
        options = {
            "strings_to_numbers": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_name": FONT, "font_size": 11, "font_color": INK},
        }
        self._path, self._content = path, BytesIO()  # written at once: XlsxWriter cannot end a file on a full disk
        self.inner = Workbook(self._content, options)
        self.inner.set_calc_mode("auto", EXCEL_2019)
        self.inner.calc_on_load = False
        made = datetime.datetime.combine(date_of(today), datetime.time())
        self.inner.set_properties({"title": title, "author": "okrsheets", "created": made})
        if mark:
            self.inner.set_custom_property(file_marks.PROPERTY, mark)
        self._styles: dict[str, Any] = {}
        self._looks: dict[str, Any] = {}

    def __enter__(self) -> XlsxBook:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if error is None:
            self.inner.close()
            self._path.write_bytes(self._content.getvalue())

    def sheet(self, name: str, kind: str = "input") -> XlsxSheet:
        """Add a sheet; `kind` is start, input or view."""
        return XlsxSheet(self, name, kind)

    def name(self, name: str, refers_to: str) -> None:
        """Give cells a name that formulas may use."""
        self.inner.define_name(name, refers_to)

    def style(self, words: str) -> Any:
        """Return XlsxWriter's format for a style."""
        if words not in self._styles:
            merged = {key: value for part in ("base", *words.split()) for key, value in STYLES[part].items()}
            number_format = str(merged.get("num_format", ""))
            if number_format in self._number_formats:
                merged["num_format"] = self._number_formats[number_format]
            self._styles[words] = self.inner.add_format(merged)
        return self._styles[words]

    def look(self, look: Style) -> Any:
        """Return XlsxWriter's format for a rule that changes a cell's look."""
        key = repr(sorted(look.items()))
        if key not in self._looks:
            self._looks[key] = self.inner.add_format(dict(look))
        return self._looks[key]
