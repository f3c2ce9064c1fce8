-- Levels by the rules of evidence (core/evidence_levels.py, and a test holds the two together). These views take the place
-- of those of the same names in skills.sql where okrsheets.toml chooses a rule. `skill_rules` has one row.

CREATE OR REPLACE VIEW skill_keys AS
  SELECT skill, okr_name(skill) AS skill_key FROM (
    SELECT coalesce(skill, '') AS skill FROM current_assessments UNION SELECT coalesce(skill, '') FROM current_roles
    UNION SELECT coalesce(skill, '') FROM current_goal_skills UNION SELECT coalesce(skill, '') FROM current_certifications
    UNION SELECT coalesce(skill, '') FROM current_learning);

-- A rating counts half after a half-life; without one, in full.
CREATE OR REPLACE VIEW dated_ratings AS
  SELECT a.person_id, k.skill_key, a.rater_type, a.level, a.date, a.workbook, a.sheet_title, a.row, a.version, a.sheet, a.position,
    CASE WHEN r.half_life IS NULL THEN 1::DOUBLE ELSE pow(0.5::DOUBLE, least((d.today - a.date) / r.half_life, 1000)) END AS freshness
  FROM current_assessments a JOIN skill_keys k ON k.skill = coalesce(a.skill, '') CROSS JOIN evaluation_day d CROSS JOIN skill_rules r
  WHERE a.rater_type <> '' AND a.level IS NOT NULL AND a.date <= d.today;

CREATE OR REPLACE VIEW counted_ratings AS
  SELECT a.* FROM dated_ratings a CROSS JOIN skill_rules r
  QUALIFY r.half_life IS NOT NULL OR a.date >= max(a.date) OVER (PARTITION BY a.person_id, a.skill_key, a.rater_type) - 90;

-- What valid certificates and completed courses show.
CREATE OR REPLACE VIEW shown_levels AS
  SELECT c.person_id, k.skill_key, k.skill, r.certificate_level AS level, 1::DOUBLE AS share, d.today AS day,
    c.position + (1::BIGINT << 61) AS position
  FROM current_certifications c JOIN skill_keys k ON k.skill = c.skill CROSS JOIN evaluation_day d CROSS JOIN skill_rules r
  WHERE r.certificate_level IS NOT NULL AND c.skill <> '' AND skill_cert(c.issued, c.expires, d.today) IN ('valid', 'expiring')
  UNION ALL
  SELECT l.person_id, k.skill_key, k.skill, r.course_level, r.course_weight * CASE WHEN r.half_life IS NULL THEN 1::DOUBLE
      ELSE pow(0.5::DOUBLE, least((d.today - l.completed_on) / r.half_life, 1000)) END, l.completed_on,
    l.position + (1::BIGINT << 62)
  FROM current_learning l JOIN skill_keys k ON k.skill = l.skill CROSS JOIN evaluation_day d CROSS JOIN skill_rules r
  WHERE r.course_level IS NOT NULL AND l.skill <> '' AND l.completed_on <= d.today;

CREATE OR REPLACE VIEW rated_skills AS
  SELECT person_id, skill_key, arg_min(skill, position) AS skill, min(position) AS position FROM (
    SELECT a.person_id, k.skill_key, k.skill, a.position
    FROM current_assessments a JOIN skill_keys k ON k.skill = coalesce(a.skill, '')
    UNION ALL SELECT person_id, skill_key, skill, position FROM shown_levels)
  GROUP BY person_id, skill_key;

CREATE OR REPLACE VIEW rater_means AS
  SELECT person_id, skill_key, rater_type, okr_sum(freshness * level) / okr_sum(freshness) AS mean, max(freshness) AS freshness,
    okr_sum(freshness * level) AS levels, okr_sum(freshness) AS shares
  FROM counted_ratings WHERE rater_type IN ('self', 'peer', 'manager', 'evidence') GROUP BY person_id, skill_key, rater_type;

-- How harsh the manager of each person is: the mean difference from peers and evidence about at least five people, less
-- what chance explains. A rating does not say who gave it; the people sheet names the manager.
CREATE OR REPLACE VIEW manager_bias AS
  WITH managers AS (
    SELECT person_id, okr_name(arg_min(coalesce(manager, ''), position)) AS manager FROM current_people GROUP BY person_id),
  others AS (
    SELECT person_id, skill_key, okr_sum(mean) / count(*) AS mean FROM rater_means WHERE rater_type IN ('peer', 'evidence')
    GROUP BY person_id, skill_key),
  people AS (
    SELECT m.manager, m.person_id, okr_sum(r.mean - o.mean) / count(*) AS difference
    FROM managers m JOIN rater_means r ON r.person_id = m.person_id AND r.rater_type = 'manager'
    JOIN others o ON o.person_id = r.person_id AND o.skill_key = r.skill_key
    WHERE m.manager <> '' GROUP BY m.manager, m.person_id),
  averages AS (SELECT manager, count(*) AS people, okr_sum(difference) / count(*) AS average FROM people GROUP BY manager),
  spread AS (
    SELECT a.manager, a.people, a.average, okr_sum(pow(p.difference - a.average, 2)) / (a.people - 1) AS variance
    FROM averages a JOIN people p USING (manager) WHERE a.people >= 5 GROUP BY a.manager, a.people, a.average)
  SELECT m.person_id, CASE WHEN s.people * s.average * s.average = 0 THEN 0
    ELSE s.average * greatest(0, 1 - s.variance / (s.people * s.average * s.average)) END AS bias
  FROM spread s JOIN managers m USING (manager) CROSS JOIN skill_rules r WHERE r.corrects_raters;

-- The rater types of a person in a skill in one row, with the weights of SKILL_LEVEL times the freshest rating of the type.
CREATE OR REPLACE VIEW rated_levels AS
  SELECT r.person_id, r.skill_key,
    any_value(CASE WHEN rater_type = 'self' THEN mean END) AS self, any_value(CASE WHEN rater_type = 'peer' THEN mean END) AS peer,
    any_value(CASE WHEN rater_type = 'manager' THEN
      CASE WHEN coalesce(b.bias, 0) = 0 THEN mean ELSE least(5, greatest(0, mean - b.bias)) END END) AS manager,
    any_value(CASE WHEN rater_type = 'evidence' THEN mean END) AS evidence,
    coalesce(any_value(CASE WHEN rater_type = 'self' THEN freshness END), 0) AS w_self,
    2 * coalesce(any_value(CASE WHEN rater_type = 'peer' THEN freshness END), 0) AS w_peer,
    3 * coalesce(any_value(CASE WHEN rater_type = 'manager' THEN freshness END), 0) AS w_manager,
    4 * coalesce(any_value(CASE WHEN rater_type = 'evidence' THEN freshness END), 0) AS w_evidence,
    coalesce(any_value(CASE WHEN rater_type = 'evidence' THEN levels END), 0) AS evidence_levels,
    coalesce(any_value(CASE WHEN rater_type = 'evidence' THEN shares END), 0) AS evidence_shares
  FROM rater_means r LEFT JOIN manager_bias b USING (person_id) GROUP BY r.person_id, r.skill_key;

CREATE OR REPLACE VIEW skill_levels AS
  WITH ratings AS (
    SELECT *, coalesce(w_self * self, 0) + coalesce(w_peer * peer, 0) + coalesce(w_manager * manager, 0) AS others,
      w_self + w_peer + w_manager AS w_others FROM rated_levels),
  based AS (
    SELECT *, (others + coalesce(w_evidence * evidence, 0)) / (w_others + w_evidence) AS base FROM ratings),
  shown AS (
    SELECT s.person_id, s.skill_key, okr_sum(s.share * greatest(s.level, b.base)) AS levels, okr_sum(s.share) AS shares,
      max(s.share) AS freshest, max(s.day) AS newest
    FROM shown_levels s LEFT JOIN based b USING (person_id, skill_key) GROUP BY s.person_id, s.skill_key),
  votes AS (
    SELECT person_id, skill_key, okr_sum(freshness) AS votes, max(date) AS newest
    FROM dated_ratings GROUP BY person_id, skill_key),
  joined AS (
    SELECT coalesce(b.person_id, s.person_id, v.person_id) AS person_id, coalesce(b.skill_key, s.skill_key, v.skill_key) AS skill_key,
      b.* EXCLUDE (person_id, skill_key), s.levels, s.shares, greatest(coalesce(b.w_evidence, 0), 4 * s.freshest) AS w_shown,
      coalesce(v.votes, 0) + coalesce(s.shares, 0) AS votes, greatest(v.newest, s.newest) AS newest
    FROM based b FULL JOIN shown s USING (person_id, skill_key) FULL JOIN votes v USING (person_id, skill_key))
  SELECT j.person_id, j.skill_key,
    CASE WHEN shares IS NULL THEN base ELSE greatest(base, (coalesce(others, 0)
      + w_shown * (coalesce(evidence_levels, 0) + levels) / (coalesce(evidence_shares, 0) + shares))
      / (coalesce(w_others, 0) + w_shown)) END AS level,
    self, peer, manager, evidence,
    CASE WHEN r.has_margin AND votes > 0 THEN 1.2815515655446004::DOUBLE * 0.8::DOUBLE / sqrt(votes) END AS margin, newest
  FROM joined j CROSS JOIN skill_rules r;
