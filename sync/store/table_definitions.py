"""The tables of the store: their columns, and what those of a file of an older format lack."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ...core import schema
from ...core.columns import Column, Table

KnownColumns = Collection[tuple[str, str]]  # of the tables of a file: the table's name and the column's

_SQL_TYPES = {"number": "DOUBLE", "share": "DOUBLE", "level": "DOUBLE", "date": "INTEGER", "flag": "TINYINT"}

DDL = """
CREATE TABLE IF NOT EXISTS meta (format INTEGER);
CREATE TABLE IF NOT EXISTS registered (digest VARCHAR);
CREATE TABLE IF NOT EXISTS syncs (sync INTEGER, day INTEGER);
CREATE TABLE IF NOT EXISTS versions (
    version INTEGER, name VARCHAR, root VARCHAR, size BIGINT, modified BIGINT, sha256 VARCHAR, read_on INTEGER,
    first_sync INTEGER, last_sync INTEGER);
CREATE TABLE IF NOT EXISTS faults (sync INTEGER, name VARCHAR, root VARCHAR, what VARCHAR, hint VARCHAR);
CREATE TABLE IF NOT EXISTS given_up (sha256 VARCHAR, limits VARCHAR, what VARCHAR, hint VARCHAR);
CREATE TABLE IF NOT EXISTS layout (digest VARCHAR);
CREATE TABLE IF NOT EXISTS read_by (version INTEGER, made_by VARCHAR);
CREATE TABLE IF NOT EXISTS made (sync INTEGER, day INTEGER, choice VARCHAR);
CREATE TABLE IF NOT EXISTS summaries (sync INTEGER, summary VARCHAR);
CREATE TABLE IF NOT EXISTS sheets (version INTEGER, sheet INTEGER, subject VARCHAR, title VARCHAR, cells VARCHAR);
CREATE TABLE IF NOT EXISTS problems (
    version INTEGER, sheet VARCHAR, cell VARCHAR, what VARCHAR, hint VARCHAR, note BOOLEAN);
CREATE TABLE IF NOT EXISTS standings (sync INTEGER, objective_id VARCHAR, score DOUBLE);
CREATE TABLE IF NOT EXISTS commentary (sync INTEGER, about VARCHAR, text VARCHAR);
CREATE TABLE IF NOT EXISTS thresholds (at_risk_gap DOUBLE, off_track_gap DOUBLE, stale_days DOUBLE);
CREATE TABLE IF NOT EXISTS asked (person_id VARCHAR, day INTEGER, questions INTEGER);
CREATE TABLE IF NOT EXISTS evidence_rules (
    half_life DOUBLE, certificate_level DOUBLE, course_level DOUBLE, course_weight DOUBLE, corrects_raters BOOLEAN,
    has_margin BOOLEAN, stale DOUBLE);
CREATE TABLE IF NOT EXISTS states (
    state INTEGER, sync INTEGER, cycle VARCHAR, cycle_start INTEGER, cycle_end INTEGER, made_by VARCHAR);
CREATE TABLE IF NOT EXISTS state_workbooks (state INTEGER, version INTEGER, name VARCHAR, rank INTEGER);
CREATE TABLE IF NOT EXISTS dropped (state INTEGER, subject VARCHAR, version INTEGER, sheet INTEGER, row INTEGER);
CREATE TABLE IF NOT EXISTS renamed (state INTEGER, subject VARCHAR, version INTEGER, old VARCHAR, new VARCHAR);
CREATE TABLE IF NOT EXISTS state_problems (
    state INTEGER, number INTEGER, workbook VARCHAR, sheet VARCHAR, cell VARCHAR, what VARCHAR, hint VARCHAR, note BOOLEAN);
CREATE TABLE IF NOT EXISTS erased (
    salt VARCHAR, hash VARCHAR, pseudonym VARCHAR, in_texts BOOLEAN, words VARCHAR, longest INTEGER);
"""


def sql_type(column: Column) -> str:
    """Return the type that a column has in the store: days are serial numbers, flags 0 or 1."""
    return _SQL_TYPES.get(column.type, "VARCHAR")


def tables_ddl() -> str:
    """Return the statements that make the tables of the schema where they are not there."""
    statements = []
    for table in schema.TABLES:
        columns = ", ".join(f'"{column.field}" {sql_type(column)}' for column in table.inputs)
        statements.append(
            f'CREATE TABLE IF NOT EXISTS "{table.field}" (version INTEGER, sheet INTEGER, row INTEGER, {columns});'
        )
    return "\n".join(statements)


def added_columns(known: KnownColumns) -> Iterator[str]:
    """Yield the statements that add the columns that the tables of an older file lack.

    >>> everything = {(table.field, column.field) for table in schema.TABLES for column in table.inputs}
    >>> list(added_columns(everything - {("key_results", "lowest")}))
    ['ALTER TABLE "key_results" ADD COLUMN "lowest" DOUBLE']
    """
    for table, columns in _missing(known):
        for column in columns:
            yield f'ALTER TABLE "{table.field}" ADD COLUMN "{column.field}" {sql_type(column)}'


def completed_tables(known: KnownColumns, database: str) -> Iterator[str]:
    """Yield the statements by which an older file, which is only read, looks as if its tables had all columns, without data."""
    file = database.replace('"', '""')
    for table, columns in _missing(known):
        added = ", ".join(f'NULL::{sql_type(column)} AS "{column.field}"' for column in columns)
        rows = f'*, {added} FROM "{file}".main."{table.field}"'
        if len(columns) == len(table.inputs):
            rows = f"0 AS version, 0 AS sheet, 0 AS row, {added} WHERE false"
        yield f'CREATE TEMP VIEW "{table.field}" AS SELECT {rows}'


def _missing(known: KnownColumns) -> Iterator[tuple[Table, list[Column]]]:
    """The tables with the columns that they lack: all of them where there is no such table."""
    for table in schema.TABLES:
        columns = [column for column in table.inputs if (table.field, column.field) not in known]
        if columns:
            yield table, columns
