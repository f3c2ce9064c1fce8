"""Erases a person from every snapshot: the store is written anew without them, checked on its bytes, and put in place.

A DuckDB file keeps the blocks of deleted rows, so that deleting is not enough. What a figure of a group needs stays
under a random pseudonym; docs/privacy.md says what that is.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from ...core.errors import StoreError
from ...core.mentions import PersonNames, pseudonym_of
from .erased import hashed_rows, salt_of
from .person_texts import ABOUT_PEOPLE, CACHES, PEOPLE, PERSON_COLUMNS, TEXTS, person_texts, searched, text_columns
from .store import STORAGE, Store

_BLANKED = ("email", "manager", "evidence")  # of a row about the person
_CHUNK = 1 << 22
SHORTEST_IN_BYTES = 6  # a shorter text stands in any large file by chance: only cells are searched for it


@dataclass(frozen=True)
class Remaining:
    """A text that still stands in the store, with how many cells of a column have it: within longer words or names."""

    text: str
    table: str
    column: str
    cells: int


@dataclass(frozen=True)
class Erased:
    """What an erasure came to: the texts that were searched for, in the bytes of the file where they are long enough, and
    those that remain."""

    pseudonym: str
    searched: tuple[str, ...]
    remaining: tuple[Remaining, ...]


def new_pseudonym() -> str:
    """Return a random name that nothing leads back from.

    >>> len(new_pseudonym())
    15
    """
    return pseudonym_of(secrets.randbits(32))


def erase(path: Path, identity: PersonNames, pseudonym: str, delete_rows: bool = False) -> Erased:
    """Replace the store at `path` by one in which nothing names a person; with `delete_rows` also without their rows.

    `StoreError` when the new file cannot be written or still has a name that no cell explains: then the old one stays.
    """
    new, raw = (path.with_name(f".{path.stem}.{word}{path.suffix}") for word in ("erasing", "searching"))
    try:
        _remove(new, raw)
        Store(new).close()
        with Store(path) as store:
            person_texts(store, identity, pseudonym)
            store.rows(f"ATTACH '{_quoted(new)}' AS fresh")
            store.rows("SET preserve_insertion_order = true")
            with store.transaction():
                for table in _tables(store):
                    _copy(store, table, pseudonym, delete_rows)
                salt = salt_of(store)
                _insert_hashes(store, identity, pseudonym, salt)
            store.rows("CHECKPOINT fresh")
            store.rows("DETACH fresh")
        Store(new).close()  # registers the views by the rules that were copied
        remaining = _check(new, raw, searched(identity.spelled))
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        _remove(new, raw)
    return Erased(pseudonym, tuple(searched(identity.spelled)), remaining)


def _quoted(path: Path) -> str:
    """A path as it stands in a text of SQL: the file to attach cannot be a parameter."""
    return "''".join(str(path).split("'"))


def _remove(*paths: Path) -> None:
    for path in paths:
        for file in (path, path.with_name(f"{path.name}.wal")):
            file.unlink(missing_ok=True)


def _tables(store: Store) -> list[str]:
    sql = (
        "SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND database_name = current_database() ORDER BY ALL"
    )
    return [table for (table,) in store.rows(sql) if table not in (*CACHES, "meta", "registered")]


def _copy(store: Store, table: str, pseudonym: str, delete_rows: bool) -> None:
    """Copy the rows of a table into the new store, with the pseudonym where the person was named."""
    about = table in ABOUT_PEOPLE
    own = (
        f"coalesce((SELECT n.new FROM {PEOPLE} n WHERE n.old = t.person_id) = '{pseudonym}', false)"
        if about
        else "false"
    )
    replaced = [
        f'{_expression(table, column, own, pseudonym)} AS "{column}"'
        for source, column in text_columns(store)
        if source == table
    ]
    changes = f" REPLACE ({', '.join(replaced)})" if replaced else ""
    where = f" WHERE NOT {own}" if about and delete_rows else ""
    store.rows(f'INSERT INTO fresh."{table}" BY NAME SELECT *{changes} FROM "{table}" t{where}')


def _expression(table: str, column: str, own: str, pseudonym: str) -> str:
    people, texts = (
        f'coalesce((SELECT n.new FROM {name} n WHERE n.old = t."{column}"), t."{column}")' for name in (PEOPLE, TEXTS)
    )
    if table == "renamed":
        return f"CASE WHEN subject = 'people' THEN {people} ELSE {texts} END"
    if table == "people" and column == "name":
        return f"CASE WHEN {own} THEN '{pseudonym}' ELSE \"name\" END"
    value = people if table == "asked" or column in PERSON_COLUMNS.get(table, ()) else texts
    return f"CASE WHEN {own} THEN NULL ELSE {value} END" if table in ABOUT_PEOPLE and column in _BLANKED else value


def _insert_hashes(store: Store, identity: PersonNames, pseudonym: str, salt: str) -> None:
    store.insert_rows("fresh.erased", hashed_rows(identity, pseudonym, salt))


def _check(new: Path, raw: Path, texts: Collection[str]) -> tuple[Remaining, ...]:
    """Search the bytes of the new store, and of a copy whose texts are not compressed, which hides nothing.

    A name that the bytes have must be one that cells explain: within a longer word, or as somebody else's.
    """
    with Store() as store:
        store.rows(f"ATTACH '{_quoted(new)}' AS fresh (READ_ONLY)")
        store.rows(f"ATTACH '{_quoted(raw)}' AS raw (STORAGE_VERSION '{STORAGE}')")
        store.rows("SET force_compression = 'uncompressed'")
        store.rows("COPY FROM DATABASE fresh TO raw")
        store.rows("CHECKPOINT raw")
        remaining = tuple(_remaining(store, texts))
        store.rows("DETACH raw")
        store.rows("DETACH fresh")
    explained = {entry.text for entry in remaining}
    for file in (new, raw):
        for text in texts_in_bytes(file, [text for text in texts if len(text.encode()) >= SHORTEST_IN_BYTES]):
            if text not in explained:
                raise StoreError(
                    "the history file still has a name of the person in its bytes: nothing was changed",
                    "run `okrsheets sync`, then try again; if it stays, report it as a fault",
                )
    return remaining


def _remaining(store: Store, texts: Collection[str]) -> Iterator[Remaining]:
    columns = store.rows(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'fresh' AND NOT internal "
        "AND data_type = 'VARCHAR' AND table_name IN "
        "(SELECT table_name FROM duckdb_tables() WHERE database_name = 'fresh') ORDER BY ALL"
    )
    for text in texts:
        for table, column in columns:
            ((count,),) = store.rows(
                f'SELECT count(*) FROM fresh."{table}" WHERE contains(lower("{column}"), lower(?))', [text]
            )
            if count:
                yield Remaining(text, table, column, count)


def texts_in_bytes(path: Path, texts: Collection[str]) -> set[str]:
    """Return those texts that stand in the bytes of a file, in small letters, capitals or as they are."""
    patterns = {
        spelling.encode().lower(): text
        for text in texts
        for spelling in (text, text.lower(), text.upper(), text.casefold())
    }
    if not patterns:
        return set()
    overlap, rest, found = max(map(len, patterns)), b"", set()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            window = (rest + chunk).lower()
            found |= {text for pattern, text in patterns.items() if pattern in window}
            rest = window[-overlap:]
    return found
