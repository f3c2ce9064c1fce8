"""What several tests share: whatever is typed into any text column of any table shows as typed, in every format, for every reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from report_cases import inside, worked_tables

from okrsheets.core import schema
from okrsheets.core.records import Records, Tables
from okrsheets.reports.model.report import Report, Text
from okrsheets.sync.growing.full_tables import made

HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "template": "{{ 7*7 }} {% raw %} ${x} #{y} {0.__class__}",
    "markup": "\"'></td></table><!-- | `now` *win* [x](javascript:alert(1)) &amp; <bdi>",
    "right to left": "\u202eevil\u202c שלום עולם \u2067x",
    "long": "word " * 1000,
    "one word": "w" * 5000,
    "byte order mark": "\ufeffa\ufeff b",
    "emoji": "👩‍🚀🏴‍☠️ e\u0301\u0301\u0301 \u200b",
    "style": "</style><style>body{display:none}</style> ]]> \\",
    "percent": "100 % %s %(name)s {count} {name}",
}


def spoilt(*texts: str) -> Tables:
    """The worked cases with texts, one after the other, in the cells where people write freely; names and ids stay different."""
    worked = worked_tables()
    id = next(iter(worked["key results"].columns["id"]))
    initiatives = made(schema.INITIATIVES, {"key_result_id": [id], "initiative": [""], "owner": [""]}, 1)
    kpis = made(schema.KPIS, {"kpi": [""], "owner": [""], "unit": [""], "current": [3.0], "healthy_to": [2.0]}, 1)
    records = {**worked.records, "initiatives": initiatives, "kpis": kpis}
    return Tables({name: _spoil(each, texts) for name, each in records.items()})


def _spoil(records: Records, texts: tuple[str, ...]) -> Records:
    """Columns that hold free text, in the 20 first rows: more of the same proves no more."""
    table = records.table
    free = {column.field for column in records.table.inputs if column.type == "text" and column.field != "cycle"}
    columns: Mapping[str, list[Any]] = {
        field: [
            texts[(at + shift) % len(texts)]
            if field in free and at < 20 and (value is not None or table.column(field).extra)
            else value
            for at, value in enumerate(values)
        ]
        for shift, (field, values) in enumerate(records.columns.items())
    }
    return Records(records.table, columns, records.rows, records.sources)


def texts(report: Report) -> set[str]:
    return {each.short for each in inside(report) if isinstance(each, Text) and each.short}
