"""A copy of the data for the public: people, teams, workbooks and ids under other names, free notes left out.

Everything is renamed before a report is made, so that no section, chart or format can tell what it was called.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from ...core.changes import Change
from ...core.evaluation import Evaluation
from ...core.lazy_tuple import LazyTuple
from ...core.model import (
    Certification,
    CheckIn,
    GoalSkill,
    KeyResult,
    Learning,
    Objective,
    Person,
    TableSource,
    Workbook,
)
from ...core.names import fold_name
from ...core.objective_status import ObjectiveStatus
from ...core.records import Tables
from ...core.skill_status import Readiness
from ...core.snapshot import Snapshot
from ..i18n.language import Language
from .report_data import ReportData

Thing = TypeVar("Thing")
Rename = Callable[[Any], Any]

SHORTEST = 3  # letters of a part of a name that is looked for in texts
_WORD = re.compile(r"\w+")


def anonymous(data: ReportData, language: Language) -> ReportData:
    """Return the data under other names, the same ones everywhere; without the rows, which hold every rating, and what people wrote."""
    mask, snapshot = _Pseudonymiser(data.snapshot, language), data.snapshot
    earlier = snapshot.earlier
    return ReportData(
        dataclasses.replace(
            snapshot,
            evaluation=mask.renamed(snapshot.evaluation),
            tables=Tables(),
            organisation="",
            problems=(),
            workbooks=[Workbook(mask.workbook(book.name), book.read_on) for book in snapshot.workbooks],
            earlier=None if earlier is None else {mask.objective(id): score for id, score in earlier.items()},
            earlier_lifecycles={mask.objective(id): word for id, word in snapshot.earlier_lifecycles.items()},
            commentary={},
            changes=[mask.change(change) for change in snapshot.changes],
            past=[mask.renamed(past) for past in snapshot.past],
            compared=mask.renamed(snapshot.compared),
            paths={},
        ),
        quality_off=data.quality_off,
    )


class _Pseudonymiser:
    """The other names, given out as they come up; the same thing always has the same one."""

    def __init__(self, snapshot: Snapshot, language: Language) -> None:
        self._language = language
        self._numbers: dict[str, dict[str, int]] = defaultdict(dict)
        self._people: dict[str, str] = {}  # name, id or address -> the person's key
        self._names: dict[str, list[tuple[str, str]]] = defaultdict(list)  # first word -> (name, other name)
        self._seen: dict[int, Any] = {}
        self._rules = self._all_rules()
        compared = (snapshot.compared,) if snapshot.compared else ()
        for evaluation in (snapshot.evaluation, *(past.evaluation for past in (*snapshot.past, *compared))):
            self._meet(evaluation)
        if snapshot.organisation:
            self._learn(snapshot.organisation, language.say("the organisation"))
        for names in self._names.values():
            names.sort(key=lambda pair: -len(pair[0]))

    def _meet(self, evaluation: Evaluation) -> None:
        """Learn the names of all people and teams, so that they are found in texts, too."""
        for status in evaluation.people:
            person = status.person
            for name in (person.person_id, person.name, person.email):
                if name:
                    self._people.setdefault(fold_name(name), person.person_id)
        people = [status.person.name for status in evaluation.people]
        owners = [status.objective.owner for status in evaluation.objectives]
        owners += [status.key_result.owner for status in evaluation.key_results]
        authors = [check_in.by for status in evaluation.key_results for check_in in status.check_ins]
        for name in dict.fromkeys((*people, *owners, *authors)):
            self._learn_person(name)
        for team in dict.fromkeys((*(status.team for status in evaluation.objectives), *_teams(evaluation))):
            if team:
                self._learn(team, self.team(team) or "")

    def _learn_person(self, name: str | None) -> None:
        other = self.person(name)
        if name and other:
            self._learn(name, other)
            for part in _WORD.findall(name):
                if len(part) >= SHORTEST:
                    self._learn(part, other)

    def _learn(self, name: str, other: str) -> None:
        first = _WORD.search(name)
        if first and (name, other) not in self._names[first[0]]:
            self._names[first[0]].append((name, other))

    def _number(self, kind: str, name: str) -> int:
        numbers = self._numbers[kind]
        return numbers.setdefault(name, len(numbers) + 1)

    def person(self, name: str | None) -> str | None:
        """Return another name for a person who is called by name, id or address."""
        if not name:
            return name
        number = self._number("person", self._people.get(fold_name(name), fold_name(name)))
        return self._language.say("Person {number}", number=number)

    def team(self, name: str | None) -> str:
        """Return another name for a team."""
        return self._language.say("Team {number}", number=self._number("team", fold_name(name))) if name else ""

    def workbook(self, name: str) -> str:
        """Return another name for a workbook."""
        return self._language.say("Workbook {number}", number=self._number("workbook", name))

    def objective(self, id: str) -> str:
        """Return another id for an objective."""
        return f"O{self._number('objective', id)}" if id else id

    def key_result(self, id: str) -> str:
        """Return another id for a key result."""
        return f"K{self._number('key result', id)}" if id else id

    def text(self, typed: str | None) -> str | None:
        """Return a text in which every name that is known has another one."""
        if not typed:
            return typed
        kept, at = [], 0
        for word in _WORD.finditer(typed):
            if word.start() < at:
                continue
            for name, other in self._names.get(word[0], ()):
                end = word.start() + len(name)
                if typed.startswith(name, word.start()) and not typed[end : end + 1].isalnum():
                    kept += [typed[at : word.start()], other]
                    at = end
                    break
        return "".join(kept) + typed[at:]

    def change(self, change: Change) -> Change:
        """Return a change under other names."""
        rename = self.objective if change.table == "objectives" else self.key_result
        before, after = (
            self.text(value) if isinstance(value, str) else value for value in (change.before, change.after)
        )
        return dataclasses.replace(self.renamed(change), id=rename(change.id), before=before, after=after)

    def renamed(self, value: Thing) -> Thing:
        """Return a value with everything in it under other names; what is shared stays shared."""
        if isinstance(value, (tuple, LazyTuple)):
            return tuple(self.renamed(entry) for entry in value)  # type: ignore[return-value]
        if not dataclasses.is_dataclass(value) or isinstance(value, type):
            return value
        if id(value) not in self._seen:
            rules = self._rules.get(type(value), {})
            new = {
                field.name: rules[field.name](getattr(value, field.name))
                if field.name in rules
                else self.renamed(getattr(value, field.name))
                for field in dataclasses.fields(value)
            }
            self._seen[id(value)] = (type(value)(**new), value)  # the old one is kept, so that its id stays its own
        copy: Thing = self._seen[id(value)][0]
        return copy

    def _all_rules(self) -> Mapping[type, Mapping[str, Rename]]:
        person, team, text, left_out = self.person, lambda name: self.team(name) or None, self.text, _nothing
        objective = lambda id: None if id is None else self.objective(id)  # noqa: E731
        key_result = lambda id: None if id is None else self.key_result(id)  # noqa: E731
        holder = {"person_id": person, "evidence": left_out}
        return {
            Objective: {
                "id": objective,
                "team": team,
                "owner": person,
                "objective": text,
                "parent_id": objective,
                "reason": _unsaid,
                "self_assessment_note": left_out,
            },
            KeyResult: {
                "id": key_result,
                "objective_id": objective,
                "key_result": text,
                "owner": person,
                "reason": _unsaid,
                "risk": left_out,
                "next_step": left_out,
            },
            CheckIn: {
                "key_result_id": key_result,
                "note": left_out,
                "by": person,
                "risk": left_out,
                "next_step": left_out,
            },
            GoalSkill: {"objective_id": objective},
            Person: {"person_id": person, "name": person, "team": team, "manager": person, "email": left_out},
            Certification: holder,
            Learning: {"person_id": person, "course": text, "provider": text},
            TableSource: {"workbook": self.workbook, "sheet": text, "cells": dict},
            ObjectiveStatus: {"team": team, "children": lambda ids: tuple(map(self.objective, ids))},
            Readiness: {"objective_id": objective},
            Evaluation: {
                "problems": lambda problems: (),
                "ahead": lambda ahead: {(self.objective(goal), skill): each for (goal, skill), each in ahead.items()},
            },
        }


def _teams(evaluation: Evaluation) -> Iterator[str | None]:
    return (status.person.team for status in evaluation.people)


def _nothing(value: object) -> None:
    return None


def _unsaid(reason: str | None) -> str | None:
    """That a reason was given can be told; the reason itself may name somebody."""
    return None if reason is None else "…"
