"""Which texts of the store name one person: in cells about people, and within any other text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from ...core import schema
from ...core.errors import UsageError
from ...core.mentions import (
    PersonNames,
    is_distinctive,
    mention_key,
    parts_of_names,
    replaced,
    replacement,
    without_spaces,
    words_in,
)
from ...core.references import visible
from .store import Store

_ROLES = ("owner", "by", "manager")  # columns in which somebody is named who is not the subject of the row
PERSON_COLUMNS: Mapping[str, tuple[str, ...]] = {
    table.field: tuple(
        column.field
        for column in table.inputs
        if column.refers == "people"
        or column.name in _ROLES
        or (table is schema.PEOPLE and column.name in ("person id", "name", "email"))
    )
    for table in schema.TABLES
}
# Tables with a row for a person, and the person's id in it.
ABOUT_PEOPLE = tuple(table.field for table in schema.TABLES if "person_id" in PERSON_COLUMNS[table.field])
OF_PEOPLE = ("renamed", "asked")  # other tables whose texts may be a person's id
CACHES = ("made", "summaries")  # what was shown once; made anew when it is gone
_TECHNICAL = (*CACHES, "meta", "registered", "layout", "erased")
_QUOTING = ("problems", "state_problems", "faults", "given_up")  # their texts quote cells
_QUOTED = re.compile("'([^']+)'")

PEOPLE, TEXTS, PERHAPS = "named_people", "named_texts", "perhaps_texts"  # temporary tables


def find_person(store: Store, text: str) -> PersonNames:
    """Return who is called by a name, an id or an e-mail address in any version of any workbook.

    Rows with one id or one e-mail address are one person, in whichever team. `UsageError` when nobody is called so, or
    when a name is that of several people.
    """
    rows = [tuple(row) for row in store.rows("SELECT DISTINCT person_id, name, email FROM people ORDER BY ALL")]
    key = mention_key(text)
    if not key:
        raise UsageError("no person is named", "give a name, an id or an e-mail address of the people sheet")
    for at in (0, 2, 1):  # an id means one person, an address nearly always, a name perhaps several
        matching = [row for row in rows if row[at] and mention_key(row[at]) == key]
        if matching:
            break
    else:
        return _only_named(store, key, text)
    people = [_same_person(rows, row) for row in matching]
    if any(person != people[0] for person in people):
        ids = ", ".join(sorted({str(row[0]) for row in matching}))
        raise UsageError(f"{len(set(map(frozenset, people)))} people are called {text!r}", f"give the person id: {ids}")
    return _identity(people[0], rows)


Row = tuple[str, str, str]  # id, name, address; each may be empty


def _same_person(rows: Collection[Row], row: Row) -> set[Row]:
    """All rows that share an id or an address with a row, or with another one that does."""
    found: set[Row] = {row}
    while True:
        ids = {mention_key(one[0]) for one in found if one[0]}
        emails = {mention_key(one[2]) for one in found if one[2]}
        more = {
            one for one in rows if (one[0] and mention_key(one[0]) in ids) or (one[2] and mention_key(one[2]) in emails)
        }
        if more <= found:
            return found
        found |= more


def _identity(own: set[Row], rows: Collection[Row]) -> PersonNames:
    ids, names, emails = (frozenset(row[at] for row in own if row[at]) for at in range(3))
    others = {mention_key(row[1]) for row in rows if row not in own and row[1]}
    others |= {mention_key(row[0]) for row in rows if row not in own and row[0]}
    return PersonNames(ids, names, emails, frozenset(name for name in names if mention_key(name) in others))


def _only_named(store: Store, key: str, text: str) -> PersonNames:
    """Somebody whom no people sheet lists, but other rows name."""
    spelled = {
        name
        for table, columns in PERSON_COLUMNS.items()
        for column in columns
        for (name,) in store.rows(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')
        if mention_key(name) == key
    }
    if not spelled:
        raise UsageError(f"nobody is called {text!r}", "give a name, an id or an e-mail address of the people sheet")
    return PersonNames(names=frozenset(spelled))


@dataclass(frozen=True)
class PersonTexts:
    """The texts that name a person, each with what it is with the pseudonym; `perhaps` have a part of the name."""

    people: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    perhaps: frozenset[str] = frozenset()


def person_texts(store: Store, identity: PersonNames, pseudonym: str) -> PersonTexts:
    """Return the texts of a store that name a person, and keep them as temporary tables for queries."""
    keys = identity.spelling_keys()
    in_people, in_texts = (replacement(keys, pseudonym, only_distinctive=only) for only in (False, True))
    anchors = {max(re.findall(r"\w+", key) or [key], key=len) for key in keys}
    parts = parts_of_names(identity.names)
    people: dict[str, str] = {}
    texts: dict[str, str] = {}
    perhaps: set[str] = set()
    for table, column in text_columns(store):
        is_people = column in PERSON_COLUMNS.get(table, ()) or table in OF_PEOPLE
        for (text,) in store.each(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'):
            folded = visible(unicodedata.normalize("NFKC", text)).casefold()
            if not any(anchor in folded for anchor in (*anchors, *parts)):
                continue
            if is_people and (new := replaced(text, in_people)) != text:
                people[text] = new
            new = without_spaces(replaced(text, in_texts), identity.names - identity.shared, pseudonym)
            new = _in_quotes(new, keys, pseudonym) if table in _QUOTING else new
            if new != text:
                texts[text] = new
            elif not is_people and words_in(text) & parts:
                perhaps.add(text)
    found = PersonTexts(people, texts, frozenset(perhaps))
    _keep(store, found)
    return found


def _in_quotes(text: str, keys: Collection[str], pseudonym: str) -> str:
    """Messages quote a cell whole: there an id such as '7' means the person."""
    return _QUOTED.sub(lambda cell: f"'{pseudonym}'" if mention_key(cell[1]) in keys else cell[0], text)


def _keep(store: Store, found: PersonTexts) -> None:
    for name, pairs in ((PEOPLE, found.people), (TEXTS, found.texts), (PERHAPS, dict.fromkeys(found.perhaps, ""))):
        store.rows(f"CREATE OR REPLACE TEMP TABLE {name} (old VARCHAR, new VARCHAR)")
        store.insert_rows(name, list(pairs.items()))


def text_columns(store: Store) -> Iterator[tuple[str, str]]:
    """Yield the table and the name of every column that holds texts of people."""
    for table, column in store.rows(
        "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables "
        "USING (table_catalog, table_schema, table_name) WHERE table_type = 'BASE TABLE' AND data_type = 'VARCHAR' "
        "AND table_catalog = current_database() ORDER BY ALL"
    ):
        if table not in _TECHNICAL and (table, column) != ("sheets", "cells") and column not in ("sha256", "made_by"):
            yield table, column


def searched(texts: Collection[str]) -> list[str]:
    """Return those texts that can be looked for anywhere: an id such as "7" stands in every file.

    >>> searched(["Ida Brandt", "7"])
    ['Ida Brandt']
    """
    return sorted(text for text in texts if is_distinctive(mention_key(text)))
