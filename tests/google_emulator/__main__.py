"""Run the emulator on its own: `python -m tests.google_emulator --port 0 --credentials FILE`."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path

from .emulator import Emulator
from .faults import KINDS


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.google_emulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="where to listen on 127.0.0.1; 0 picks a free one")
    parser.add_argument("--credentials", type=Path, help="write a service account's file here")
    parser.add_argument("--client-secrets", type=Path, help="write a desktop app's file here, for the browser's flow")
    parser.add_argument("--latency", type=float, default=0.0, metavar="MS", help="milliseconds added to every answer")
    parser.add_argument("--no-storage", action="store_true", help="service accounts cannot make files (since 2025)")
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="KIND[:TIMES[:WHERE[:AFTER[:RETRY_AFTER]]]]",
        help=f"something that goes wrong: {', '.join(KINDS)}; may be given again",
    )
    parser.add_argument(
        "--fault-share", type=float, default=0.0, metavar="PART", help="a part of all requests, e.g. 0.1"
    )
    parser.add_argument("--fault-kinds", default="429,503", help="what goes wrong then, e.g. 429,503")
    parser.add_argument("--seed", type=int, default=0, help="which requests these are, and which ids are given")
    parser.add_argument(
        "--quota",
        metavar="READS,WRITES,USER",
        help="requests a minute: of all to read and to write, and of one account",
    )
    return parser


def plan(emulator: Emulator, given: argparse.Namespace) -> None:
    """Let go wrong what was asked for."""
    for text in given.fault:
        kind, times, where, after, retry = (text.split(":") + [""] * 4)[:5]
        retry_after = float(retry) if retry else None
        emulator.faults.add(
            kind,
            int(times or 1),
            where,
            int(after or 0),
            **({} if retry_after is None else {"retry_after": retry_after}),
        )
    if given.fault_share:
        emulator.faults.share(given.fault_share, tuple(given.fault_kinds.split(",")), given.seed)
    if given.quota:
        emulator.faults.limit(*(int(number) for number in given.quota.split(",")))
    if given.no_storage:
        emulator.remove_storage()


def main() -> int:
    given = options().parse_args()
    emulator = Emulator(given.port, given.latency / 1000, given.seed or None)
    plan(emulator, given)
    for path, content in (
        (given.credentials, emulator.credentials),
        (given.client_secrets, emulator.desk.client_secrets()),
    ):
        if path:
            path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
            path.chmod(0o600)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"listening on {emulator.url}", flush=True)
    try:
        emulator.serve()
    except KeyboardInterrupt:
        print("stopped", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
