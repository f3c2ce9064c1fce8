"""What the texts of a learning report mean: days, shares and hours, read all at once.

The usual spellings are read in SQL while a report is loaded; every other distinct text is read as a cell of a sheet would be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...core.cells import DONE, EPOCH, NO_DATA
from ...core.columns import Column
from ...core.errors import Location, Problem
from ...core.values import durations
from ...core.values.cell_reading import NOT_A_NUMBER, Conventions
from ...core.values.column_messages import Fault
from ...core.values.column_values import read_cells
from .database import Database

DAYS = ("enrolled_on", "completed_on", "first_completed_on")
NUMBERS = ("progress", "hours", "minutes")
_UNIX = 719_163 - EPOCH  # 1970-01-01 as a day of a spreadsheet
_SECONDS, _MILLISECONDS = 1e9, 1e11  # a number from here on counts seconds, or milliseconds, since 1970
_DONE = ", ".join(f"'{word}'" for word in sorted({*DONE, "1", "t", "completed", "complete", "passed"}))
_NOTHING = ", ".join(f"'{word}'" for word in sorted(NO_DATA | NOT_A_NUMBER))
_COLUMNS = {
    name: Column(name.replace("_", " "), "date" if name in DAYS else "number", "") for name in (*DAYS, *NUMBERS)
}


def prepared_expressions(field: str, cell: str) -> list[str]:
    """Return the SQL that reads the cell of a field as text, number and day once, for the expressions below."""
    text = f"{cell} AS t_{field}"
    number = f"try_cast({cell} AS DOUBLE) AS n_{field}"
    return [text, number, f"try_cast(left({cell}, 10) AS DATE) AS d_{field}"] if field in DAYS else [text, number]


def value_expression(field: str) -> str:
    """Return the SQL that reads a field where it is spelled as usual, and gives NULL elsewhere."""
    if field in NUMBERS:
        return f"n_{field}"
    return (
        f"CASE WHEN d_{field} >= DATE '1950-01-01' THEN d_{field} - DATE '1899-12-30' "
        f"WHEN n_{field} >= {_MILLISECONDS} THEN CAST(floor(n_{field} / 86400000) AS INTEGER) + {_UNIX} "
        f"WHEN n_{field} >= {_SECONDS} THEN CAST(floor(n_{field} / 86400) AS INTEGER) + {_UNIX} END"
    )


def unusual_expression(field: str) -> str:
    """Return the SQL that gives the text of a field where `value_expression` does not read it, and it is no blank."""
    usual = (
        f"n_{field} IS NOT NULL" if field in NUMBERS else f"d_{field} >= DATE '1950-01-01' OR n_{field} >= {_SECONDS}"
    )
    return (
        f"CASE WHEN t_{field} IS NULL OR coalesce({usual}, false) THEN NULL "
        f"WHEN lower(t_{field}) NOT IN ({_NOTHING}) THEN t_{field} END"
    )


def flag_expression(text: str) -> str:
    """Return the SQL that says whether a text means that something is done."""
    return f"coalesce(lower({text}) IN ({_DONE}), false)"


@dataclass(frozen=True)
class ProgressScale:
    """What the plain numbers of a column of progress divide by; `unsure` when a 1 may be all or one in a hundred."""

    divisor: float
    unsure: bool = False


def progress_scale(largest: float | None, fractions: int, ones: int, finished: int) -> ProgressScale:
    """Return the scale of a column: its largest number, how many are between 0 and 1, how many are 1, and how many of
    the rows with a 1 are completed.

    >>> progress_scale(100, 0, 3, 0).divisor, progress_scale(1, 5, 3, 0).divisor, progress_scale(1, 0, 3, 0).unsure
    (100.0, 1.0, True)
    """
    if largest is not None and largest > 1:
        return ProgressScale(100.0)
    return ProgressScale(1.0, unsure=bool(ones and not fractions and not finished))


def read_unusual(database: Database, source: int, name: str, offset: int, locale: str) -> Iterator[Problem]:
    """Read the texts of a report that SQL did not, each distinct one once; its other cells settle day and month.

    `offset` is what a row of the file is ahead of its number in the database.
    """
    conventions = Conventions((), locale)
    for field in (*DAYS, *NUMBERS):
        found = database.rows(
            f"SELECT {field}_text, count(*), min(rowid) FROM raw WHERE source = ? AND {field}_text IS NOT NULL "
            "GROUP BY ALL ORDER BY min(rowid)",
            [source],
        )
        if not found:
            continue
        values, faults = _read(field, [text for text, *_ in found], conventions)
        for at, what, hint in faults:
            _, times, row = found[at]
            more = f" ({times} rows)" if times > 1 else ""
            yield Problem(Location(name, cell=f"row {row + offset}"), f"{what}{more}", hint)
        good = [(text, float(value)) for (text, *_), value in zip(found, values) if value is not None]
        database.rows("CREATE OR REPLACE TABLE spelled (text VARCHAR, value DOUBLE)")
        database.insert("spelled", {"text": [text for text, _ in good], "value": [value for _, value in good]})
        database.rows(
            f"UPDATE raw SET {field} = s.value FROM spelled s WHERE source = {source} AND {field}_text = s.text"
        )


def _read(field: str, texts: Sequence[str], conventions: Conventions) -> tuple[list[float | None], list[Fault]]:
    hours = [durations.hours(text) if field == "hours" else None for text in texts]
    at = [number for number, value in enumerate(hours) if value is None]
    reading = read_cells(_COLUMNS[field], [texts[number] for number in at], conventions)
    rest = iter(reading.values)
    values = [next(rest) if value is None else value for value in hours]
    return values, [(at[number], what, hint) for number, what, hint in reading.faults]


def scale_progress(database: Database, source: int, name: str, offset: int) -> Iterator[Problem]:
    """Bring the progress of a report to shares of 1; what is outside of 0 to 1, or unsure, is no data and a problem."""
    done = "(finished OR completed_on IS NOT NULL OR first_completed_on IS NOT NULL)"
    figures = database.one(
        "SELECT max(progress), count(*) FILTER (progress > 0 AND progress < 1), count(*) FILTER (progress = 1), "
        f"count(*) FILTER (progress = 1 AND {done}) FROM raw WHERE source = ?",
        [source],
    )
    scale = progress_scale(*figures)
    outside = f"source = {source} AND (progress < 0 OR progress > {scale.divisor})"
    count, row = database.one(f"SELECT count(*), min(rowid) FROM raw WHERE {outside}")
    if count:
        where = Location(name, cell=f"row {row + offset}")
        what = f"progress is below 0 or above 100% in {count} row{'' if count == 1 else 's'}; it is not counted there"
        yield Problem(where, what, "export the file again, or correct it")
        database.rows(f"UPDATE raw SET progress = NULL WHERE {outside}")
    if scale.unsure:
        what = "progress is nothing but 0 and 1: 1 could be 100% or 1%; it is not counted"
        yield Problem(Location(name), what, "add a row with another value, or one with a completion date")
        database.rows(f"UPDATE raw SET progress = NULL WHERE source = {source} AND progress = 1")
    elif scale.divisor != 1:
        database.rows(f"UPDATE raw SET progress = progress / {scale.divisor} WHERE source = {source}")
