"""`okrsheets close`: the end of a cycle in workbooks, and the beginning of the next one."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ..core.cells import Day
from ..core.errors import UsageError
from .closing import ClosingChoice, ReadyToClose, ready_to_close
from .closing_lines import closing_lines
from .shell import agrees, as_of, counted, day_of, say, show


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--next", "next_cycle", required=True, metavar="NAME", help="The cycle that begins, e.g. 2026-Q3.")
@click.option("--unfinished", is_flag=True, help="Also carry forward aspirational key results below their target.")
@click.option("--carry", multiple=True, metavar="ID", help="Carry this key result forward as well; may be repeated.")
@click.option("--leave", multiple=True, metavar="ID", help="Don't carry this key result forward; may be repeated.")
@click.option("--early", is_flag=True, help="Close before the last day of the cycle.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, and write nothing.")
@click.option("--yes", is_flag=True, help="Don't ask for confirmation, for scripts.")
@as_of
def close(
    files: Sequence[str],
    next_cycle: str,
    unfinished: bool,
    carry: Sequence[str],
    leave: Sequence[str],
    early: bool,
    dry_run: bool,
    yes: bool,
    as_of: Day | None,
) -> None:
    """Close the cycle of workbooks and begin the next one.

    A FILE is an .xlsx or .xlsm workbook or a Google spreadsheet (google:ID) with a Settings sheet. The command does the same as Close the quarter in the OKR
    menu, for workbooks that are used without macros: the sheets are archived in the workbook without formulas, committed
    key results below their target are listed for a post-mortem, what is carried forward stays, everything else makes
    room, and the Settings get the days of the next cycle.

    Carried forward are key results whose lifecycle says so, with their objectives; --unfinished, --carry and --leave
    change that. The plan is shown, and nothing is written before you agree. Everything else in the workbook stays as it
    is, byte for byte. A copy of the old workbook is kept in okrsheets-out/backups beside it. A workbook that is in the
    next cycle already is left alone.

    \b
    Example: okrsheets close support.xlsx --next 2026-Q3 --dry-run
             okrsheets close support.xlsx --next 2026-Q3
             okrsheets close google:1AbcDefGhiJkl --next 2026-Q3
             okrsheets close team-a.xlsx team-b.xlsx --next 2026-Q3 --unfinished --yes
    """
    choice = ClosingChoice(next_cycle, unfinished, tuple(carry), tuple(leave), early)
    prepared = [ready for file in files if (ready := ready_to_close(file, choice, day_of(as_of))) is not None]
    _refuse_unknown(choice, prepared)
    for ready in prepared:
        show(*closing_lines(ready.name, ready.closing, ready.plan))
    if dry_run or not prepared:
        say(f"would close {counted(len(prepared), 'workbook')}" if prepared else "nothing to close")
        return
    if not yes and not agrees(f"Close {counted(len(prepared), 'workbook')}?"):
        say("nothing was changed")
        return
    for ready in prepared:
        say(ready.write())


def _refuse_unknown(choice: ClosingChoice, prepared: Sequence[ReadyToClose]) -> None:
    if not prepared:
        return
    known = {status.key_result.id for ready in prepared for status in ready.closing.evaluation.key_results}
    for id in (*choice.carry, *choice.leave):
        if id not in known:
            raise UsageError(f"there is no key result {id!r}", "use the ids of the Key results sheet")
