"""`okrsheets report`: the quarter's reports from the store."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..core.errors import OkrError, UsageError
from .shell import as_of, cycle_option, day_of, out_option, progress_bar, say
from .workspace import workspace_of

if TYPE_CHECKING:
    from ..core.cells import Day
    from ..core.snapshot import Snapshot
    from ..reports.formats.files import Format
    from ..reports.model.report import Audience
    from ..reports.pack import Pack

AUDIENCES = ("organisation", "team", "person", "skills")


ENOUGH_FAILED = 5  # files in a row, from the first on: then nothing can be written there


@click.command()
@click.argument("folder", default=".", type=click.Path())
@out_option
@cycle_option
@as_of
@click.option("--audience", type=click.Choice(AUDIENCES), help="For whom; the organisation by default.")
@click.option("--team", metavar="NAME", default="", help="The report of one team.")
@click.option("--person", metavar="NAME", default="", help="The report of one person, by name, id or e-mail address.")
@click.option("--all", "everybody", is_flag=True, help="The whole pack: a page for everybody, and an index to them.")
@click.option("--compare", metavar="CYCLE", default="", help="Another cycle to compare with, e.g. 2026-Q1.")
@click.option(
    "--format",
    "formats",
    default="html,md",
    show_default=True,
    help="Which files to write; consolidated is the workbook.",
)
@click.option("--language", "tag", metavar="TAG", default="", help="The reader's language: en, de, es, or de-AT.")
@click.option("--anonymise", is_flag=True, help="A public copy: other names for people, teams and workbooks, no notes.")
@click.option("--template", "templates", metavar="DIR", default="", help="Your own templates: docs/report-context.md.")
@click.option("--open", "show", is_flag=True, help="Open the first page when it is written.")
def report(
    folder: str,
    out: str,
    cycle: str,
    as_of: Day | None,
    audience: Audience | None,
    team: str,
    person: str,
    everybody: bool,
    compare: str,
    formats: str,
    tag: str,
    anonymise: bool,
    templates: str,
    show: bool,
) -> None:
    """Write the quarter's reports from the store, for today or any past day, into a folder of that day.

    \b
    Example: okrsheets report team-sheets/ --all --as-of 2026-03-31 --format html
    """
    from ..core.cells import date_of
    from ..reports.brand import brand as checked_brand
    from ..reports.data.report_data import report_data
    from ..reports.formats.files import CONSOLIDATED, chosen
    from ..reports.formats.templates import checked
    from ..reports.i18n.language import load_language
    from ..reports.pack import full_pack, partial_pack
    from ..sync.store import replay
    from ..sync.store.snapshot import snapshot_of
    from ..sync.store.store import Store

    names = [format.strip() for format in formats.split(",") if format.strip()]
    wanted = chosen([name for name in names if name != CONSOLIDATED])
    audience = _audience(audience, team, person, everybody, anonymise)
    workspace = workspace_of([folder], out)
    config = workspace.config
    language, today = load_language(tag or config.language), day_of(as_of, config.as_of)
    brand = checked_brand(config.brand, workspace.base)
    folder_of_templates = Path(templates) if templates else workspace.base / config.template
    own = checked(folder_of_templates) if templates or config.template else None
    with Store(workspace.store, read_only=True) as store:
        sync = replay.last_sync(store, as_of)
        snapshot = snapshot_of(store, sync, today, cycle or config.cycle, config.thresholds, compare=compare)
    target = workspace.out / str(date_of(today))
    data = report_data(snapshot, target)
    if CONSOLIDATED in names and not anonymise:  # it holds every rating, under every name
        _write_consolidated(target, snapshot)
    if anonymise:
        from ..reports.data.anonymise import anonymous

        data, target = anonymous(data, language), target / "anonymous"
    pack = (
        full_pack(data, language, brand) if everybody else partial_pack(data, language, brand, audience, team, person)
    )
    _write_pack(target, wanted, pack, own, show)


def _write_consolidated(target: Path, snapshot: Snapshot) -> None:
    from ..reports.formats.consolidated import write_consolidated
    from ..reports.formats.files import SYNC_NAMES, replace_whole

    path = target / SYNC_NAMES["xlsx"]
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_whole(
        path, lambda beside: write_consolidated(beside, snapshot.tables, snapshot.evaluation, snapshot.problems)
    )
    say(f"wrote {path}")


def _audience(given: Audience | None, team: str, person: str, everybody: bool, anonymise: bool) -> Audience:
    """Who is named says for whom a report is; two at once are a mistake."""
    if anonymise and (team or person):
        hint = "leave the name out, or take --all: the pages have other names"
        raise UsageError("a public copy is not made of somebody who is named", hint)
    asked = {name for name, value in (("team", team), ("person", person)) if value}
    if len(asked) > 1 or (asked and (everybody or given not in (None, *asked))):
        raise UsageError("a report is for one kind of reader", "name a team or a person, or take --all for everybody")
    if team or person:
        return "team" if team else "person"
    return given or "organisation"


def _write_pack(target: Path, formats: Mapping[str, Format], pack: Pack, templates: Path | None, show: bool) -> None:
    from ..reports.formats.files import write_report

    written: list[Path] = []
    locked: list[OSError] = []
    with progress_bar("writing") as progress:
        for done, page in enumerate(pack.pages()):
            if progress:
                progress(done, len(pack), str(page.stem))
            for name, format in formats.items():
                try:
                    written += write_report(target.joinpath(*page.stem.parts), {name: format}, page.report, templates)
                except OSError as error:  # one report that is open elsewhere does not stop the others
                    locked.append(error)
                    if not written and len(locked) > ENOUGH_FAILED:
                        raise
    say(f"wrote {len(written)} file{'' if len(written) == 1 else 's'} into {target}")
    if written:
        say(f"open first {written[0]}")
        if show:
            click.launch(str(written[0]))
    if locked:
        what = f"{len(locked)} could not be written, first {locked[0].filename or target}: {locked[0].strerror}"
        raise OkrError(what, "is it open in another program, or on a disk that is full or not yours?")
