"""The people behind each need of an objective, counted in the store: who may still reach the level, who is known to lose it."""

from __future__ import annotations

from ...core.headcount_forecast import Gains
from ...core.skill_outlook import NeedKey, NeedOutlook
from .state import State

# How often each needed level was reached by people who were seen below it, and the days that were spent below: the rules of
# core/headcount_forecast.py. A level on a day is SKILL_LEVEL of the ratings up to it, within 90 days of each type's newest.
_GAINS = """
CREATE OR REPLACE TEMP TABLE {table} AS
WITH wanted AS (SELECT DISTINCT skill_key, level FROM skill_needs),
ratings AS (
  SELECT a.person_id, k.skill_key, a.rater_type, a.level, a.date
  FROM current_assessments a JOIN skill_keys k ON k.skill = coalesce(a.skill, '') CROSS JOIN evaluation_day d
  WHERE a.rater_type <> '' AND a.level IS NOT NULL AND a.date <= d.today AND k.skill_key IN (SELECT skill_key FROM wanted)),
days AS (SELECT DISTINCT person_id, skill_key, date AS day FROM ratings),
counted AS (
  SELECT d.*, r.rater_type, r.level FROM days d JOIN ratings r USING (person_id, skill_key) WHERE r.date <= d.day
  QUALIFY r.date >= max(r.date) OVER (PARTITION BY d.person_id, d.skill_key, d.day, r.rater_type) - 90),
levels AS (SELECT person_id, skill_key, day, skill_level(level, rater_type) AS level FROM counted GROUP BY ALL),
steps AS (
  SELECT l.skill_key, w.level, l.day, coalesce(l.level >= w.level, false) AS reached,
    lead(l.day) OVER own AS next_day, lead(coalesce(l.level >= w.level, false)) OVER own AS next_reached
  FROM levels l JOIN wanted w USING (skill_key) WINDOW own AS (PARTITION BY l.person_id, l.skill_key, w.level ORDER BY l.day))
SELECT skill_key, s.level, count(*) FILTER (NOT reached AND next_reached) AS number,
  coalesce(sum(coalesce(next_day, d.today) - day) FILTER (NOT reached), 0) AS exposure
FROM steps s CROSS JOIN evaluation_day d GROUP BY ALL
"""

# For each need: people of its team (or everybody) below the level, and those whose last certificate lapses before the cycle ends.
_NEEDS = """
WITH people AS (SELECT DISTINCT person_id, okr_name(team) AS team_key FROM current_people),
teams AS (SELECT team_key, count(DISTINCT person_id) AS people FROM people GROUP BY team_key),
everybody AS (SELECT count(DISTINCT person_id) AS people FROM people),
lapsing AS (
  SELECT c.person_id, okr_name(c.skill) AS skill_key
  FROM current_certifications c CROSS JOIN evaluation_day d WHERE c.issued IS NOT NULL
  GROUP BY ALL HAVING max(coalesce(c.expires, DATE '9999-12-31')) > any_value(d.today)
    AND max(coalesce(c.expires, DATE '9999-12-31')) <= any_value(d.cycle_end)),
able AS (
  SELECT n.position, count(DISTINCT s.person_id) AS people, count(DISTINCT l.person_id) AS going FROM skill_needs n
  JOIN skill_status s ON s.skill_key = n.skill_key AND s.level >= n.level AND (n.everybody OR okr_name(s.team) = n.team_key)
  LEFT JOIN lapsing l ON l.person_id = s.person_id AND l.skill_key = n.skill_key GROUP BY n.position)
SELECT n.objective_id, n.skill_key, CASE WHEN n.everybody THEN e.people ELSE t.people END - coalesce(a.people, 0),
  coalesce(a.going, 0), coalesce(h.number, 0), coalesce(h.exposure, 0)
FROM skill_needs n CROSS JOIN everybody e LEFT JOIN teams t USING (team_key) LEFT JOIN able a USING (position)
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
        (goal, skill): NeedOutlook(int(below), int(going), Gains(int(number), float(exposure)))
        for goal, skill, below, going, number, exposure in rows
    }
