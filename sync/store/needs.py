"""The people behind each need of an objective, counted in the store: who may still reach the level, who is known to lose it."""

from __future__ import annotations

from ...core.headcount_forecast import Gains
from ...core.skill_outlook import NeedKey, NeedOutlook
from .state import State

# How often each needed level was reached by people who were seen below it, and the days that were spent below: the rules of
# core/headcount_forecast.py. A level on a day is SKILL_LEVEL of the ratings up to it, within 90 days of each type's newest; the
# mean of a type changes only on days of its own ratings, and stays until the next one.
_GAINS = """
CREATE OR REPLACE TEMP TABLE {table} AS
WITH wanted AS (SELECT DISTINCT skill_key, level FROM skill_needs),
ratings AS (
  SELECT a.person_id, k.skill_key, a.rater_type, a.date, sum(a.level) AS level, count(*) AS number
  FROM current_assessments a JOIN skill_keys k ON k.skill = coalesce(a.skill, '') CROSS JOIN evaluation_day d
  WHERE a.rater_type IN ('self', 'peer', 'manager', 'evidence') AND a.level IS NOT NULL AND a.date <= d.today
    AND k.skill_key IN (SELECT skill_key FROM wanted) GROUP BY ALL),
means AS (
  SELECT person_id, skill_key, rater_type, date AS day, sum(level) OVER own / sum(number) OVER own AS mean FROM ratings
  WINDOW own AS (PARTITION BY person_id, skill_key, rater_type ORDER BY date RANGE BETWEEN INTERVAL 90 DAYS PRECEDING AND CURRENT ROW)),
days AS (
  SELECT person_id, skill_key, day, any_value(CASE WHEN rater_type = 'self' THEN mean END) AS self,
    any_value(CASE WHEN rater_type = 'peer' THEN mean END) AS peer,
    any_value(CASE WHEN rater_type = 'manager' THEN mean END) AS manager,
    any_value(CASE WHEN rater_type = 'evidence' THEN mean END) AS evidence
  FROM means GROUP BY ALL),
known AS (
  SELECT person_id, skill_key, day, last_value(self IGNORE NULLS) OVER own AS self, last_value(peer IGNORE NULLS) OVER own AS peer,
    last_value(manager IGNORE NULLS) OVER own AS manager, last_value(evidence IGNORE NULLS) OVER own AS evidence
  FROM days WINDOW own AS (PARTITION BY person_id, skill_key ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)),
levels AS (
  SELECT person_id, skill_key, day, (coalesce(self, 0) + 2 * coalesce(peer, 0) + 3 * coalesce(manager, 0) + 4 * coalesce(evidence, 0))
    / ((self IS NOT NULL)::INTEGER + 2 * (peer IS NOT NULL)::INTEGER + 3 * (manager IS NOT NULL)::INTEGER
    + 4 * (evidence IS NOT NULL)::INTEGER) + 1e-12 AS level,
    coalesce(lead(day) OVER (PARTITION BY person_id, skill_key ORDER BY day), d.today) AS until
  FROM known CROSS JOIN evaluation_day d),
steps AS (SELECT *, lead(level) OVER (PARTITION BY person_id, skill_key ORDER BY day) AS next_level FROM levels)
SELECT s.skill_key, w.level, count(*) FILTER (s.next_level >= w.level) AS number, coalesce(sum(s.until - s.day), 0) AS exposure
FROM steps s JOIN wanted w ON w.skill_key = s.skill_key AND s.level < w.level GROUP BY ALL
"""

# For each need: people of its team (or everybody) below the level, and those whose last certificate lapses before the cycle ends.
_NEEDS = """
WITH people AS (SELECT okr_name(team) AS team_key, count(*) AS people FROM current_people GROUP BY ALL),
lapsing AS (
  SELECT c.person_id, okr_name(c.skill) AS skill_key
  FROM current_certifications c CROSS JOIN evaluation_day d WHERE c.issued IS NOT NULL
  GROUP BY ALL HAVING max(coalesce(c.expires, DATE '9999-12-31')) > any_value(d.today)
    AND max(coalesce(c.expires, DATE '9999-12-31')) <= any_value(d.cycle_end)),
holders AS (
  SELECT s.person_id, s.skill_key, s.level, okr_name(s.team) AS team_key FROM skill_status s
  JOIN lapsing l ON l.person_id = s.person_id AND l.skill_key = s.skill_key WHERE s.level IS NOT NULL),
going AS (
  SELECT n.position, count(DISTINCT h.person_id) AS people FROM skill_needs n
  JOIN holders h ON h.skill_key = n.skill_key AND h.level >= n.level AND (n.everybody OR h.team_key = n.team_key)
  GROUP BY n.position)
SELECT n.objective_id, n.skill_key,
  CASE WHEN n.everybody THEN (SELECT sum(people) FROM people) ELSE p.people END - n.have,
  coalesce(g.people, 0), coalesce(h.number, 0), coalesce(h.exposure, 0)
FROM skill_needs n LEFT JOIN people p USING (team_key) LEFT JOIN going g USING (position)
LEFT JOIN {table} h ON h.skill_key = n.skill_key AND h.level = n.level
ORDER BY n.position DESC
"""  # of rows of one objective and skill the first counts


def need_outlooks_of(state: State) -> dict[NeedKey, NeedOutlook]:
    """Return what is known about each need of a state that was computed with skills, until the end of its cycle."""
    table = state.store.temporary_name("gains")
    state.store.rows(_GAINS.format(table=table))
    rows = state.store.rows(_NEEDS.format(table=table))
    state.store.rows(f"DROP TABLE {table}")
    return {
        (goal, skill): NeedOutlook(int(below or 0), int(going), Gains(int(number), float(exposure)))
        for goal, skill, below, going, number, exposure in rows
    }
