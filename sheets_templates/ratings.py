"""The weight of each rating today: hidden columns on the assessments sheet, of which every cell of the matrix takes two sums.

The steps look at all ratings once a row. The cells of the matrix would otherwise each do so for every kind of rater, and a
large matrix took minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from ..core import schema
from ..core.cells import Day
from ..core.columns import Column
from ..core.errors import column_letter
from ..core.model import Assessment
from ..core.names import fold_name
from ..core.skills import RATER_TYPES, RATER_WEIGHTS, WINDOW_DAYS
from .drawing import Shown
from .layout import columns_of
from .tables import Computed, HelperColumn
from .wording import ENGLISH, Wording

OF_PERSON = 1_000  # the value of a person's row in a place; a skill's column counts 1
BELOW = 300  # rows with the steps below the ready ones, so that ratings typed there count

PEOPLE, SKILLS = "matrix_people", "matrix_skills"  # the names of the matrix's ids and headings

_WEIGHTS = ", ".join(f"{rater} {weight:g}" for rater, weight in RATER_WEIGHTS.items())
PLACE = Column(
    "place",
    "number",
    "The cell of the matrix that the rating counts in: a thousand for each row of people plus one for each column of "
    "skills. If it does not count, the reason: no level, no date, later than today, or not listed among the people and skills.",
    computed=True,
)
NEWEST = Column(
    "newest",
    "date",
    "The date of the latest rating of this person in this skill by the same rater type.",
    computed=True,
)
WEIGHT = Column(
    "weighs",
    "number",
    f"The weight of the rating in the average: the weight of its rater type ({_WEIGHTS}), divided among the ratings within "
    f"{WINDOW_DAYS} days of the newest. An older rating weighs 0.",
    computed=True,
)
POINTS = Column("points", "number", "The level multiplied by its weight.", computed=True)
COLUMNS = (*columns_of(schema.ASSESSMENTS), PLACE, NEWEST, WEIGHT, POINTS)
HELPER_LETTERS = f"{column_letter(len(columns_of(schema.ASSESSMENTS)))} to {column_letter(len(COLUMNS) - 1)}"
_LETTERS = {column.field: f"${column_letter(index)}" for index, column in enumerate(COLUMNS)}


def literal(cell: str) -> str:
    """Return a formula for a cell's text in which no character stands for others, as `?` does where MATCH looks for it."""
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},"~","~~"),"?","~?"),"*","~*")'


_LISTED = f"ISNUMBER(MATCH({{rater_type}},{{{{{','.join(f'{chr(34)}{rater}{chr(34)}' for rater in RATER_TYPES)}}}}},0))"
_PLACE = (
    '=IF({person_id}="","",IF(OR(NOT(ISNUMBER({level})),N({level})<0,N({level})>5),"no level",IF(N({date})<=0,"no date",'
    f'IF({{date}}>as_of,"later",IFERROR(IF({_LISTED},{OF_PERSON}*MATCH({literal("{person_id}")},{PEOPLE},0)'
    f'+MATCH({literal("{skill}")},{SKILLS},0),"not listed"),"not listed")))))'
)
_NEWEST = '=IF(ISNUMBER({place}),_xlfn.MAXIFS(a_date,a_place,{place},a_rater,{rater_type}),"")'
_OF_RATER = "".join(f'+{weight:g}*({{rater_type}}="{rater}")' for rater, weight in RATER_WEIGHTS.items())[1:]
_WEIGHT = (
    f"=IF(ISNUMBER({{place}}),IF({{date}}>={{newest}}-{WINDOW_DAYS},({_OF_RATER})"
    f'/COUNTIFS(a_place,{{place}},a_rater,{{rater_type}},a_date,">="&({{newest}}-{WINDOW_DAYS})),0),"")'
)
_POINTS = '=IF(ISNUMBER({weighs}),{weighs}*{level},"")'


def level(place: str) -> str:
    """Return the formula of a level, from all ratings of a place; an error where there are none."""
    return f"SUMIF(a_place,{place},a_points)/SUMIF(a_place,{place},a_weighs)"


def _in_row(formula: str) -> Callable[[int], str]:
    return lambda row: formula.format_map({field: f"{letter}{row}" for field, letter in _LETTERS.items()})


def helper_columns(
    ratings: Sequence[Assessment],
    people: Sequence[str],
    skills: Sequence[str],
    today: Day,
    wording: Wording = ENGLISH,
) -> tuple[HelperColumn, ...]:
    """Return the hidden columns; `people` are the ids in the order of the matrix, `skills` its headings."""
    rows, columns = _numbered(people), _numbered([fold_name(skill) for skill in skills])
    places = [_place(rating, rows, columns, today) for rating in ratings]
    alike = [(place, rating.rater_type) for place, rating in zip(places, ratings)]
    latest: dict[object, Day] = {}
    for group, rating in zip(alike, ratings):
        latest[group] = max(rating.date or 0, latest.get(group, 0))
    recent = [(rating.date or 0) >= latest[group] - WINDOW_DAYS for group, rating in zip(alike, ratings)]
    sharing = Counter(group for group, counts in zip(alike, recent) if counts)
    newest = [latest[group] if isinstance(group[0], int) else None for group in alike]
    weights = [
        RATER_WEIGHTS[group[1] or ""] * counts / sharing[group] if isinstance(group[0], int) else None
        for group, counts in zip(alike, recent)
    ]
    points = [None if weight is None else weight * (rating.level or 0) for weight, rating in zip(weights, ratings)]
    shown: tuple[tuple[Column, str, Sequence[Shown]], ...] = (
        (PLACE, _PLACE, [wording.word(place) if isinstance(place, str) else place for place in places]), (NEWEST, _NEWEST, newest), (WEIGHT, _WEIGHT, weights), (POINTS, _POINTS, points),
    )  # fmt: skip
    return tuple(HelperColumn(column, Computed(_in_row(formula), values), BELOW) for column, formula, values in shown)


def _numbered(names: Sequence[str]) -> dict[str, int]:
    """The place of each name, from 1 on; of one that is there twice the first."""
    return {name: number for number, name in reversed(list(enumerate(names, start=1)))}


def _place(rating: Assessment, people: Mapping[str, int], skills: Mapping[str, int], today: Day) -> Shown:
    if not rating.person_id:
        return None
    if rating.level is None:
        return "no level"
    if rating.date is None:
        return "no date"
    if rating.date > today:
        return "later"
    person, skill = people.get(rating.person_id), skills.get(fold_name(rating.skill))
    if person is None or skill is None or rating.rater_type not in RATER_TYPES:
        return "not listed"
    return OF_PERSON * person + skill
