"""A workbook with as many kinds of parts as people's workbooks have, around the tables of a team."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import xlsxwriter

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f0005000201"
    "ff9f1c7fd80000000049454e44ae426082"
)
SETTINGS = [("Team", "Support"), ("Cycle", "2026-Q2"), ("Cycle start", 46113), ("Cycle end", 46203)]
OBJECTIVES = [
    ("Id", "Level", "Owner", "Objective", "Parent id", "Commitment", "Status"),
    ("O1", "Organisation", "Ann", "Grow & <thrive>", None, None, "active"),
    ("O2", "Team", "Bob", "Answer fast", "O1", "committed", None),
    ("O3", "Team", "Cem", "Delight", "O1", None, None),
]
KEY_RESULTS = [
    ("Id", "Objective id", "Key result", "Start", "Target", "Current", "Status", "Reason", "Progress", "Status word"),
    ("K1", "O2", "Hours to answer", 10, 5, 7, None, None, None, None),
    ("K2", "O2", "Sorted tickets", 0, 5, 2, "carried forward", "ill", None, None),
    ("K3", "O3", "Stars", 3, 5, 4, None, None, None, None),
    ("K4", "O3", "Parts", 0, 5, 5, None, None, None, None),
]
CHECK_INS = [("Date", "Key result id", "Value"), (46150, "K1", 8), (46190, "K1", 7)]


def rich_workbook() -> bytes:
    """Return a workbook of 56 parts and more: charts, pictures, tables, notes, sparklines, slicers, conversations, macros' parts."""
    return with_parts(_written(), _extra_parts())


def _written() -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    percent, day = book.add_format({"num_format": "0%", "bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
    settings, objectives = book.add_worksheet("Settings"), book.add_worksheet("Objectives")
    results, check_ins = book.add_worksheet("Key results"), book.add_worksheet("Check-ins")
    for row, pair in enumerate(SETTINGS):
        settings.write_row(row, 0, pair, day if row > 1 else None)
    for sheet, rows in ((objectives, OBJECTIVES), (results, KEY_RESULTS), (check_ins, CHECK_INS)):
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
    results.set_column("F:F", 12, book.add_format({"num_format": "0.0", "bold": True}))
    results.write_formula("M2", "=F2/E2", percent, 1.4)
    results.write_formula("M3", "=SUM($F$2:F3)", None, 9)
    results.write_rich_string("M4", "in ", book.add_format({"bold": True}), "bold", " & plain")
    results.write_comment("C2", "Ask Mia", {"author": "Ann"})
    results.add_sparkline("N2", {"range": "'Key results'!D2:F2"})
    results.conditional_format("F2:F5", {"type": "data_bar", "data_bar_2010": True})
    results.conditional_format("D2:D5", {"type": "3_color_scale"})
    results.data_validation("G2:G20", {"validate": "list", "source": ["active", "abandoned", "carried forward"]})
    objectives.add_table("J1:K3", {"name": "Extra", "columns": [{"header": "a"}, {"header": "b"}]})
    objectives.write_url("J6", "https://example.org/a?b=1&c=2", string="link")
    objectives.merge_range("J8:K9", "merged > here")
    objectives.insert_image("M1", "pixel.png", {"image_data": io.BytesIO(_PIXEL)})
    objectives.write_comment("D2", "Since 2024", {"author": "Bob"})
    for number in range(6):
        sheet = book.add_worksheet(f"Data {number}")
        sheet.write_column(0, 0, [number, 2, 3.25, "text", True])
        sheet.write_dynamic_array_formula("C1", "=SORT(A1:A3)", None, number)
        chart = book.add_chart({"type": ("line", "bar", "pie")[number % 3]})
        chart.add_series({"values": f"='Data {number}'!$A$1:$A$3"})
        sheet.insert_chart("E2", chart)
        sheet.add_table("A10:B12", {"name": f"Table{number}"})
        sheet.write_comment("A1", f"note {number}")
    book.define_name("hours", "='Key results'!$F$2")
    book.define_name("'Key results'!local", "='Key results'!$A$1:$A$9")
    book.set_custom_property("Department", "Support")
    book.close()
    return held.getvalue()


def _extra_parts() -> dict[str, tuple[str, bytes]]:
    """Parts that xlsxwriter can't write, with the content types and shapes that Excel gives them."""
    slicer = f'<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:x="{_MAIN}"><slicer name="Team" cache="Slicer_Team" caption="Team" rowHeight="241300"/></slicers>'
    cache = '<slicerCacheDefinition xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" name="Slicer_Team" sourceName="a"/>'
    person = '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><person displayName="Ann" id="{A}"/></personList>'
    thread = '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="A1" dT="2026-05-01T10:00:00" personId="{A}" id="{B}"><text>why?</text></threadedComment></ThreadedComments>'
    chain = f'<calcChain xmlns="{_MAIN}"><c r="M2" i="3"/><c r="M3" i="3"/></calcChain>'
    office = "application/vnd.ms-excel."
    return {
        "xl/slicers/slicer1.xml": (office + "slicer+xml", slicer.encode()),
        "xl/slicerCaches/slicerCache1.xml": (office + "slicerCache+xml", cache.encode()),
        "xl/persons/person.xml": (office + "person+xml", person.encode()),
        "xl/threadedComments/threadedComment1.xml": (office + "threadedcomments+xml", thread.encode()),
        "xl/printerSettings/printerSettings1.bin": (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings",
            bytes(range(256)),
        ),
        "customXml/item1.xml": ("application/xml", b"<data>1</data>"),
        "xl/calcChain.xml": (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml",
            chain.encode(),
        ),
    }


def with_parts(workbook: bytes, parts: Mapping[str, tuple[str, bytes]]) -> bytes:
    """Return a workbook with more parts, each with its content type; the list of formulas is linked to the workbook."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "[Content_Types].xml":
                types = "".join(
                    f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _) in parts.items()
                )
                content = content.replace(b"</Types>", types.encode() + b"</Types>")
            if info.filename == "xl/_rels/workbook.xml.rels" and "xl/calcChain.xml" in parts:
                link = f'<Relationship Id="rId900" Type="{_OFFICE}/calcChain" Target="calcChain.xml"/>'
                content = content.replace(b"</Relationships>", link.encode() + b"</Relationships>")
            if info.filename == "xl/workbook.xml":  # as a program that computes writes it
                content = content.replace(b' fullCalcOnLoad="1"', b"")
            new.writestr(info, content)
        for name, (_, content) in parts.items():
            new.writestr(name, content)
    return held.getvalue()


def parts_of(workbook: bytes) -> dict[str, bytes]:
    """Return the content of every part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def packed_parts(workbook: bytes) -> dict[str, bytes]:
    """Return every part as it is packed in the file, without unpacking it."""
    packed = {}
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        for info in archive.infolist():
            at = info.header_offset
            names = int.from_bytes(workbook[at + 26 : at + 28], "little") + int.from_bytes(
                workbook[at + 28 : at + 30], "little"
            )
            packed[info.filename] = workbook[at + 30 + names : at + 30 + names + info.compress_size]
    return packed


def changed_parts(before: bytes, after: bytes) -> set[str]:
    """Return the names of the parts that were changed, added or removed; all others must be packed as they were."""
    old, new = parts_of(before), parts_of(after)
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    packed_before, packed_after = packed_parts(before), packed_parts(after)
    assert all(packed_before[name] == packed_after[name] for name in {*old, *new} - changed)
    return changed
