"""A disk that fails on demand: calls that open, write, rename, remove or settle files of one folder raise an error."""

from __future__ import annotations

import builtins
import errno
import io
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CODES = (errno.EIO, errno.ENOSPC, errno.EACCES)
CALLS = ("replace", "rename", "fsync", "mkdir", "unlink", "link", "rmdir")


class FailingDisk:
    """Counts the calls for files of a folder, and lets the one with number `at` fail; with `again`, all after it, too."""

    def __init__(self, folder: Path, code: int = errno.EIO, at: int = -1, again: bool = False) -> None:
        self.folder, self.code, self.at, self.again = str(folder), code, at, again
        self.calls = self.raised = 0

    @staticmethod
    def by_chance(folder: Path, calls: int, chance: random.Random) -> FailingDisk:
        """Return a disk that fails at one of so many calls, or from there on."""
        return FailingDisk(folder, chance.choice(CODES), chance.randrange(calls), chance.random() < 0.3)

    def _count(self, path: object) -> None:
        if not isinstance(path, int) and not os.fspath(path).startswith(self.folder):  # type: ignore[call-overload]
            return
        self.calls += 1
        if self.calls - 1 == self.at or (self.again and self.calls > self.at >= 0):
            self.raised += 1
            name = None if isinstance(path, int) else os.fspath(path)  # type: ignore[call-overload]
            raise OSError(self.code, os.strerror(self.code), name)

    @contextmanager
    def failing(self) -> Iterator[FailingDisk]:
        """Let calls fail within."""
        real_open, real = io.open, {name: getattr(os, name) for name in CALLS}

        def open_(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
            if isinstance(file, int) or not os.fspath(file).startswith(self.folder) or set(mode) <= set("rbt"):
                return real_open(file, mode, *arguments, **options)
            self._count(file)
            opened = real_open(file, mode, *arguments, **options)
            write = opened.write

            def failing_write(data: Any) -> Any:
                self._count(file)
                return write(data)

            opened.write = failing_write  # type: ignore[method-assign]
            return opened

        def counted(name: str) -> Callable[..., Any]:
            def call(path: Any, *arguments: Any, **options: Any) -> Any:
                self._count(path)
                return real[name](path, *arguments, **options)

            return call

        try:
            builtins.open = io.open = open_
            for name in CALLS:
                setattr(os, name, counted(name))
            yield self
        finally:
            builtins.open = io.open = real_open
            for name, call in real.items():
                setattr(os, name, call)
