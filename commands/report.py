"""`okrsheets report`: the quarter's reports from the history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from ..core.cells import Day, date_of
from ..core.errors import UsageError
from ..core.snapshot import Snapshot
from ..reports.brand import brand as checked_brand
from ..reports.data.anonymise import anonymous
from ..reports.data.report_data import report_data
from ..reports.formats.consolidated import write_consolidated
from ..reports.formats.file_names import SYNC_NAMES
from ..reports.formats.files import CONSOLIDATED, Format, chosen, with_slides_template, write_report
from ..reports.formats.templates import checked
from ..reports.formats.whole_files import add_to_list, recover_folder, replace_whole, replaced_folder
from ..reports.i18n.language import load_language
from ..reports.model.report import AUDIENCES, Audience
from ..reports.pack import Pack, full_pack, partial_pack
from ..reports.slugs import slugify
from ..sync.config import Workspace
from ..sync.store import replay
from ..sync.store.snapshot import snapshot_of
from ..sync.store.store import Store
from .shell import as_of, counted, cycle_option, day_of, folder_argument, out_option, progress_bar, say
from .workspace import synced_workspace


@click.command()
@folder_argument
@out_option
@cycle_option
@as_of
@click.option("--audience", type=click.Choice(AUDIENCES), help="The kind of report. Default: organisation.")
@click.option("--team", metavar="NAME", default="", help="The report of one team.")
@click.option("--person", metavar="NAME", default="", help="The report of one person, by name, id or e-mail address.")
@click.option("--manager", metavar="NAME", default="", help="A manager's own people, by the manager's name or id.")
@click.option("--all", "everybody", is_flag=True, help="Every report: organisation, teams, managers, people, and more.")
@click.option("--compare", metavar="CYCLE", default="", help="Compare with another cycle, e.g. 2026-Q1.")
@click.option(
    "--format",
    "formats",
    metavar="LIST",
    default="html,md",
    show_default=True,
    help="The formats, separated by commas: html, md, pdf, docx, pptx, xlsx; consolidated is the workbook with every row.",
)
@click.option("--language", "tag", metavar="TAG", default="", help="The language: en, de or es, or a region: de-AT.")
@click.option("--anonymise", is_flag=True, help="Replace the names of people, teams and workbooks; leave notes out.")
@click.option("--template", "templates", metavar="DIR", default="", help="Your own templates: docs/report-context.md.")
@click.option("--slides-template", metavar="FILE", help="A .pptx file whose master and layouts slides are made with.")
@click.option("--open", "show", is_flag=True, help="Open the first report when it is written.")
def report(
    folder: str,
    out: str,
    cycle: str,
    as_of: Day | None,
    audience: Audience | None,
    team: str,
    person: str,
    manager: str,
    everybody: bool,
    compare: str,
    formats: str,
    tag: str,
    anonymise: bool,
    templates: str,
    slides_template: str | None,
    show: bool,
) -> None:
    """Write the quarter's reports, for today or any day since the first sync.

    FOLDER is a folder, or a workbook, that was synced; the current folder by default. The reports are written into a
    folder of the cycle and the date, in the folder for results. --all replaces that folder as a whole.

    \b
    Example: okrsheets report team-sheets/ --all --as-of 2026-03-31 --format html
             okrsheets report team-sheets/ --team Support --format pdf,docx,pptx
             okrsheets report team-sheets/ --compare 2026-Q1 --language de --open
    """
    names, wanted = _formats(formats, slides_template)
    audience = _audience(audience, {"team": team, "person": person, "manager": manager}, everybody, anonymise)
    workspace = synced_workspace(folder, out)
    language, own_templates = load_language(tag or workspace.config.language), _templates(templates, workspace)
    brand = checked_brand(workspace.config.brand, workspace.base)
    with _snapshot(workspace, cycle, as_of, compare) as snapshot:
        target = workspace.out / slugify(snapshot.cycle) / str(date_of(snapshot.today))
        data = report_data(snapshot, target, workspace.config.quality_off)
        consolidated = None if anonymise or CONSOLIDATED not in names else snapshot  # it holds every rating by name
        if anonymise:
            data, target = anonymous(data, language), target / "anonymous"
        if everybody:
            pack = full_pack(data, language, brand)
        else:
            pack = partial_pack(data, language, brand, audience, team, person or manager)
        write = _replace_pack if everybody else _add_to_pack
        written = write(target, wanted, pack, own_templates, consolidated)
    _tell(target, written, show)


def _formats(listed: str, slides_template: str | None) -> tuple[Sequence[str], Mapping[str, Format]]:
    """The names of a list of formats, and those of them that are formats of reports."""
    names = [format.strip() for format in listed.split(",") if format.strip()]
    wanted = chosen([name for name in names if name != CONSOLIDATED])
    return names, with_slides_template(wanted, Path(slides_template)) if slides_template else wanted


def _tell(target: Path, written: Sequence[Path], show: bool) -> None:
    say(f"wrote {counted(len(written), 'file')} into {target}")
    if written:
        say(f"open first {written[0]}")
        if show:
            click.launch(str(written[0]))


def _templates(named: str, workspace: Workspace) -> Path | None:
    """Return the folder of the user's own templates, None without one; `UsageError` when they cannot be used."""
    if named:
        return checked(Path(named))
    return checked(workspace.base / workspace.config.template) if workspace.config.template else None


@contextmanager
def _snapshot(workspace: Workspace, cycle: str, as_of: Day | None, compare: str) -> Iterator[Snapshot]:
    """Give the snapshot while the history is open: the reports fetch from it what they show."""
    config = workspace.config
    with Store(workspace.store, read_only=True) as store:
        sync, today = replay.last_sync(store, as_of), day_of(as_of, config.as_of)
        yield snapshot_of(
            store, sync, today, cycle or config.cycle, config.thresholds, compare=compare, skill_rules=config.skills
        )


def _audience(audience: Audience | None, names: Mapping[Audience, str], everybody: bool, anonymise: bool) -> Audience:
    """Return the kind of report; `UsageError` when the options ask for two kinds at once."""
    named = [kind for kind, name in names.items() if name]
    if anonymise and named:
        hint = "leave the name out, or use --all: the anonymised reports have other names"
        raise UsageError("--anonymise does not go together with --team, --person or --manager", hint)
    if len(named) > 1 or (named and (everybody or audience not in (None, *named))):
        raise UsageError(
            "choose one kind of report", "name a team, a person or a manager, or use --all for every report"
        )
    return named[0] if named else audience or "organisation"


def _replace_pack(
    target: Path, formats: Mapping[str, Format], pack: Pack, templates: Path | None, consolidated: Snapshot | None
) -> list[Path]:
    """Write every report into a new folder that takes the place of an older one; return the files."""
    with replaced_folder(target) as folder:
        written = _write_pack(folder, formats, pack, templates, consolidated)
    return [target / path.relative_to(folder) for path in written]


def _add_to_pack(
    target: Path, formats: Mapping[str, Format], pack: Pack, templates: Path | None, consolidated: Snapshot | None
) -> list[Path]:
    """Write some reports beside others of the same day; return the files."""
    recover_folder(target)
    written = _write_pack(target, formats, pack, templates, consolidated)
    add_to_list(target, written)
    return written


def _write_pack(
    target: Path, formats: Mapping[str, Format], pack: Pack, templates: Path | None, consolidated: Snapshot | None
) -> list[Path]:
    """Write the reports of a pack, and the consolidated workbook where one is wanted; return the files."""
    written: list[Path] = []
    target.mkdir(parents=True, exist_ok=True)
    with progress_bar("writing") as progress:
        for done, page in enumerate(pack.pages()):
            if progress:
                progress(done, len(pack), str(page.stem))
            written += write_report(target.joinpath(*page.stem.parts), formats, page.report, templates)
    if consolidated:
        path = target / SYNC_NAMES["xlsx"]
        rows = (consolidated.tables, consolidated.evaluation, consolidated.problems)
        replace_whole(path, lambda beside: write_consolidated(beside, *rows))
        written.append(path)
    return written
