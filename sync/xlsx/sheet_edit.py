"""Cells of a sheet's XML changed in place: only the changed cells differ afterwards, and rows that had to be added."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from ...core.addresses import block_address
from ...core.errors import PushError
from .cell_xml import CellContent, written_cell
from .formula_shift import shifted
from .sheet_rows import At, FormulaXml, RowXml, SheetXml, cell_at
from .xml_tags import attributes, escaped, unescaped, with_attribute

_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^<>]*>")


def formulas_of(sheet: SheetXml) -> dict[At, str]:
    """Return the formula of each cell that has one, without its equals sign; an array formula in braces, at its first cell."""
    masters: dict[bytes, tuple[At, str]] = {}
    formulas: dict[At, str] = {}
    for at, cell in sheet.cells.items():
        formula = sheet.formula(cell)
        if formula is None:
            continue
        text, group = unescaped(formula.text), formula.attributes.get(b"si", b"")
        if formula.kind == b"shared":
            if text:
                masters[group] = (at, text)
            elif group in masters:
                first, text = masters[group]
                text = shifted(text, at[0] - first[0], at[1] - first[1])
        formulas[at] = f"{{={text}}}" if formula.kind == b"array" else f"={text}"
    return formulas


def edited(sheet: SheetXml, contents: Mapping[At, CellContent]) -> bytes:
    """Return the XML of a sheet with new contents of some cells; `PushError` when they are inside an array formula."""
    _refuse_parts_of_arrays(sheet, contents)
    written = {**_unshared(sheet, contents), **_written(sheet, contents)}
    by_row: dict[int, dict[int, bytes]] = {}
    for place, cell in written.items():
        by_row.setdefault(place[0], {})[place[1]] = cell
    if sheet.is_empty:
        tag = sheet.data[sheet.tag_start : sheet.begin].replace(b"/", b"", 1)
        pieces, closing = [sheet.data[: sheet.tag_start], tag], b"</%ssheetData>" % sheet.prefix
    else:
        pieces, closing = [sheet.data[: sheet.begin]], b""
    at = sheet.begin
    for number in sorted({*sheet.by_number, *by_row}):
        row = sheet.by_number.get(number)
        if row is None:
            pieces.append(b'<%srow r="%d">%s</%srow>' % (sheet.prefix, number, _joined(by_row[number]), sheet.prefix))
        else:
            pieces += [sheet.data[at : row.start], _row(sheet, row, by_row.get(number, {}))]
            at = row.end
    return _with_extent(b"".join([*pieces, sheet.data[at : sheet.end], closing, sheet.data[sheet.end :]]), written)


def _joined(cells: Mapping[int, bytes]) -> bytes:
    return b"".join(cells[column] for column in sorted(cells))


def _written(sheet: SheetXml, contents: Mapping[At, CellContent]) -> dict[At, bytes]:
    """The XML of the changed cells; a cell that the sheet doesn't list and that stays empty is left out."""
    cells = {}
    for at, content in contents.items():
        if at in sheet.cells or content.value not in (None, "") or content.formula or content.style is not None:
            style = style_at(sheet, at) if content.style is None else content.style
            cells[at] = written_cell(sheet.prefix, at, content, b"%d" % style if style else b"")
    return cells


def _row(sheet: SheetXml, row: RowXml, changes: Mapping[int, bytes]) -> bytes:
    """One row with some cells changed or added; all bytes between its cells stay."""
    if not changes:
        return sheet.data[row.start : row.end]
    closing = b"</%srow>" % sheet.prefix
    tag = _with_spans(row.tag, changes)
    if row.tag.endswith(b"/>"):
        return tag[:-2].rstrip() + b">" + _joined(changes) + closing
    own = {cell.column: cell for cell in row.cells}
    pieces, begin = [tag], row.start + len(row.tag)
    for column in sorted({*own, *changes}):
        cell = own.get(column)
        if cell is not None:
            pieces.append(sheet.data[begin : cell.start])
            begin = cell.end
        pieces.append(changes[column] if column in changes else sheet.data[own[column].start : own[column].end])
    return b"".join(pieces) + sheet.data[begin : row.end]


def style_at(sheet: SheetXml, at: At) -> int:
    """Return the number of the format that a cell has, or would have once something is written into it."""
    cell = sheet.cells.get(at)
    if cell is not None:
        return int(cell.attributes.get(b"s", b"0"))
    row = sheet.by_number.get(at[0])
    own = attributes(row.tag) if row else {}
    if own.get(b"customFormat") in (b"1", b"true"):
        return int(own.get(b"s", b"0"))
    return sheet.column_styles.get(at[1], 0)


def _with_spans(tag: bytes, changes: Mapping[int, bytes]) -> bytes:
    """A row's tag whose hint about its first and last column includes the new cells."""
    spans = attributes(tag).get(b"spans", b"")
    first, _, last = spans.partition(b":")
    if not (first.isdigit() and last.isdigit()):
        return tag
    columns = [column + 1 for column in changes]
    wide = b"%d:%d" % (min(int(first), *columns), max(int(last), *columns))
    return tag if wide == spans else with_attribute(tag, b"spans", wide)


def _with_extent(data: bytes, changes: Collection[At]) -> bytes:
    """The sheet with its declared extent made larger where a new cell is outside it."""
    tag = _DIMENSION.search(data)
    reference = attributes(tag.group()).get(b"ref", b"") if tag else b""
    if tag is None or not changes or not reference:
        return data
    first, _, last = reference.partition(b":")
    (top, left), (bottom, right) = cell_at(first), cell_at(last or first)
    new_top, new_left = min(top, *(row for row, _ in changes)), min(left, *(column for _, column in changes))
    new_bottom, new_right = max(bottom, *(row for row, _ in changes)), max(right, *(column for _, column in changes))
    if (new_top, new_left, new_bottom, new_right) == (top, left, bottom, right):
        return data
    wide = block_address(new_top, new_left, new_bottom - new_top + 1, new_right - new_left + 1)
    return data[: tag.start()] + with_attribute(tag.group(), b"ref", wide.encode()) + data[tag.end() :]


def _unshared(sheet: SheetXml, contents: Mapping[At, CellContent]) -> dict[At, bytes]:
    """The cells that share the formula of a cell that changes, each with that formula written out; all else stays."""
    groups = {
        formula.attributes.get(b"si", b"")
        for at in contents
        if (formula := _formula(sheet, at)) is not None and formula.kind == b"shared" and formula.text
    }
    cells: dict[At, bytes] = {}
    for at, text in (formulas_of(sheet) if groups else {}).items():
        formula = _formula(sheet, at)
        if formula is not None and formula.kind == b"shared" and formula.attributes.get(b"si", b"") in groups:
            written = b"<%sf>%s</%sf>" % (sheet.prefix, escaped(text[1:]), sheet.prefix)
            cells[at] = sheet.with_formula(sheet.cells[at], written)
    return cells


def _formula(sheet: SheetXml, at: At) -> FormulaXml | None:
    cell = sheet.cells.get(at)
    return None if cell is None else sheet.formula(cell)


def _refuse_parts_of_arrays(sheet: SheetXml, contents: Collection[At]) -> None:
    if not contents:
        return
    for cell in sheet.cells.values():
        formula = sheet.formula(cell)
        if formula is None or formula.kind not in (b"array", b"dataTable") or formula.area is None:
            continue
        (top, left), (bottom, right) = formula.area
        area = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        touched = area & set(contents)
        if touched and touched != area:
            cells = block_address(top, left, bottom - top + 1, right - left + 1)
            raise PushError(
                f"the cells {cells} have one array formula together, and only some of them would change",
                "replace the array formula by a formula in each cell, then try again",
            )
