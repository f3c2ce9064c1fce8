"""The examples in the docstrings run, and everything public has a docstring."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

from okrsheets import addin, core


def modules_of(package: ModuleType) -> list[ModuleType]:
    found = pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    return [importlib.import_module(each.name) for each in found]


CORE, ADDIN = modules_of(core), modules_of(addin)


def public(module: ModuleType) -> dict[str, object]:
    """The functions and classes that a module defines and does not hide, with their methods and properties."""
    found: dict[str, object] = {}
    for name, item in vars(module).items():
        if name.startswith("_") or getattr(item, "__module__", None) != module.__name__:
            continue
        if inspect.isclass(item) or inspect.isfunction(item):
            found[name] = item
        if inspect.isclass(item):
            own = {f"{name}.{key}": value for key, value in vars(item).items() if not key.startswith("_")}
            found.update((key, value) for key, value in own.items() if inspect.isfunction(value))
            found.update((key, value) for key, value in own.items() if isinstance(value, property))
    return found


@pytest.mark.parametrize("module", [*CORE, *ADDIN], ids=lambda module: module.__name__)
def test_the_examples_of_a_module_run(module: ModuleType) -> None:
    failed, _ = doctest.testmod(module, optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    assert not failed


@pytest.mark.parametrize("module", CORE, ids=lambda module: module.__name__)
def test_a_module_of_the_core_with_public_functions_shows_an_example(module: ModuleType) -> None:
    if any(map(inspect.isfunction, public(module).values())):
        assert any(test.examples for test in doctest.DocTestFinder().find(module))


@pytest.mark.parametrize("module", [*CORE, *ADDIN], ids=lambda module: module.__name__)
def test_everything_public_has_a_docstring(module: ModuleType) -> None:
    silent = [name for name, item in public(module).items() if not (getattr(item, "__doc__", None) or "").strip()]
    assert not silent


def test_the_modules_are_really_walked() -> None:
    names = {module.__name__ for module in (*CORE, *ADDIN)}
    assert {"okrsheets.core.cells", "okrsheets.core.evaluation", "okrsheets.addin.catalogue"} <= names
