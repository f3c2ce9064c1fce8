"""This cycle beside another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...core.evaluation import Evaluation, KeyResultStatus, ObjectiveStatus
from ...core.skill_status import fold_name
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language
from ..model.figure import NOTHING, Figure, figure, number, share
from ..model.report import Row, Section, TableBlock, TableColumn
from .groups_of_blocks import section
from .key_results import in_short
from .listing import cap

LIMIT = 100


def comparison(scope: Scope) -> Section | None:
    """Return the figures of the cycle that was asked for beside this one's; nothing where none was."""
    words, compared = scope.words, scope.facts.compared
    if compared is None:
        return None
    then = _of_then(scope, compared.standing)
    now = _Numbers(scope.objectives, scope.key_results)
    names = text.clip(compared.cycle, text.LABEL), text.clip(scope.facts.cycle or words.say("now"), text.LABEL)
    title = words.say("Compared with {cycle}", cycle=names[0])
    return section("comparison", title, _figures(words, then, now, names), _objectives(scope, then, names))


@dataclass(frozen=True)
class _Numbers:
    objectives: Sequence[ObjectiveStatus]
    key_results: Sequence[KeyResultStatus]

    @property
    def counted(self) -> list[KeyResultStatus]:
        return [each for each in self.key_results if each.counted]

    @property
    def score(self) -> float | None:
        """The mean of the key results that have data."""
        scores = [each.score for each in self.counted if each.score is not None]
        return sum(scores) / len(scores) if scores else None

    def part(self, count: int) -> float | None:
        return count / len(self.counted) if self.counted else None


def _of_then(scope: Scope, standing: Evaluation) -> _Numbers:
    """The same part of the organisation in the other cycle."""
    if scope.audience == "team":
        key = fold_name(scope.subject)
        objectives = [each for each in standing.objectives if fold_name(each.team) == key]
        return _Numbers(objectives, [part for each in objectives for part in each.key_results])
    if scope.audience == "person":
        owners, name = scope.facts.owners_then, scope.person.person.person_id
        return _Numbers(owners.objectives.get(name, ()), owners.key_results.get(name, ()))
    return _Numbers(standing.objectives, standing.key_results)


def _figures(words: Language, then: _Numbers, now: _Numbers, names: tuple[str, str]) -> TableBlock:
    def counts(each: _Numbers) -> tuple[Figure, ...]:
        known = sum(part.progress is not None for part in each.counted)
        reached = sum(part.status == "achieved" for part in each.counted)
        looks = sum(len(part.check_ins) for part in each.counted)
        return (
            number(words, sum(goal.counted for goal in each.objectives)),
            number(words, len(each.counted)),
            share(words, each.part(known)),
            share(words, each.score),
            share(words, each.part(reached)),
            number(words, looks),
        )

    titles = (
        words.say("Objectives"), words.say("Key results"), words.say("Key results with data"),
        words.say("Mean score of the key results"), words.say("Reached"), words.say("Check-ins"),
    )  # fmt: skip
    rows = [Row((figure(title), *pair)) for title, *pair in zip(titles, counts(then), counts(now))]
    columns = (TableColumn("figure", words.say("Figure")), TableColumn("then", names[0]), TableColumn("now", names[1]))
    return TableBlock(
        "comparison", columns, cap(words, rows, len(rows)), lead=words.say("The same figures in both cycles.")
    )


def _objectives(scope: Scope, then: _Numbers, names: tuple[str, str]) -> TableBlock | None:
    """Objectives that stand in both cycles: under the same id, or in the same words."""
    words = scope.words
    by_id = {each.objective.id: each for each in then.objectives}
    by_words = {fold_name(each.objective.objective): each for each in then.objectives if each.objective.objective}
    pairs = [
        (before, each)
        for each in scope.objectives
        if (before := by_words.get(fold_name(each.objective.objective)) or by_id.get(each.objective.id))
    ]
    if not pairs:
        return None
    columns = (
        TableColumn("objective", words.say("Objective")), TableColumn("then", names[0]), TableColumn("now", names[1]),
        TableColumn("moved", words.say("Moved")),
    )  # fmt: skip

    def row(pair: tuple[ObjectiveStatus, ObjectiveStatus]) -> Row:
        before, each = pair
        moved = words.moved(before.score, each.score)
        scores = share(words, before.score), share(words, each.score, scope.goals.trail(each))
        cells = (in_short(each.objective.id, each.objective.objective), *scores, figure(moved) if moved else NOTHING)
        return Row(cells, each.team or "")

    return TableBlock(
        "compared objectives", columns, cap(words, pairs, LIMIT).map(row), words.say("Objectives in both")
    )
