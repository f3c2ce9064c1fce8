"""Who the people of a report are: by e-mail address, then by person ID; a name alone is asked about, never assumed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...core.model import Person
from ...core.names import fold_name
from ...core.references import fold_id
from .database import Database
from .matches import NOBODY, PersonMatch
from .similar import similar_people

Ask = Callable[[str, Sequence[str]], int]  # a question and its choices, to the number of the answer from 0

MOST_QUESTIONS = 20  # in one import
MOST_COMPARED = 2_000_000  # pairs of names; with more people, only equal names are offered
NOBODY_OF_THESE = "nobody of these"
_WORDS = "list_sort(string_split(lower(replace({0}, ',', '')), ' '))"  # of a name, in whatever order
_KINDS = ("email", "external_id", "name")  # what identifies a person, the surest first


@dataclass(frozen=True)
class ReportPerson:
    """A person as reports name them, and in how many rows."""

    number: int
    email: str
    external_id: str
    name: str
    deactivated: bool
    rows: int


@dataclass(frozen=True)
class PeopleMatch:
    """How many people of the reports were matched, and the others with the reason.

    `answers` are those given now, `ignored` counts the people whom the user's table leaves out. `named_otherwise` counts
    people who were matched by e-mail address or ID and have another name there.
    """

    matched: int
    unmatched: Sequence[tuple[ReportPerson, str]] = ()
    answers: Sequence[PersonMatch] = ()
    ignored: int = 0
    named_otherwise: int = 0


def match_people(
    database: Database, people: Sequence[Person], answers: Sequence[PersonMatch], ask: Ask | None
) -> PeopleMatch:
    """Make the table `matched` of who the people in the table `persons` are, and return who could not be matched.

    `answers` are the rows of the user's table, which go first; then the e-mail address counts, then the ID. With `ask`, a person
    asks a question for each name that may be one of ours, twenty at most; without it they are unmatched.
    """
    _make_keys(database, people, answers)
    database.rows(
        "CREATE OR REPLACE TABLE found AS SELECT p.number, coalesce(a1.ids, a2.ids, a3.ids) AS told, "
        "coalesce(told, k1.ids, k2.ids) AS ids FROM persons p "
        "LEFT JOIN keys a1 ON a1.kind = 'told email' AND a1.text = p.email "
        "LEFT JOIN keys a2 ON a2.kind = 'told external_id' AND a2.text = p.external_id "
        "LEFT JOIN keys a3 ON a3.kind = 'told name' AND a3.text = lower(p.name) "
        "LEFT JOIN keys k1 ON k1.kind = 'email' AND k1.text = p.email "
        "LEFT JOIN keys k2 ON k2.kind = 'external_id' AND k2.text = p.external_id"
    )
    database.rows(
        "CREATE OR REPLACE TABLE matched AS SELECT number AS person, dense_rank() OVER (ORDER BY ids[1]) AS id_number, "
        f"ids[1] AS person_id FROM found WHERE len(ids) = 1 AND ids[1] != '{NOBODY}' AND ids[1] IN (SELECT id FROM known)"
    )
    (otherwise,) = database.one(
        "SELECT count(*) FROM matched m JOIN persons p ON p.number = m.person JOIN known k ON k.id = m.person_id "
        f"WHERE p.name != '' AND {_WORDS.format('p.name')} != {_WORDS.format('k.name')}"
    )
    (ignored,) = database.one(f"SELECT count(*) FROM found WHERE ids = ['{NOBODY}']")
    rows = database.rows(
        "SELECT p.number, p.email, p.external_id, p.name, p.deactivated, p.rows, f.told, f.ids FROM persons p "
        "JOIN found f USING (number) ANTI JOIN matched m ON m.person = p.number "
        f"WHERE f.ids IS DISTINCT FROM ['{NOBODY}'] ORDER BY p.email, p.external_id, p.name"
    )
    open_ = []
    for *row, told, ids in rows:
        person, several = ReportPerson(*row), sorted(ids) if ids and len(ids) > 1 else []
        open_.append((person, _reason(person, several, (told or [""])[0]), several))
    return _asked(database, people, open_, ask, otherwise, ignored)


def _make_keys(database: Database, people: Sequence[Person], answers: Sequence[PersonMatch]) -> None:
    """Make the tables `known` of our people, and `keys` of the texts that mean one or several of them."""
    database.rows("CREATE OR REPLACE TABLE known (id VARCHAR, name VARCHAR)")
    database.rows("CREATE OR REPLACE TABLE said (kind VARCHAR, text VARCHAR, id VARCHAR)")
    names = {person.person_id: person.name or "" for person in people}
    database.insert("known", {"id": list(names), "name": list(names.values())})
    folded = [(fold_id(id), id) for id in names]
    by_id = dict(folded)
    said = [("external_id", text, id) for text, id in folded]
    said += [
        ("email", person.email.strip().lower(), person.person_id)
        for person in people
        if person.email and "@" in person.email
    ]
    for row in answers:
        key = next(((kind, text) for kind in _KINDS if (text := getattr(row, kind).lower())), None)
        if row.person_id and key:
            said.append((f"told {key[0]}", key[1], by_id.get(fold_id(row.person_id), row.person_id)))
    kinds, texts, ids = zip(*said) if said else ((), (), ())
    database.insert("said", {"kind": kinds, "text": texts, "id": ids})
    database.rows(
        "CREATE OR REPLACE TABLE keys AS SELECT kind, text, list(DISTINCT id) AS ids FROM said GROUP BY kind, text"
    )


def _asked(
    database: Database,
    people: Sequence[Person],
    open_: Sequence[tuple[ReportPerson, str, Sequence[str]]],
    ask: Ask | None,
    otherwise: int,
    ignored: int,
) -> PeopleMatch:
    """Ask about, or list, the people whose name alone is like one of ours."""
    if not open_:
        people = ()
    names = {person.person_id: person.name for person in people if person.name}
    by_name: dict[str, list[str]] = defaultdict(list)
    for id, name in names.items():
        by_name[_ordered(name)].append(id)
    compared = len(open_) * len(names) <= MOST_COMPARED
    given: list[PersonMatch] = []
    chosen_ids: list[tuple[int, str]] = []
    unmatched: list[tuple[ReportPerson, str]] = []
    for person, reason, several in open_:
        candidates = list(several) or (_candidates(person, by_name, compared) if person.name else [])
        if not candidates or ask is None or len(given) >= MOST_QUESTIONS:
            unmatched.append((person, reason if several else _offered(candidates, names) or reason))
            continue
        choices = [*(f"{names.get(id, '')} ({id})" for id in candidates), NOBODY_OF_THESE]
        chosen = ask(f"Who is {_shown(person)}?", choices)
        id = candidates[chosen] if chosen < len(candidates) else NOBODY
        given.append(PersonMatch(person.name, person.email, person.external_id, id))
        if id != NOBODY:
            chosen_ids.append((person.number, id))
    for number, id in chosen_ids:
        database.rows(
            "INSERT INTO matched SELECT $1, coalesce((SELECT any_value(id_number) FROM matched WHERE person_id = $2), "
            "(SELECT coalesce(max(id_number), 0) + 1 FROM matched)), $2",
            [number, id],
        )
    (matched,) = database.one("SELECT count(*) FROM matched")
    return PeopleMatch(matched, unmatched, given, ignored + len(given) - len(chosen_ids), otherwise)


def _reason(person: ReportPerson, several: Sequence[str], answer: str) -> str:
    if answer:
        return f"the table of matches says {answer!r}, which is not in the People tables of your workbooks"
    if several:
        return f"{person.email or person.external_id} belongs to several people: {', '.join(several)}"
    if not (person.email or person.external_id or person.name):
        return "the row has no e-mail address, no ID and no name"
    if person.deactivated:
        return "has left (deactivated in the learning system), and is not in the People tables of your workbooks"
    return "is not in the People tables of your workbooks"


def _candidates(person: ReportPerson, by_name: Mapping[str, Sequence[str]], compared: bool) -> list[str]:
    """The IDs of the people with the same name, or else with a similar one."""
    same = by_name.get(_ordered(person.name))
    if same or not compared:
        return sorted(same or ())
    return [id for name in similar_people(person.name, list(by_name)) for id in by_name[name]][:3]


def _offered(candidates: Iterable[str], names: Mapping[str, str]) -> str:
    named = " or ".join(f"{names[id]} ({id})" for id in candidates)
    return named and f"only the name is like that of {named}; enter the person ID if it is the same person"


def _shown(person: ReportPerson) -> str:
    return " ".join(filter(None, [person.name, f"<{person.email}>" if person.email else "", person.external_id]))


def _ordered(name: str) -> str:
    """A name as it is compared, with "Last, First" the usual way round."""
    last, comma, first = name.partition(",")
    return fold_name(f"{first} {last}" if comma and first.strip() else name)
