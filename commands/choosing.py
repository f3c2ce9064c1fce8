"""A question with choices: arrow keys and Enter on a terminal, numbers where the answers come from elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import click

from .shell import draw_choices, say

UP, DOWN = ("\x1b[A", "\x1bOA", "\xe0H", "\x00H", "k"), ("\x1b[B", "\x1bOB", "\xe0P", "\x00P", "j")
ENTER = ("\r", "\n")
STOP = ("\x03", "\x04", "\x1b")

Ask = Callable[[str, Sequence[str]], int]  # a question and its choices, to the number of the answer from 0


def choose(question: str, choices: Sequence[str]) -> int:
    """Ask a person and return the number of the choice, from 0; the question goes to the standard error.

    `click.Abort` when the person stops.
    """
    say()
    say(*question.splitlines())
    return _by_keys(choices) if is_terminal() else _by_number(choices)


def is_terminal() -> bool:
    """Return whether a person sits at both ends: keys come from a terminal, and the question goes to one."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _by_number(choices: Sequence[str]) -> int:
    for number, choice in enumerate(choices, start=1):
        say(f"  {number}  {choice}")
    return int(click.prompt("Number", type=click.IntRange(1, len(choices)), default=1, err=True)) - 1


def _by_keys(choices: Sequence[str]) -> int:
    """Arrow keys move, Enter takes, a number takes its choice."""
    at = 0
    draw_choices(choices, at, again=False)
    while True:
        key = click.getchar()
        if key in ENTER:
            return at
        if key in STOP:
            raise click.Abort
        if key.isdigit() and 1 <= int(key) <= len(choices):
            at = int(key) - 1
        else:
            at = (at + (key in DOWN) - (key in UP)) % len(choices)
        draw_choices(choices, at, again=True)
        if key.isdigit() and int(key) == at + 1:
            return at
