"""Fuzzing of the parsers from the kept corpus: `python -m tests.fuzz.fuzz --seconds 3600`, or `make fuzz`.

Each crash is written into the corpus, where the next test run finds it.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.fuzz.mutations import mutations_of
from tests.fuzz.targets import CORPUS, TARGETS, kept, running

SECONDS = 60


def changed_contents(target: str, seed: str) -> Iterator[bytes]:
    """Yield contents of the corpus, half of them the good one, each changed once or several times."""
    chance, corpus = random.Random(f"{target} {seed}"), kept(target)
    while True:
        content = corpus["good"] if chance.random() < 0.5 else chance.choice(list(corpus.values()))
        for _ in range(chance.choice([1, 1, 2])):
            content = chance.choice(mutations_of(target))(content, chance)
        yield content


def fuzz(target: str, seconds: float, seed: str) -> tuple[Counter[str], list[Path]]:
    """Run a target on changed contents for some time; return how often each end came, and the files of crashes."""
    ends: Counter[str] = Counter()
    crashes: list[Path] = []
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder, running(target, Path(folder)) as run:
        for content in changed_contents(target, seed):
            if time.monotonic() > end:
                break
            try:
                ends[run(content)] += 1
            except Exception as error:
                ends["CRASH"] += 1
                name = f"crash-{hashlib.sha256(content).hexdigest()[:12]}"
                crashes.append(CORPUS / target / name)
                crashes[-1].write_bytes(content)
                print(f"{target}: {type(error).__name__}: {str(error)[:300]}\n  kept as {crashes[-1]}", flush=True)
    return ends, crashes


def main() -> None:
    """Fuzz all targets or those that are named, for so many seconds together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"any of: {', '.join(TARGETS)}; all by default")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for all targets together")
    parser.add_argument("--seed", default=str(time.time_ns()), help="the same seed changes the same bytes")
    options = parser.parse_args()
    targets = options.targets or TARGETS
    crashed = 0
    print(f"seed {options.seed}")
    for target in targets:
        ends, crashes = fuzz(target, options.seconds / len(targets), options.seed)
        crashed += len(crashes)
        print(
            f"{target}: {ends.total():,} contents: "
            + ", ".join(f"{number:,} {end}" for end, number in ends.most_common())
        )
    sys.exit(1 if crashed else 0)


if __name__ == "__main__":
    main()
