"""The `okrsheets` command: each subcommand reads, computes, and shows."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .core.errors import EXIT_FAILED, EXIT_OK, EXIT_PROBLEMS, EXIT_UNREADABLE, OkrError, UsageError

if TYPE_CHECKING:
    from .core.cells import Day
    from .core.errors import Problem
    from .core.standing import Standing
    from .sync.config import Workspace
    from .sync.run import Outcome, Progress
    from .sync.state import State
    from .sync.store import Store

CASES = ("shop", "clinic", "startup")
COLOURS = {"achieved": "green", "on track": "green", "at risk": "yellow", "off track": "red", "no data": "dim"}


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
        return cells.day(given)
    except CellError:
        raise click.BadParameter(f"{given!r} is no date; write it as 2026-03-31") from None


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
    made, kept = [], []
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
    _say(f"\nnext: change a current value in {(made or kept)[0]}, save, then\n  okrsheets sync {out}")


@main.command()
@click.argument("what", type=click.Choice(("okrs", "skills")))
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--team", default="", help="The team's name.")
@click.option("--organisation", default="", help="The organisation's name.")
@click.option("--cycle", default="", help="The quarter, e.g. 2026-Q1; the current one by default.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@as_of
def new(what: str, file: str, team: str, organisation: str, cycle: str, force: bool, as_of: Day | None) -> None:
    """Make an empty workbook for OKRs or for skills.

    \b
    Example: okrsheets new okrs support-q1.xlsx --team Support --cycle 2026-Q1
    """
    from .sheets_templates.worked import write_new

    path = Path(file)
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{file!r} does not end in .xlsx", f"write {path.with_suffix('.xlsx').name}")
    if path.exists() and not force:
        raise UsageError(f"{file!r} is there already", "choose another name, or add --force to write over it")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_new(what, path, _today(as_of), live=as_of is None, organisation=organisation, team=team, cycle=cycle)
    _say(f"made {file}: open it, the first sheet says what to do")


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
    from .sync.store import Store

    place = _workspace(sources)
    today = _today(as_of, place.config.as_of)
    with Store() as store:
        outcome = _read(store, place, today)
        state = _state(store, outcome.sync, today, cycle or place.config.cycle)
        problems = _problems(state, outcome, _stand(state, place))
    if as_json:
        click.echo(json.dumps([_problem_json(problem) for problem in problems], ensure_ascii=False, indent=1))
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
    from .sync.store import Store

    place = _workspace(sources, out)
    today = _today(as_of, place.config.as_of)
    with Store(place.store) as store:
        outcome = _read(store, place, today)
        state = _state(store, outcome.sync, today, cycle or place.config.cycle)
        choice = json.dumps([state.cycle.name if state.cycle else "", *place.config.formats])
        standing = _stand(state, place)
        problems = _problems(state, outcome, standing)
        files = _output_files(place)
        if store.made() != (outcome.sync, today, choice) or not all(file.exists() for file in files):
            _write_outputs(place, place.config.formats, state, standing, problems)
            store.note_made(outcome.sync, today, choice)
    if show_json:
        click.echo(json.dumps(_outcome_json(outcome, standing, problems, files), ensure_ascii=False, indent=1))
    else:
        _show_outcome(outcome, standing, problems, place, files)
    return problems, outcome


def _workspace(sources: Sequence[str], out: str = "") -> Workspace:
    from .sync.config import workspace

    return workspace(sources, out)


def _read(store: Store, place: Workspace, today: Day) -> Outcome:
    from .sync.layout import Layouts
    from .sync.run import sync as run

    with _progress_bar("reading") as progress:
        return run(store, place.sources, today, Layouts(place.config.columns), progress)


def _state(store: Store, sync: int, today: Day, cycle: str) -> State:
    from .sync.state import State

    state = State(store, sync, today, cycle)
    if cycle and state.cycle is None:
        names = ", ".join(each.name for each in state.cycles) or "none"
        raise UsageError(f"no workbook has the cycle {cycle!r}", f"the workbooks have: {names}")
    return state


def _stand(state: State, place: Workspace) -> Standing:
    from dataclasses import replace

    from .core.pacing import quarter_of
    from .core.standing import stand

    quarter = quarter_of(state.today)
    start = state.cycle.start if state.cycle else None
    end = state.cycle.end if state.cycle else None
    dated = start is not None and end is not None
    defaults = replace(
        place.config.thresholds,
        cycle_start=start if dated else quarter.start,
        cycle_end=end if dated else quarter.end,
    )
    return stand(state.tables(), state.today, defaults)


def _problems(state: State, outcome: Outcome | None, standing: Standing) -> list[Problem]:
    passed_over = list(outcome.passed_over) if outcome else []
    found = [*state.all_problems(), *standing.problems, *passed_over]
    return sorted(dict.fromkeys(found), key=lambda problem: (problem.note, problem.place.workbook))


def _output_files(place: Workspace) -> list[Path]:
    names = {"html": "review.html", "md": "review.md", "xlsx": "consolidated.xlsx"}
    return [place.out / names[format] for format in place.config.formats]


def _write_outputs(
    place: Workspace, formats: Sequence[str], state: State, standing: Standing, problems: Sequence[Problem]
) -> None:
    from .reports.build import build
    from .sync.run import earlier_scores

    since, earlier = earlier_scores(state.store, state.today) or (None, None)
    name = state.cycle.name if state.cycle else ""
    report = build(standing, problems, state.workbooks(), name, since, earlier)
    place.out.mkdir(parents=True, exist_ok=True)
    for format in formats:
        if format == "xlsx":
            from .reports.workbook import write_consolidated

            _replace(
                place.out / "consolidated.xlsx",
                lambda path: write_consolidated(path, state.tables(), standing, problems),
            )
        elif format == "html":
            from .reports.render import render_html

            _replace(place.out / "review.html", lambda path: path.write_text(render_html(report), "utf-8"))
        else:
            from .reports.render import render_markdown

            _replace(place.out / "review.md", lambda path: path.write_text(render_markdown(report), "utf-8"))


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside the file and put it in place whole, so that nobody opens half a review."""
    beside = path.with_name(f".{path.stem}.writing{path.suffix}")
    try:
        write(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _show_outcome(
    outcome: Outcome, standing: Standing, problems: Sequence[Problem], place: Workspace, files: Sequence[Path]
) -> None:
    gone = f", {len(outcome.gone)} gone" if outcome.gone else ""
    faulty = f", {len(outcome.faults)} not readable" if outcome.faults else ""
    _say(f"read       {len(outcome.read)} workbooks, {outcome.unchanged} unchanged{gone}{faulty}")
    counts = {word: sum(each.status == word for each in standing.key_results if each.counted) for word in COLOURS}
    shown = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    _say(
        f"found      {len(standing.objectives)} objectives, {len(standing.key_results)} key results: {shown or 'none'}"
    )
    for problem in [each for each in problems if not each.note][:5]:
        _say(f"  {problem.place}: {problem.what}")
    more = "; `okrsheets check` lists them with what to do" if problems else ""
    _say(f"problems   {_counted(problems)}{more}")
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
    from .sync.store import Store

    place = _workspace([folder], out)
    with Store(place.store, read_only=True) as store:
        state = _replayed(store, place, as_of, cycle)
        standing = _stand(state, place)
    if as_json:
        click.echo(json.dumps(_standing_json(standing), ensure_ascii=False, indent=1))
    else:
        _show_tree(standing, state.cycle.name if state.cycle else "")


def _replayed(store: Store, place: Workspace, as_of: Day | None, cycle: str) -> State:
    """The state on a day: of the last sync, or for a past day of the last sync up to it."""
    from .core.cells import date_of
    from .core.errors import StoreError

    last = store.last_sync(as_of)
    if last is None:
        first = store.first_day()
        since = f"the first snapshot is of {date_of(first)}" if first is not None else "nothing was synced yet"
        raise StoreError("there is no snapshot on or before that day", since)
    return _state(store, last[0], _today(as_of, place.config.as_of), cycle or place.config.cycle)


def _show_tree(standing: Standing, cycle: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from .core.cells import date_of

    table = Table(title=f"{cycle}  {date_of(standing.today)}".strip(), title_justify="left", box=None, pad_edge=False)
    for heading, justify in (
        ("objective", "left"),
        ("owner", "left"),
        ("score", "right"),
        ("expected", "right"),
        ("status", "left"),
        ("data", "right"),
        ("alignment", "left"),
    ):
        table.add_column(heading, justify=justify, overflow="fold", ratio=1 if heading == "objective" else None)  # type: ignore[arg-type]
    for each in standing.objectives:
        goal = each.objective
        status = "abandoned" if not each.counted else each.status
        table.add_row(
            Text("  " * each.depth + f"{goal.id}  {goal.objective or ''}"),
            Text(goal.owner or ""),
            _percent(each.score),
            _percent(each.expected),
            Text(status, style=COLOURS.get(status, "")),
            f"{each.data}/{each.total}",
            Text("" if each.alignment in ("top", "aligned") else each.alignment, style="yellow"),
        )
    console = Console()
    if not console.is_terminal:
        console = Console(width=140)
    console.print(table)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


@main.command()
@click.argument("folder", default=".", type=click.Path())
@out_option
@cycle_option
@as_of
@click.option("--format", "formats", default="html,md,xlsx", show_default=True, help="Which files to write.")
def report(folder: str, out: str, cycle: str, as_of: Day | None, formats: str) -> None:
    """Write the review again from the store, for today or any past day.

    \b
    Example: okrsheets report team-sheets/ --as-of 2026-03-31 --format html
    """
    from .core.cells import date_of
    from .sync.config import FORMATS
    from .sync.store import Store

    chosen = [format.strip() for format in formats.split(",") if format.strip()]
    for format in chosen:
        if format not in FORMATS:
            raise UsageError(f"no format {format!r}", f"use some of: {','.join(FORMATS)}")
    place = _workspace([folder], out)
    with Store(place.store, read_only=True) as store:
        state = _replayed(store, place, as_of, cycle)
        standing = _stand(state, place)
        target = place if as_of is None else _dated(place, str(date_of(as_of)))
        _write_outputs(target, chosen, state, standing, _problems(state, None, standing))
    _say(f"wrote {', '.join(chosen)} to {target.out}")


def _dated(place: Workspace, day: str) -> Workspace:
    from dataclasses import replace

    return replace(place, out=place.out / day)


@main.command()
@as_json
def functions(as_json: bool) -> None:
    """List the functions that can be typed into a sheet.

    \b
    Example: okrsheets functions --json
    """
    from .addin.catalogue import functions as catalogue

    if as_json:
        click.echo(json.dumps([_function_json(function) for function in catalogue()], ensure_ascii=False, indent=1))
        return
    for function in catalogue():
        click.echo(f"{function.signature}\n    {function.help}\n    {function.example}\n")


def _function_json(function: Any) -> dict[str, Any]:
    arguments = [
        {"name": each.name, "help": each.help, "range": each.range, "optional": each.optional}
        for each in function.arguments
    ]
    return {
        "name": function.name,
        "arguments": arguments,
        "help": function.help,
        "example": function.example,
        "spills": function.spills,
    }


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
    from .addin.catalogue import call as run
    from .core.errors import CellError

    if json_lines:
        for line in sys.stdin:
            if line.strip():
                click.echo(json.dumps(_answer(line), ensure_ascii=False))
        return
    if name is None:
        raise UsageError("no function is named", "okrsheets call OKR_PROGRESS 20 50 35")
    try:
        value = run(name, [_argument(text) for text in arguments])
    except CellError as error:
        raise OkrError(error.what, error.hint) from None
    click.echo(json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value)


def _argument(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _answer(line: str) -> dict[str, Any]:
    from .addin.catalogue import call as run

    try:
        asked = json.loads(line)
        if not isinstance(asked, dict) or not isinstance(asked.get("args", []), list):
            return {"error": 'a line must be {"function": NAME, "args": [...]}'}
        return {"value": run(str(asked.get("function", "")), asked.get("args", []))}
    except OkrError as error:
        return {"error": error.what}
    except ValueError as error:
        return {"error": f"not JSON: {error}"}


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "workbook": problem.place.workbook,
        "sheet": problem.place.sheet,
        "cell": problem.place.cell,
        "what": problem.what,
        "hint": problem.hint,
        "note": problem.note,
    }


def _outcome_json(
    outcome: Outcome, standing: Standing, problems: Sequence[Problem], files: Sequence[Path]
) -> dict[str, Any]:
    return {
        "sync": outcome.sync,
        "changed": outcome.changed,
        "read": list(outcome.read),
        "unchanged": outcome.unchanged,
        "gone": list(outcome.gone),
        "not readable": {name: fault.what for name, fault in outcome.faults.items()},
        "objectives": len(standing.objectives),
        "key results": len(standing.key_results),
        "problems": [_problem_json(problem) for problem in problems],
        "files": [str(file) for file in files],
    }


def _standing_json(standing: Standing) -> list[dict[str, Any]]:
    return [
        {
            "id": each.objective.id,
            "objective": each.objective.objective,
            "level": each.objective.level,
            "owner": each.objective.owner,
            "parent id": each.objective.parent_id,
            "depth": each.depth,
            "score": each.score,
            "expected": each.expected,
            "status": each.status,
            "alignment": each.alignment,
            "data": each.data,
            "total": each.total,
            "counted": each.counted,
            "cell": str(each.objective.origin.place("objective")),
        }
        for each in standing.objectives
    ]
