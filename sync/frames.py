"""Data frames at the edge: what users of pandas expect to get. The one door to pandas."""

from __future__ import annotations

import os
import warnings

import pandas as pd

from ..core.cells import EPOCH, Day
from ..core.errors import SourceError
from ..core.records import Records
from .config import workspace
from .reader_process import Readers
from .store.state import State
from .store.store import Store
from .sync import sync

_UNIX_EPOCH = pd.Timestamp("1970-01-01").toordinal() - EPOCH
_DTYPES = {"number": "float64", "share": "float64", "level": "float64", "flag": "boolean"}


def frame(records: Records) -> pd.DataFrame:
    """Return one table as a data frame: a column per field with dates as dates, then workbook, sheet and row.

    >>> from okrsheets.core import schema
    >>> from okrsheets.core.records import empty
    >>> frame(empty(schema.table("people"))).columns[:2].tolist()
    ['person_id', 'name']
    """
    columns: dict[str, pd.Series] = {}
    for column in records.table.inputs:
        values = records.columns[column.field]
        if column.type == "date":
            columns[column.field] = _dates(values)
        else:
            columns[column.field] = pd.Series(values, dtype=_DTYPES.get(column.type, "object"))
    columns["workbook"] = pd.Series([source.workbook for source in records.sources], dtype="object")
    columns["sheet"] = pd.Series([source.sheet for source in records.sources], dtype="object")
    columns["row"] = pd.Series(list(records.rows), dtype="int64")
    return pd.DataFrame(columns)


def _dates(values: list[Day | None]) -> pd.Series:
    days = pd.Series([None if value is None else value - _UNIX_EPOCH for value in values], dtype="float64")
    return pd.to_datetime(days, unit="D")


def read_frames(*sources: str, today: Day, cycle: str = "") -> dict[str, pd.DataFrame]:
    """Return the consolidated tables of workbooks and folders by name, without keeping a store.

    `today` is a serial day (see `okrsheets.core.cells.day`). `SourceError` for a source that is not there; a single
    workbook that cannot be read is a warning, and the others go on.
    """
    place = workspace(sources)
    with Store() as store:
        readers = Readers(os.cpu_count() or 1, place.config.limits)
        outcome = sync(store, place.sources, today, place.config.headings, readers=readers)
        for name, fault in outcome.faults.items():
            if name == fault.root:
                raise SourceError(fault.what, fault.hint)
            warnings.warn(f"{name}: {fault.what}; {fault.hint}", stacklevel=2)
        tables = State(store, outcome.sync, today, cycle or place.config.cycle).tables
    return {name: frame(records) for name, records in tables.records.items()}
