"""Recent check-ins and overdue ones."""

from __future__ import annotations

from collections import defaultdict

from ...core.cells import Day
from ...core.key_result_status import KeyResultStatus
from ...core.model import CheckIn
from ..data.earlier_scores import DAYS
from ..data.scope import Scope
from ..i18n import text
from ..model.figure import Figure, figure
from ..model.provenance import Provenance
from ..model.report import Row, Section, TableBlock, TableColumn, Text
from .key_results import is_overdue, measured, short_text, time_since_check_in
from .optional_section import section
from .truncation import truncate

LIMIT, IDS_SHOWN = 100, 8


def check_ins(scope: Scope) -> Section | None:
    """Return overdue check-ins by owner, and recent check-ins."""
    return section("checkins", scope.language.say("Check-ins"), overdue_check_ins(scope), check_in_table(scope))


def recent_check_ins(scope: Scope) -> list[tuple[CheckIn, KeyResultStatus]]:
    """Return the check-ins since the last snapshot, or of the last two weeks, newest first."""
    first = scope.snapshot.today - DAYS if scope.snapshot.since is None else scope.snapshot.since
    check_ins = [
        (check_in, result)
        for result in scope.key_results
        for check_in in result.check_ins
        if check_in.date is not None and check_in.date > first
    ]
    return sorted(check_ins, key=lambda pair: -(pair[0].date or 0))


def check_in_table(scope: Scope) -> TableBlock | None:
    """Return the recent check-ins as a table; None without any."""
    language, since = scope.language, scope.snapshot.since
    recent = recent_check_ins(scope)
    if not recent:
        return None
    shown = truncate(
        language, recent, LIMIT,
        "and {count} more check-in, see the consolidated workbook",
        "and {count} more check-ins, see the consolidated workbook",
    )  # fmt: skip
    if since is None:
        title = language.say("Check-ins in the last {days} days", days=DAYS)
    else:
        title = language.say("Check-ins since {day}", day=language.day(since))
    columns = (
        TableColumn("key result", language.say("Key result")), TableColumn("day", language.say("Day")),
        TableColumn("value", language.say("Value")), TableColumn("by", language.say("By")), TableColumn("note", language.say("Note")),
    )  # fmt: skip
    return TableBlock(
        "check-ins", columns, shown.map(lambda pair: _check_in_row(scope, *pair)), title, language.say("Newest first.")
    )


def _check_in_row(scope: Scope, check_in: CheckIn, result: KeyResultStatus) -> Row:
    key_result, language = result.key_result, scope.language
    return Row(
        (
            short_text(key_result.id, key_result.key_result),
            Figure(language.short_day(check_in.date), check_in.date, "day"),
            measured(language, result, check_in.value, Provenance.of([check_in.origin.location("value")])),
            Text(text.name(check_in.by) if check_in.by else ""),
            Text(text.clip(check_in.note) if check_in.note else ""),
        ),
        team=scope.goals.team(result),
        status=result.status,
    )


def overdue_check_ins(scope: Scope) -> TableBlock | None:
    """Return the owners of overdue check-ins, longest overdue first; None without any."""
    language = scope.language
    by_owner: dict[str, list[KeyResultStatus]] = defaultdict(list)
    for result in scope.key_results:
        if is_overdue(result):
            by_owner[scope.goals.owner(result) or language.say("no owner")].append(result)
    if not by_owner:
        return None
    for waiting in by_owner.values():
        waiting.sort(key=_last_day)
    owners = sorted(by_owner, key=lambda owner: (_last_day(by_owner[owner][0]), -len(by_owner[owner])))
    shown = truncate(
        language, owners, LIMIT,
        "and {count} more person, see the consolidated workbook",
        "and {count} more people, see the consolidated workbook",
    )  # fmt: skip
    columns = (
        TableColumn("owner", language.say("Owner")), TableColumn("waiting", language.say("Overdue")),
        TableColumn("which", language.say("Key results")), TableColumn("oldest", language.say("Last check-in")),
    )  # fmt: skip
    title, lead = language.say("Overdue check-ins"), language.say("Owners to contact, longest overdue first.")
    return TableBlock("stale", columns, shown.map(lambda owner: _owner_row(scope, owner, by_owner[owner])), title, lead)


def _last_day(result: KeyResultStatus) -> Day:
    return (result.last.date or 0) if result.last else 0


def _owner_row(scope: Scope, owner: str, waiting: list[KeyResultStatus]) -> Row:
    language = scope.language
    ids = [text.name(result.key_result.id) for result in waiting]
    rest = len(ids) - IDS_SHOWN
    if rest > 0:
        ids = [*ids[:IDS_SHOWN], language.many("{count} more", "{count} more", rest)]
    provenance = Provenance.of(result.key_result.origin.location("id") for result in waiting)
    return Row(
        (
            Text(text.name(owner)),
            figure(language.key_results(len(waiting)), provenance, len(waiting), "number"),
            Text(language.listed(ids)),
            figure(time_since_check_in(language, waiting[0], scope.snapshot.today)),
        )
    )
