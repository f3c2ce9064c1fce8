"""The initiatives under a key result, late ones first, as remarks below it."""

from __future__ import annotations

from ...core.cells import Day
from ...core.initiatives import ENDED, is_late
from ...core.key_result_status import KeyResultStatus
from ...core.model import Initiative
from ..data.scope import Scope
from ..i18n import text
from ..i18n.language import Language, marked

OPEN, LATE = marked("initiative: {name}"), marked("late initiative: {name}")
SHOWN = 5  # initiatives below one key result


def initiative_remarks(scope: Scope, result: KeyResultStatus) -> list[str]:
    """Return what is said of the initiatives under a key result: each one that is open, and how many are done."""
    language, today = scope.language, scope.snapshot.today
    own = scope.data.initiatives.get(result.key_result.id, ())
    open_ones = [each for each in own if each.state not in ENDED]
    open_ones.sort(key=lambda each: (not is_late(each, today), each.due_date is None, each.due_date or 0))
    lines = [_line(language, each, today) for each in open_ones[:SHOWN]]
    if len(open_ones) > SHOWN:
        hidden = len(open_ones) - SHOWN
        lines.append(language.many("{count} more initiative", "{count} more initiatives", hidden))
    done = sum(each.state == "done" for each in own)
    if done:
        lines.append(
            language.many(
                "{done} of {count} initiative done", "{done} of {count} initiatives done", len(own), done=done
            )
        )
    return lines


def _line(language: Language, initiative: Initiative, today: Day) -> str:
    parts = [text.name(initiative.owner)] if initiative.owner else []
    if initiative.due_date is not None:
        parts.append(language.say("due {day}", day=language.short_day(initiative.due_date)))
    name = text.clip(initiative.initiative)
    message = LATE if is_late(initiative, today) else OPEN
    return ", ".join([language.say(message, name=name), *parts])
