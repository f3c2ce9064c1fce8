"""What the parser must never see: files that would take all memory, in every spelling that it would understand.

The file_limits is asked alone, so that a hole in it fails a test instead of ending the process.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from bad_input import (
    ODS_XML,
    SHEET,
    SHEET_XML,
    encrypted,
    lying_about_its_size,
    ods,
    ods_row,
    okrs,
    with_cells,
    with_parts,
    xls,
    xlsx,
    zipped,
)
from xlsb_maker import xlsb

from okrsheets.core.errors import SourceError
from okrsheets.sync.sources import file_limits, inspection
from okrsheets.sync.sources.folder import parse
from okrsheets.sync.sources.xlsx_extent import extent

GOOD = xlsx({"Objectives": [["ID"]]})
NEAR, FAR = '<row r="1"><c r="A1"><v>1</v></c></row>', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
IMPLICIT = "<c><v>1</v></c>"
LINKS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
    ' Target="{}"/></Relationships>'
)


def prefixed(xml: str) -> str:
    return xml.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")


def kept_elsewhere(target: str, part: str, quote: str = '"') -> bytes:
    links = LINKS.format(target).replace('"', quote)
    return with_parts(GOOD, {"xl/_rels/workbook.xml.rels": links, part: SHEET_XML.format(NEAR + FAR)})


def blank(times: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{times}"/>'


def filled(times: int) -> str:
    return f'<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{times}"/>'


STRAY = {
    "as Excel writes it": with_cells(NEAR + FAR),
    "single quotes": with_cells((NEAR + FAR).replace('"', "'")),
    "spaces around the sign": with_cells((NEAR + FAR).replace('r="', 'r = "')),
    "a line break in the tag": with_cells((NEAR + FAR).replace('<c r="', '<c\nr="')),
    "small letters": with_cells((NEAR + FAR).replace("XFD", "xfd")),
    "five letters": with_cells(NEAR + FAR.replace("XFD", "AAAAA")),
    "a row beyond the last": with_cells(NEAR + FAR.replace("1048576", "4000000000")),
    "another attribute first": with_cells((NEAR + FAR).replace("<c r", '<c s="1" r')),
    "no value in the far cell": with_cells(NEAR + FAR.replace("<v>1</v>", "")),
    "a prefix": with_cells(prefixed(NEAR + FAR)),
    "no references": with_cells(f'<row r="1">{IMPLICIT * 16_000}</row><row r="1048576">{IMPLICIT}</row>'),
    "no references, few cells": with_cells(f'<row r="1">{IMPLICIT * 300}</row><row r="1048576">{IMPLICIT}</row>'),
    "no references, a prefix": with_cells(prefixed(f'<row>{IMPLICIT * 9_000}</row><row r="99999">{IMPLICIT}</row>')),
    "no references, empty tags": with_cells(f'<row r="1">{"<c/>" * 9_000}{IMPLICIT}</row><row r="99999"><c/></row>'),
    "another folder": kept_elsewhere("foo/sheet.bin", "xl/foo/sheet.bin"),
    "from the root": kept_elsewhere("/xl/foo/sheet.xml", "xl/foo/sheet.xml"),
    "among the drawings": kept_elsewhere("drawings/one.xml", "xl/drawings/one.xml"),
    "among the drawings, single quotes": kept_elsewhere("drawings/one.xml", "xl/drawings/one.xml", "'"),
    "ods: a gap between columns": ods(ods_row("ID", blank(4_000_000_000), "x")),
    "ods: a gap between rows": ods(
        ods_row("ID", blank(16_000), "x")
        + ods_row(blank(1), repeat='table:number-rows-repeated="1000000"')
        + ods_row("x")
    ),
    "ods: a repeated value": ods(ods_row("ID", filled(4_000_000_000))),
    "ods: a repeated value, single quotes": ods(ods_row("ID", filled(4_000_000_000).replace('"', "'"))),
    "ods: a repeated row": ods(ods_row(blank(16_000), "x", repeat='table:number-rows-repeated="1000000"')),
}


@pytest.mark.parametrize("book", STRAY.values(), ids=STRAY)
def test_a_cell_far_from_the_others_is_refused_however_it_is_spelled(book: bytes) -> None:
    with pytest.raises(SourceError, match=r"reaches to [A-Z]+\d+: too large to read") as raised:
        inspection.inspect_zip(book)
    assert "delete the stray cells" in raised.value.hint


def test_the_refusal_names_the_sheet() -> None:
    book = with_parts(xlsx(okrs()), {"xl/worksheets/sheet3.xml": SHEET_XML.format(NEAR + FAR)})
    with pytest.raises(SourceError, match="the sheet 'Key results' reaches to XFD1048576"):
        inspection.inspect_zip(book)


def test_sheets_that_are_only_together_too_large_are_refused() -> None:
    far = SHEET_XML.format('<row r="1000000"><c r="S1000000"/></row>')
    book = xlsx({f"S{number}": [["x"]] for number in range(1, 5)})
    with pytest.raises(SourceError, match="the sheet 'S2' reaches to S1000000"):
        inspection.inspect_zip(with_parts(book, {f"xl/worksheets/sheet{number}.xml": far for number in range(1, 5)}))


@pytest.mark.parametrize(
    "table",
    [
        ods_row("ID", "Level", blank(16_382)) + ods_row(blank(16_384), repeat='table:number-rows-repeated="1048575"'),
        ods_row("ID") + ods_row('<table:table-cell table:style-name="c" table:number-columns-repeated="16384"/>') * 9,
    ],
    ids=["LibreOffice's end of a sheet", "a style on whole rows"],
)
def test_what_every_ods_repeats_after_its_table_is_no_stray_cell(table: str) -> None:
    raw = parse("q1.ods", ods(table))
    assert [list(row)[:1] for row in raw.sheets[0].rows] == [["ID"]]


@pytest.mark.parametrize(
    ("xml", "wanted"),
    [
        ("", (0, 0)),
        ('<row r="7"><c r="AB7"/></row>', (7, 28)),
        ("<row r='7'><c r='ab7'/></row>", (7, 28)),
        ('<x:row r="7"><x:c r="AB7"/></x:row>', (7, 28)),
        ("<row><c/><c/></row><row><c/></row>", (2, 3)),
        ('<row r="2"><c r="B2"/></row><cols/><mergeCell ref="A1:XFD9"/>', (2, 2)),
    ],
)
def test_how_far_a_sheet_reaches_is_never_told_too_short(xml: str, wanted: tuple[int, int]) -> None:
    assert extent(xml.encode()) == wanted


def test_a_text_that_stands_in_very_many_cells_is_weighed_before_it_unfolds() -> None:
    text = f"<sst><si><t>{'a' * 50_000}</t></si></sst>"
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 20_001))
    with pytest.raises(SourceError, match="the texts of a sheet come to 1,000 MB"):
        inspection.inspect_zip(with_parts(GOOD, {"xl/sharedStrings.xml": text, SHEET: SHEET_XML.format(rows)}))
    cell = f'<table:table-cell table:number-columns-repeated="9000"><text:p>{"a" * 100_000}</text:p></table:table-cell>'
    with pytest.raises(SourceError, match=r"the texts of a sheet come to 90\d MB"):
        inspection.inspect_zip(ods(ods_row(cell)))


def record(kind: int, *values: int, form: str = "") -> bytes:
    """One record of an old .xls."""
    content = struct.pack(f"<{form or 'H' * len(values)}", *values)
    return struct.pack("<HH", kind, len(content)) + content


NUMBER, MANY, EXTENT, SHEET_AT, END = 0x0203, 0x00BD, 0x0200, 0x0085, record(0x000A)
OLD_SHEETS = {
    "two cells": record(NUMBER, 0, 0, 0, 0) + record(NUMBER, 65_535, 400, 0, 0),
    "a row of many": record(NUMBER, 65_535, 0, 0, 0) + record(MANY, 0, 0, *[0] * 1_200),
    "its extent": record(EXTENT, 0, 65_535, 0, 400, 0, form="IIHHH"),
    "its extent, before 1997": record(EXTENT, 0, 65_535, 0, 400, 0),
}


@pytest.mark.parametrize("sheet", OLD_SHEETS.values(), ids=OLD_SHEETS)
def test_a_stray_cell_in_an_old_xls_is_refused(sheet: bytes) -> None:
    out_of_step = b"\0\0\xff\0"  # what a damaged length leaves behind: the sheet is found all the same
    begin = len(record(SHEET_AT, 0, form="I") + END + out_of_step)
    for book in (sheet, record(SHEET_AT, begin, form="I") + END + out_of_step + sheet + END):
        with pytest.raises(SourceError, match=r"a sheet reaches to [A-Z]+\d+: too large to read"):
            file_limits.inspect_xls(book)


def test_cells_of_different_sheets_of_an_old_xls_are_not_far_from_each_other() -> None:
    tall, wide = record(NUMBER, 65_535, 0, 0, 0) + END, record(NUMBER, 0, 255, 0, 0) + END
    links = [record(SHEET_AT, 0, form="I")] * 2
    first = len(b"".join(links) + END)
    links = [record(SHEET_AT, at, form="I") for at in (first, first + len(tall))]
    file_limits.inspect_xls(b"".join(links) + END + tall + wide)


def test_an_old_xls_whose_extent_is_nonsense_is_refused() -> None:
    with pytest.raises(SourceError, match="a sheet ends before it begins"):
        file_limits.inspect_xls(record(EXTENT, 1_000, 1, 0, 4, 0, form="IIHHH"))


def test_the_records_of_an_old_xls_are_found_in_its_file() -> None:
    book = xls({"Objectives": [["ID", 12345.678]]})
    at = book.index(struct.pack("<HHHH", NUMBER, 14, 0, 1))
    with pytest.raises(SourceError, match="a sheet reaches to OK65536: too large to read"):
        parse("old.xls", book[: at + 4] + struct.pack("<HH", 65_535, 400) + book[at + 8 :])


def test_a_zip_that_declares_more_than_the_limit_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = with_parts(GOOD, {"xl/media/bomb.bin": b"\0" * 5_000_000})
    assert len(bomb) < 20_000
    monkeypatch.setattr(file_limits, "MAX_BYTES", 4_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(SourceError, match=r"the file unpacks to 5 MB in \d+ parts, which is not read"):
        inspection.inspect_zip(bomb)


def test_a_part_that_unpacks_to_more_than_it_declares_is_cut_off_and_told() -> None:
    rows = SHEET_XML.format(NEAR).encode()
    bomb = rows.replace(b"</sheetData>", FAR.encode() * 50_000 + b"</sheetData>")
    book = lying_about_its_size(GOOD, SHEET, bomb, len(rows))
    with pytest.raises(SourceError, match="the file is damaged"):
        parse("q1.xlsx", book)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert zlib.crc32(archive.read(SHEET)) == archive.getinfo(SHEET).CRC  # the lie fits: only the parser can tell


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_entities_are_never_unfolded(encoding: str) -> None:
    entities = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    sheet = SHEET_XML.replace("?>", f"?>{entities}", 1).format('<row><c t="inlineStr"><is><t>&c;</t></is></c></row>')
    with pytest.raises(SourceError, match="which is not read"):
        inspection.inspect_zip(with_parts(GOOD, {SHEET: sheet.encode(encoding)}))


@pytest.mark.parametrize("book", [encrypted(GOOD), ods_row("ID")], ids=["xlsx", "ods"])
def test_a_workbook_behind_a_password_says_so(book: bytes | str) -> None:
    if isinstance(book, str):
        secret: dict[str, bytes | str] = {
            "content.xml": b"\x9c\x1f secret",
            "META-INF/manifest.xml": "<manifest:encryption-data/>",
        }
        book = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", **secret})
    with pytest.raises(SourceError, match="the file is encrypted with a password") as raised:
        parse("q1", book)
    assert raised.value.hint == "save a copy without a password where it is synced"


def test_what_is_bounded_is_every_kind_of_workbook_that_an_archive_might_be() -> None:
    book = with_parts(GOOD, {"content.xml": ODS_XML.format("S", ods_row("ID", filled(4_000_000_000)))})
    with pytest.raises(SourceError, match="too large to read"):
        inspection.inspect_zip(book)


LONG = "y" * 100_001
LONG_TEXTS = {
    "xlsx: shared": with_parts(GOOD, {"xl/sharedStrings.xml": f"<sst><si><t>{LONG}</t></si></sst>"}),
    "xlsx: in its cell": with_cells(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{LONG}</t></is></c></row>'),
    "ods": ods(ods_row(LONG)),
    "xlsb": xlsb({"Objectives": [["ID", LONG]]}),
}


@pytest.mark.parametrize("book", LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_a_text_that_no_spreadsheet_program_holds_in_a_cell_is_refused(book: bytes) -> None:
    with pytest.raises(SourceError, match=r"^a cell has more than 100,000 characters$"):
        inspection.inspect_zip(book)


@pytest.mark.parametrize("text", ["&amp;" * 32_000, f'<t a="{LONG}"/>'])
def test_the_longest_text_of_excel_and_long_tags_are_read(text: str) -> None:
    file_limits.refuse_long_texts(f"<t>{text}</t>".encode())


@pytest.mark.parametrize("book", [xlsx(okrs()), ods(ods_row("a", "b") * 9), xls(okrs()), xlsb({"O": [["ID"] * 9]})])
def test_the_number_of_cells_can_be_set(book: bytes) -> None:
    assert parse("q1", book, 1_000).sheets
    with pytest.raises(SourceError, match="too large to read") as raised:
        parse("q1", book, 8)
    assert raised.value.hint.endswith("or raise `cells` under [limits] in okrsheets.toml")
