"""Scenarios for the macros, as JSON that both sides play: a workbook, and clicks on the menu with what the person answers."""

from __future__ import annotations

import copy
import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from google_spellings import COLUMNS, cycle_name, typed
from macro_books import forget_functions

from okrsheets.addin.macros.book import At, CellEdit, Formula, MemoryBook, Spot
from okrsheets.addin.macros.menu import MENU, UNDO, Answer, Question, run
from okrsheets.addin.macros.plan import Plan, apply
from okrsheets.core import schema
from okrsheets.core.cells import EPOCH, Cell, ErrorCell
from okrsheets.core.sheet_words import titles

Json = Any
DELETES = "deletes"


@dataclass(frozen=True)
class Click:
    """A click on an entry of the menu: what the person fills in (None: nothing), and whether the plan is agreed to.

    The entry `DELETES` is none: the person deletes a sheet by hand.
    """

    entry: str
    answers: Mapping[str, Answer] | None = None
    yes: bool = True


@dataclass(frozen=True, eq=False)
class Scenario:
    """A workbook and what happens to it."""

    name: str
    book: MemoryBook
    clicks: Sequence[Click]


def as_json(scenario: Scenario) -> Json:
    book = scenario.book
    return {
        "book": {
            "name": book.name,
            "today": book.today,
            "sheets": [
                [name, [[*at, cell_as_json(cell)] for at, cell in held.items()]] for name, held in book.held.items()
            ],
            "shown": [[spot.sheet, spot.row, spot.column, cell_as_json(cell)] for spot, cell in book.shown.items()],
            "answers": [[formula, cell_as_json(cell)] for formula, cell in book.answers.items()],
            "locked": sorted(book.locked),
            "at": _spot(book.at),
        },
        "clicks": [
            {"entry": each.entry, "answers": each.answers and dict(each.answers), "yes": each.yes}
            for each in scenario.clicks
        ],
    }


def played(scenario: Scenario) -> Json:
    """Play a scenario in Python and return what was told, planned and held after every click."""
    book = copy.deepcopy(scenario.book)
    last: list[Plan] = []
    return [_click(book, click, last) for click in scenario.clicks]


def _click(book: MemoryBook, click: Click, last: list[Plan]) -> Json:
    person = _Person(click)
    plans: list[Plan] = []
    if click.entry == DELETES:
        book.remove_sheet(str((click.answers or {})["sheet"]))
        return {"told": [], "plan": None, "state": _state(book)}

    def carry_out(plan: Plan) -> Plan:
        plans.append(plan)
        return apply(plan, book)

    undo = run(click.entry, book, person, carry_out, last[-1] if last else None)
    if undo is not None:
        last.append(undo)
    return {"told": person.told, "plan": _plan(plans[0]) if plans else None, "state": _state(book)}


class _Person:
    def __init__(self, click: Click) -> None:
        self.click = click
        self.told: list[str] = []

    def tell(self, title: str, lines: Sequence[str]) -> None:
        self.told += [title, *lines]

    def agrees(self, title: str, lines: Sequence[str]) -> bool:
        self.tell(title, lines)
        return self.click.yes

    def fill(self, title: str, questions: Sequence[Question], problem: Sequence[str]) -> Mapping[str, Answer] | None:
        """Fill in a form, and give up where the answers cannot be used."""
        self.tell(
            title,
            [
                f"{each.name}={str(each.usual).lower() if isinstance(each.usual, bool) else each.usual}"
                for each in questions
            ]
            + list(problem),
        )
        answers = self.click.answers
        return (
            None
            if answers is None or problem
            else {each.name: answers.get(each.name, each.usual) for each in questions}
        )


def _plan(plan: Plan) -> Json:
    return {
        "title": plan.title,
        "says": list(plan.says),
        "newSheets": [{"name": sheet.name, "copyOf": sheet.copy_of} for sheet in plan.new_sheets],
        "changes": [_change(change) for change in plan.changes],
        "gone": list(plan.gone),
        "show": _spot(plan.show),
    }


def _change(change: CellEdit) -> Json:
    return {
        "spot": _spot(change.spot),
        "old": cell_as_json(change.old),
        "fresh": cell_as_json(change.new),
        "leadsTo": _spot(change.leads_to),
        "look": change.look,
    }


def _spot(spot: Spot | None) -> Json:
    return spot and {"sheet": spot.sheet, "row": spot.row, "column": spot.column}


def _state(book: MemoryBook) -> Json:
    cells = {
        f"{sheet}!{at[0]},{at[1]}": cell_as_json(cell) for sheet, held in book.held.items() for at, cell in held.items()
    }
    return {
        "sheets": book.sheets(),
        "cells": cells,
        "links": {_place(spot): _place(to) for spot, to in book.links.items()},
        "looks": {_place(spot): look for spot, look in book.looks.items()},
        "at": _spot(book.at),
    }


def _place(spot: Spot) -> str:
    return f"{spot.sheet}!{spot.row},{spot.column}"


def cell_as_json(cell: Cell) -> Json:
    """Return a cell as `cellFrom` in google_memory_book.mjs takes it."""
    if isinstance(cell, Formula):
        return {"formula": str(cell)}
    if isinstance(cell, ErrorCell):
        return {"error": str(cell)}
    if isinstance(cell, date):
        time = (cell.hour * 3600 + cell.minute * 60 + cell.second) / 86400 if isinstance(cell, datetime) else 0
        return {"date": cell.toordinal() - EPOCH + time}
    return cell


# Scenarios

TABLES = [table.sheet for table in schema.tables_of("okrs") if not table.extra]
EVERY = [entry.name for entry in MENU]
ODD: list[Cell] = [
    None, "", "n/a", "-", "ten", "12", "80%", 0, 1, 5.5, -3, 1e7, True, False, "yes", "no", "abandoned", "Carried forward",
    "committed", "binary", "at least", "galaxy", "2026-05-05", 46200, 46200.5, 99999999, date(2026, 5, 5),
    datetime(2026, 6, 1, 13, 30), ErrorCell("#REF!"), ErrorCell("#N/A"), ErrorCell("#NAME?"), Formula("=A1"),
    Formula("=OKR_SCORE(B2)"), Formula("=0.5"), Formula('="at risk"'), "  spaced  out ", "SHOP-SUP1", "SHOP-SUP2.1", "Ünïcode",
]  # fmt: skip


def edited(books: Sequence[MemoryBook], seed: int, count: int) -> Iterator[Scenario]:
    """Give workbooks of the worked cases with cells changed, rows and headings mixed up and sheets renamed, and clicks on them."""
    chance = random.Random(seed)
    for number in range(count):
        book = copy.deepcopy(chance.choice(books))
        if chance.random() < 0.3:
            forget_functions(book)
        for _ in range(chance.choice((0, 1, 3, 10, 40))):
            _edit(chance, book)
        book.today += chance.choice((0, 0, 0, 1, 40, -40))
        yield Scenario(f"edited {number}", book, [_any_click(chance, book) for _ in range(chance.randint(1, 4))])


def _edit(chance: random.Random, book: MemoryBook) -> None:
    tables = [sheet for sheet in book.sheets() if sheet in TABLES]
    sheet = chance.choice(tables if tables and chance.random() < 0.8 else book.sheets())
    held = book.held[sheet]
    if chance.random() < 0.02:
        name = chance.choice(("Numbers", f"{sheet} 2026-Q1", "Objectives 2026-Q2", "Alignment check", sheet.upper()))
        if name not in book.held:
            book.held = {(name if title == sheet else title): cells for title, cells in book.held.items()}
            book.shown = {
                Spot(name if spot.sheet == sheet else spot.sheet, spot.row, spot.column): cell
                for spot, cell in book.shown.items()
            }
    elif chance.random() < 0.02:
        book.locked.add(sheet)
    elif held:
        row, column = chance.choice(list(held))
        at = (row + chance.randint(0, 2), max(0, column + chance.choice((0, 0, 1, -1))))
        new = chance.choice(
            (
                chance.choice(ODD),
                held[chance.choice(list(held))],
                _misspelt(chance, held, at),
                _typed(chance, sheet, held, at),
                _typed(chance, sheet, held, at),
            )
        )
        held.pop(at, None)
        if new not in (None, ""):
            held[at] = new
        if isinstance(new, Formula):
            book.shown[Spot(sheet, *at)] = chance.choice((0.5, None, "x", ErrorCell("#NAME?"), ErrorCell("#DIV/0!")))


def _typed(chance: random.Random, sheet: str, held: Mapping[At, Cell], at: At) -> Cell:
    """What a person may have typed below the heading of that column."""
    headings = {column.heading: column for table, column in COLUMNS if table.sheet == sheet}
    above = [headings[str(cell)] for (_, column), cell in held.items() if column == at[1] and str(cell) in headings]
    column = above[0] if above else chance.choice(COLUMNS)[1]
    return cycle_name(chance) if column.name == "cycle" else typed(chance, column)


def _misspelt(chance: random.Random, held: Mapping[At, Cell], at: At) -> Cell:
    """What a cell says with a letter missing or twice, so that something near it is offered."""
    said = held.get(at)
    if type(said) is not str or not said:
        return said
    letter = chance.randrange(len(said))
    return said[:letter] + said[letter] * chance.choice((0, 2)) + said[letter + 1 :]


def key_results(book: MemoryBook) -> Iterator[str]:
    """Give the ids of the key results of a workbook of the worked cases."""
    title = next((title for title in titles("Key results") if title in book.held), "")
    for (_, column), cell in sorted(book.held.get(title, {}).items()):
        if column == 0 and isinstance(cell, str) and re.fullmatch(r"[A-Z]+-[A-Z]+\d*\.\d+", cell):
            yield cell


def _any_click(chance: random.Random, book: MemoryBook) -> Click:
    if chance.random() < 0.25:
        return Click(UNDO, yes=chance.random() < 0.9)
    answers: dict[str, Answer] = {}
    for name, choices in _ANSWERS.items():
        if chance.random() < 0.7:
            answers[name] = chance.choice(choices)
    ids = list(key_results(book))
    if ids and chance.random() < 0.8:
        answers["key_result"] = chance.choice(ids)
    if chance.random() < 0.5:
        sheet = chance.choice(book.sheets())
        book.at = Spot(sheet, chance.randint(1, 14), chance.randint(0, 9))
    return Click(chance.choice(EVERY), None if chance.random() < 0.05 else answers, chance.random() < 0.9)


_ANSWERS: dict[str, Sequence[Answer]] = {
    "key_result": ("SHOP-SUP2.2", "SHOP-SUP1.1", "SHOP-SUP11", "CLIN-ADM1.1", "CLINADM1.1", "START-PLAT1", "KR", ""),
    "value": (*["75", "4", "80 %", "1", "no"] * 4, "ten", "", "1e400"),
    "confidence": (
        *["", "0.7", "7", "70%", "70"] * 3,
        "101",
        "-1",
        "high",
        "Medium",
        "🟢",
        "7 of 10",
        "0,7",
        "1,200",
        "#N/A",
        "so-so",
    ),
    "note": ("", "=1+1", " better "),
    "by": ("", "Priya"),
    "day": (*["2026-06-29", "2026-06-12", "", "46200"] * 3, "soon", "1e7"),
    "set_current": (True, False),
    "unfinished": (True, False),
    "early": (True, True, False),
    "next_cycle": ("", "", "", "summer", "2026-Q9"),
}


# Comparing


def difference(one: Json, other: Json, where: str = "") -> str:
    """Return the first place where two answers differ; numbers are compared to 1e-9, all else exactly."""
    if isinstance(one, dict) and isinstance(other, dict):
        if set(one) != set(other):
            return f"{where}: only on one side {sorted(map(str, set(one) ^ set(other)))[:5]}"
        return next(filter(None, (difference(one[key], other[key], f"{where}.{key}") for key in one)), "")
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return next(filter(None, (difference(*pair, f"{where}[{at}]") for at, pair in pairs)), "")
    if type(one) in (int, float) and type(other) in (int, float):
        return "" if math.isclose(one, other, rel_tol=1e-9) else f"{where}: {one!r}, {other!r}"
    return "" if type(one) is type(other) and one == other else f"{where}: {one!r}, {other!r}"
