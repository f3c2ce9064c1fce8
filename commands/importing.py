"""What the imports share: the folder of the workbooks, who and what is in them, and how a plan is shown and applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from ..core.cells import Day
from ..core.errors import Problem, UsageError
from ..core.model import Person
from ..core.records import Tables
from ..reports.formats.whole_files import replace_all
from ..sheets_templates.imported import FilledColumn, FilledTable, write_filled_tables
from ..sync.config import Workspace, workspace
from ..sync.exchange.last_import import OtherWorkbooks
from ..sync.exchange.matches import SHEETS, Matches
from ..sync.sources.folder import FolderSource
from ..sync.store.evaluation import period_of
from ..sync.store.state import State
from .shell import agrees, counted, is_terminal, problem_lines, say, show
from .workspace import read, refuse_unknown_sources, unsaved_store

SHOWN = 20  # lines of one kind
INPUTS = frozenset({"skill", "share", "person_id", "counts", "who"})  # what a user fills in
Write = tuple[Path, Callable[[Path], object]]

folder_option = click.option(
    "--folder", metavar="DIR", default=".", help="The folder with your workbooks. Default: the current one."
)
yes_option = click.option("--yes", is_flag=True, help="Write without a question.")
force_option = click.option("--force", is_flag=True, help="Replace a file that exists.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")


@dataclass(frozen=True)
class Around:
    """The workbooks around an import: the synced folder it writes into, what they hold, and the cycle."""

    workspace: Workspace
    folder: Path
    tables: Tables
    period: tuple[Day, Day]

    @property
    def people(self) -> list[Person]:
        """The people of all workbooks, each once."""
        return self.tables["people"].nouns(Person)

    @property
    def skills(self) -> list[str]:
        """The names of all skills that the workbooks use, in their first spelling."""
        fields = (("skills", "skill"), ("roles", "skill"), ("goal skills", "skill"), ("assessments", "skill"))
        names = [name for table, field in fields for name in self.tables[table].columns[field] if name]
        return list({name.lower(): name for name in reversed(names)}.values())[::-1]


def around(folder: str, today: Day) -> Around:
    """Read the workbooks of a folder; `UsageError` when none of its sources is a folder that can be written into."""
    if not Path(folder).is_dir():
        raise UsageError(f"there is no folder {folder!r}", "name the folder with your workbooks: --folder DIR")
    space = workspace([folder])
    refuse_unknown_sources(space)
    folders = [source.path for source in space.sources if isinstance(source, FolderSource) and source.path.is_dir()]
    if not folders:
        raise UsageError("no source is a folder, and imports are written into one", "name a folder with --folder")
    others = [OtherWorkbooks(source) if isinstance(source, FolderSource) else source for source in space.sources]
    with unsaved_store(space) as store:
        outcome = read(store, replace(space, sources=others), today)  # type: ignore[arg-type]
        state = State(store, outcome.sync, today)
        return Around(space, folders[0], state.tables, period_of(state))


def may_replace(paths: Sequence[Path], force: bool) -> bool:
    """Return whether files may be written: a question for those that exist, unless --force; `UsageError` without a terminal."""
    existing = ", ".join(str(path) for path in paths if path.exists())
    if not existing or force:
        return True
    if not is_terminal():
        raise UsageError(f"{existing} exists already", "choose another name, or add --force to replace it")
    return agrees(f"Replace {existing}?")


def show_problems(problems: Sequence[Problem]) -> None:
    """Show problems and notes, the first of each."""
    for problem in problems[:SHOWN]:
        show(*problem_lines(problem))
    if len(problems) > SHOWN:
        show(f"… and {counted(len(problems) - SHOWN, 'more problem')}; --json lists all")


def show_some(title: str, lines: Sequence[str], where: str = "--json lists all") -> None:
    """Show a list under a title, cut where it is long."""
    if lines:
        show(title, *(f"  {line}" for line in lines[:SHOWN]))
    if len(lines) > SHOWN:
        show(f"  … and {len(lines) - SHOWN} more; {where}")


def apply(writes: Sequence[Write], yes: bool, dry_run: bool) -> bool:
    """Ask, and write some files, all or none; return whether they were written."""
    names = ", ".join(str(path) for path, _ in writes)
    if dry_run:
        say(f"would write {names}")
        return False
    if not yes and not agrees(f"Write {names}?"):
        say("nothing was written")
        return False
    replace_all(writes)
    return True


def matches_writer(matches: Matches, today: Day) -> Callable[[Path], object]:
    """Return what writes the tables of matches."""
    return lambda path: write_filled_tables(path, list(_filled(matches)), "Matches of imports", today)


def _filled(matches: Matches) -> Iterable[FilledTable]:
    for name, (title, columns) in SHEETS.items():
        shapes = {"share": "share", "confidence": "share"}
        filled = [
            FilledColumn(each.heading, each.help, each.width, shapes.get(each.field, "text"), each.field in INPUTS)
            for each in columns
        ]
        rows = [[getattr(row, each.field) for each in columns] for row in getattr(matches, name)]
        if rows or name == "courses":
            yield FilledTable(title, filled, rows)
