"""Who was erased, kept as salted hashes only, so that a workbook that still holds the person does not bring them back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ...core.errors import Location, Problem
from ...core.mentions import PersonNames, is_distinctive, mention_key, replaced, word_count, words_in
from ...core.model import TableSource
from ...core.records import Records
from .person_texts import ABOUT_PEOPLE, PERSON_COLUMNS
from .store import Store

SALT_BYTES = 16
_HINT = "delete it from the workbook, or run `okrsheets privacy readmit` if the person is to be kept again"


@dataclass(frozen=True)
class ErasedPeople:
    """The hashes of what erased people were called, with the pseudonym of each.

    `in_texts` are those that are looked for within free texts. `words` are short hashes of their single words, and
    `longest` is how many words one has at most: a text without any of the words needs no longer look.
    """

    salt: str = ""
    pseudonyms: Mapping[str, str] = field(default_factory=dict)
    in_texts: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    longest: int = 0

    def in_people(self, key: str) -> str | None:
        """Return the pseudonym for what a cell about people says, None for anybody else."""
        return self.pseudonyms.get(_hash(self.salt, key))

    def in_text(self, key: str) -> str | None:
        """Return the pseudonym for a name within a text, None for anything else."""
        hashed = _hash(self.salt, key)
        return self.pseudonyms[hashed] if hashed in self.in_texts else None

    def text(self, text: str) -> str:
        """Return a text with the pseudonym where an erased person was named."""
        if not any(_short(self.salt, word) in self.words for word in words_in(text)):
            return text
        return replaced(text, self.in_text, self.longest)


def erased_people(store: Store) -> ErasedPeople:
    """Return who was erased from a store."""
    rows = store.rows("SELECT salt, hash, pseudonym, in_texts, words, longest FROM erased")
    if not rows:
        return ErasedPeople()
    return ErasedPeople(
        rows[0][0],
        {hashed: pseudonym for _, hashed, pseudonym, *_ in rows},
        frozenset(hashed for _, hashed, _, in_texts, *_ in rows if in_texts),
        frozenset(word for *_, words, _ in rows for word in words.split()),
        max(row[-1] for row in rows),
    )


def hashed_rows(identity: PersonNames, pseudonym: str, salt: str) -> list[tuple[str, str, str, bool, str, int]]:
    """Return the rows of the table `erased` for a person."""
    return [
        (
            salt,
            _hash(salt, key),
            pseudonym,
            is_distinctive(key),
            " ".join(sorted(_short(salt, word) for word in words_in(key))),
            word_count(key),
        )
        for key in sorted(identity.spelling_keys())
    ]


def take_over(store: Store, history: Store) -> None:
    """Let a new store know who was erased from a history."""
    if history.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'erased'"):
        store.insert_rows("erased", history.rows("SELECT salt, hash, pseudonym, in_texts, words, longest FROM erased"))


def salt_of(store: Store) -> str:
    """Return the store's salt, a new one where nobody was erased before."""
    rows = store.rows("SELECT salt FROM erased LIMIT 1")
    return str(rows[0][0]) if rows else secrets.token_hex(SALT_BYTES)


def readmit(store: Store, name: str) -> bool:
    """Forget that somebody was erased, so that their rows are read again; False when nobody of this name was."""
    people = erased_people(store)
    pseudonym = people.in_people(mention_key(name))
    if pseudonym is None:
        return False
    store.rows("DELETE FROM erased WHERE pseudonym = ?", [pseudonym])
    store.rows("DELETE FROM layout")  # so that workbooks that did not change are read again, too
    return True


@lru_cache(maxsize=65_536)
def _hash(salt: str, key: str) -> str:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), key=salt.encode()[:64], digest_size=16).hexdigest()


def _short(salt: str, word: str) -> str:
    """Too short to tell which word it was."""
    return _hash(salt, word)[:4]


def without_erased(
    people: ErasedPeople, tables: Sequence[Records], problems: Sequence[Problem]
) -> tuple[Sequence[Records], Sequence[Problem]]:
    """Return what was read of a workbook without the rows of erased people, and with a note where there were some."""
    if not people.pseudonyms:
        return tables, problems
    kept = [_without_rows(people, records) for records in tables]
    notes = [note for records, after in zip(tables, kept) if (note := _note(people, records, after))]
    named = [replace(problem, what=people.text(problem.what), hint=people.text(problem.hint)) for problem in problems]
    return kept, [*named, *notes]


def _without_rows(people: ErasedPeople, records: Records) -> Records:
    table = records.table.field
    dropped = set(_own_rows(people, records)) if table in ABOUT_PEOPLE else set()
    keep = [at for at in range(len(records)) if at not in dropped]
    columns = {
        name: [_renamed(people, table, name, values[at]) for at in keep] for name, values in records.columns.items()
    }
    sources = _renamed_sources(people, [records.sources[at] for at in keep])
    return Records(records.table, columns, [records.rows[at] for at in keep], sources)


def _own_rows(people: ErasedPeople, records: Records) -> Iterator[int]:
    """The rows about an erased person: by id or address, and by name where a row has no id of its own."""
    ids = records.columns["person_id"]
    emails: Iterable[str | None] = records.columns.get("email", [None] * len(ids))
    for at, (id, email) in enumerate(zip(ids, emails)):
        if any(text and people.in_people(mention_key(text)) for text in (id, email)):
            yield at


def _renamed(people: ErasedPeople, table: str, column: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if table == "people" and column in ("person_id", "name", "email"):
        return value  # the row is about somebody else, who may have the same name
    if column in PERSON_COLUMNS[table]:
        return replaced(value, people.in_people, people.longest)
    return people.text(value)


def _renamed_sources(people: ErasedPeople, sources: Sequence[TableSource]) -> list[TableSource]:
    """The sheets with the pseudonym in titles that name the person; each is one object still."""
    renamed = {id(source): source for source in sources}
    for key, source in renamed.items():
        title = people.text(source.sheet)
        if title != source.sheet:
            renamed[key] = replace(source, sheet=title)
    return [renamed[id(source)] for source in sources]


def _note(people: ErasedPeople, records: Records, after: Records) -> Problem | None:
    left_out = len(records) - len(after)
    if not left_out:
        return None
    first = records.location(next(_own_rows(people, records)), "person_id")
    rows = "the row is" if left_out == 1 else f"{left_out} rows are"
    what = f"{rows} about a person who was erased: not read"
    return Problem(Location(first.workbook, people.text(first.sheet), first.cell), what, _HINT, note=True)
