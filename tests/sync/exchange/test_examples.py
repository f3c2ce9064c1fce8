"""The examples in the docstrings of the exchange run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from okrsheets.sync import exchange

MODULES = [each.name for each in pkgutil.walk_packages(exchange.__path__, exchange.__name__ + ".") if not each.ispkg]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert not failed


def test_there_are_examples() -> None:
    tests = (test for name in MODULES for test in doctest.DocTestFinder().find(importlib.import_module(name)))
    assert sum(len(test.examples) for test in tests) >= 10
