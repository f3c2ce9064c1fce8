"""Templates of users: they shadow ours, run in Jinja's sandbox and within limits, and say where they go wrong.

A user's `page.html.j2` may say `{% extends "okrsheets/page.html.j2" %}`: under that name ours can always be reached.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from traceback import walk_tb
from types import FrameType, TracebackType
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateNotFound
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ...core.errors import SettingsError

OURS = "okrsheets"  # the name under which the templates that come with the program stand
SECONDS = 20.0  # for one page: ours take hundredths
LARGEST = 20_000_000  # letters of one page, and of anything that is multiplied on the way
ENDING = ".j2"
PRINTED = "report.typ"  # the template of a PDF, which is not Jinja's


class TooMuch(Exception):
    """A template that goes on for too long, or grows too large."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, which also refuses to multiply, pad and fill up beyond all measure."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.globals.pop("lipsum")  # made up words, as many as one likes
        for name in ("center", "indent", "format", "wordwrap", "batch", "slice"):
            self.filters[name] = _measured(self.filters[name])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        for one, other in ((left, right), (right, left)):
            if isinstance(one, (str, bytes, list, tuple)) and isinstance(other, int) and len(one) * other > LARGEST:
                raise TooMuch("something is repeated too often")
        if operator == "**" and abs(right) > 1000:
            raise TooMuch("a power is too large")
        if operator == "%":
            _measure(left, right)
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        formatted = super().wrap_str_format(value)
        if formatted is None:
            return None

        @wraps(formatted)
        def checked(*arguments: Any, **named: Any) -> str:
            mapped = (value for one in arguments if isinstance(one, Mapping) for value in one.values())
            _measure(str(value.__self__), *arguments, *named.values(), *mapped)
            return formatted(*arguments, **named)

        return checked


def _measure(*values: object) -> None:
    """No width is larger than a page, neither as a number nor inside a pattern."""
    for value in values:
        numbers = map(int, re.findall(r"[0-9]+", value)) if isinstance(value, str) and len(value) < LARGEST else [value]
        if any(isinstance(number, int) and abs(number) > LARGEST for number in numbers):
            raise TooMuch("something is too wide")


def _measured(filter: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(filter)  # with Jinja's own marks of what it passes to a filter
    def checked(*arguments: Any, **named: Any) -> Any:
        _measure(*(value for value in (*arguments, *named.values()) if isinstance(value, (int, str))))
        return filter(*arguments, **named)

    return checked


def loader(ours: Path, theirs: Path | None) -> ChoiceLoader:
    """Return where templates are looked for: the user's folder first."""
    own = FileSystemLoader(ours)
    places = [own, PrefixLoader({OURS: own})]
    return ChoiceLoader([FileSystemLoader(theirs), *places] if theirs else places)


def environment(ours: Path, theirs: Path | None, finalize: Callable[[Any], Any] | None) -> Environment:
    """Return an environment for templates: a sandbox as soon as some are not ours."""
    kind: type[Environment] = Sandbox if theirs else Environment
    return kind(
        loader=loader(ours, theirs),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def checked(folder: Path) -> Path:
    """Return a folder of templates; `SettingsError` where there is none, or nothing in it that would be used."""
    if not folder.is_dir():
        raise SettingsError(f"there is no folder {str(folder)!r} for templates", "check the path")
    if not any(folder.rglob(f"*{ENDING}")) and not (folder / PRINTED).is_file():
        raise SettingsError(
            f"no template in {str(folder)!r}",
            f"a template ends in {ENDING}, e.g. page.html.j2, or is {PRINTED}, for PDF: see docs/report-context.md",
        )
    return folder


@contextmanager
def within_limits() -> Iterator[None]:
    """Stop templates that are rendered inside when their time is over, also where they print nothing.

    Every line of a template looks at the clock; Python's own code runs untouched.
    """
    seconds = SECONDS
    end = time.monotonic() + seconds
    before = sys.gettrace()

    def line(frame: FrameType, event: str, argument: object) -> Any:
        if time.monotonic() > end:
            raise TooMuch(f"the template was not done after {seconds:g} seconds")
        return line

    def enter(frame: FrameType, event: str, argument: object) -> Any:
        return line(frame, event, argument) if frame.f_code.co_filename.endswith(ENDING) else None

    sys.settrace(enter)
    try:
        yield
    finally:
        sys.settrace(before)


def joined(pieces: Iterator[str]) -> str:
    """Return what a template prints, as long as it is no larger than a page can be."""
    kept, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > LARGEST:
            raise TooMuch(f"the page is larger than {LARGEST:,} letters")
        kept.append(piece)
    return "".join(kept)


@contextmanager
def explained() -> Iterator[None]:
    """Turn what goes wrong in a template into a message that names its file and line."""
    try:
        yield
    except TemplateSyntaxError as error:
        where = f"{error.filename or error.name or 'template'}:{error.lineno}"
        raise SettingsError(f"{where}: {error.message}", "correct the template at that line") from None
    except TemplateNotFound as error:
        where = _spot(error.__traceback__) or "a template"
        what = f"{where}: there is no template {error.name!r}"
        raise SettingsError(what, f"our own are named {OURS}/…, e.g. {OURS}/page.html.j2") from None
    except SecurityError as error:
        raise SettingsError(f"{_spot(error.__traceback__)}: not allowed in a template: {error}", _ONLY_VALUES) from None
    except UndefinedError as error:
        raise SettingsError(f"{_spot(error.__traceback__)}: {error}", _CONTEXT) from None
    except (TooMuch, OverflowError, MemoryError, RecursionError) as error:
        raise SettingsError(f"{_spot(error.__traceback__)}: {error or 'too much'}", "does a loop ever end?") from None
    except (TemplateError, TypeError, ValueError, AttributeError, KeyError, IndexError, ArithmeticError) as error:
        where = _spot(error.__traceback__)
        if not where:
            raise  # not the template's fault
        raise SettingsError(f"{where}: {type(error).__name__}: {error}", _CONTEXT) from None


_CONTEXT = "docs/report-context.md lists what a template can use"
_ONLY_VALUES = "a template can use the report's values, and open nothing"


def _spot(trace: TracebackType | None) -> str:
    """The file and line of the innermost template."""
    spots = [(frame.f_code.co_filename, number) for frame, number in walk_tb(trace)]
    return next((f"{name}:{number}" for name, number in reversed(spots) if name.endswith(ENDING)), "")
