"""What runs in a reader process: it reads workbooks that it is asked for until nobody asks any more."""

from __future__ import annotations

import math
import os
import pickle
import signal
import sys
from contextlib import suppress
from typing import Any

from .read_workbook import read_workbook

_GRACE = 5  # seconds after its time, when nobody is left to end this process


def main() -> None:
    """Answer requests on the standard input; whatever else is printed goes to the standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this process ends it
    headings, seconds, megabytes, given_up = pickle.load(sys.stdin.buffer)
    _bound_memory(megabytes)
    sources: dict[str, Any] = {}

    def answer(message: object) -> None:
        pickle.dump(message, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()

    with suppress(EOFError, BrokenPipeError):  # nobody asks any more
        while True:
            answer("ready")
            root, source, info, name, known = pickle.load(sys.stdin.buffer)
            source = sources.setdefault(root, source) if root else source
            _end_after(math.ceil(seconds) + _GRACE)
            try:
                reading = read_workbook(source, info, name, headings, known, given_up, answer)
            except MemoryError:
                answer((None, True))
                return
            _end_after(0)
            answer((reading, reading.sha256 in given_up))


def _bound_memory(megabytes: int) -> None:
    """Let this process take so much more memory than it has, where the system can hold it to that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(OSError, ValueError):  # macOS
        with open("/proc/self/statm") as sizes:
            pages = int(sizes.read().split()[0])
        most = pages * resource.getpagesize() + megabytes * 1_048_576
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _end_after(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


if __name__ == "__main__":
    main()
