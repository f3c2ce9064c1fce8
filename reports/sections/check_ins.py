"""The check-ins since the last review, and who is asked for the next one."""

from __future__ import annotations

from collections import defaultdict

from ...core.cells import Day
from ...core.evaluation import KeyResultStatus
from ...core.model import CheckIn
from ..data.scope import Scope
from ..i18n import text
from ..model.figure import Figure, figure, number
from ..model.provenance import Provenance
from ..model.report import Row, Section, TableBlock, TableColumn, Text
from .groups_of_blocks import section
from .key_results import in_short, is_waiting, waiting_for
from .listing import cap

LIMIT, IDS_SHOWN = 100, 8
DAYS = 14  # how far back a review looks that has no other before it


def check_ins(scope: Scope) -> Section | None:
    """Return who is asked for a check-in, and what was checked in lately."""
    return section("checkins", scope.language.say("Check-ins"), stale(scope), looks(scope))


def looks_since(scope: Scope) -> list[tuple[CheckIn, KeyResultStatus]]:
    """Return the check-ins since the last snapshot, or of the last two weeks, newest first."""
    first = scope.snapshot.today - DAYS if scope.snapshot.since is None else scope.snapshot.since
    found = [
        (look, each)
        for each in scope.key_results
        for look in each.check_ins
        if look.date is not None and look.date > first
    ]
    return sorted(found, key=lambda pair: -(pair[0].date or 0))


def looks(scope: Scope) -> TableBlock | None:
    """Return the check-ins since the last snapshot."""
    language, since = scope.language, scope.snapshot.since
    found = looks_since(scope)
    if not found:
        return None
    shown = cap(
        language, found, LIMIT,
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
        "check-ins", columns, shown.map(lambda pair: _look(scope, *pair)), title, language.say("The newest first.")
    )


def _look(scope: Scope, look: CheckIn, each: KeyResultStatus) -> Row:
    of, language = each.key_result, scope.language
    return Row(
        (
            in_short(of.id, of.key_result),
            Figure(language.short_day(look.date), look.date, "day"),
            number(language, look.value, Provenance.of([look.origin.location("value")])),
            Text(text.name(look.by) if look.by else ""),
            Text(text.clip(look.note) if look.note else ""),
        ),
        team=scope.goals.team(each),
        status=each.status,
    )


def stale(scope: Scope) -> TableBlock | None:
    """Return who to ask for a check-in, the longest silence first."""
    language = scope.language
    by_owner: dict[str, list[KeyResultStatus]] = defaultdict(list)
    for each in scope.key_results:
        if is_waiting(each):
            by_owner[scope.goals.owner(each) or language.say("nobody named")].append(each)
    if not by_owner:
        return None
    for waiting in by_owner.values():
        waiting.sort(key=_last_day)
    owners = sorted(by_owner, key=lambda owner: (_last_day(by_owner[owner][0]), -len(by_owner[owner])))
    shown = cap(
        language, owners, LIMIT,
        "and {count} more person, see the consolidated workbook",
        "and {count} more people, see the consolidated workbook",
    )  # fmt: skip
    columns = (
        TableColumn("owner", language.say("Owner")), TableColumn("waiting", language.say("Waiting")),
        TableColumn("which", language.say("Which")), TableColumn("oldest", language.say("The oldest")),
    )  # fmt: skip
    title, lead = language.say("Waiting for a check-in"), language.say("Who to ask, the longest silence first.")
    return TableBlock("stale", columns, shown.map(lambda owner: _stale(scope, owner, by_owner[owner])), title, lead)


def _last_day(each: KeyResultStatus) -> Day:
    return (each.last.date or 0) if each.last else 0


def _stale(scope: Scope, owner: str, waiting: list[KeyResultStatus]) -> Row:
    language = scope.language
    ids = [text.name(each.key_result.id) for each in waiting]
    rest = len(ids) - IDS_SHOWN
    if rest > 0:
        ids = [*ids[:IDS_SHOWN], language.many("{count} more", "{count} more", rest)]
    trail = Provenance.of(each.key_result.origin.location("id") for each in waiting)
    return Row(
        (
            Text(text.name(owner)),
            figure(language.key_results(len(waiting)), trail, len(waiting), "number"),
            Text(language.listed(ids)),
            figure(waiting_for(language, waiting[0], scope.snapshot.today)),
        )
    )
