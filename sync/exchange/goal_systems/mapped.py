"""Goals of a system that a mapping file describes: a row for each key result, or a row for everything."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.cells import Cell
from ....core.columns import Column
from ....core.names import fold_name
from ....core.tables.headings import normalise_heading
from ....core.values.typed_values import read_column
from ..goals import KEY_RESULT_FIELDS, OBJECTIVE_FIELDS, ROW, GoalRow, GoalSet, GoalSheet, GoalSystem, RawGoals, place
from ..mapping_files import GoalMapping

_SHARE = Column("progress", "number", "")
_TYPES = {"objective": "objective", "goal": "objective", "key result": "key result", "kr": "key result"}


def mapped_system(mapping: GoalMapping) -> GoalSystem:
    """Return the system that a mapping file describes; it can only be read."""

    def read(rows: Sequence[GoalRow]) -> RawGoals:
        raw = RawGoals()
        fields = {field: heading for heading, field in mapping.columns.items()}
        is_nodes = "title" in fields and "objective" not in fields
        for row in rows:
            cells = {field.replace(" ", "_"): row[heading] for field, heading in fields.items()}
            cells[ROW] = row.number
            raw.cycles.append(str(cells.get("cycle") or ""))
            raw.dates.append(cells.get("start_date"))
            _add_node(raw, cells, mapping) if is_nodes else _add_flat(raw, cells)
        _use_progress(raw)
        return raw

    def write(goals: GoalSet) -> Sequence[GoalSheet]:
        raise NotImplementedError("a mapping file only describes how to read")

    return GoalSystem(mapping.system, mapping.system, (frozenset(mapping.columns),), read, write, "")


def _add_node(raw: RawGoals, cells: dict[str, Cell], mapping: GoalMapping) -> None:
    word = normalise_heading(str(cells.get("type") or ""))
    kind = (
        mapping.types.get(word)
        or _TYPES.get(word)
        or ("key result" if cells.get("target") is not None else "objective")
    )
    parent = next(iter(str(cells.get("parent_id") or "").replace(";", "\n").split("\n")), "").strip() or None
    if kind == "objective":
        objective = {**cells, "objective": cells.get("title"), "parent_id": parent}
        objective.setdefault("level", "team" if parent else "organisation")
        raw.objectives.append(_known(objective, OBJECTIVE_FIELDS))
    else:
        raw.key_results.append(
            _known(
                {**cells, "key_result": cells.get("title"), "objective_id": parent}, (*KEY_RESULT_FIELDS, "progress")
            )
        )


def _add_flat(raw: RawGoals, cells: dict[str, Cell]) -> None:
    """A row with its objective, which is written once or in every row."""
    text = cells.get("objective")
    names = [fold_name(str(each["objective"])) for each in raw.objectives]
    if text is not None and fold_name(str(text)) not in names:
        objective: dict[str, Cell] = {
            "level": "team",
            **{name: cell for name, cell in cells.items() if cell is not None},
        }
        if cells.get("key_result") is not None:
            objective.pop("id", None)
        raw.objectives.append(_known(objective, OBJECTIVE_FIELDS))
        names.append(fold_name(str(text)))
    if cells.get("key_result") is None:
        return
    if not names:
        raw.problems.append(
            (int(str(cells[ROW])), "a key result without an objective; not read", "enter its objective")
        )
        return
    at = names.index(fold_name(str(text))) if text is not None else len(names) - 1
    raw.key_results.append(_known({**cells, "objective_id": place(at)}, (*KEY_RESULT_FIELDS, "progress")))


def _known(cells: dict[str, Cell], fields: Sequence[str]) -> dict[str, Cell]:
    return {name: cell for name, cell in cells.items() if name in (*fields, ROW)}


def _use_progress(raw: RawGoals) -> None:
    """Where a key result has no target, its progress measures it: 0 to 100, or 0 to 1 where the column has nothing above 1."""
    cells = [each.pop("progress", None) for each in raw.key_results]
    values, _ = read_column(_SHARE, cells)
    factor = 1.0 if any(value is not None and value > 1 for value in values) else 100.0
    for each, value in zip(raw.key_results, values):
        if value is not None and each.get("target") is None:
            each.update(unit="%", start=0.0, target=100.0, current=value * factor)
