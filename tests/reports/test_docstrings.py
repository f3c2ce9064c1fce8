"""The examples in the docstrings of reports run, and everything public has a docstring."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

from okrsheets import reports

MODULES = [importlib.import_module(each.name) for each in pkgutil.walk_packages(reports.__path__, "okrsheets.reports.")]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_examples_of_a_module_run(module: ModuleType) -> None:
    assert not doctest.testmod(module, optionflags=doctest.IGNORE_EXCEPTION_DETAIL).failed


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_everything_public_has_a_docstring(module: ModuleType) -> None:
    own = [item for item in vars(module).values() if getattr(item, "__module__", None) == module.__name__]
    silent = [item for item in own if inspect.isroutine(item) or inspect.isclass(item)]
    assert not [item.__name__ for item in silent if not item.__name__.startswith("_") and not item.__doc__]
