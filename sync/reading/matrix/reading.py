"""The reading of a sheet of skills that is laid out in its own way, stage by stage.

legend → kinds of cells → region → axes → is it about skills? → scale → rows → records. Each stage hands on what it
decided; below a stated confidence nothing is read, and the reason is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ....core import schema
from ....core.cells import Cell
from ....core.decisions import Decision
from ....core.errors import Location, Problem, column_letter
from ....core.records import Records
from ....core.tables.header_rows import tables_in_row
from ....core.tables.headings import HeadingIndex
from ....core.tables.table_match import TableMatch, hinted_table
from ...sources.base import Sheet
from .axes import SURE, Axes, ValueColumn, axes_of
from .coloured import with_levels_of_colours
from .context import context_of
from .domain import about_skills, titles_of
from .legend import Legend, legend_of
from .level_columns import LevelColumns, catalogue, in_one_column, level_columns
from .levels import MatrixSheet
from .notes import decisions_of, notes_of
from .once import Things, fresh_rows
from .packed import packed_skills
from .records import matrix_records
from .region import Region, find_region
from .rows import MatrixRows, column_of, label_at, matrix_rows
from .scale import answered_scale, scale_of
from .slips import less_sure
from .summaries import computed_columns, computed_rows
from .tokens import BLANK, DAY, NUMBER, SHARE, TOP, Kinds, kinds_of
from .training import days_meaning, listed_training, training_records
from .vocabulary import vocabulary

DOUBTFUL = 0.5  # how likely about skills a table must be to be worth a word when it is not read
FIRST_ROWS = 300  # in which a table begins, and a legend stands
OWN_TABLES = frozenset(
    {
        "settings",
        "objectives",
        "key results",
        "check-ins",
        "goal skills",
        "assessments",
        "roles",
        "certifications",
        "learning",
    }
)
MOSTLY = 0.6  # the share of columns that are written alike, from which on others are left out
MOST_BLOCKS = 12  # on one sheet
MANY = 4  # headings of one of our tables, from which on a table is that one whatever it lacks
NOT_SURE = "may be a sheet of skills, and is not read: "
LIKELY = "perhaps a table of levels: "
_HINT = "`okrsheets adopt` asks you what it is, or `okrsheets new skills` makes one that is read for sure"


@dataclass(frozen=True)
class SkillSheet:
    """The tables that a sheet of skills comes to, what is to be said about it, and what was decided."""

    tables: Sequence[Records] = ()
    problems: Sequence[Problem] = ()
    decisions: Sequence[Decision] = ()


@dataclass(frozen=True)
class Answer:
    """What the owner of a sheet says of it: what its rows and columns are, and the level of what stands in its cells."""

    axes: tuple[str, str]
    scale: Mapping[str, float]

    @property
    def top(self) -> float:
        """The highest number of the scale."""
        return max([TOP, *(float(text) for text in self.scale if text.isdigit())])


def skill_sheet(
    workbook: str,
    sheet: Sheet,
    index: HeadingIndex,
    answer: tuple[str, str] | None = None,
    scale: Mapping[str, float] | None = None,
) -> SkillSheet | None:
    """Return the tables of a sheet of skills, only a problem where one is likely but not clear, None for any other sheet.

    `answer` is what the rows and the columns are, where the owner of the sheet says so: "person" and "skill"; `scale` the level of
    what stands in its cells.
    """
    if answer is not None:
        return _all_blocks(workbook, sheet, index, Answer(answer, scale or {}))
    columns = level_columns(sheet)
    if columns is not None and not _own(sheet, index, columns.header):
        listed = catalogue(workbook, sheet, columns)
        if listed is not None and _is_catalogue(workbook, sheet, columns):
            return SkillSheet([listed], [_of_catalogue(listed)])
        sheet = in_one_column(sheet, columns) or sheet
    packed = packed_skills(workbook, sheet)
    if packed is not None:
        return SkillSheet(packed.tables, packed.problems, packed.decisions)
    found = _all_blocks(workbook, sheet, index)
    if found is None or not found.tables:
        coloured = with_levels_of_colours(sheet)
        found = _by_colours(workbook, coloured, index) or found if coloured is not None else found
    return found


def _by_colours(workbook: str, sheet: Sheet, index: HeadingIndex) -> SkillSheet | None:
    """The reading of a sheet whose levels are colours, with a note that says so."""
    found = _all_blocks(workbook, sheet, index)
    if found is None or not found.tables:
        return None
    where = Location(workbook, sheet.title)
    what = "levels are fill colours, by the legend on the sheet"
    return replace(found, problems=[*found.problems, Problem(where, what, "nothing is to be done", note=True)])


def _all_blocks(workbook: str, sheet: Sheet, index: HeadingIndex, answer: Answer | None = None) -> SkillSheet | None:
    """Every table of levels on a sheet, from the largest on."""
    blocks: list[SkillSheet] = []
    rest = sheet
    while len(blocks) < MOST_BLOCKS:
        found = _matrix(workbook, rest, index, answer)
        if found is None or (blocks and not found[0].tables):
            break
        blocks.append(found[0])
        if not found[0].tables or not _has_more(rest, found[1]):
            break
        rest = _without(rest, found[1])
    if len(blocks) < 2:
        return blocks[0] if blocks else None
    seen: Things = {}
    tables = [fresh_rows(records, str(number), seen) for number, block in enumerate(blocks) for records in block.tables]
    problems = [problem for block in blocks for problem in block.problems]
    decisions = [decision for block in blocks for decision in block.decisions]
    return SkillSheet([records for records in tables if len(records)], problems, decisions)


def _has_more(sheet: Sheet, region: Region) -> bool:
    """Whether enough is left on a sheet around a table for another one."""
    last = max((*region.values, *region.days, *region.labels))
    above = any(sum(cell not in (None, "") for cell in row) > 2 for row in sheet.rows[: region.header])
    beside = any(len(row) > last + 2 for row in sheet.rows[region.header : region.header + 2])
    return above or beside or len(sheet.rows) - region.end > 2


def _without(sheet: Sheet, region: Region) -> Sheet:
    """The sheet without the cells of a table that was read."""
    columns = {*region.values, *region.days, *region.labels}
    first, last = min(columns), max(columns)
    rows: list[Sequence[Cell]] = list(sheet.rows)
    for number in range(region.header if region.group < 0 else region.group, region.end):
        rows[number] = [None if first <= at <= last else cell for at, cell in enumerate(rows[number])]
    return replace(sheet, rows=rows)


def _is_catalogue(workbook: str, sheet: Sheet, columns: LevelColumns) -> bool:
    """Whether a heading or a title says that the texts under levels are about skills."""
    headed = vocabulary().heading(label_at(sheet, columns.header, columns.label)) == "skill"
    return headed or vocabulary().says("skills", titles_of(workbook, sheet, columns.header))


def _of_catalogue(records: Records) -> Problem:
    what = f"a catalogue of {len(records)} skills with a text for each level"
    return Problem(records.location(0, "skill"), what, "nothing is to be done, unless it is something else", note=True)


def _matrix(
    workbook: str, sheet: Sheet, index: HeadingIndex, answer: Answer | None = None
) -> tuple[SkillSheet, Region] | None:
    beginning = replace(sheet, rows=sheet.rows[:FIRST_ROWS])
    legend = legend_of(beginning)
    codes = {*legend.codes, *(text.lower() for text in answer.scale if not text.isdigit())} if answer else legend.codes
    top = answer.top if answer else TOP
    kinds = kinds_of(beginning, codes, top)
    region = find_region(beginning, kinds, legend, 1)
    if region is None:
        return None
    titles = titles_of(workbook, sheet, region.header)
    axes = axes_of(beginning, region, index, titles, answer.axes if answer else None)
    if axes is None or (axes.columns and len({value.entity for value in axes.values if value.entity}) < 2):
        return None
    axes = axes if answer else less_sure(beginning, region, axes)
    about = 1.0 if answer else about_skills(beginning, kinds, region, axes, legend, titles)
    if about < DOUBTFUL:
        return None
    own = _own_tables(sheet, index, region.header) if answer is None else []
    rated = axes.rows == "list" and "person" in axes.labels and any(value.aspect == "level" for value in axes.values)
    if any(match.table.name in OWN_TABLES and not (rated and match.table is schema.ROLES) for match in own):
        return None
    if len(sheet.rows) > FIRST_ROWS and region.end == len(beginning.rows):
        rest = kinds_of(
            replace(sheet, rows=sheet.rows[FIRST_ROWS:], formats=_formats_after(sheet, FIRST_ROWS)), codes, top
        )
        kinds = [*kinds, *rest]
        region = replace(region, end=len(sheet.rows))
    reading = _read(workbook, sheet, kinds, region, axes, legend, titles, about, answer.scale if answer else {})
    return None if own and not reading.tables else (reading, region)


def _formats_after(sheet: Sheet, first: int) -> dict[tuple[int, int], str]:
    return {(row - first, at): code for (row, at), code in sheet.formats.items() if row >= first}


def _own(sheet: Sheet, index: HeadingIndex, header: int) -> bool:
    return any(match.table.name in OWN_TABLES for match in _own_tables(sheet, index, header))


def _own_tables(sheet: Sheet, index: HeadingIndex, header: int) -> list[TableMatch]:
    """The tables that begin in or above a header and are laid out as ours, and are read as such."""
    hinted = hinted_table(sheet.title)
    matches = [
        match for at in range(header + 1) for match in tables_in_row(sheet.rows, at, index, hinted, sheet.merged, False)
    ]
    return [each for each in matches if each.complete or len(each.form or each.positions) >= MANY]


def _read(
    workbook: str,
    sheet: Sheet,
    kinds: Kinds,
    region: Region,
    axes: Axes,
    legend: Legend,
    titles: str,
    about: float,
    answered: Mapping[str, float],
) -> SkillSheet:
    where = Location(
        workbook, sheet.title, f"{column_letter(min(value.at for value in axes.values))}{region.header + 1}"
    )
    doubt = _doubt(axes, about)
    if doubt:
        likely = Decision(where, f"{LIKELY}{axes.rows} rows, {axes.columns} columns", "; ".join(axes.reasons))
        return SkillSheet(problems=[Problem(where, NOT_SURE + doubt, _HINT)], decisions=[likely])
    meaning = days_meaning(titles) if region.days else ""
    if meaning and len(region.days) > len(axes.values) - len(region.days):
        axes = replace(axes, values=[value for value in axes.values if value.at in region.days])
    axes = replace(axes, values=_on_one_scale(kinds, region, axes))
    rows = matrix_rows(sheet, region, axes, legend)
    axes, rows = _without_computed(sheet, axes, rows)
    context = context_of(workbook, sheet, region.header)
    levels = [value for value in axes.values if value.aspect not in ("summary", "interest", "issued", "expires")]
    counts = _counts(sheet, kinds, [*rows.entries, *rows.required], levels)
    headings = " ".join(value.entity for value in axes.values)
    scale = answered_scale(counts, answered) if answered else scale_of(counts, legend, f"{titles}\n{headings}")
    matrix = MatrixSheet(workbook, sheet, region, replace(axes, values=levels), rows, scale, context)
    other = _other_figures(matrix)
    if other:
        what = f"not read: by its title its figures are no levels that people have ({other})"
        return SkillSheet(problems=[Problem(where, what, "rename the sheet if they are levels", note=True)])
    doubt = scale.unsure or _lacking(matrix)
    if doubt:
        return SkillSheet(problems=[Problem(where, NOT_SURE + doubt, _HINT)])
    tables = [*matrix_records(matrix), *listed_training(replace(matrix, axes=axes))]
    if meaning and "person" in axes.labels:
        tables += [records for records in training_records(matrix, meaning) if len(records)]
    if all(records.table.name in ("people", "skills") for records in tables):
        return SkillSheet(problems=[Problem(where, NOT_SURE + "no cell says a level", _HINT)])
    return SkillSheet(tables, list(notes_of(matrix, tables, where)), list(decisions_of(matrix, legend, where, about)))


def _without_computed(sheet: Sheet, axes: Axes, rows: MatrixRows) -> tuple[Axes, MatrixRows]:
    """The table without the sums and averages behind it that no heading names as such."""
    if not axes.columns:
        return axes, rows
    columns = computed_columns(sheet, list(rows.entries), axes.values)
    kept = [value for value in axes.values if value.at not in columns]
    left = computed_rows(sheet, rows.entries, kept, list(axes.labels.values()))
    entries = {row: label for row, label in rows.entries.items() if row not in left}
    return replace(axes, values=kept), replace(rows, entries=entries, left_out=sorted({*rows.left_out, *left}))


def _on_one_scale(kinds: Kinds, region: Region, axes: Axes) -> list[ValueColumn]:
    """The columns that are written as most are: signs among numbers answer another question."""
    written: dict[bool, list[ValueColumn]] = {}
    for value in axes.values:
        column = Counter(column_of(kinds, value.at, range(region.header + 1, region.end)))
        del column[BLANK]
        numbers = sum(column[kind] for kind in (NUMBER, SHARE))
        written.setdefault(2 * numbers > sum(column.values()), []).append(value)
    most = max(written.values(), key=len)
    if not axes.columns or len(most) < MOSTLY * len(axes.values):
        return list(axes.values)
    return most


def _counts(
    sheet: Sheet, kinds: Kinds, rows: Sequence[int], values: Sequence[ValueColumn]
) -> Counter[tuple[str, Cell]]:
    """How often each cell stands in some rows and columns, with its kind; days and blanks are left out."""
    counts: Counter[tuple[str, Cell]] = Counter()
    chosen = range(len(rows))
    kinds, cells = [kinds[row] for row in rows], [sheet.rows[row] for row in rows]
    for value in values:
        counts.update(zip(column_of(kinds, value.at, chosen), column_of(cells, value.at, chosen)))
    return Counter({key: count for key, count in counts.items() if key[0] not in (BLANK, DAY)})


def _doubt(axes: Axes, about: float) -> str:
    if about < SURE:
        return f"its headings do not say for sure that it is about skills ({about:.0%})"
    if axes.confidence < SURE:
        return f"it has {axes.rows} rows and {axes.columns} columns, or {axes.rival} ({axes.confidence:.0%})"
    return ""


def _other_figures(matrix: MatrixSheet) -> str:
    """What the figures of a sheet of people are by its title where they are no levels that they have, such as gaps."""
    named = any(value.aspect for value in matrix.axes.values)
    return "" if named or matrix.subject_kind != "person" else vocabulary().title_aspect(matrix.sheet.title)


def _lacking(matrix: MatrixSheet) -> str:
    """What a table does not say that it cannot be read without."""
    axes, context = matrix.axes, matrix.context
    if axes.columns == "" and axes.rows == "skill" and context.person is None and context.role is None:
        return "neither the sheet nor the file says whose levels they are"
    if not matrix.rows.entries:
        return "no row has a name and a level"
    return ""
