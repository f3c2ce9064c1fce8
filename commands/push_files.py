"""A push into workbook files: read everything, plan each workbook, show, ask, and replace the files one by one."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.addresses import block_address
from ..core.cells import Day, date_of
from ..core.constant_formulas import constant_value
from ..core.errors import EXIT_FAILED, EXIT_OK, EXIT_PROBLEMS, OkrError, UsageError
from ..core.snapshot import Snapshot
from ..reports.formats import json_values
from ..sync.config import Workspace
from ..sync.config import workspace as workspace_of
from ..sync.push.plan import PushedChange
from ..sync.push.team_notes import AUTHOR, wanted_notes
from ..sync.push.team_workbook import NoteChange, SheetContents, WorkbookPlan, formula_of, plan_workbook
from ..sync.store.snapshot import snapshot_of
from ..sync.xlsx.cell_xml import CellContent
from ..sync.xlsx.files import EDITABLE, OpenedFile, errors_named, open_to_change, replace_file
from ..sync.xlsx.notes import CellNote
from ..sync.xlsx.workbook import WorkbookFile
from .file_book import refuse_1904
from .shell import agrees, counted, day_of, print_json, problem_lines, say, show
from .workspace import read, refuse_unknown_sources, unsaved_store

PERCENT = "0%"


@dataclass(frozen=True)
class Choices:
    """What the options of a push into workbooks say."""

    out: str
    cycle: str
    as_of: Day | None
    dry_run: bool
    remove: bool
    yes: bool
    as_json: bool


@dataclass(frozen=True)
class _ReadyToWrite:
    """A workbook with its plan, and the content that it would have."""

    opened: OpenedFile
    plan: WorkbookPlan
    content: bytes


def push_into_files(target: str, folder: str | None, choices: Choices) -> None:
    """Write figures and notes into a workbook, or into all workbooks of a folder.

    The program ends with exit code 1 when workbooks of the folder can't be changed, 4 when cells were left as they are.
    """
    path = Path(target)
    if not path.exists():
        raise UsageError(
            f"there is no file or folder {target!r}", "check the path, or write google:ID for a spreadsheet"
        )
    if path.is_dir() and folder is not None:
        raise UsageError(f"{target!r} is a folder itself", "name one folder, or a workbook and the folder to read")
    workspace = workspace_of([folder or (target if path.is_dir() else str(path.parent))], choices.out)
    opened = None if path.is_dir() else open_to_change(path)
    with _snapshot(workspace, choices) as snapshot:
        prepared, refused = _all_prepared(path, opened, snapshot, choices)
    written = _write(prepared, choices)
    if choices.as_json:
        print_json([_json(ready, choices.dry_run, ready in written) for ready in prepared])
    conflicts = [problem for ready in prepared for problem in ready.plan.conflicts]
    sys.exit(EXIT_FAILED if refused else EXIT_PROBLEMS if conflicts else EXIT_OK)


@contextmanager
def _snapshot(workspace: Workspace, choices: Choices) -> Iterator[Snapshot]:
    """Read the sources as they are now; the history stays as it is."""
    refuse_unknown_sources(workspace)
    today = day_of(choices.as_of, workspace.config.as_of)
    with unsaved_store(workspace) as store:
        outcome = read(store, workspace, today)
        cycle = choices.cycle or workspace.config.cycle
        yield snapshot_of(
            store, outcome.sync, today, cycle, workspace.config.thresholds, skill_rules=workspace.config.skills
        )


def _all_prepared(
    path: Path, opened: OpenedFile | None, snapshot: Snapshot, choices: Choices
) -> tuple[list[_ReadyToWrite], int]:
    """Plan the workbook, or all those of the folder; return them with how many of the folder can't be changed."""
    known = {Path(own).resolve(): name for name, own in snapshot.paths.items() if own}
    if opened is not None:
        if opened.path not in known:
            hint = "name the folder that it belongs to as well: okrsheets push FILE FOLDER"
            raise UsageError(f"{path.name} has no OKRs of this cycle among what was read", hint)
        return [_prepared(opened, known[opened.path], snapshot, choices.remove)], 0
    prepared, refused = [], 0
    for own, name in known.items():
        if own.suffix.lower() not in EDITABLE:
            say(f"{name}: skipped: only .xlsx and .xlsm can be written")
            continue
        try:
            prepared.append(_prepared(open_to_change(own), name, snapshot, choices.remove))
        except OkrError as error:
            refused += 1
            say(f"{name}: skipped: {error.what}", f"  hint: {error.hint}")
    if not prepared and not refused:
        raise UsageError(f"there is no .xlsx or .xlsm with OKRs in {str(path)!r}", "name another folder or a workbook")
    return prepared, refused


def _prepared(opened: OpenedFile, name: str, snapshot: Snapshot, remove: bool) -> _ReadyToWrite:
    """Plan one workbook, and make the content that it would have."""
    with errors_named(name):
        return _planned(opened, name, snapshot, remove)


def _planned(opened: OpenedFile, name: str, snapshot: Snapshot, remove: bool) -> _ReadyToWrite:
    file = WorkbookFile(opened.data)
    refuse_1904(name, file)
    for title in filter(file.is_locked, file.sheets()):
        say(f"{name}: skipped the sheet {title!r}, which is protected with a password")
    titles = [title for title in file.sheets() if not file.is_locked(title)]
    sheets = {
        title: SheetContents(
            file.cells(title), file.formulas(title), {at: note.text for at, note in file.notes(title).items()}
        )
        for title in titles
    }
    evaluation = snapshot.evaluation
    notes = wanted_notes(evaluation, (*snapshot.problems, *evaluation.problems), name)
    plan = plan_workbook(name, sheets, evaluation.key_results, notes, snapshot.today, remove)
    for title in titles:
        figures = [change for change in plan.figures if change.sheet == title]
        file.set_cells(title, {(change.row, change.column): _content(file, change) for change in figures})
        changes = [change for change in plan.notes if change.sheet == title]
        file.set_notes(title, {change.at: _note(change) for change in changes})
    return _ReadyToWrite(opened, plan, file.packed())


def _content(file: WorkbookFile, change: PushedChange) -> CellContent:
    """A figure as a constant formula, in a format in which it can be read."""
    formula = formula_of(change)
    if not formula:
        return CellContent()
    style = file.style(change.sheet, (change.row, change.column))
    if change.is_day:
        style = file.styles.as_date(style)
    elif isinstance(change.new, float) and file.styles.is_general(style):
        style = file.styles.formatted(style, PERCENT)
    return CellContent(constant_value(formula), formula[1:], style)


def _note(change: NoteChange) -> CellNote | None:
    return None if change.new is None else CellNote(AUTHOR, change.new)


def _write(prepared: Sequence[_ReadyToWrite], choices: Choices) -> list[_ReadyToWrite]:
    """Show the plans, ask, and replace the files; return what was written."""
    changing = [ready for ready in prepared if not ready.plan.empty]
    if not choices.as_json:
        for ready in prepared:
            _show(ready.plan)
    if choices.dry_run or not changing:
        say(f"would write into {counted(len(changing), 'workbook')}" if changing else "nothing to write")
        return []
    if not choices.yes and not agrees(f"Write into {counted(len(changing), 'workbook')}?"):
        say("nothing was changed")
        return []
    for ready in changing:
        backup = replace_file(ready.opened, ready.content, f"before push {date_of(day_of(choices.as_of)).isoformat()}")
        say(f"wrote {_counts(ready.plan)} into {ready.plan.name}; the old workbook is kept as {backup}")
    return changing


def _show(plan: WorkbookPlan) -> None:
    for line in (*plan.figures, *plan.notes):
        show(f"{plan.name} › {line}")
    for problem in plan.conflicts:
        show(*problem_lines(problem))


def _counts(plan: WorkbookPlan) -> str:
    return f"{counted(len(plan.figures), 'cell')} and {counted(len(plan.notes), 'note')}"


def _json(ready: _ReadyToWrite, dry_run: bool, written: bool) -> dict[str, Any]:
    plan = ready.plan
    return {
        "workbook": plan.name,
        "dry run": dry_run,
        "written": written,
        "changes": [change_json(change) for change in plan.figures],
        "notes": [
            {"sheet": note.sheet, "cell": block_address(*note.at), "old": note.old, "new": note.new}
            for note in plan.notes
        ],
        "conflicts": [json_values.problem(problem) for problem in plan.conflicts],
    }


def change_json(change: PushedChange) -> dict[str, Any]:
    """Return a cell that a push changes, for programs."""
    return {
        "sheet": change.sheet,
        "cell": change.cell,
        "heading": change.heading,
        "row": change.record,
        "old": change.old,
        "new": change.new,
    }
