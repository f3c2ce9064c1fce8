"""Skills, people and roles that several tables of levels name: they count once where the tables agree."""

from __future__ import annotations

from typing import Any

from ....core import schema
from ....core.names import fold_name
from ....core.records import Records

ONCE = (schema.SKILLS, schema.PEOPLE, schema.ROLES)

Things = dict[tuple[str, ...], tuple[str, dict[str, Any]]]


def fresh_rows(records: Records, block: str, seen: Things) -> Records:
    """Return the records without those that an earlier block has already; `seen` is what was named before, and is added to.

    Rows that differ from the earlier one stay, so that the conflict is told; so do rows that a block repeats itself.
    """
    if records.table not in ONCE:
        return records
    keep = []
    for at in range(len(records)):
        values = {field: column[at] for field, column in records.columns.items()}
        identity = (records.table.name, *(fold_name(str(values[field])) for field in records.table.identity))
        first_block, first = seen.setdefault(identity, (block, values))
        if first_block == block or not _agree(first, values):
            keep.append(at)
    if len(keep) == len(records):
        return records
    columns = {field: [column[at] for at in keep] for field, column in records.columns.items()}
    return Records(records.table, columns, [records.rows[at] for at in keep], [records.sources[at] for at in keep])


def _agree(first: dict[str, Any], values: dict[str, Any]) -> bool:
    """Whether a row says nothing else than an earlier one; a blank contradicts nothing, nor does another case."""
    return all(
        value is None or first[field] is None or fold_name(str(value)) == fold_name(str(first[field]))
        for field, value in values.items()
    )
