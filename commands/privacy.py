"""`okrsheets privacy …`: what is held about a person, erasing it, and the annex for an agreement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from ..core.errors import Location, UsageError
from ..core.mentions import PersonNames
from ..reports.annex import annex as annex_of
from ..reports.brand import brand as checked_brand
from ..reports.formats.files import chosen, write_report
from ..reports.formats.whole_files import replace_whole
from ..reports.i18n.language import load_language
from ..reports.model.provenance import cell_ranges
from ..sync.config import FILE, Workspace
from ..sync.store.erased import readmit as readmit_person
from ..sync.store.erasure import SHORTEST_IN_BYTES, Erased, new_pseudonym
from ..sync.store.erasure import erase as erase_person
from ..sync.store.person_rows import HeldRow, held_notes, held_rows
from ..sync.store.person_texts import find_person, person_texts
from ..sync.store.store import Store
from .person_export import PersonExport, writer_for
from .person_files import PersonFiles, files_naming, relative
from .shell import agrees, as_of, counted, day_of, folder_argument, out_option, say
from .workspace import synced_workspace

SHOWN = 20  # cells or files in a list on the terminal

person_argument = click.argument("person", metavar="PERSON")


@click.group()
def privacy() -> None:
    """Export or erase what is held about a person, or write the annex for an agreement.

    \b
    export    write everything that is held about a person into a file
    erase     remove a person from the history and every snapshot in it
    readmit   let a person who was erased be read again
    annex     write a page for a works agreement or an impact assessment

    The section [privacy] of okrsheets.toml says purpose, retention and readers. docs/privacy.md has the details.

    \b
    Example: okrsheets privacy export "Ida Brandt" team-sheets/ --to ida.xlsx
             okrsheets privacy erase E-004 team-sheets/
    """


@dataclass(frozen=True)
class _Held:
    """What is held about a person; `perhaps` are rows with a part of the name, which may mean somebody else."""

    identity: PersonNames
    rows: Sequence[HeldRow]
    perhaps: Sequence[HeldRow]
    notes: Sequence[tuple[str, str]]
    files: PersonFiles


def _held(workspace: Workspace, person: str, pseudonym: str = "") -> _Held:
    with Store(workspace.store, read_only=True) as store:
        identity = find_person(store, person)
        found = person_texts(store, identity, pseudonym)
        rows = list(held_rows(store, found))
        notes = list(held_notes(store))
    certain = [row for row in rows if row.why != "perhaps"]
    perhaps = [row for row in rows if row.why == "perhaps"]
    return _Held(identity, certain, perhaps, notes, files_naming(workspace.out, identity))


@privacy.command()
@person_argument
@folder_argument
@click.option("--to", "target", required=True, metavar="FILE", help="The file to write: .json, .xlsx or .csv.")
@out_option
def export(person: str, folder: str, target: str, out: str) -> None:
    """Write everything that is held about a person into a file.

    PERSON is a name, an id or an e-mail address. FOLDER is a folder that was synced; the current folder by default.

    The file has the rows of every version of every workbook in the history, with their cells and the days on which they
    were held: rows about the person, rows that name them as an owner, author or manager, and texts that name them. It
    lists the reports and copies of workbooks in the folder for results that name them. PDF files cannot be searched.

    \b
    Example: okrsheets privacy export "Ida Brandt" team-sheets/ --to ida.xlsx
             okrsheets privacy export E-004 --to ida.json
    """
    path = Path(target)
    write = writer_for(path)
    workspace = synced_workspace(folder, out)
    held = _held(workspace, person)
    named, unsearched = (relative(files, workspace.out) for files in (held.files.named, held.files.unsearched))
    settings, day = workspace.config.privacy, day_of(None, workspace.config.as_of)
    data = PersonExport(held.identity, day, settings, held.rows, held.notes, named, unsearched)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_whole(path, lambda beside: write(beside, data))
    say(f"wrote {path}: {counted(len(held.rows), 'row')} and {counted(len(named), 'file')} about {held.identity}")
    for line in _perhaps(held):
        say(line)
    if unsearched:
        say(f"not searched: {_listed(unsearched)}")


def _perhaps(held: _Held) -> Iterator[str]:
    if held.perhaps:
        yield f"perhaps    {counted(len(held.perhaps), 'text')} with a part of the name, left out here; look at:"
        yield from _cells(held.perhaps)


def _cells(rows: Sequence[HeldRow]) -> Iterator[str]:
    """Yield a line for each sheet with its cells, without repeating those that several versions have."""
    sheets: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows:
        sheets.setdefault((row.workbook, row.sheet), {})[row.cell] = None
    for (workbook, sheet), cells in sheets.items():
        yield f"  {Location(workbook, sheet, ', '.join(cell_ranges(cells)))}"


def _listed(names: Sequence[str]) -> str:
    shown = dict.fromkeys(names)
    more = f" and {len(shown) - SHOWN} more" if len(shown) > SHOWN else ""
    return ", ".join(list(shown)[:SHOWN]) + more


@privacy.command()
@person_argument
@folder_argument
@out_option
@click.option("--delete-rows", is_flag=True, help="Also delete the rows about the person: figures of groups change.")
@click.option("--dry-run", is_flag=True, help="Show what would be erased, and change nothing.")
@click.option("--yes", is_flag=True, help="Don't ask for confirmation, for scripts.")
def erase(person: str, folder: str, out: str, delete_rows: bool, dry_run: bool, yes: bool) -> None:
    """Remove a person from the history and every snapshot in it.

    PERSON is a name, an id or an e-mail address. FOLDER is a folder that was synced; the current folder by default.

    The history file is rewritten: names, ids, addresses and remarks about the person are gone, from past days, too, and
    the bytes of the new file are searched for them. So that the figures of groups stay as they were, the rows keep role,
    team, levels and dates under a random pseudonym that nothing leads back from; with --delete-rows they go, too.

    Workbooks are not changed: they are listed with their cells, for you to edit. Until then, a sync leaves the rows of
    the person out and says so. Reports and copies of workbooks that name the person are listed, for you to delete.

    \b
    Example: okrsheets privacy erase E-004 team-sheets/ --dry-run
             okrsheets privacy erase ida.brandt@example.org team-sheets/ --delete-rows --yes
    """
    workspace = synced_workspace(folder, out)
    pseudonym = new_pseudonym()
    held = _held(workspace, person, pseudonym)
    for line in _plan(workspace, held, pseudonym, delete_rows):
        say(line)
    if dry_run:
        say("dry run: nothing was changed")
        return
    if not (yes or agrees("Erase? This cannot be undone.")):
        say("nothing was changed")
        return
    for line in _result(erase_person(workspace.store, held.identity, pseudonym, delete_rows), held.identity):
        say(line)


def _plan(workspace: Workspace, held: _Held, pseudonym: str, delete_rows: bool) -> Iterator[str]:
    about = [row for row in held.rows if row.why == "about"]
    others = len(held.rows) - len(about)
    yield f"erase      {held.identity}"
    if held.identity.shared:
        yield f"shared     somebody else is also called {_listed(sorted(held.identity.shared))}: texts with it stay"
    versions = len({(row.workbook, row.since) for row in held.rows})
    yield f"rows       {counted(len(about), 'row')} about the person, in {counted(versions, 'version')} of workbooks"
    yield f"named      {counted(others, 'row')} and {counted(len(held.notes), 'message')} that name the person: {pseudonym} instead"
    if delete_rows:
        yield "stays      nothing about the person: the rows are deleted, and figures of groups change"
    else:
        yield f"stays      role, team, levels, certificates, courses and dates, as those of {pseudonym}, so that figures of groups stay"
    yield from _perhaps(held)
    current = [row for row in held.rows if row.until is None]
    if current:
        yield "workbooks  still hold the person; edit:"
        yield from _cells(current)
    for files, what in ((held.files.named, "name the person; delete"), (held.files.unsearched, "cannot be searched")):
        if files:
            yield f"files      {what}:"
            yield from (f"  {name}" for name in map(str, files[:SHOWN]))
            yield from [f"  and {len(files) - SHOWN} more"] if len(files) > SHOWN else []


def _result(erased: Erased, identity: PersonNames) -> Iterator[str]:
    in_bytes = [text for text in erased.searched if len(text.encode()) >= SHORTEST_IN_BYTES]
    yield f"erased     {identity}: the history file was rewritten"
    yield f"checked    its bytes have no {_listed(in_bytes)}" if in_bytes else "checked    its cells"
    short = sorted(identity.spelled - set(in_bytes))
    if short:
        yield f"           too short or too common to be searched for in bytes; no cell about people has it: {_listed(short)}"
    for rest in erased.remaining:
        cells = counted(rest.cells, "cell")
        yield f"remains    {rest.text!r} within a longer word or name: {cells} of {rest.column} in {rest.table}"
    yield "next       edit the workbooks, delete the files, and run `okrsheets sync`; copies and backups of the history are yours to delete"


@privacy.command()
@person_argument
@folder_argument
@out_option
def readmit(person: str, folder: str, out: str) -> None:
    """Let a person who was erased be read again.

    PERSON is a name, an id or an e-mail address, as it was when the person was erased. The next sync reads the rows that
    workbooks have today; what was erased stays erased. Also needed when somebody new has the name of an erased person.

    \b
    Example: okrsheets privacy readmit E-004 team-sheets/
    """
    workspace = synced_workspace(folder, out)
    if not workspace.store.exists():
        raise UsageError(f"there is no history at {str(workspace.store)!r}", "run `okrsheets sync` first")
    with Store(workspace.store) as store, store.transaction():
        known = readmit_person(store, person)
    if not known:
        raise UsageError(f"nobody who was erased is called {person!r}", "give the name, id or address of that time")
    say("the next sync reads the person's rows again")


@privacy.command()
@folder_argument
@click.option("--to", "target", metavar="DIR", default="", help="The folder to write into. Default: that for results.")
@click.option(
    "--format", "formats", metavar="LIST", default="html,docx", show_default=True,
    help="The formats, separated by commas: html, md, pdf, docx, xlsx.",
)  # fmt: skip
@click.option("--language", "tag", metavar="TAG", default="", help="The language: en, de or es, or a region: de-AT.")
@out_option
@as_of
def annex(folder: str, target: str, formats: str, tag: str, out: str, as_of: int | None) -> None:
    """Write a page for a works agreement or an impact assessment.

    FOLDER has the okrsheets.toml whose section [privacy] says purpose, retention and readers; the current folder by
    default. The page says what is held, from where, for what and how long, who reads which page, how people get and
    erase what is held about them, and that nobody is ranked. It is a draft for you to check, and no legal advice.

    \b
    Example: okrsheets privacy annex team-sheets/
             okrsheets privacy annex team-sheets/ --format docx --language de --to agreement/
    """
    workspace = synced_workspace(folder, out)
    config = workspace.config
    language = load_language(tag or config.language)
    written = chosen([name.strip() for name in formats.split(",") if name.strip()])
    report = annex_of(
        config.privacy, language, day_of(as_of, config.as_of), checked_brand(config.brand, workspace.base)
    )
    stem = (Path(target) if target else workspace.out) / "privacy-annex"
    for path in write_report(stem, written, report):
        say(f"wrote {path}")
    missing = [
        name
        for name, value in (
            ("purpose", config.privacy.purpose),
            ("retention", config.privacy.retention),
            ("readers", config.privacy.readers),
        )
        if not value
    ]
    if missing:
        say(f"open: {FILE} has no {', '.join(missing)} under [privacy]; the page says so")
