"""One scalar call in Pyodide, the Python of spreadsheets in a browser, against the same call in CPython."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from okrsheets.addin.hosts.lite import wheel
from tests import pyodide_node

GOAL = 50
CALLS, ROUNDS = 2_000, 5

TIMED = f"""
import time
from okrsheets.addin.catalogue import call

def microseconds(name, *cells):
    best = float("inf")
    for _ in range({ROUNDS}):
        began = time.perf_counter()
        for _ in range({CALLS}):
            call(name, cells)
        best = min(best, time.perf_counter() - began)
    return best / {CALLS} * 1e6

print(microseconds("OKR_PROGRESS", [[20.0]], [[50.0]], [[35.0]]))
print(microseconds("OKR_ROLLUP", [[n / 100] for n in range(100)]))
"""


def main() -> None:
    """Print microseconds a call in both, and the ratio."""
    with tempfile.TemporaryDirectory() as name:
        packed = wheel.write(Path(name))
        script = Path(name) / "timed.py"
        script.write_text(TIMED, "utf-8")
        plain = subprocess.run(
            [sys.executable, str(script)], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(packed)}
        ).stdout
        script.write_text(f"await install(given[0])\n{TIMED}", "utf-8")
        pyodide = pyodide_node.run(script, packed)
    for what, here, there in zip(
        ("OKR_PROGRESS of three cells", "OKR_ROLLUP of 100 cells"), plain.split(), pyodide.split()
    ):
        print(
            f"{what}: CPython {float(here):.1f} µs, Pyodide {float(there):.1f} µs: {float(there) / float(here):.1f} times (goal {GOAL})"
        )


if __name__ == "__main__":
    main()
