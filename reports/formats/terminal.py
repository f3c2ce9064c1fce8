"""The status of the objectives in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ...core.cells import date_of
from ...core.evaluation import Evaluation
from ...core.objective_status import ObjectiveStatus
from ...core.percent import percent_text
from ...core.printable import printable

COLOURS = {
    "achieved": "green", "on track": "green", "partly": "yellow", "at risk": "yellow", "not done": "", "off track": "red",
    "missed": "red", "no data": "dim",
}  # fmt: skip
ALIGNMENTS = {
    "duplicate id": "duplicate ID",
    "cycle": "circular parents",
    "unknown parent": "parent not found",
    "orphan": "no parent",
    "inverted level": "parent at a lower level",
    "skips level": "parent too far above",
}
PIPED_WIDTH = 140


def show_tree(evaluation: Evaluation, cycle: str) -> None:
    """Print the tree of objectives as a table; as wide as the terminal, without colours when piped."""
    title = Text(printable(f"{cycle}  {date_of(evaluation.today)}".strip()))
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column("objective", overflow="fold", ratio=1)
    table.add_column("owner", overflow="fold")
    table.add_column("score", justify="right")
    table.add_column("expected", justify="right")
    table.add_column("status", no_wrap=True)
    table.add_column("reporting", justify="right")
    table.add_column("alignment")
    for objective in evaluation.objectives:
        table.add_row(*_row(objective))
    _print(table)


def show_rows(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows of text as a table with headings."""
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(Text(printable(column)), overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    _print(table)


def _print(table: Table) -> None:
    console = Console()
    (console if console.is_terminal else Console(width=PIPED_WIDTH)).print(table)


def _row(objective: ObjectiveStatus) -> tuple[str | Text, ...]:
    goal = objective.objective
    words = goal.id if goal.id == goal.objective else f"{goal.id}  {goal.objective or ''}"
    status = objective.status if objective.counted else "abandoned"
    return (
        Text("  " * objective.depth + printable(words)),
        Text(printable(goal.owner or "")),
        percent(objective.score),
        percent(objective.expected),
        Text(status, style=COLOURS.get(status, "")),
        f"{objective.data}/{objective.total}",
        Text(ALIGNMENTS.get(objective.alignment, ""), style="yellow"),
    )


def percent(share: float | None) -> str:
    """Return a share as a whole percentage; "–" without one.

    >>> percent(0.646), percent(None)
    ('65%', '–')
    """
    return "–" if share is None else percent_text(share)


def counts(evaluation: Evaluation) -> str:
    """Return the number of key results by status, best first.

    >>> counts(Evaluation(today=46023, objectives=(), key_results=(), people=(), problems=()))
    'none'
    """
    statuses = [result.status for result in evaluation.key_results if result.counted]
    return ", ".join(f"{statuses.count(word)} {word}" for word in COLOURS if word in statuses) or "none"
