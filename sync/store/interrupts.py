"""Ctrl+C while DuckDB computes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run_interruptibly(
    execute: Callable[[str], Any], interrupt: Callable[[], None], sql: str
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the columns and rows of a query of any length.

    It runs beside the main thread, on which DuckDB would notice Ctrl+C only after the query; `interrupt` ends it.
    """

    def run() -> tuple[list[str], list[tuple[Any, ...]]]:
        result = execute(sql)
        return [column[0] for column in result.description or ()], result.fetchall()

    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(run)
        try:
            return running.result()
        except KeyboardInterrupt:
            interrupt()
            raise
