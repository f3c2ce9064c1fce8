"""One sync: list, read what changed on some threads, write it in one transaction with the figures of the day."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Protocol

from ..core.cells import Day
from ..core.errors import Problem, SourceError
from ..core.tables.headings import HeadingIndex
from ..core.version import VERSION
from .readers.read_workbook import Reading, Refusal, fetch_workbook, read_workbook
from .readers.reader_process import Readers
from .sources.base import FetchedSource, FileInfo, Source
from .sources.commentary_files import read_commentary
from .store.evaluation import scores
from .store.state import State
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


@dataclass(frozen=True)
class _Task:
    """A workbook that must be read, with its name in the store."""

    source: Source
    info: FileInfo
    name: str
    known: WorkbookVersion | None

    @property
    def known_sha256(self) -> str:
        return self.known.sha256 if self.known else ""


@dataclass
class _Plan:
    """What a sync has to do: workbooks to read, names that went, what cannot be reached, and a new commentary."""

    tasks: list[_Task] = field(default_factory=list)
    unchanged: int = 0
    gone: list[str] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)
    skipped: list[Problem] = field(default_factory=list)
    commentary: Mapping[str, str] = field(default_factory=dict)
    is_rewritten: bool = False


@dataclass(frozen=True)
class _Result:
    """What came of one workbook."""

    task: _Task
    reading: Reading


def sync(
    store: Store,
    sources: Sequence[Source],
    today: Day,
    headings: HeadingIndex | None = None,
    progress: Progress | None = None,
    stop: Callable[[], None] = lambda: None,
    readers: Readers | None = None,
) -> Outcome:
    """Bring the store up to date with its sources: all in one transaction, and nothing when nothing changed.

    A workbook that cannot be read keeps its last good version and is listed in `faults`; so is a whole source.
    `stop` is called when the sync is interrupted, so that no thread goes on waiting for a source. `readers` are the
    processes in which files of this machine are read; without them they are read in this one.
    """
    last = store.last_sync()
    before = store.faults(last[0]) if last else {}
    headings = headings or HeadingIndex()
    known = store.versions() if store.layout() == headings.digest else _to_read_again(store.versions())
    plan = _plan(sources, known, before)
    written = store.commentary(last[0]) if last else {}
    plan.commentary, notes = read_commentary(Path(source.root) for source in sources if source.is_local)
    plan.skipped.extend(notes)
    plan.is_rewritten = plan.commentary != written
    if last and not plan.is_rewritten and not plan.tasks and not plan.gone and plan.faults == before:
        return Outcome(last[0], False, (), plan.unchanged, (), plan.faults, plan.skipped)
    # Closed at once, not when it is collected: what waits for a source ends even when the interrupt strikes elsewhere.
    limits = repr((VERSION, headings.digest, readers.limits if readers else None))
    given_up = {sha256: Refusal(*words) for sha256, words in store.given_up(limits).items()}
    refused, tasks = _refused_again(plan.tasks, before, given_up)
    with closing(_read(tasks, headings, progress, stop, readers, given_up)) as results, store.transaction():
        store.note_layout(headings.digest)
        writer = StoreWriter(store, last[0] + 1 if last else 1, today)
        return _write(writer, plan, chain(refused, results), before, limits, given_up)


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


def _refused_again(
    tasks: Sequence[_Task], before: Mapping[str, Fault], given_up: Mapping[str, Refusal]
) -> tuple[list[_Result], list[_Task]]:
    """Separate the files that could not be read before and are as they were: no process is started for them."""
    refused, others = [], []
    for task in tasks:
        known = task.source.is_local and task.name in before
        reading = fetch_workbook(task.source, task.info, task.known_sha256, given_up) if known else None
        if isinstance(reading, Reading):
            refused.append(_Result(task, reading))
        else:
            others.append(task)
    return refused, others


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
    tasks: Sequence[_Task],
    headings: HeadingIndex,
    progress: Progress | None,
    stop: Callable[[], None],
    readers: Readers | None,
    given_up: Mapping[str, Refusal],
) -> Generator[_Result, None, None]:
    """Read a few workbooks ahead of the writer, in processes where there are some; on as many threads as a source is worth.

    What is not a file of this machine is fetched on those threads, where the time goes into waiting, and then read likewise.
    """
    local = sum(task.source.is_local for task in tasks) if readers else 0
    with ExitStack() as stack:

        def read_here(task: _Task) -> _Result:
            return _Result(task, read_workbook(task.source, task.info, task.name, headings, task.known_sha256))

        def read_apart(task: _Task, source: Source | None = None) -> _Result:
            assert started
            return _Result(task, started.read(source or task.source, task.info, task.name, task.known_sha256)[0])

        def fetch_and_read(task: _Task) -> _Result:
            content = fetch_workbook(task.source, task.info, task.known_sha256, given_up)
            return _Result(task, content) if isinstance(content, Reading) else read_apart(task, FetchedSource(content))

        started = stack.enter_context(readers.started(len(tasks), headings, given_up)) if readers and tasks else None
        numbers = {task.source.at_once for task in tasks}
        pools = {number: stack.enter_context(ThreadPoolExecutor(number)) for number in numbers}
        apart = stack.enter_context(ThreadPoolExecutor(min(readers.number, local))) if readers and local else None
        read_elsewhere = fetch_and_read if started else read_here
        waiting: deque[Future[_Result]] = deque()
        stack.push(lambda kind, *_: _leave(waiting, stop, started) if kind else None)
        for number, task in enumerate(tasks):
            if apart and task.source.is_local:
                waiting.append(apart.submit(read_apart, task))
            else:
                waiting.append(pools[task.source.at_once].submit(read_elsewhere, task))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
            if progress:
                progress(number, len(tasks), task.name)
        for future in waiting:
            yield future.result()


def _leave(waiting: Iterable[Future[_Result]], stop: Callable[[], None], readers: Readers | None) -> None:
    """What was not begun is not begun any more, and what waits ends."""
    for future in waiting:
        future.cancel()
    if readers:
        readers.kill()
    stop()


def _write(
    writer: StoreWriter,
    plan: _Plan,
    results: Iterator[_Result],
    before: Mapping[str, Fault],
    limits: str,
    given_up: Collection[str],
) -> Outcome:
    read: list[str] = []
    unchanged, faults = plan.unchanged, dict(plan.faults)
    for result in results:
        task, reading = result.task, result.reading
        if reading.refusal is not None:
            what, hint = reading.refusal.what, reading.refusal.hint
            faults[task.name] = Fault(task.source.root, what, hint)
            if reading.sha256 and reading.sha256 not in given_up:
                writer.store.give_up(reading.sha256, limits, what, hint)
        elif reading.extract is None:
            writer.touch(task.name, task.info, task.source.root)
            unchanged += 1
        else:
            for part in reading.extract.parts:
                writer.add(task.name, task.info, task.source.root, reading.sha256, part.tables, part.problems)
            read.append(task.name)
    for name in plan.gone:
        writer.close(name)
    changed = writer.sync == 1 or bool(read or plan.gone or faults != before or plan.is_rewritten)
    if not changed:
        writer.note_touched()
        return Outcome(writer.sync - 1, False, (), unchanged, (), faults, plan.skipped)
    writer.finish(faults)
    if plan.is_rewritten:
        writer.store.keep_commentary(writer.sync, plan.commentary)
    state = State(writer.store, writer.sync, writer.day)
    state.keep()
    writer.store.insert_rows("standings", [(writer.sync, id, score) for id, score in scores(state)])
    return Outcome(writer.sync, True, read, unchanged, plan.gone, faults, plan.skipped)
