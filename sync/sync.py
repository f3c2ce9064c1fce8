"""One sync: list, read what changed on some threads, write it in one transaction with the figures of the day."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from ..core.cells import Day
from ..core.errors import Problem, SourceError
from ..core.tables.headings import HeadingIndex
from .reading.extract import Extract, extract
from .sources.base import FileInfo, Source
from .store.state import Figures, State
from .store.store import Fault, Store, WorkbookVersion
from .store.writer import StoreWriter

NOTHING_FOUND = ("no workbook or .csv file was found in it", "name the folder with your sheets")
AHEAD = 8  # workbooks that may be read before they are written: bounds the memory


class Progress(Protocol):
    """Called with how many of the workbooks are read, of how many, and the name of the one that comes next."""

    def __call__(self, done: int, total: int, name: str) -> None: ...


@dataclass(frozen=True)
class Outcome:
    """What a sync did, by workbook name; `changed` is False when the store holds what it held before."""

    sync: int
    changed: bool
    read: Sequence[str] = ()
    unchanged: int = 0
    gone: Sequence[str] = ()
    faults: Mapping[str, Fault] = field(default_factory=dict)
    skipped: Sequence[Problem] = ()
    figures: Figures | None = None


@dataclass(frozen=True)
class _Task:
    """A workbook that must be read, with its name in the store."""

    source: Source
    info: FileInfo
    name: str
    known: WorkbookVersion | None


@dataclass
class _Plan:
    """What a sync has to do: workbooks to read, names that went, and what cannot be reached."""

    tasks: list[_Task] = field(default_factory=list)
    unchanged: int = 0
    gone: list[str] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)
    skipped: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Result:
    """What came of one workbook: an extract, or a fault; neither when only its info is new."""

    task: _Task
    sha256: str = ""
    extract: Extract | None = None
    fault: Fault | None = None


def sync(
    store: Store,
    sources: Sequence[Source],
    today: Day,
    headings: HeadingIndex | None = None,
    progress: Progress | None = None,
    stop: Callable[[], None] = lambda: None,
) -> Outcome:
    """Bring the store up to date with its sources: all in one transaction, and nothing when nothing changed.

    A workbook that cannot be read keeps its last good version and is listed in `faults`; so is a whole source.
    `stop` is called when the sync is interrupted, so that no thread goes on waiting for a source.
    """
    last = store.last_sync()
    before = store.faults(last[0]) if last else {}
    headings = headings or HeadingIndex()
    known = store.versions() if store.layout() == headings.digest else _to_read_again(store.versions())
    plan = _plan(sources, known, before)
    if last and not plan.tasks and not plan.gone and plan.faults == before:
        return Outcome(last[0], False, (), plan.unchanged, (), plan.faults, plan.skipped)
    # Closed at once, not when it is collected: what waits for a source ends even when the interrupt strikes elsewhere.
    with closing(_read(plan.tasks, headings, progress, stop)) as results, store.transaction():
        store.note_layout(headings.digest)
        return _write(StoreWriter(store, last[0] + 1 if last else 1, today), plan, results, before)


def _to_read_again(known: Mapping[str, WorkbookVersion]) -> dict[str, WorkbookVersion]:
    """When headings came to mean something else, workbooks that did not change say something else, too."""
    return {name: replace(version, modified=-1, sha256="") for name, version in known.items()}


def _plan(sources: Sequence[Source], known: Mapping[str, WorkbookVersion], before: Mapping[str, Fault]) -> _Plan:
    """What must be read: workbooks that are new, or whose size or time differs from what was stored."""
    plan = _Plan()
    roots = {source.root for source in sources}
    listed = _list(sources, plan)
    reached = {source.root for source, _ in listed}
    away = roots - reached
    taken = {name: version.root for name, version in known.items() if version.root in away}  # name -> root
    for source, files in listed:
        own = {name for name, version in known.items() if version.root == source.root}
        own -= {info.name for info in files}  # what is left are names that it was given to tell it from others
        for info in files:
            name = _free_name(info.name, source.root, taken, own)
            taken[name] = source.root
            version = known.get(name)
            same = version and (version.root, version.size, version.modified) == (
                source.root,
                info.size,
                info.modified,
            )
            if same and name not in before:
                plan.unchanged += 1
            else:
                plan.tasks.append(_Task(source, info, name, version))
    for name, version in sorted(known.items()):
        if name not in taken and any(Path(version.root).is_relative_to(root) for root in reached):
            _miss(name, version.root, plan)
    plan.faults.update({name: fault for name, fault in before.items() if fault.root not in roots})
    return plan


def _list(sources: Sequence[Source], plan: _Plan) -> list[tuple[Source, Sequence[FileInfo]]]:
    """The workbooks of every source that can be reached; what cannot goes to the faults."""
    listed = []
    for source in sources:
        try:
            files, problems = source.list()
        except SourceError as error:
            plan.faults[source.root] = Fault(source.root, error.what, error.hint)
            continue
        listed.append((source, files))
        plan.skipped.extend(problem for problem in problems if problem.note)
        unreadable = [problem for problem in problems if not problem.note]
        plan.faults.update(
            {problem.location.workbook: Fault(source.root, problem.what, problem.hint) for problem in unreadable}
        )
    if not any(files for _, files in listed):
        nothing = {source.root: Fault(source.root, *NOTHING_FOUND) for source, _ in listed}
        plan.faults.update({root: fault for root, fault in nothing.items() if root not in plan.faults})
    return listed


def _miss(name: str, root: str, plan: _Plan) -> None:
    """A workbook that is not listed any more is gone, unless it, or the folder that it is in, cannot be read."""
    for path, fault in list(plan.faults.items()):
        if fault.root == root and (name == path or name.startswith(f"{path}/")):
            plan.faults[name] = fault
            return
    plan.gone.append(name)


def _free_name(name: str, root: str, taken: Mapping[str, str], own: Collection[str]) -> str:
    """Two sources may hold workbooks of one name: the second gets its folder before its name, and keeps that name."""
    where = Path(root)
    where = where.parent if where.name == name else where
    while name in taken or f"{where.name}/{name}" in own:
        name, where = f"{where.name or 'other'}/{name}", where.parent
    return name


def _read(
    tasks: Sequence[_Task], headings: HeadingIndex, progress: Progress | None, stop: Callable[[], None]
) -> Generator[_Result, None, None]:
    """Read a few workbooks ahead of the writer, on as many threads as each source is worth."""
    with ExitStack() as stack:
        numbers = {task.source.at_once for task in tasks}
        pools = {number: stack.enter_context(ThreadPoolExecutor(number)) for number in numbers}
        waiting: deque[Future[_Result]] = deque()
        stack.push(lambda kind, *_: _leave(waiting, stop) if kind else None)
        for number, task in enumerate(tasks):
            waiting.append(pools[task.source.at_once].submit(_read_one, task, headings))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
            if progress:
                progress(number, len(tasks), task.name)
        for future in waiting:
            yield future.result()


def _leave(waiting: Iterable[Future[_Result]], stop: Callable[[], None]) -> None:
    """What was not begun is not begun any more, and what waits ends."""
    for future in waiting:
        future.cancel()
    stop()


def _read_one(task: _Task, headings: HeadingIndex) -> _Result:
    """One workbook never stops the others: whatever fails here is this workbook's fault, and is reported."""
    try:
        fetched = task.source.fetch(task.info)
        if task.known is not None and task.known.sha256 == fetched.sha256:
            return _Result(task, fetched.sha256)
        raw = replace(fetched.parse(), name=task.name, changed_in=task.info.changed_in)
        return _Result(task, fetched.sha256, extract(raw, headings))
    except SourceError as error:
        return _Result(task, fault=Fault(task.source.root, error.what, error.hint))
    except MemoryError:
        return _Result(
            task, fault=Fault(task.source.root, "the workbook is too large for this machine's memory", "split it")
        )
    except Exception as error:
        what = f"the workbook could not be read ({type(error).__name__}: {error})"
        return _Result(
            task, fault=Fault(task.source.root, what, "save it again as .xlsx; if that does not help, report it")
        )


def _write(writer: StoreWriter, plan: _Plan, results: Iterator[_Result], before: Mapping[str, Fault]) -> Outcome:
    read: list[str] = []
    unchanged, faults = plan.unchanged, dict(plan.faults)
    for result in results:
        task = result.task
        if result.fault is not None:
            faults[task.name] = result.fault
        elif result.extract is None:
            writer.touch(task.name, task.info, task.source.root)
            unchanged += 1
        else:
            for part in result.extract.parts:
                writer.add(task.name, task.info, task.source.root, result.sha256, part.tables, part.problems)
            read.append(task.name)
    for name in plan.gone:
        writer.close(name)
    changed = writer.sync == 1 or bool(read or plan.gone or faults != before)
    if not changed:
        writer.note_touched()
        return Outcome(writer.sync - 1, False, (), unchanged, (), faults, plan.skipped)
    writer.finish(faults)
    figures = State(writer.store, writer.sync, writer.day).figures()
    _remember(writer, figures)
    return Outcome(writer.sync, True, read, unchanged, plan.gone, faults, plan.skipped, figures)


def _remember(writer: StoreWriter, figures: Figures) -> None:
    """Keep the scores of the day, so that a later review can say what moved."""
    known = ~np.isnan(figures.scores)
    columns = {
        "sync": np.full(known.sum(), writer.sync, dtype=np.int32),
        "objective_id": np.array(figures.ids, dtype=np.object_)[known],
        "score": figures.scores[known],
    }
    if known.any():
        writer.store.insert("standings", columns)
