"""`okrsheets ask`: short sheets with questions about skills, which a sync reads back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from ..core.cells import Day, date_of
from ..core.errors import CellError, UsageError
from ..core.model import Person
from ..core.privacy import retention
from ..core.skill_questions import STALE_DAYS, SkillQuestion, skill_questions
from ..core.snapshot import Snapshot
from ..reports.formats.whole_files import replace_whole
from ..reports.slugs import slugs
from ..sheets_templates.questions import reason, write_questions
from ..sheets_templates.wording import Wording, wording_in
from ..sync.config import Workspace
from ..sync.sources.folder import FolderSource
from ..sync.sources.listing import OUTPUT
from ..sync.store import replay
from ..sync.store.asked import last_asked, note_asked
from ..sync.store.snapshot import snapshot_of
from ..sync.store.store import Store
from .shell import as_of, counted, day_of, folder_argument, out_option, say, show
from .workspace import synced_workspace

LANGUAGES = ("en", "de", "es")


@dataclass(frozen=True)
class _QuestionSheet:
    """The questions for one person and the file that they go to."""

    person: Person
    questions: Sequence[SkillQuestion]
    path: Path


def _days(context: click.Context, parameter: click.Parameter, typed: str) -> float:
    try:
        return retention(typed).days
    except CellError:
        raise click.BadParameter(f"{typed!r} is not a period. Use 30 days, 3 months or 1 year.") from None


@click.command()
@folder_argument
@click.option(
    "--to", "target", required=True, metavar="DIR", help="The folder for the sheets, one below the synced one."
)
@click.option(
    "--questions",
    "most",
    type=click.IntRange(1, 100),
    default=10,
    show_default=True,
    help="At most so many for each person.",
)
@click.option(
    "--every",
    metavar="PERIOD",
    default="30 days",
    show_default=True,
    callback=_days,
    help="Ask nobody more often than this.",
)
@click.option(
    "--language",
    "tag",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of the sheets.",
)
@click.option("--dry-run", is_flag=True, help="Print the questions with their reasons, and write nothing.")
@out_option
@as_of
def ask(
    folder: str, target: str, most: int, every: float, tag: str, dry_run: bool, out: str, as_of: Day | None
) -> None:
    """Make a short sheet for each person, about skills that a goal needs.

    FOLDER is a folder that was synced; the current folder by default. A skill is asked about when an objective of the
    person's team needs it and no rating or completed course is newer than a year (`stale` under [skills] in
    okrsheets.toml), and no certificate is valid. What was never rated comes first. Each question says which objective
    needs the skill.

    The person types a level from 0 to 5 where they can. A sync reads the sheets as self-ratings when DIR lies in a synced
    folder; an empty level is no answer. The history keeps who was asked when, and nobody is asked again within --every.

    \b
    Example: okrsheets ask team-sheets/ --to team-sheets/questions
             okrsheets ask team-sheets/ --to team-sheets/questions --questions 5 --every "3 months" --dry-run
    """
    workspace, wording = synced_workspace(folder, out), wording_in(tag)
    with Store(workspace.store, read_only=True) as store:
        snapshot = _snapshot(workspace, store, as_of)
        stale = workspace.config.skills.stale or STALE_DAYS
        asked = last_asked(store, snapshot.today)
        found = skill_questions(snapshot.evaluation, snapshot.tables, stale)
    early = {id: asked[id][0] for id in found if id in asked and snapshot.today - asked[id][0] < every}
    sheets = list(
        _sheets({id: entry for id, entry in found.items() if id not in early}, Path(target), most, snapshot.today)
    )
    for id, day in early.items():
        say(
            f"not asked  {found[id][0].name or id}: was asked on {date_of(day)}, {counted(asked[id][1], 'time')} so far"
        )
    if dry_run:
        for line in _questions(sheets, wording):
            show(line)
    else:
        _write(workspace, sheets, snapshot.today, wording)
    people = len(snapshot.evaluation.people)
    verb = "would be asked" if dry_run else "asked"
    say(f"{verb}: {len(sheets)} of {counted(people, 'person').replace('persons', 'people')}")
    if sheets and not _is_synced(workspace, Path(target)):
        say(f"a sync does not read {target}: choose a folder below a synced one, and not {OUTPUT}")


def _snapshot(workspace: Workspace, store: Store, as_of: Day | None) -> Snapshot:
    config = workspace.config
    sync, today = replay.last_sync(store, as_of), day_of(as_of, config.as_of)
    return snapshot_of(store, sync, today, config.cycle, config.thresholds, skill_rules=config.skills)


def _sheets(
    found: dict[str, tuple[Person, list[SkillQuestion]]], target: Path, most: int, today: Day
) -> Iterator[_QuestionSheet]:
    people = [person for person, _ in found.values()]
    names = slugs([[person.name or "", person.person_id] for person in people], "person")
    for (person, questions), name in zip(found.values(), names):
        yield _QuestionSheet(person, questions[:most], target / f"{name}-{date_of(today)}.xlsx")


def _questions(sheets: Sequence[_QuestionSheet], wording: Wording) -> Iterator[str]:
    for sheet in sheets:
        yield f"{sheet.person.name or sheet.person.person_id}"
        yield from (f"  {reason(question, wording)}" for question in sheet.questions)


def _write(workspace: Workspace, sheets: Sequence[_QuestionSheet], today: Day, wording: Wording) -> None:
    """Write the sheets, and then note who was asked; a file that is there may have answers, and stays."""
    there = [sheet.path for sheet in sheets if sheet.path.exists()]
    if there:
        raise UsageError(
            f"{there[0]} is there already, and may have answers", "move it, or name another folder with --to"
        )
    for sheet in sheets:
        sheet.path.parent.mkdir(parents=True, exist_ok=True)
        write = partial(write_questions, person=sheet.person, questions=sheet.questions, today=today, wording=wording)
        replace_whole(sheet.path, write)
    if sheets:
        with Store(workspace.store) as store:
            note_asked(store, today, {sheet.person.person_id: len(sheet.questions) for sheet in sheets})
    for sheet in sheets:
        say(f"wrote {sheet.path}: {counted(len(sheet.questions), 'question')}")


def _is_synced(workspace: Workspace, target: Path) -> bool:
    inside = target.resolve()
    folders = [source.path.resolve() for source in workspace.sources if isinstance(source, FolderSource)]
    return OUTPUT not in inside.parts and any(inside.is_relative_to(folder) for folder in folders)
