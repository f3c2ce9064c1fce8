"""Workbooks read in processes of their own: what a file breaks, fills or holds up is such a process, and only itself.

A process takes pickled requests on its standard input and answers on its standard output. It is started as a program
of its own and not by `multiprocessing`, which would run the main module of whoever uses okrsheets as a library again.
"""

from __future__ import annotations

import pickle
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import IO, Any

from ...core.errors import OkrError
from ...core.tables.headings import HeadingIndex
from ..sources.base import FileInfo, Source
from ..sources.file_limits import SAVED_AGAIN
from .limits import Limits
from .read_workbook import Reading, Refusal

MODULE = "okrsheets.sync.readers.reader_main"
_NO_MEMORY = "memory allocation of"  # what the parser says when it is refused memory


class ReaderProcess:
    """A process that reads one workbook after the other; when it is lost, another one goes on."""

    def __init__(self, headings: HeadingIndex, limits: Limits, given_up: Mapping[str, Refusal]) -> None:
        setup = (headings, limits.seconds, limits.megabytes, dict(given_up))
        self._setup = pickle.dumps(setup, pickle.HIGHEST_PROTOCOL)
        self._limits = limits
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed by kill
        self.start()

    def start(self) -> None:
        """Start the process, without waiting for it."""
        self._errors.seek(0)
        self._errors.truncate()
        self._sources: set[str] = set()
        command = [sys.executable, "-P", "-m", MODULE]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors)
        with suppress(OSError):  # when it did not start, the first answer is missing
            self._send(self._setup)

    def read(self, source: Source, info: FileInfo, name: str, known: str) -> tuple[Reading, bool]:
        """Return what came of a workbook, and whether its content was given up and need not be tried again."""
        self._wait_until_ready()
        late = threading.Event()
        timer = threading.Timer(self._limits.seconds, self._end, [late])
        sha256 = ""
        timer.start()
        try:
            sent = None if source.root in self._sources else source
            self._sources.update([source.root] if source.root else [])
            self._send(pickle.dumps((source.root, sent, info, name, known), pickle.HIGHEST_PROTOCOL))
            while isinstance(answer := self._receive(), str):
                sha256 = answer
        except (EOFError, OSError, pickle.UnpicklingError):
            code = self._process.wait()
            return Reading(sha256, refusal=self._refusal(code, late.is_set())), bool(sha256)
        finally:
            timer.cancel()
        reading, given_up = answer
        return reading or Reading(sha256, refusal=self._too_large()), given_up

    def _wait_until_ready(self) -> None:
        for tries_left in (True, False):
            try:
                self._receive()
                return
            except EOFError:  # it was lost with the workbook before
                if tries_left:
                    self._process.wait()
                    self.start()
        raise OkrError(
            f"the program that reads workbooks does not start: {self._last_words()}", "install okrsheets again"
        )

    def _send(self, message: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(message)
        self._process.stdin.flush()

    def _receive(self) -> Any:
        """Return the next message of the process; `EOFError` when it is gone."""
        assert self._process.stdout is not None
        return pickle.load(self._process.stdout)

    def _end(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    def _refusal(self, code: int, late: bool) -> Refusal:
        if late:
            what = f"reading it took longer than {self._limits.seconds:g} s and was given up"
            return Refusal(what, "split the workbook, or raise `seconds` under [limits] in okrsheets.toml")
        if _NO_MEMORY in self._last_words():
            return self._too_large()
        what = f"the file is damaged: reading it ended the program that reads workbooks (exit code {code})"
        return Refusal(what, SAVED_AGAIN)

    def _too_large(self) -> Refusal:
        what = f"reading it needs more than {self._limits.megabytes:,} MB of memory"
        return Refusal(what, "split the workbook, or raise `megabytes` under [limits] in okrsheets.toml")

    def _last_words(self) -> str:
        self._errors.seek(0)
        return self._errors.read()[-2000:].decode("utf-8", "replace").strip() or "it said nothing"

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            with suppress(OSError):
                if stream:
                    stream.close()


@dataclass
class Readers:
    """Processes that read workbooks, each kept for the next one: `number` of them at most."""

    number: int
    limits: Limits = field(default_factory=Limits)
    _idle: queue.SimpleQueue[ReaderProcess] = field(default_factory=queue.SimpleQueue, repr=False)
    _all: list[ReaderProcess] = field(default_factory=list, repr=False)
    _killed: threading.Event = field(default_factory=threading.Event, repr=False)

    @contextmanager
    def started(self, wanted: int, headings: HeadingIndex, given_up: Mapping[str, Refusal]) -> Iterator[Readers]:
        """Start as many processes as some number of workbooks is worth, and end them afterwards."""
        try:
            for _ in range(min(wanted, self.number)):
                self._all.append(ReaderProcess(headings, self.limits, given_up))
                self._idle.put(self._all[-1])
            yield self
        finally:
            self.kill()

    def read(self, source: Source, info: FileInfo, name: str, known: str) -> tuple[Reading, bool]:
        """Let a process that is idle read a workbook: see `ReaderProcess.read`."""
        process = self._idle.get()
        try:
            if self._killed.is_set():
                raise OkrError("the work was interrupted", "run the command again")
            return process.read(source, info, name, known)
        finally:
            self._idle.put(process)

    def kill(self) -> None:
        """End all processes, whatever they do; none takes their place."""
        self._killed.set()
        for process in self._all:
            process.kill()
