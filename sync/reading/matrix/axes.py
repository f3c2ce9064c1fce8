"""What the rows and the columns of a table of levels are: people, skills or roles, told by votes with weights."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ....core import schema
from ....core.cells import Cell
from ....core.tables.headings import HeadingIndex
from ...sources.base import Sheet
from .labels import likeness
from .region import Region
from .vocabulary import vocabulary

HEADED, CATEGORISED, TITLED = 1.5, 0.8, 0.5  # what a heading, a column of categories and a title are worth
SURE = 0.75  # the confidence from which on a table is read
STEEPNESS = 2.5
DIFFERENT = 0.8  # the share of labels that differ in a matrix, at least
_PEOPLE = {"name": "person", "person_id": "id", "role": "role", "team": "team", "manager": "manager", "email": "email"}
_SPLIT = re.compile(r"\s*(?:\n|\s[-–—|/:]\s|:\s|\s?\(|\)|\[|\])\s*")
_QUESTION = re.compile(r"(.{4,}?)\s*[\[(]([^\])]+)[\])]")
ENTITIES = ("person", "skill", "role")
_NAMING = {*ENTITIES, "key"}  # the labels that name what a row is about


@dataclass(frozen=True)
class ValueColumn:
    """A column of levels: whose or of what it is, under which group, and which of several levels ("" when there is one).

    `skill_at` is the column that names the skill of each row, where skills and levels alternate.
    """

    at: int
    entity: str
    group: str = ""
    aspect: str = ""
    skill_at: int = -1
    row: int = -1


@dataclass(frozen=True)
class Axes:
    """What stands where: the columns of labels by what they are, what the columns of levels head, and how sure that is.

    `rows` is what a row is: "person", "skill", "role", or "list" where a row names both a person or role and a skill;
    `columns` is what heads a column of levels, "" where only the kind of level does.
    """

    rows: str
    columns: str
    labels: Mapping[str, int]
    values: Sequence[ValueColumn]
    confidence: float = 1.0
    reasons: Sequence[str] = ()
    rival: str = ""
    unused: Sequence[int] = field(default=())


def heading_at(sheet: Sheet, region: Region, at: int) -> str:
    """Return the heading of a column: the lower one, the upper where there is none."""
    for row in (region.header, region.group):
        text = text_at(sheet, row, at)
        if text:
            return text
    return ""


def text_at(sheet: Sheet, row: int, at: int) -> str:
    """Return the text in a cell on one line, "" when there is none."""
    cells = sheet.rows[row] if 0 <= row < len(sheet.rows) else ()
    cell: Cell = cells[at] if 0 <= at < len(cells) else None
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def axes_of(
    sheet: Sheet, region: Region, index: HeadingIndex, title: str, answer: tuple[str, str] | None = None
) -> Axes | None:
    """Return what the rows and columns of a table are, as its owner answered where there is an answer; None without labels."""
    labels, unused = _label_columns(sheet, region, index)
    if answer is not None and region.labels and not _NAMING & set(labels):
        labels = {"key": _key_column(sheet, region, region.labels)}
    axes = _axes(sheet, region, title, labels, unused)
    return axes if axes is None or answer is None or not axes.columns else _answered(axes, answer)


def _answered(axes: Axes, answer: tuple[str, str]) -> Axes:
    """The rows and columns that a person says, under the labels that stand there."""
    rows, columns = answer
    at = axes.labels.get(rows, axes.labels[axes.rows])
    labels = {kind: column for kind, column in axes.labels.items() if column != at or kind == rows}
    return replace(
        axes, rows=rows, columns=columns, labels={**labels, rows: at}, confidence=1.0, reasons=["as answered"]
    )


def _axes(sheet: Sheet, region: Region, title: str, labels: Mapping[str, int], unused: Sequence[int]) -> Axes | None:
    values = _of_one_form(list(_value_columns(sheet, region, labels)))
    entities = [value for value in values if value.entity]
    if not values or not _NAMING & set(labels):
        return None
    listed = [value for value in values if value.aspect and not value.entity]
    if "skill" in labels and ({"person", "role"} & set(labels)) and listed:
        return Axes(
            "list",
            "",
            labels,
            _first_of_each(listed),
            reasons=["a person or role and a skill in each row"],
            unused=unused,
        )
    if "skill" in labels and not entities:
        return Axes(
            "skill", "", labels, _first_of_each(values), reasons=["a skill in each row, and its level"], unused=unused
        )
    if not entities:
        return _pairs(labels, values, unused)
    return _voted(sheet, region, labels, values, title, unused) if _differ(sheet, region, labels, values) else None


def _of_one_form(values: list[ValueColumn]) -> list[ValueColumn]:
    """Where skills stand over kinds of levels, a column under a skill whose heading names no kind of level is left out."""
    grouped = [value for value in values if value.aspect and value.entity]
    others = [value for value in values if not value.aspect and value.group]
    return [value for value in values if value not in others] if others and len(grouped) >= len(others) else values


def _first_of_each(values: Sequence[ValueColumn]) -> list[ValueColumn]:
    """The first column of each kind of level: a score behind a rating is computed from it."""
    first = {value.aspect: value for value in reversed(values)}
    return [value for value in values if first[value.aspect] is value or value.skill_at >= 0]


def _pairs(labels: Mapping[str, int], values: Sequence[ValueColumn], unused: Sequence[int]) -> Axes | None:
    """Skills and levels that alternate in the row of a person."""
    if "person" in labels and any(value.skill_at >= 0 for value in values):
        return Axes("list", "", labels, values, reasons=["skills and levels alternate"], unused=unused)
    return None


def _label_columns(sheet: Sheet, region: Region, index: HeadingIndex) -> tuple[dict[str, int], list[int]]:
    """The columns of labels by what they are; "key" is the one that is nothing else."""
    words = vocabulary()
    labels: dict[str, int] = {}
    unknown: list[int] = []
    unused: list[int] = []
    for at in region.labels:
        heading = heading_at(sheet, region, at)
        kind = _mapped(heading, index) or words.heading(heading) or words.near_heading(heading)
        if kind in ("ignored", "number") or words.aspect(heading):
            kind = "unused"
        elif not kind and _are_raters(column_texts(sheet, region, at)):
            kind = "rater"
        if kind in ("course", "certificate"):
            labels.setdefault(kind, at)
            kind = "skill"
        if kind and kind != "unused":
            if kind == "skill" in labels and _differing(sheet, region, at) > _differing(sheet, region, labels["skill"]):
                labels.setdefault("category", labels.pop("skill"))
            if kind in labels:
                unused.append(at)
            labels.setdefault(kind, at)
        elif not kind:
            unknown.append(at)
        else:
            unused.append(at)
    if "first_name" in labels and "person" not in labels:
        labels["person"] = labels["first_name"]
    first = min(region.values or region.days, default=0)
    free = [at for at in unknown if at < first] or unknown
    if free and not {"person", "skill"} & set(labels):
        labels["key"] = _key_column(sheet, region, free)
        unused += [at for at in unknown if at != labels["key"]]
    else:
        unused += unknown
    return labels, unused


def _are_raters(texts: Sequence[str]) -> bool:
    """Whether texts say who rated, whatever their heading: "self", "manager", "peer"."""
    kinds = {vocabulary().aspect(text) or vocabulary().heading(text) for text in set(texts)}
    return len(kinds) >= 2 and kinds <= {"self", "manager", "peer"}


def _mapped(heading: str, index: HeadingIndex) -> str:
    """What a heading is by the user's own settings."""
    sure = (
        [each for each in index.meanings(heading) if each.table is schema.PEOPLE and each.sure > 1.0] if heading else []
    )
    return _PEOPLE.get(sure[0].column.field, "") if sure else ""


def _differing(sheet: Sheet, region: Region, at: int) -> int:
    return len(set(column_texts(sheet, region, at)))


def _key_column(sheet: Sheet, region: Region, columns: Sequence[int]) -> int:
    """The column with the most different labels; of equal ones the last."""
    return max(columns, key=lambda at: (len(set(column_texts(sheet, region, at))), at))


def column_texts(sheet: Sheet, region: Region, at: int) -> list[str]:
    """Return the texts of a column in the rows that have a level."""
    used = [*region.values, *region.days]
    return [
        text
        for number in range(region.header + 1, region.end)
        if (text := text_at(sheet, number, at))
        and any(other < len(sheet.rows[number]) and sheet.rows[number][other] not in (None, "") for other in used)
    ]


def _value_columns(sheet: Sheet, region: Region, labels: Mapping[str, int]) -> Iterator[ValueColumn]:
    words = vocabulary()
    groups = _groups(sheet, region)
    asked = _asked(sheet, region)
    shared = _shared(sheet, region)
    before = ""
    for at in sorted({*region.values, *region.days}):
        text, group = asked.get(at) or text_at(sheet, region.heads, at), groups.get(at, "")
        kind = words.heading(text)
        aspect = (
            words.aspect(text)
            or words.near_aspect(text)
            or ("manager" if kind == "manager" and {"skill", "person"} <= set(labels) else "")
        )
        if not aspect and (kind in ("ignored", "number", "id", "date", "email", "rater") or _is_field(text, kind)):
            continue
        if aspect:
            entity = (
                group
                if group and not _is_general(group)
                else ("" if not before else before if aspect in ("interest",) else "")
            )
            skill_at = at - 1 if words.heading(text_at(sheet, region.header, at - 1)) == "skill" else -1
            yield ValueColumn(at, entity, "", aspect, skill_at, region.group if entity == group else region.header)
            continue
        entity, aspect = _compound(text)
        if not aspect and text.rpartition(" ")[0] in shared and at not in asked:
            entity, _, behind = text.rpartition(" ")
            aspect = words.aspect(behind)
            if not aspect or aspect == "summary":
                continue
        before = entity
        yield ValueColumn(at, entity, "" if _is_general(group) else group, aspect, row=region.heads)


def _shared(sheet: Sheet, region: Region) -> set[str]:
    """What several headings begin with that end in a kind of level or figure: "Java rating" and "Java years"."""
    words = vocabulary()
    begun: dict[str, int] = {}
    for at in region.values:
        before, _, behind = text_at(sheet, region.heads, at).rpartition(" ")
        if before and (words.aspect(behind) or words.heading(behind) == "ignored"):
            begun[before] = begun.get(before, 0) + 1
            begun[before] += any(text_at(sheet, region.heads, other) == before for other in region.values)
    return {before for before, count in begun.items() if count > 1}


def _asked(sheet: Sheet, region: Region) -> dict[int, str]:
    """The answers of a form, one question for each skill: "Rate your skills [Python]"."""
    asked: dict[str, dict[int, str]] = {}
    for at in region.values:
        parts = _QUESTION.fullmatch(text_at(sheet, region.header, at))
        if parts is not None:
            asked.setdefault(parts[1], {})[at] = parts[2].strip()
    return next((answers for answers in asked.values() if len(answers) > 1), {})


def _is_field(text: str, kind: str) -> bool:
    """A heading that names a person's field heads no column of levels: a number of years, a grade."""
    return kind in ("team", "first_name", "last_name") and not text.isupper()


def _compound(text: str) -> tuple[str, str]:
    """A heading that names a skill or person and one of its levels: "Python – required"."""
    words = vocabulary()
    parts = [part for part in _SPLIT.split(text) if part]
    if len(parts) == 2:
        for entity, aspect in (parts, parts[::-1]):
            if words.aspect(aspect) not in ("", "summary") and not words.aspect(entity):
                return entity, words.aspect(aspect)
    return text, ""


def _is_general(group: str) -> bool:
    """A heading over columns that says only what they are: "Skills", "Team members"."""
    return not group or vocabulary().heading(group) in ENTITIES or vocabulary().aspect(group) != ""


def _groups(sheet: Sheet, region: Region) -> dict[int, str]:
    """The heading over each column of levels; one that is written once counts up to the next."""
    if region.group < 0 or region.heads != region.header:
        return {}
    words = vocabulary()
    used = {*region.values, *region.days}
    columns = sorted(at for at in used if words.heading(text_at(sheet, region.header, at)) not in ("number", "id"))
    texts = [at for at in range(len(sheet.rows[region.group])) if text_at(sheet, region.group, at)]
    is_merged = any(first_row == region.group for first_row, _, _, _ in sheet.merged)
    if not columns or (len(texts) == 1 and not is_merged and texts[0] < columns[0]):
        return {}
    spans = {
        at: text_at(sheet, first_row, first)
        for first_row, first, last_row, last in sheet.merged
        if first_row <= region.group <= last_row
        for at in range(first, last + 1)
    }
    groups: dict[int, str] = {}
    last = ""
    for at in range(columns[0], columns[-1] + 1):
        last = spans.get(at) or text_at(sheet, region.group, at) or ("" if spans else last)
        groups[at] = last
    return groups


def _voted(
    sheet: Sheet,
    region: Region,
    labels: Mapping[str, int],
    values: Sequence[ValueColumn],
    title: str,
    unused: Sequence[int],
) -> Axes:
    """The reading that gets the most votes, and how sure it is before the second."""
    rows = _row_votes(sheet, region, labels)
    columns = _column_votes(sheet, region, values)
    by_role = TITLED if vocabulary().says("required", title) else 0.0
    votes = {
        ("person", "skill"): rows["person"] + columns["skill"],
        ("skill", "person"): rows["skill"] + columns["person"],
        ("role", "skill"): rows["role"] + columns["skill"] + by_role,
        ("skill", "role"): rows["skill"] + columns["role"] + by_role,
    }
    ranked = sorted(votes, key=lambda pair: -votes[pair])
    best, second = ranked[0], ranked[1]
    confidence = 1 / (1 + math.exp(-STEEPNESS * (votes[best] - votes[second])))
    confidence *= _enough(rows[best[0]], columns[best[1]], best)
    reasons = [
        f"{best[0]} rows {rows[best[0]]:.1f}, {best[1]} columns {columns[best[1]]:.1f}; "
        f"next: {second[0]} rows, {second[1]} columns {votes[second]:.1f}"
    ]
    chosen = {**labels}
    if best[0] not in chosen:
        chosen[best[0]] = chosen["key"] if "key" in chosen else next(iter(labels.values()))
    return Axes(*best, chosen, values, confidence, reasons, f"{second[0]} rows and {second[1]} columns", unused)


def _enough(row: float, column: float, pair: tuple[str, str]) -> float:
    """How far both sides have evidence of their own: people and roles need more than skills, whose nouns are without end."""
    weights = {"person": 0.45, "role": 0.6, "skill": 0.15 if max(row, column) > HEADED else 0.25}
    return min(1.0, row / weights[pair[0]]) * min(1.0, column / weights[pair[1]])


def _differ(sheet: Sheet, region: Region, labels: Mapping[str, int], values: Sequence[ValueColumn]) -> bool:
    """Whether the labels differ from each other: nobody stands twice in a matrix."""
    texts = column_texts(sheet, region, _key(labels))
    heads = [value.entity for value in values if value.entity and not value.aspect]
    share = min(len(set(each)) / len(each) for each in (texts or [""], heads or [""]))
    return share > DIFFERENT


def _key(labels: Mapping[str, int]) -> int:
    return next((labels[kind] for kind in ("person", "skill", "key", "role") if kind in labels), -1)


def _row_votes(sheet: Sheet, region: Region, labels: Mapping[str, int]) -> dict[str, float]:
    key = _key(labels)
    alike = likeness(column_texts(sheet, region, key))
    votes = {"person": alike.person, "skill": alike.skill, "role": alike.role}
    heading = heading_at(sheet, region, key)
    for kind in ("person", "skill"):
        votes[kind] += HEADED if kind in labels else 0.0
    if "key" in labels and heading:
        votes["person"] += likeness([heading]).role
    if "role" in labels and not {"person", "skill", "key"} & set(labels):
        votes["role"] += HEADED
    if "category" in labels:
        votes["skill"] += CATEGORISED
    votes["person"] += 0.4 * sum(kind in labels for kind in ("role", "team", "manager", "email", "last_name"))
    return votes


def _column_votes(sheet: Sheet, region: Region, values: Sequence[ValueColumn]) -> dict[str, float]:
    alike = likeness([value.entity for value in values if value.entity and value.aspect != "summary"])
    votes = {"person": alike.person, "skill": alike.skill, "role": alike.role}
    votes["person"] += HEADED if region.second >= 0 else 0.0
    for text in set(_groups(sheet, region).values()):
        kind = vocabulary().heading(text)
        if kind in ENTITIES:
            votes[kind] += HEADED
    return votes
