"""Organisations whose key results move in known ways: a walk with drift, one that wears off, a late sprint, and steps."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from itertools import accumulate

from okrsheets.core.back_test import BackTest, Ended, PastForecast, back_test

DAYS, WEEK = 90, 7
KEY_RESULTS = 40


def walk(chance: random.Random) -> Ended:
    """Progress with its own drift, which each day meets with chance."""
    drift, spread = chance.gauss(0.8, 0.35), chance.uniform(0.05, 0.25)
    return weekly([0.0, *accumulate(chance.gauss(drift / DAYS, spread / math.sqrt(DAYS)) for _ in range(DAYS))])


def wears_off(chance: random.Random) -> Ended:
    """Fast in the beginning, hardly moving in the end."""
    top, speed = chance.uniform(0.5, 1.3), chance.uniform(1, 4)
    return weekly([top * (1 - math.exp(-speed * day / DAYS)) + chance.gauss(0, 0.02) for day in range(DAYS + 1)])


def late_sprint(chance: random.Random) -> Ended:
    """Slow in the beginning, most of it in the end."""
    top, power = chance.uniform(0.5, 1.2), chance.uniform(1, 2.5)
    return weekly([top * (day / DAYS) ** power + chance.gauss(0, 0.03) for day in range(DAYS + 1)])


def steps(chance: random.Random) -> Ended:
    """Some deliveries, each a part of the whole."""
    parts, pace = chance.randint(3, 10), max(0.05, chance.gauss(0.9, 0.3))
    return weekly([0.0, *accumulate((chance.random() < pace * parts / DAYS) / parts for _ in range(DAYS))])


def mixed(chance: random.Random) -> Ended:
    """Any of them."""
    return chance.choice((walk, wears_off, late_sprint, steps))(chance)


def weekly(progress: list[float]) -> Ended:
    """A check-in each week, and the end."""
    return Ended([(day, progress[day]) for day in range(0, DAYS + 1, WEEK)], progress[-1])


def forecasts(kind: Callable[[random.Random], Ended], organisations: int) -> BackTest:
    """Return the forecasts of a cycle of each organisation, which knows two cycles before."""
    looks: list[PastForecast] = []
    for number in range(organisations):
        chance = random.Random(f"{kind.__name__} {number}")
        cycles = [(0, DAYS, [kind(chance) for _ in range(KEY_RESULTS)]) for _ in range(3)]
        looks += back_test(cycles[2:], back_test(cycles[:2]).habit).looks
    return BackTest(looks)
