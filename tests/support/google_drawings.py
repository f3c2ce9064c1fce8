"""What several tests share: templates put into the emulated Google and read back: the same tables as their .xlsx twins, and nothing half made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from okrsheets.core.cells import Day, needed_day
from okrsheets.core.records import Tables
from okrsheets.sheets_templates.drawing import DrawnBook
from okrsheets.sheets_templates.google import GoogleBook
from okrsheets.sheets_templates.google_requests import BATCH_BYTES, UNFINISHED, batches
from okrsheets.sheets_templates.new import draw_new, new_tables
from okrsheets.sheets_templates.okrs import draw_okrs
from okrsheets.sheets_templates.skills import draw_skills
from okrsheets.sheets_templates.worked import case_names, load
from okrsheets.sync.google.create import Target, Template

TODAY: Day = needed_day("2026-05-20")


Draw = Callable[[DrawnBook], None]


def drawings() -> Iterator[tuple[str, Draw]]:
    for kind in ("okrs", "skills"):
        tables = new_tables(kind, "book", TODAY)
        yield f"new {kind}", lambda book, kind=kind, tables=tables: draw_new(kind, book, tables, "book", TODAY)  # type: ignore[misc]
    for case in case_names():
        for name, tables in load(case).items():
            yield f"{case} {name}", drawing(tables)


def drawing(tables: Tables) -> Draw:
    draw = draw_skills if len(tables["skills"]) else draw_okrs
    return lambda book: draw(book, tables, TODAY, "book")


DRAWINGS = dict(drawings())


def template(draw: Draw, most: int = BATCH_BYTES) -> Template:
    def drawn(first_id: int = 1) -> GoogleBook:
        book = GoogleBook(first_id)
        draw(book)
        return book

    def requests(target: Target, drop: int | None) -> list[list[dict[str, Any]]]:
        return batches(drawn(target.free_id), target.locale, target.unfinished, target.stale_names, drop, most)

    sketch = drawn()
    return Template([sheet.name for sheet in sketch.sheets], sketch.names.keys(), UNFINISHED, requests)


ONE_OF_EACH = ("new okrs", "shop support", "clinic skills")
