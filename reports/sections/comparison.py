"""This cycle compared with another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...core.evaluation import Evaluation
from ...core.key_result_status import KeyResultStatus
from ...core.names import fold_name
from ...core.objective_status import ObjectiveStatus
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language
from ..model.figure import NOTHING, Figure, figure, number, share
from ..model.report import Row, Section, TableBlock, TableColumn
from .key_results import short_text
from .optional_section import section
from .truncation import truncate

LIMIT = 100


def comparison(scope: Scope) -> Section | None:
    """Return figures of the cycle to compare with beside this cycle's; None without one."""
    language, compared = scope.language, scope.snapshot.compared
    if compared is None:
        return None
    then = _of_then(scope, compared.evaluation)
    now = _Numbers(scope.objectives, scope.key_results)
    names = text.clip(compared.cycle, text.LABEL), text.clip(scope.snapshot.cycle or language.say("now"), text.LABEL)
    title = language.say("Compared with {cycle}", cycle=names[0])
    return section("comparison", title, _figures(language, then, now, names), _objectives(scope, then, names))


@dataclass(frozen=True)
class _Numbers:
    objectives: Sequence[ObjectiveStatus]
    key_results: Sequence[KeyResultStatus]

    @property
    def counted(self) -> list[KeyResultStatus]:
        return [result for result in self.key_results if result.counted]

    @property
    def score(self) -> float | None:
        """The mean of the key results that have data."""
        scores = [result.score for result in self.counted if result.score is not None]
        return sum(scores) / len(scores) if scores else None

    def share_of(self, count: int) -> float | None:
        return count / len(self.counted) if self.counted else None


def _of_then(scope: Scope, evaluation: Evaluation) -> _Numbers:
    """The figures of the same reader's scope in the other cycle."""
    if scope.audience == "team":
        key = fold_name(scope.subject)
        objectives = [
            objective_status for objective_status in evaluation.objectives if fold_name(objective_status.team) == key
        ]
        return _Numbers(
            objectives, [result for objective_status in objectives for result in objective_status.key_results]
        )
    if scope.audience == "person":
        owners, name = scope.data.owners_then, scope.person.person.person_id
        return _Numbers(owners.objectives.get(name, ()), owners.key_results.get(name, ()))
    return _Numbers(evaluation.objectives, evaluation.key_results)


def _figures(language: Language, then: _Numbers, now: _Numbers, names: tuple[str, str]) -> TableBlock:
    def counts(numbers: _Numbers) -> tuple[Figure, ...]:
        known = sum(result.progress is not None for result in numbers.counted)
        reached = sum(result.reached for result in numbers.counted)
        check_ins = sum(len(result.check_ins) for result in numbers.counted)
        return (
            number(language, sum(goal.counted for goal in numbers.objectives)),
            number(language, len(numbers.counted)),
            share(language, numbers.share_of(known)),
            share(language, numbers.score),
            share(language, numbers.share_of(reached)),
            number(language, check_ins),
        )

    titles = (
        language.say("Objectives"), language.say("Key results"), language.say("Key results reporting"),
        language.say("Average score of key results"), language.say("Achieved"), language.say("Check-ins"),
    )  # fmt: skip
    rows = [Row((figure(title), *pair)) for title, *pair in zip(titles, counts(then), counts(now))]
    columns = (
        TableColumn("figure", language.say("Figure")),
        TableColumn("then", names[0]),
        TableColumn("now", names[1]),
    )
    return TableBlock(
        "comparison", columns, truncate(language, rows, len(rows)), lead=language.say("Figures for both cycles.")
    )


def _objectives(scope: Scope, then: _Numbers, names: tuple[str, str]) -> TableBlock | None:
    """Objectives that exist in both cycles, with the same id or the same wording."""
    language = scope.language
    by_id = {objective_status.objective.id: objective_status for objective_status in then.objectives}
    by_words = {
        fold_name(objective_status.objective.objective): objective_status
        for objective_status in then.objectives
        if objective_status.objective.objective
    }
    pairs = [
        (before, objective_status)
        for objective_status in scope.objectives
        if (
            before := by_words.get(fold_name(objective_status.objective.objective))
            or by_id.get(objective_status.objective.id)
        )
    ]
    if not pairs:
        return None
    columns = (
        TableColumn("objective", language.say("Objective")), TableColumn("then", names[0]), TableColumn("now", names[1]),
        TableColumn("moved", language.say("Change")),
    )  # fmt: skip

    def row(pair: tuple[ObjectiveStatus, ObjectiveStatus]) -> Row:
        before, now = pair
        moved = language.score_change(before.score, now.score)
        scores = share(language, before.score), share(language, now.score, scope.goals.provenance(now))
        cells = (short_text(now.objective.id, now.objective.objective), *scores, figure(moved) if moved else NOTHING)
        return Row(cells, now.team or "")

    return TableBlock(
        "compared objectives",
        columns,
        truncate(language, pairs, LIMIT).map(row),
        language.say("Objectives in both cycles"),
    )
