"""Questions on a terminal: arrow keys move, Enter takes, a number takes its choice at once."""

from __future__ import annotations

from collections.abc import Sequence

import click
import pytest

from okrsheets.commands import choosing
from okrsheets.commands.choosing import choose

CHOICES = ("people down", "skills down", "nothing of mine")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "is_terminal", lambda: True)


def press(keys: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = iter(keys)
    monkeypatch.setattr(click, "getchar", lambda: next(waiting))


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("keys", "choice"),
    [
        (["\r"], 0),
        (["\x1b[B", "\r"], 1),
        (["\x1b[B", "\x1b[B", "\x1b[A", "\r"], 1),
        (["\x1b[A", "\n"], 2),
        (["\xe0P", "\xe0P", "\r"], 2),
        (["2"], 1),
        (["9", "x", "\r"], 0),
    ],
)
def test_keys_choose(keys: Sequence[str], choice: int, monkeypatch: pytest.MonkeyPatch) -> None:
    press(keys, monkeypatch)
    assert choose("What is this?", CHOICES) == choice


@pytest.mark.usefixtures("terminal")
def test_escape_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    press(["\x1b"], monkeypatch)
    with pytest.raises(click.Abort):
        choose("What is this?", CHOICES)


@pytest.mark.usefixtures("terminal")
def test_the_choice_is_marked_and_long_ones_are_cut(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    press(["\x1b[B", "\r"], monkeypatch)
    choose("What is this?", ["short", "long " * 100])
    shown = capsys.readouterr().err
    assert "> 1  short" in shown
    assert "> 2  long" in shown
    assert "…" in shown


@pytest.mark.usefixtures("terminal")
def test_a_heading_cannot_command_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    press(["\r"], monkeypatch)
    choose("What is\x1b[2J this?", ["clear\x1b[2J", "line\nbreak"])
    assert "\x1b[2J" not in capsys.readouterr().err
