"""OKR_* and SKILL_*: what people type into a cell, a few lines each over `core`."""

from __future__ import annotations

from ..core import alignment, cells, forecast, kpis, pacing, progress, rollup, skills
from ..core.cells import needed, needed_day
from . import ranges
from .declaration import Argument, sheet_function
from .ranges import Range, Value, default, down, numbers, numbers_or_none, one

TODAY = Argument("today", "the date to evaluate at, usually a cell with =TODAY()")
WEIGHTS = Argument("weights", "the weight of each cell; a blank cell weighs 1", range=True, optional=True)
IDS = Argument("ids", "the ids of all objectives", range=True)
PARENTS = Argument("parents", "for each objective, the id of its parent; blank without one", range=True)
LEVELS = Argument("levels", "people's levels, 0 to 5; blank when not rated", range=True)


@sheet_function(
    Argument("start", "the value at the start"),
    Argument("target", "the value to reach"),
    Argument("current", "the value today"),
    Argument(
        "kind", "metric (default), increase, decrease, milestone, binary, at least, at most, between", optional=True
    ),
    example="=OKR_PROGRESS(20, 50, 35)  ->  0.5",
    native='IF(_BLANK({current}),"",_CASE({kind},'
    '"metric",(_VALUE({current})-_NUMBER({start}))/(_NUMBER({target})-{start}),'
    '"increase",(_VALUE({current})-_NUMBER({start}))/'
    'IF({target}+0<{start}+0,"target is on the wrong side of start"+0,_NUMBER({target})-{start}),'
    '"decrease",(_VALUE({current})-_NUMBER({start}))/'
    'IF({target}+0>{start}+0,"target is on the wrong side of start"+0,_NUMBER({target})-{start}),'
    '"milestone",(_VALUE({current})-_DEFAULT({start},0))/(_NUMBER({target})-_DEFAULT({start},0)),'
    '"binary",IF(_AMONG({current},"|yes|y|true|done|x|✓|ja|sí|si|"),1,'
    'IF(_AMONG({current},"|no|n|false|not done|open|nein|"),0,(_VALUE({current})>=1)+0)),'
    '"at least",IF(_BLANK({start}),(_VALUE({current})>=_NUMBER({target}))+0,'
    'IF(_VALUE({start})>=_NUMBER({target}),"the floor is not below the target"+0,'
    "MIN(1,(_VALUE({current})-{start})/({target}-{start})))),"
    '"at most",IF(_BLANK({start}),(_VALUE({current})<=_NUMBER({target}))+0,'
    'IF(_VALUE({start})<=_NUMBER({target}),"the ceiling is not above the target"+0,'
    "MIN(1,(_VALUE({current})-{start})/({target}-{start})))),"
    '"between",IF(_NUMBER({start})>_NUMBER({target}),"low above high"+0,'
    "({start}+0<=_VALUE({current}))*({current}+0<={target}+0))))",
)
def okr_progress(start: Range, target: Range, current: Range, kind: Range = None) -> Value:
    """Progress of a key result: 0 at the start, 1 at the target; below 0 when worse than the start, above 1 beyond the target."""
    if cells.is_blank(one(current)):
        return None
    measure = cells.word(one(kind)) or "metric"
    if measure == "binary":
        return progress.of(measure, None, None, cells.done(one(current)))
    value = cells.number(one(current))
    return progress.of(measure, cells.number(one(start)), cells.number(one(target)), value)


@sheet_function(
    Argument("current", "the value today"),
    Argument("lowest", "the lowest value that is in order; blank when there is none"),
    Argument("highest", "the highest value that is in order; blank when there is none"),
    example="=OKR_CONTROL(45, 20, 40)  ->  0.75",
    native='IF(_BLANK({current}),"",IF(_BLANK({lowest}),'
    'IF(_BLANK({highest}),"missing"+0,(_VALUE({current})<=_VALUE({highest}))+0),'
    "IF(_BLANK({highest}),(_VALUE({current})>=_VALUE({lowest}))+0,"
    'IF(_VALUE({lowest})>_VALUE({highest}),"low above high"+0,'
    "IF((_VALUE({current})>={lowest}+0)*({current}+0<={highest}+0),1,IF({lowest}+0={highest}+0,0,"
    "MAX(0,1-MAX({lowest}-{current},{current}-{highest})/({highest}-{lowest}))))))))",
)
def okr_control(current: Range, lowest: Range, highest: Range) -> Value:
    """Progress of a key result whose value is to stay in a range: 1 in it; outside, less by the distance as a share of its width."""
    if cells.is_blank(one(current)):
        return None
    value, *ends = (cells.number(one(cell)) for cell in (current, lowest, highest))
    return progress.control(value, *ends)


@sheet_function(
    Argument("current", "the value today"),
    Argument("target", "the value to reach"),
    Argument("commit", "the value that is promised in any case; blank when there is none"),
    Argument("stretch", "the value beyond the target that would be outstanding; blank when there is none"),
    example="=OKR_ZONE(85, 90, 80, 100)  ->  commit",
    native='IF(_BLANK({current}),"",IF(_BLANK({commit}),IF(_BLANK({stretch}),"missing"+0,'
    'IF(_VALUE({stretch})=_NUMBER({target}),"zones out of order"+0,'
    'IF((_VALUE({current})-{stretch})*({stretch}-{target})>=0,"stretch",'
    'IF(({current}-{target})*({stretch}-{target})>=0,"target","below target")))),'
    'IF(_VALUE({commit})=_NUMBER({target}),"zones out of order"+0,'
    'IF(IF(_BLANK({stretch}),FALSE,(_VALUE({stretch})-{target})*({target}-{commit})<=0),"zones out of order"+0,'
    'IF(IF(_BLANK({stretch}),FALSE,(_VALUE({current})-{stretch})*({target}-{commit})>=0),"stretch",'
    'IF((_VALUE({current})-{target})*({target}-{commit})>=0,"target",'
    'IF(({current}-{commit})*({target}-{commit})>=0,"commit","below commit")))))))',
)
def okr_zone(current: Range, target: Range, commit: Range, stretch: Range) -> Value:
    """Zone that a value has reached: stretch, target, commit, below commit, or below target where there is no commit value."""
    if cells.is_blank(one(current)):
        return None
    value, *steps = (cells.number(one(cell)) for cell in (current, target, commit, stretch))
    return progress.zone(value, *steps)


@sheet_function(
    Argument("progress", "a progress, as OKR_PROGRESS returns it"),
    example="=OKR_SCORE(1.4)  ->  1",
    native='IF(_BLANK({progress}),"",MAX(0,MIN(1,_VALUE({progress}))))',
)
def okr_score(progress: Range) -> Value:
    """Score of a key result: its progress, limited to 0..1."""
    return _score(cells.number(one(progress)))


_score = progress.score


@sheet_function(
    Argument("score", "a score or progress"),
    Argument("commitment", "aspirational (default) or committed", optional=True),
    example='=OKR_GRADE(0.7, "committed")  ->  yellow',
    native="_CASE({commitment},"
    '"aspirational",IF(_BLANK({score}),"",IF(_VALUE({score})>=0.7,"green",IF({score}+0>=0.3,"yellow","red"))),'
    '"committed",IF(_BLANK({score}),"",IF(_VALUE({score})>=1,"green",IF({score}+0>=0.7,"yellow","red"))))',
)
def okr_grade(score: Range, commitment: Range = None) -> Value:
    """Grade of a score: red, yellow or green. Aspirational key results are green from 0.7, committed ones only at 1."""
    return progress.grade(cells.number(one(score)), cells.word(one(commitment)) or "aspirational")


@sheet_function(
    Argument("start_date", "the first day of the period"),
    Argument("end_date", "the last day of the period"),
    TODAY,
    example='=OKR_EXPECTED("2026-01-01", "2026-03-31", "2026-02-15")  ->  0.5056',
    native='IF(_DAY({end_date})<=_DAY({start_date}),"the end is not after the start"+0,'
    "MAX(0,MIN(1,(_DAY({today})-_DAY({start_date}))/(_DAY({end_date})-_DAY({start_date})))))",
)
def okr_expected(start_date: Range, end_date: Range, today: Range) -> Value:
    """Expected score today: the share of the period that has passed, 0..1."""
    return pacing.expected(needed_day(one(start_date)), needed_day(one(end_date)), needed_day(one(today)))


@sheet_function(
    Argument("score", "a score, 0..1"),
    Argument("expected", "the score expected by now"),
    Argument("at_risk_gap", "further behind than this is at risk; 0.10 by default", optional=True),
    Argument("off_track_gap", "further behind than this is off track; 0.25 by default", optional=True),
    example="=OKR_STATUS(0.39, 0.5)  ->  at risk",
    native='IF(_DEFAULT({at_risk_gap},0.1)>_DEFAULT({off_track_gap},0.25),"gaps out of order"+0,'
    'IF(_BLANK({score}),"no data",IF(_VALUE({score})>=1,"achieved",'
    'IF(_NUMBER({expected})-MAX(0,{score}+0)<=_DEFAULT({at_risk_gap},0.1)+0.000000001,"on track",'
    'IF({expected}-MAX(0,{score}+0)<=_DEFAULT({off_track_gap},0.25)+0.000000001,"at risk","off track")))))',
)
def okr_status(score: Range, expected: Range, at_risk_gap: Range = None, off_track_gap: Range = None) -> Value:
    """Status of a score: no data, achieved, on track, at risk or off track."""
    return pacing.status(
        cells.number(one(score)),
        cells.number(one(expected)),
        default(at_risk_gap, pacing.AT_RISK_GAP),
        default(off_track_gap, pacing.OFF_TRACK_GAP),
    )


@sheet_function(
    Argument("progress", "the progress of several key results", range=True),
    WEIGHTS,
    Argument("roll_up", "weighted (default) or weakest", optional=True),
    example="=OKR_ROLLUP(O5:O9, I5:I9)  ->  0.64",
    native='IF(_FAULTS({progress})+_NEGATIVES({weights})>0,"not a number, or a negative weight"+0,'
    '_CASE({roll_up},"weighted",IF(SUMPRODUCT(ISNUMBER({progress})*1)=0,"",'
    "(_TOTAL(({progress}>0)*({progress}<1),{weights},{progress})+"
    "_TOTAL(ISNUMBER({progress})*({progress}>=1),{weights}))/"
    "_TOTAL(ISNUMBER({progress})*1,{weights})),"
    '"weakest",IF(SUMPRODUCT(ISNUMBER({progress})*1)=0,"",'
    'IF(SUMPRODUCT(ISNUMBER({progress})*_COUNTING({weights}))=0,"weights sum to 0"+0,'
    "1-SUMPRODUCT(MAX(ISNUMBER({progress})*_COUNTING({weights})*(1-_LIMITED({progress}))))))))",
)
def okr_rollup(progress: Range, weights: Range = None, roll_up: Range = None) -> Value:
    """Weighted average of the progress values that have data, each limited to 0..1 first; or the weakest of them."""
    return rollup.rollup(numbers(progress), numbers_or_none(weights), cells.word(one(roll_up)) or rollup.WEIGHTED)


@sheet_function(
    Argument("progress", "the progress of several key results", range=True),
    example="=OKR_COVERAGE(O5:O9)  ->  0.8",
    native='IF(_FAULTS({progress})>0,"not a number"+0,'
    "SUMPRODUCT(ISNUMBER({progress})*1)/(ROWS({progress})*COLUMNS({progress})))",
)
def okr_coverage(progress: Range) -> Value:
    """Share of the cells that have data, 0..1."""
    return rollup.coverage(numbers(progress))


@sheet_function(
    IDS,
    PARENTS,
    Argument("progress", "each objective's own progress; blank when there is none", range=True),
    WEIGHTS,
    Argument("roll_ups", "for each objective weighted (as blank) or weakest", range=True, optional=True),
    example="=OKR_CASCADE(A5:A20, F5:F20, M5:M20)  ->  a column",
    spills=True,
)
def okr_cascade(ids: Range, parents: Range, progress: Range, weights: Range = None, roll_ups: Range = None) -> Value:
    """Progress rolled up the tree, as a column: the average of each objective's own progress and its children's, or the weakest."""
    names, parent_names = ranges.each(cells.identifier, ids), ranges.each(cells.identifier, parents)
    how = None if roll_ups is None else ranges.each(cells.word, roll_ups)
    return down(rollup.cascade(names, parent_names, numbers(progress), numbers_or_none(weights), how))


@sheet_function(
    IDS,
    PARENTS,
    Argument("levels", "for each objective Organisation, CEO, Team or Skills", range=True, optional=True),
    example="=OKR_ALIGNMENT(A5:A20, F5:F20, B5:B20)  ->  a column",
    spills=True,
)
def okr_alignment(ids: Range, parents: Range, levels: Range = None) -> Value:
    """Alignment as a column: top, aligned, orphan, unknown parent, skips level, inverted level, cycle or duplicate id."""
    names, parent_names = ranges.each(cells.identifier, ids), ranges.each(cells.identifier, parents)
    words = None if levels is None else ranges.each(cells.word, levels)
    return down(alignment.alignment(names, parent_names, words))


@sheet_function(
    Argument("dates", "the dates of the check-ins", range=True),
    Argument("values", "the values of the check-ins", range=True),
    Argument("start", "the value at the start"),
    Argument("target", "the value to reach"),
    Argument("end_date", "the date to forecast"),
    example="=OKR_FORECAST(A5:A20, C5:C20, 10, 40, Settings!C9)  ->  0.8",
)
def okr_forecast(dates: Range, values: Range, start: Range, target: Range, end_date: Range) -> Value:
    """Forecast progress at the end date, on a straight line through the check-ins."""
    return forecast.forecast(
        ranges.each(cells.day, dates),
        numbers(values),
        needed(cells.number(one(start))),
        needed(cells.number(one(target))),
        needed_day(one(end_date)),
    )


@sheet_function(
    Argument("last_date", "the date of the last check-in; blank when there is none"),
    TODAY,
    Argument("days", "days after which a check-in is overdue; 14 by default", optional=True),
    example="=OKR_STALE(R5, Settings!C13)  ->  TRUE",
    native='IF(_DEFAULT({days},14)<0,"negative days"+0,'
    "_DAY({today})-IF(_BLANK({last_date}),-999999999,_DAY({last_date}))>_DEFAULT({days},14))",
)
def okr_stale(last_date: Range, today: Range, days: Range = None) -> Value:
    """TRUE when the check-in is overdue, or there is none."""
    return pacing.stale(cells.day(one(last_date)), needed_day(one(today)), default(days, pacing.STALE_DAYS))


@sheet_function(
    Argument("current", "the value of a KPI today"),
    Argument("healthy_from", "the lowest healthy value; blank when there is none"),
    Argument("healthy_to", "the highest healthy value; blank when there is none"),
    example="=OKR_HEALTH(42, 40, 60)  ->  healthy",
    native='IF(_BLANK({current}),"no data",IF(_BLANK({healthy_from}),'
    'IF(_BLANK({healthy_to}),"missing"+0,IF(_VALUE({current})<=_VALUE({healthy_to}),"healthy","unhealthy")),'
    'IF(_BLANK({healthy_to}),IF(_VALUE({current})>=_VALUE({healthy_from}),"healthy","unhealthy"),'
    'IF(_VALUE({healthy_from})>_VALUE({healthy_to}),"low above high"+0,'
    'IF((_VALUE({current})>={healthy_from}+0)*({current}+0<={healthy_to}+0),"healthy","unhealthy")))))',
)
def okr_health(current: Range, healthy_from: Range, healthy_to: Range) -> Value:
    """Whether a KPI is in its band, both ends included: healthy, unhealthy or no data."""
    if cells.is_blank(one(current)):
        return kpis.NO_DATA
    value, *ends = (cells.number(one(cell)) for cell in (current, healthy_from, healthy_to))
    return kpis.health(value, *ends)


@sheet_function(
    Argument("self", "the person's own rating, or several of them", range=True),
    Argument("peer", "the ratings of peers", range=True),
    Argument("manager", "the manager's rating", range=True),
    Argument("evidence", "the levels shown by certificates and projects", range=True),
    Argument("w_self", "weight of the self-rating, 1 by default", optional=True),
    Argument("w_peer", "weight of the peers, 2 by default", optional=True),
    Argument("w_manager", "weight of the manager, 3 by default", optional=True),
    Argument("w_evidence", "weight of the evidence, 4 by default", optional=True),
    example='=SKILL_LEVEL(4, 3, 2, "")  ->  2.67',
)
def skill_level(
    self: Range,
    peer: Range,
    manager: Range,
    evidence: Range,
    w_self: Range = None,
    w_peer: Range = None,
    w_manager: Range = None,
    w_evidence: Range = None,
) -> Value:
    """A person's level in a skill: the weighted average of the available ratings."""
    ratings = [numbers(group) for group in (self, peer, manager, evidence)]
    weights = zip((w_self, w_peer, w_manager, w_evidence), skills.RATER_WEIGHTS.values())
    return skills.level(ratings, [default(weight, usual) for weight, usual in weights])


@sheet_function(
    Argument("level", "the person's level; blank when not rated"),
    Argument("required", "the required level"),
    example="=SKILL_GAP(2, 4)  ->  2",
    native='IF(MIN(_DEFAULT({level},0),_DEFAULT({required},0))<0,"negative level"+0,'
    'IF(_BLANK({required}),"",MAX(0,{required}-_DEFAULT({level},0))))',
)
def skill_gap(level: Range, required: Range) -> Value:
    """Levels short of the requirement; 0 when it is met."""
    return skills.gap(cells.number(one(level)), cells.number(one(required)))


@sheet_function(
    Argument("levels", "the levels of people (rows) in skills (columns)", range=True),
    Argument("required", "one row with the required level in each skill", range=True),
    example="=SKILL_GAPS(C6:H20, C4:H4)  ->  a matrix",
    spills=True,
)
def skill_gaps(levels: Range, required: Range) -> Value:
    """Gaps for a whole matrix of people and skills."""
    matrix = [[cells.number(cell) for cell in row] for row in ranges.rows(levels)]
    return [list(row) for row in skills.gaps(matrix, numbers(required))]


@sheet_function(
    Argument("levels", "the available levels", range=True),
    Argument("required", "the required levels", range=True),
    WEIGHTS,
    example="=SKILL_COVERAGE(C6:H6, C4:H4)  ->  0.85",
    native='IF(_NEGATIVES({levels})+_NEGATIVES({required})+_NEGATIVES({weights})>0,"not a number, or negative"+0,'
    'IF(SUMPRODUCT(ISNUMBER({required})*({required}>0))=0,"",'
    "(_TOTAL(ISNUMBER({required})*({levels}<{required}),{weights},{levels})+"
    "_TOTAL(ISNUMBER({levels})*({levels}>={required}),{weights},{required}))/"
    "_TOTAL(ISNUMBER({required})*1,{weights},{required})))",
)
def skill_coverage(levels: Range, required: Range, weights: Range = None) -> Value:
    """Share of the required levels that is available, 0..1."""
    return skills.coverage(numbers(levels), numbers(required), numbers_or_none(weights))


@sheet_function(
    LEVELS,
    Argument("level", "the lowest level that counts"),
    example="=SKILL_BUS_FACTOR(C6:C20, 3)  ->  4",
    native='IF(_NEGATIVES({levels})+(_NUMBER({level})<0)>0,"not a number, or a negative level"+0,'
    "SUMPRODUCT(ISNUMBER({levels})*({levels}>={level}+0)))",
)
def skill_bus_factor(levels: Range, level: Range) -> Value:
    """Number of people at or above a level."""
    return float(skills.bus_factor(numbers(levels), cells.number(one(level))))


@sheet_function(
    LEVELS,
    Argument("level", "the required level"),
    Argument("headcount", "the number of people required at that level"),
    example="=SKILL_MISSING(C6:C20, 3, 5)  ->  1",
    native='IF(_NEGATIVES({levels})+(_NUMBER({level})<0)+(_NUMBER({headcount})<0)>0,"not a number, or negative"+0,'
    "MAX(0,{headcount}-SUMPRODUCT(ISNUMBER({levels})*({levels}>={level}+0))))",
)
def skill_missing(levels: Range, level: Range, headcount: Range) -> Value:
    """Shortfall: how many more people are required at a level."""
    people = needed(cells.number(one(headcount)))
    return skills.missing(numbers(levels), cells.number(one(level)), people)


@sheet_function(
    Argument("have", "the available people for each requirement", range=True),
    Argument("required", "the required people for each requirement", range=True),
    WEIGHTS,
    example="=SKILL_READINESS(D5:D9, E5:E9)  ->  0.75",
    native='IF(_NEGATIVES({have})+_NEGATIVES({required})+_NEGATIVES({weights})>0,"not a number, or negative"+0,'
    'IF(SUMPRODUCT(ISNUMBER({required})*({required}>0))=0,"",'
    "(_TOTAL(ISNUMBER({required})*({have}<{required})/_DIVISORS({required}),{weights},{have})+"
    "_TOTAL(ISNUMBER({have})*ISNUMBER({required})*({required}>0)*({have}>={required}),{weights}))/"
    "_TOTAL(ISNUMBER({required})*({required}>0),{weights})))",
)
def skill_readiness(have: Range, required: Range, weights: Range = None) -> Value:
    """Readiness of an objective, 0..1: how far the people that it requires are available."""
    return skills.readiness(numbers(have), numbers(required), numbers_or_none(weights))


@sheet_function(
    Argument("issued", "the date of issue; blank when there is no certificate"),
    Argument("expires", "the expiry date; blank when there is none"),
    TODAY,
    Argument("warn_days", "days before the expiry date from which it is expiring; 60 by default", optional=True),
    example='=SKILL_CERT("2026-01-01", "2026-07-01", "2026-06-01")  ->  expiring',
    native='IF(_DEFAULT({warn_days},60)+0*_DAY({today})<0,"negative days"+0,'
    'IF(_BLANK({issued}),"missing",IF(_BLANK({expires}),IF(INT({today}+0)<_DAY({issued}),"not yet valid","valid"),'
    'IF(_DAY({expires})<_DAY({issued}),"expires before it is issued"+0,'
    'IF(INT({today}+0)<INT({issued}+0),"not yet valid",IF(INT({today}+0)>=INT({expires}+0),"expired",'
    'IF(INT({expires}+0)-INT({today}+0)<=_DEFAULT({warn_days},60),"expiring","valid")))))))',
)
def skill_cert(issued: Range, expires: Range, today: Range, warn_days: Range = None) -> Value:
    """Status of a certificate: missing, not yet valid, valid, expiring or expired."""
    now = needed_day(one(today))
    warn = default(warn_days, skills.CERT_WARN_DAYS)
    return skills.certification(cells.day(one(issued)), cells.day(one(expires)), now, warn)
