"""Run the emulator on its own: `python -m tests.google_emulator --port 0 --credentials FILE`."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path
from typing import Any

from .emulator import Emulator
from .faults import KINDS

FAULT_HELP = (
    f"something that goes wrong: {', '.join(KINDS)}; the pattern looks for METHOD /path?query, e.g. "
    "429,times=2,where=values:batchGet,retry_after=1; may be given again"
)


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.google_emulator", description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=0, help="where to listen on 127.0.0.1; 0 picks a free one")
    add("--credentials", type=Path, metavar="FILE", help="write a service account's file here")
    add("--client-secrets", type=Path, metavar="FILE", help="write a desktop app's file here, for the browser's flow")
    add("--latency", type=float, default=0.0, metavar="MS", help="milliseconds added to every answer")
    add("--no-storage", action="store_true", help="service accounts cannot make files (since 2025)")
    fault = "KIND[:TIMES[:PATTERN]] or KIND,times=N,where=PATTERN,after=N,retry_after=S,seconds=S"
    add("--fault", action="append", default=[], type=fault_of, metavar=fault, help=FAULT_HELP)
    add("--fault-share", type=float, default=0.0, metavar="PART", help="a part of all requests, e.g. 0.1, goes wrong")
    add("--fault-kinds", default="429,503", metavar="KINDS", help="what goes wrong then, e.g. 429,503")
    add("--seed", type=int, default=0, help="which requests these are, and which ids are given")
    quota = "requests to Sheets a minute: of all to read and to write, and of one account"
    add("--quota", type=numbers, metavar="READS,WRITES,USER", help=quota)
    return parser


def fault_of(text: str) -> dict[str, Any]:
    """Read a fault in either spelling.

    >>> fault_of("429:2:values:batchGet")
    {'kind': '429', 'times': 2, 'where': 'values:batchGet'}
    >>> fault_of("503,after=3,retry_after=0.5")
    {'kind': '503', 'after': 3, 'retry_after': 0.5}
    """
    kind, *named = text.split(",")
    if named:
        kinds: dict[str, Any] = {"times": int, "after": int, "retry_after": float, "seconds": float, "where": str}
        pairs = [part.partition("=")[::2] for part in named]
        return {"kind": kind, **{name: kinds[name](value) for name, value in pairs}}
    kind, times, where = ([*text.split(":", 2), "", ""])[:3]
    return {"kind": kind, "times": int(times or 1), "where": where}


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def plan(emulator: Emulator, given: argparse.Namespace) -> None:
    """Let go wrong what was asked for."""
    for fault in given.fault:
        emulator.faults.add(**fault)
    if given.fault_share:
        emulator.faults.share(given.fault_share, tuple(given.fault_kinds.split(",")), given.seed)
    if given.quota:
        emulator.faults.limit(*given.quota)
    if given.no_storage:
        emulator.remove_storage()


def write(path: Path | None, content: dict[str, Any]) -> None:
    """Write a file that nobody else may read."""
    if path:
        path.touch(0o600)
        path.chmod(0o600)
        path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


def main() -> int:
    given = options().parse_args()
    try:
        emulator = Emulator(given.port, given.latency / 1000, given.seed or None)
        plan(emulator, given)
    except (OSError, ValueError) as error:
        print(f"cannot start on port {given.port}: {error}", file=sys.stderr)
        return 1
    write(given.credentials, emulator.credentials)
    write(given.client_secrets, emulator.desk.client_secrets())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"listening on {emulator.url}", flush=True)
    try:
        emulator.serve()
    except KeyboardInterrupt:
        print("stopped", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
