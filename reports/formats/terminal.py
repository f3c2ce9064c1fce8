"""What the terminal shows of where things stand."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ...core.cells import date_of
from ...core.evaluation import Evaluation, ObjectiveStatus
from ...core.percent import percent_text

COLOURS = {"achieved": "green", "on track": "green", "at risk": "yellow", "off track": "red", "no data": "dim"}
FINE = ("top", "aligned")
PIPED_WIDTH = 140


def show_tree(evaluation: Evaluation, cycle: str) -> None:
    """Print the tree of objectives as a table; as wide as the terminal, without colours when piped."""
    table = Table(title=f"{cycle}  {date_of(evaluation.today)}".strip(), title_justify="left", box=None, pad_edge=False)
    table.add_column("objective", overflow="fold", ratio=1)
    table.add_column("owner", overflow="fold")
    table.add_column("score", justify="right")
    table.add_column("expected", justify="right")
    table.add_column("status", no_wrap=True)
    table.add_column("data", justify="right")
    table.add_column("alignment")
    for each in evaluation.objectives:
        table.add_row(*_row(each))
    console = Console()
    (console if console.is_terminal else Console(width=PIPED_WIDTH)).print(table)


def _row(each: ObjectiveStatus) -> tuple[str | Text, ...]:
    goal = each.objective
    status = each.status if each.counted else "abandoned"
    return (
        Text("  " * each.depth + (goal.id if goal.id == goal.objective else f"{goal.id}  {goal.objective or ''}")),
        Text(goal.owner or ""),
        percent(each.score),
        percent(each.expected),
        Text(status, style=COLOURS.get(status, "")),
        f"{each.data}/{each.total}",
        Text("" if each.alignment in FINE else each.alignment, style="yellow"),
    )


def percent(share: float | None) -> str:
    """Return a share as people read it.

    >>> percent(0.646), percent(None)
    ('65%', '–')
    """
    return "–" if share is None else percent_text(share)


def counts(evaluation: Evaluation) -> str:
    """Return how many key results there are of each status, the good ones first.

    >>> counts(Evaluation(today=46023, objectives=(), key_results=(), people=(), problems=()))
    'none'
    """
    words = [each.status for each in evaluation.key_results if each.counted]
    return ", ".join(f"{words.count(word)} {word}" for word in COLOURS if word in words) or "none"
