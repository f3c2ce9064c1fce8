"""The `okrsheets` command: each subcommand reads, computes, and shows."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from .addin.commands import addin
from .core.errors import EXIT_FAILED, EXIT_OK, EXIT_PROBLEMS, EXIT_UNREADABLE, OkrError, UsageError

if TYPE_CHECKING:
    from .core.cells import Day
    from .core.errors import Problem
    from .core.standing import Standing
    from .reports.facts import Facts
    from .reports.files import Format
    from .reports.pack import Pack
    from .reports.report import Audience
    from .sync.config import Workspace
    from .sync.moment import Moment
    from .sync.run import Outcome, Progress
    from .sync.store import Store

CASES = ("shop", "clinic", "startup")
ENOUGH_FAILED = 5  # files in a row, from the first on: then nothing can be written there
AUDIENCES = ("organisation", "team", "person", "skills")


class _Commands(click.Group):
    """Shows what went wrong in words, with the exit code of the error; a user's mistake never ends in a traceback."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except OkrError as error:
            click.echo(f"error: {error.what}", err=True)
            if error.hint:
                click.echo(f"  hint: {error.hint}", err=True)
            context.exit(error.exit_code)
        except BrokenPipeError:
            sys.stderr.close()
            context.exit(EXIT_OK)
        except OSError as error:
            click.echo(f"error: {error.filename or 'a file'}: {error.strerror or error}", err=True)
            click.echo("  hint: is it open in another program, or on a disk that is full or not yours?", err=True)
            context.exit(EXIT_FAILED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="okrsheets")
def main() -> None:
    """OKRs and skill matrices in the spreadsheets that you already have.

    \b
    okrsheets demo                 see it: three small organisations, their workbooks and their review
    okrsheets new okrs FILE        a workbook for your team's OKRs
    okrsheets sync FOLDER          all workbooks of a folder into one store, one workbook, one review

    Exit codes: 0 fine, 1 failed, 2 usage, 3 a source could not be read, 4 problems found.
    """


def _as_of(context: click.Context, parameter: click.Parameter, given: str | None) -> Day | None:
    from .core import cells
    from .core.errors import CellError

    try:
        day = cells.day(given)
    except CellError:
        day = cells.NO_SUCH_DAY
    if day is not None and not cells.FIRST_DAY <= day <= cells.LAST_DAY:
        raise click.BadParameter(f"{given!r} is no date; write it as 2026-03-31")
    return day


as_of = click.option(
    "--as-of", metavar="DATE", callback=_as_of, help="Look from this day instead of today, e.g. 2026-03-31."
)
out_option = click.option(
    "--out", metavar="DIR", default="", help="Where results go; okrsheets-out beside the sheets by default."
)
cycle_option = click.option(
    "--cycle", metavar="NAME", default="", help="The quarter, e.g. 2026-Q1; the one that today is in by default."
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")
sources_argument = click.argument("sources", nargs=-1, metavar="[SOURCE]...")


def _today(given: Day | None, configured: Day | None = None) -> Day:
    from datetime import date

    from .core import cells

    for day in (given, configured):
        if day is not None:
            return day
    return cells.needed_day(date.today())


def _ourselves() -> str:
    """The command as this user can type it."""
    import shutil

    return "okrsheets" if shutil.which("okrsheets") else sys.argv[0]


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _say(line: str = "") -> None:
    """Say what happens, on the standard error, so that what a program reads stays alone on the standard output."""
    click.echo(line, err=True)


@contextmanager
def _progress_bar(title: str) -> Iterator[Progress | None]:
    """A bar on a terminal, for what takes over a second; nothing when piped."""
    if not sys.stderr.isatty():
        yield None
        return
    import time

    from rich.console import Console
    from rich.progress import Progress as Bar

    began = time.monotonic()
    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, visible=False)

        def advance(done: int, total: int, name: str) -> None:
            bar.update(
                task, completed=done, total=total, description=f"{title} {name}", visible=time.monotonic() - began > 1
            )

        yield advance


@main.command()
@click.argument("which", default="all", type=click.Choice((*CASES, "all")))
@click.option("--out", metavar="DIR", default="okrsheets-demo", show_default=True, help="The folder to make.")
def demo(which: str, out: str) -> None:
    """Make the worked cases: workbooks, a consolidated workbook, a store and a review.

    \b
    Example: okrsheets demo shop --out try-it
    """
    from .core import cells
    from .sheets_templates.worked import write_case

    today, folder = cells.needed_day("2026-06-30"), Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    kept: list[Path] = []
    for case in CASES if which == "all" else (which,):
        new, old = write_case(case, folder / case, today)
        made, kept = made + new, kept + old
    settings = folder / "okrsheets.toml"
    if not settings.exists():
        settings.write_text(
            '# The quarter of the worked cases is over: look at it from its last day.\nsources = ["."]\nas-of = 2026-06-30\n',
            "utf-8",
        )
    _say(f"workbooks  {len(made)} made" + (f", {len(kept)} kept as they were" if kept else ""))
    _sync([out], "", "", None, show_json=False)
    _say(f"\nnext: change a current value in {(made or kept)[0]}, save, then\n  {_ourselves()} sync {out}")


@main.command()
@click.argument("what", type=click.Choice(("okrs", "skills")))
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--team", default="", help="The team's name.")
@click.option("--organisation", default="", help="The organisation's name.")
@click.option("--cycle", default="", help="The quarter, e.g. 2026-Q1; the current one by default.")
@click.option("--native", is_flag=True, help="Plain formulas only, for where no add-in is allowed.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@as_of
def new(
    what: Literal["okrs", "skills"],
    file: str,
    team: str,
    organisation: str,
    cycle: str,
    native: bool,
    force: bool,
    as_of: Day | None,
) -> None:
    """Make an empty workbook for OKRs or for skills: .xlsx, or .xlsm that carries its functions for Excel on Windows.

    \b
    Example: okrsheets new okrs support-q1.xlsx --team Support --cycle 2026-Q1
    """
    from .sheets_templates.new import write_new

    path = Path(file)
    if path.exists() and not force:
        raise UsageError(f"{file!r} is there already", "choose another name, or add --force to write over it")
    path.parent.mkdir(parents=True, exist_ok=True)

    def write(target: Path) -> None:
        live, today = as_of is None, _today(as_of)
        write_new(what, target, today, live=live, organisation=organisation, team=team, cycle=cycle, native=native)

    if path.suffix.lower() == ".xlsm":
        _write_xlsm(path, write)
    else:
        write(path)
    _say(f"made {file}: open it, the first sheet says what to do")


def _write_xlsm(path: Path, write: Callable[[Path], None]) -> None:
    """The same workbook with the functions inside it."""
    import tempfile

    from .addin.hosts.excel import write_xlsm

    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / f"{path.stem}.xlsx"
        write(plain)
        write_xlsm(plain, path)


@main.command()
@sources_argument
@cycle_option
@as_of
@as_json
def check(sources: Sequence[str], cycle: str, as_of: Day | None, as_json: bool) -> None:
    """List every problem in workbooks with its cell and what to do; exit code 4 when there are any.

    \b
    Example: okrsheets check team-sheets/ q1.xlsx
    """
    from .sync import replay
    from .sync.store import Store

    place = _workspace(sources)
    today = _today(as_of, place.config.as_of)
    with Store() as store:
        outcome = _read(store, place, today)
        state = replay.state_at(store, outcome.sync, today, cycle or place.config.cycle)
        standing = replay.stand_state(state, place.config.thresholds)
        problems = replay.everything_wrong(state, standing, outcome.passed_over)
    if as_json:
        from .reports import as_json as shapes

        _print_json([shapes.problem(problem) for problem in problems])
    else:
        for problem in problems:
            click.echo(("note: " if problem.note else "") + str(problem))
        _say(_counted(problems))
    _exit(outcome, problems)


@main.command()
@sources_argument
@out_option
@cycle_option
@as_of
@as_json
def sync(sources: Sequence[str], out: str, cycle: str, as_of: Day | None, as_json: bool) -> None:
    """Read workbooks and folders into the store, and write the consolidated workbook and the review.

    A SOURCE is a workbook or a folder; without one, okrsheets.toml in the current folder names them.

    \b
    Example: okrsheets sync team-sheets/
    """
    problems, outcome = _sync(sources, out, cycle, as_of, as_json)
    _exit(outcome, problems)


def _sync(
    sources: Sequence[str], out: str, cycle: str, as_of: Day | None, show_json: bool
) -> tuple[list[Problem], Outcome]:
    from .reports.files import SYNC_NAMES
    from .sync.moment import moment
    from .sync.store import Store

    place = _workspace(sources, out)
    config, today = place.config, _today(as_of, place.config.as_of)
    with Store(place.store) as store:
        outcome = _read(store, place, today)
        now = moment(store, outcome.sync, today, cycle or config.cycle, config.thresholds, outcome.passed_over)
        choice = json.dumps([now.cycle, config.language, dict(config.brand), *config.formats])
        files = [place.out / SYNC_NAMES[format] for format in config.formats]
        if store.made() != (outcome.sync, today, choice) or not all(file.exists() for file in files):
            _write_review(place, now)
            store.note_made(outcome.sync, today, choice)
    if show_json:
        _print_json(_outcome_json(outcome, now.standing, now.problems, files))
    else:
        _show_outcome(outcome, now.standing, now.problems, place, files)
    return list(now.problems), outcome


def _workspace(sources: Sequence[str], out: str = "") -> Workspace:
    from .sync.config import workspace

    return workspace(sources, out)


def _read(store: Store, place: Workspace, today: Day) -> Outcome:
    from .sync.layout import Layouts
    from .sync.run import sync as run

    with _progress_bar("reading") as progress:
        return run(store, place.sources, today, Layouts(place.config.columns), progress)


def _write_review(place: Workspace, now: Moment) -> None:
    """What a sync leaves behind: the organisation's review and the consolidated workbook."""
    from .reports.brand import brand as checked_brand
    from .reports.build import build
    from .reports.files import write_consolidated_and_review
    from .reports.language import language
    from .reports.scope import of_all

    facts, brand = _facts(now, place.out), checked_brand(place.config.brand, place.base)
    report = build(of_all(facts, language(place.config.language)), brand, facts.links)
    write_consolidated_and_review(place.out, place.config.formats, report, now.tables, now.standing, now.problems)


def _facts(now: Moment, folder: Path) -> Facts:
    """The facts for reports that are written into a folder."""
    from .reports.facts import Facts

    return Facts(
        standing=now.standing,
        cycle=now.cycle,
        period=now.period,
        organisation=now.organisation,
        problems=now.problems,
        books=now.books,
        since=now.since,
        earlier=now.earlier,
        changes=now.changes,
        past=now.past,
        compared=now.compared,
        links=_links(now.paths, folder),
    )


def _links(paths: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Where each workbook is, seen from a folder; one on another drive has no link."""
    import os
    from urllib.parse import quote

    links = {}
    for name, path in paths.items():
        with suppress(ValueError):
            links[name] = quote(Path(os.path.relpath(path, folder.resolve())).as_posix())
    return links


def _show_outcome(
    outcome: Outcome, standing: Standing, problems: Sequence[Problem], place: Workspace, files: Sequence[Path]
) -> None:
    gone = f", {len(outcome.gone)} gone" if outcome.gone else ""
    faulty = f", {len(outcome.faults)} not readable" if outcome.faults else ""
    _say(f"read       {len(outcome.read)} workbooks, {outcome.unchanged} unchanged{gone}{faulty}")
    from .reports.terminal import counts

    _say(
        f"found      {len(standing.objectives)} objectives, {len(standing.key_results)} key results: {counts(standing)}"
    )
    for problem in [each for each in problems if not each.note][:5]:
        _say(f"  {problem.place}: {problem.what}")
    more = f"{_counted(problems)}; `{_ourselves()} check` lists them with what to do"
    _say(f"problems   {more if problems else 'none'}")
    for file in files:
        _say(f"wrote      {file}")
    _say(f"store      {place.store}")
    pages = [file for file in files if file.suffix == ".html"]
    if pages:
        _say(f"open first {pages[0]}")


def _counted(problems: Sequence[Problem]) -> str:
    wrong = sum(not problem.note for problem in problems)
    notes = len(problems) - wrong
    said = f"{wrong} problem{'' if wrong == 1 else 's'}"
    if notes:
        said += f", {notes} note{'' if notes == 1 else 's'}"
    return said


def _outcome_json(
    outcome: Outcome, standing: Standing, problems: Sequence[Problem], files: Sequence[Path]
) -> dict[str, Any]:
    from .reports import as_json as shapes

    return {
        "sync": outcome.sync,
        "changed": outcome.changed,
        "read": list(outcome.read),
        "unchanged": outcome.unchanged,
        "gone": list(outcome.gone),
        "not readable": {name: fault.what for name, fault in outcome.faults.items()},
        "objectives": len(standing.objectives),
        "key results": len(standing.key_results),
        "problems": [shapes.problem(problem) for problem in problems],
        "files": [str(file) for file in files],
    }


def _exit(outcome: Outcome, problems: Sequence[Problem]) -> None:
    if outcome.faults:
        sys.exit(EXIT_UNREADABLE)
    sys.exit(EXIT_PROBLEMS if any(not problem.note for problem in problems) else EXIT_OK)


@main.command()
@click.argument("folder", default=".", type=click.Path())
@out_option
@cycle_option
@as_of
@as_json
def status(folder: str, out: str, cycle: str, as_of: Day | None, as_json: bool) -> None:
    """Show where each objective stands, as of the last sync.

    \b
    Example: okrsheets status team-sheets/
    """
    from .sync import replay
    from .sync.store import Store

    place = _workspace([folder], out)
    with Store(place.store, read_only=True) as store:
        today = _today(as_of, place.config.as_of)
        state = replay.state_at(store, replay.last_sync(store, as_of), today, cycle or place.config.cycle)
        standing = replay.stand_state(state, place.config.thresholds)
    if as_json:
        from .reports import as_json as shapes

        _print_json(shapes.objectives(standing))
    else:
        from .reports.terminal import show_tree

        show_tree(standing, state.cycle.name if state.cycle else "")


@main.command()
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
    from .core.cells import date_of
    from .reports.brand import brand as checked_brand
    from .reports.files import CONSOLIDATED, chosen
    from .reports.language import language
    from .reports.pack import everything, some
    from .reports.sandbox import checked
    from .sync import replay
    from .sync.moment import moment
    from .sync.store import Store

    names = [format.strip() for format in formats.split(",") if format.strip()]
    wanted = chosen([name for name in names if name != CONSOLIDATED])
    audience = _audience(audience, team, person, everybody, anonymise)
    place = _workspace([folder], out)
    config = place.config
    words, today = language(tag or config.language), _today(as_of, config.as_of)
    brand = checked_brand(config.brand, place.base)
    folder_of_templates = Path(templates) if templates else place.base / config.template
    own = checked(folder_of_templates) if templates or config.template else None
    with Store(place.store, read_only=True) as store:
        sync = replay.last_sync(store, as_of)
        now = moment(store, sync, today, cycle or config.cycle, config.thresholds, compare=compare)
    target = place.out / str(date_of(today))
    facts = _facts(now, target)
    if CONSOLIDATED in names and not anonymise:  # it holds every rating, under every name
        _write_consolidated(target, now)
    if anonymise:
        from .reports.anonymous import anonymous

        facts, target = anonymous(facts, words), target / "anonymous"
    pack = everything(facts, words, brand) if everybody else some(facts, words, brand, audience, team, person)
    _write_pack(target, wanted, pack, own, show)


def _write_consolidated(target: Path, now: Moment) -> None:
    from .reports.files import SYNC_NAMES, replace_whole
    from .reports.workbook import write_consolidated

    path = target / SYNC_NAMES["xlsx"]
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_whole(path, lambda beside: write_consolidated(beside, now.tables, now.standing, now.problems))
    _say(f"wrote {path}")


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
    from .reports.files import write_report

    written: list[Path] = []
    locked: list[OSError] = []
    with _progress_bar("writing") as progress:
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
    _say(f"wrote {len(written)} file{'' if len(written) == 1 else 's'} into {target}")
    if written:
        _say(f"open first {written[0]}")
        if show:
            click.launch(str(written[0]))
    if locked:
        what = f"{len(locked)} could not be written, first {locked[0].filename or target}: {locked[0].strerror}"
        raise OkrError(what, "is it open in another program, or on a disk that is full or not yours?")


@main.command()
@as_json
def functions(as_json: bool) -> None:
    """List the functions that can be typed into a sheet.

    \b
    Example: okrsheets functions --json
    """
    from .addin.asking import described
    from .addin.catalogue import functions as catalogue

    if as_json:
        _print_json([described(function) for function in catalogue()])
        return
    for function in catalogue():
        click.echo(f"{function.signature}\n    {function.help}\n    {function.example}\n")


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[ARG]...")
@click.option(
    "--json-lines", is_flag=True, help='Read {"function", "args"} a line, answer {"value"} or {"error"} a line.'
)
def call(name: str | None, arguments: Sequence[str], json_lines: bool) -> None:
    """Try a function without a spreadsheet; a range is JSON, such as [[0.5],[1]].

    \b
    Example: okrsheets call OKR_PROGRESS 20 50 35
    """
    from .addin.asking import answer, argument
    from .addin.catalogue import call as run
    from .core.errors import CellError

    if json_lines:
        for line in sys.stdin:
            if line.strip():
                click.echo(json.dumps(answer(line), ensure_ascii=False))
        return
    if name is None:
        raise UsageError("no function is named", "okrsheets call OKR_PROGRESS 20 50 35")
    try:
        value = run(name, [argument(text) for text in arguments])
    except CellError as error:
        raise OkrError(error.what, error.hint) from None
    click.echo(json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value)


main.add_command(addin)
