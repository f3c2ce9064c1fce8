"""Key results that count courses or certificates: their check-ins follow from the records, by a table that the user keeps.

A count changes on the days on which somebody completes a course, or a certificate is issued or expires. Each such day within
the cycle becomes a check-in, so that the same import twice makes the same check-ins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ...core import schema
from ...core.cells import Day
from ...core.errors import Location, Problem
from ...core.model import Certification, KeyResult, Learning, Objective, Person, Settings
from ...core.names import fold_name
from ...core.records import Tables
from ...core.references import fold_id
from .matches import MATCHES_FILE, CountedKeyResult

CHECK_INS = tuple(column.field for column in schema.CHECK_INS.inputs)
TRAINED, CERTIFIED, COURSES = "people trained", "people certified", "courses per person"
COUNTS = (TRAINED, CERTIFIED, COURSES)
# What the text of a key result says when it may be such a count, in English, German and Spanish; only suggested.
_WORDS = {
    CERTIFIED: ("certif", "zertif", "acredit"),
    COURSES: ("course", "kurs", "curso"),
    TRAINED: ("trained", "training", "geschult", "schulung", "formad", "formación"),
}

Row = tuple[object, ...]
Span = tuple[str, Day, "Day | None"]
"""A person, from which day something of theirs counts, and the day from which on it does not any more."""


@dataclass(frozen=True)
class SkillRecords:
    """Completed courses and certificates, of the import and of the workbooks."""

    courses: Collection[tuple[str, str, str, Day]]
    """Person, course, skill, completed on."""
    certificates: Collection[tuple[str, str, Day, Day | None]]
    """Person, skill, issued, expires."""

    @classmethod
    def of(
        cls, courses: Iterable[tuple[str, str, str, Day]], certificates: Iterable[Row], tables: Tables
    ) -> SkillRecords:
        """Return the records of an import together with those that users typed."""
        typed = [
            (each.person_id, each.course, each.skill, each.completed_on)
            for each in tables["learning"].nouns(Learning)
            if each.person_id and each.course and each.skill and each.completed_on is not None
        ]
        held = [
            (each.person_id, each.skill, each.issued, each.expires)
            for each in tables["certifications"].nouns(Certification)
            if each.person_id and each.skill and each.issued is not None
        ]
        theirs = [
            (str(row[0]), str(row[1]), row[3], row[4] if isinstance(row[4], int) else None)
            for row in certificates
            if isinstance(row[3], int)
        ]
        return cls([*courses, *typed], [*held, *theirs])


@dataclass(frozen=True)
class CountedCheckIns:
    """The check-ins of all key results that count, and the rows of the user's table that cannot be used."""

    rows: Sequence[Row]
    problems: Sequence[Problem]


def count_key_results(
    wanted: Sequence[CountedKeyResult],
    records: SkillRecords,
    tables: Tables,
    period: tuple[Day, Day],
    today: Day,
    before: Sequence[Row] = (),
) -> CountedCheckIns:
    """Return the check-ins of the key results in the user's table, from the first day of their cycle up to `today`.

    `period` is the cycle of workbooks that do not say theirs, `before` the check-ins of the last import: those of key
    results of other cycles are kept.
    """
    results = {fold_id(each.id): each for each in tables["key results"].nouns(KeyResult)}
    cycles = {each.origin.source.workbook: each for each in tables["settings"].nouns(Settings) if each.origin}
    people = tables["people"].nouns(Person)
    rows = [row for row in before if fold_id(str(row[1])) not in results]
    problems = []
    for row in (replace(each, counts=fold_name(each.counts)) for each in wanted if each.counts):
        result = results.get(fold_id(row.key_result))
        fault = _fault(row, result, people)
        if fault is not None:
            problems.append(fault)
        if result is None or (fault is not None and not fault.note):
            continue
        own = cycles.get(result.origin.source.workbook, Settings()).over(
            Settings(cycle_start=period[0], cycle_end=period[1])
        )
        days = own.cycle_start or period[0], min(today, own.cycle_end or period[1])
        note = f"Counted by the import of learning records: {row.counts} in {row.skill}"
        rows += [_check_in(day, result.id, value, note) for day, value in _values(row, records, people, days)]
    return CountedCheckIns(sorted(rows, key=lambda row: (str(row[1]), row[0])), problems)


def _check_in(day: Day, key_result: str, value: float, note: str) -> Row:
    said = {"date": day, "key_result_id": key_result, "value": value, "note": note}
    return tuple(said.get(field) for field in CHECK_INS)


def _fault(row: CountedKeyResult, result: KeyResult | None, people: Sequence[Person]) -> Problem | None:
    """Why a row of the user's table cannot be used; a key result of another cycle is only noted."""
    where = Location(MATCHES_FILE, "Key Results", row.key_result)
    if row.counts not in COUNTS:
        return Problem(where, f"what to count is not known: {row.counts!r}", f"enter one of: {', '.join(COUNTS)}")
    if not row.skill:
        return Problem(where, "the skill is missing", "enter the skill as it is spelled on your Skills sheet")
    if result is None:
        return Problem(where, "no workbook of this cycle has this key result: nothing is counted for it", note=True)
    if not _who(row, people):
        return Problem(
            where, f"no team and no role is called {row.who!r}", "enter a team or a role of the People sheet"
        )
    return None


def _who(row: CountedKeyResult, people: Iterable[Person]) -> set[str]:
    """The people who count: those of a team, those with a role, or everybody."""
    key = fold_name(row.who)
    return {each.person_id for each in people if not key or key in (fold_name(each.team), fold_name(each.role))}


def _values(
    row: CountedKeyResult, records: SkillRecords, people: Sequence[Person], days: tuple[Day, Day]
) -> Iterator[tuple[Day, float]]:
    """The value on the first day, and on each later day on which it is another."""
    who, skill = _who(row, people), fold_name(row.skill)
    spans = [span for span in _spans(row.counts, records, skill) if span[0] in who]
    first, last = days
    moves = {day for _, since, until in spans for day in (since, until) if day is not None and first < day <= last}
    value_on = _courses_on if row.counts == COURSES else _people_on
    before: float | None = None
    for day in sorted({first, *moves}) if first <= last else ():
        value = value_on(spans, day, len(who))
        if value != before:
            yield day, value
        before = value


def _spans(counts: str, records: SkillRecords, skill: str) -> list[Span]:
    if counts == CERTIFIED:
        return [(who, issued, expires) for who, of, issued, expires in records.certificates if fold_name(of) == skill]
    first: dict[tuple[str, str], Day] = {}
    for who, course, of, day in records.courses:
        if fold_name(of) == skill:
            key = who, fold_name(course)
            first[key] = min(day, first.get(key, day))
    return [(who, day, None) for (who, _), day in first.items()]


def _people_on(spans: Iterable[Span], day: Day, _: int) -> float:
    """How many people have something that counts on a day: a certificate is expired from its expiry day on."""
    return float(len({who for who, since, until in spans if since <= day and (until is None or day < until)}))


def _courses_on(spans: Iterable[Span], day: Day, people: int) -> float:
    return round(sum(since <= day for _, since, _ in spans) / people, 4)


def suggested_key_results(known: Sequence[CountedKeyResult], tables: Tables) -> list[CountedKeyResult]:
    """Return a row for each key result whose text reads like such a count and whose objective needs a skill; nothing is counted yet.

    >>> suggested_key_results([], Tables())
    []
    """
    listed = {fold_id(row.key_result) for row in known}
    skills = _skills_by_objective(tables)
    return [
        CountedKeyResult(each.id, suggestion=f"{counts}: {skills[each.objective_id]}")
        for each in tables["key results"].nouns(KeyResult)
        if each.objective_id in skills and fold_id(each.id) not in listed and (counts := _counts_in(each.key_result))
    ]


def _counts_in(text: str | None) -> str:
    said = (text or "").lower()
    return next((counts for counts, words in _WORDS.items() if any(word in said for word in words)), "")


def _skills_by_objective(tables: Tables) -> dict[str, str]:
    """The first skill that each objective needs."""
    needs = tables["goal skills"]
    known = {each.id for each in tables["objectives"].nouns(Objective)}
    pairs = zip(needs.columns["objective_id"], needs.columns["skill"])
    found: dict[str, str] = {}
    for objective, skill in pairs:
        if objective in known and skill:
            found.setdefault(objective, skill)
    return found
