-- The level of each person in each skill on the day of evaluation_day, and whether objectives have the people that they
-- need. The rules are those of core/skill_status.py, and a test holds the two together.

CREATE OR REPLACE VIEW skill_keys AS
  SELECT skill, okr_name(skill) AS skill_key FROM (
    SELECT coalesce(skill, '') AS skill FROM current_assessments UNION SELECT coalesce(skill, '') FROM current_roles
    UNION SELECT coalesce(skill, '') FROM current_goal_skills);

-- Of rows of one role and skill the first counts.
CREATE OR REPLACE VIEW role_requirements AS
  SELECT DISTINCT ON (role_key, skill_key) okr_name(r.role) AS role_key, k.skill_key, k.skill, r.required_level, r.weight, r.position
  FROM current_roles r JOIN skill_keys k ON k.skill = coalesce(r.skill, '') ORDER BY role_key, skill_key, r.position;

-- Ratings of one rater type count together within 90 days of the newest of them.
CREATE OR REPLACE VIEW counted_ratings AS
  SELECT a.person_id, k.skill_key, a.rater_type, a.level, a.date, a.workbook, a.sheet_title, a.row, a.version, a.sheet, a.position
  FROM current_assessments a JOIN skill_keys k ON k.skill = coalesce(a.skill, '') CROSS JOIN evaluation_day d
  WHERE a.rater_type <> '' AND a.level IS NOT NULL AND a.date <= d.today
  QUALIFY a.date >= max(a.date) OVER (PARTITION BY a.person_id, k.skill_key, a.rater_type) - 90;

CREATE OR REPLACE VIEW skill_levels AS
  SELECT person_id, skill_key, skill_level(level, rater_type) AS level,
    okr_ratings(level, rater_type, 'self') AS self, okr_ratings(level, rater_type, 'peer') AS peer,
    okr_ratings(level, rater_type, 'manager') AS manager, okr_ratings(level, rater_type, 'evidence') AS evidence,
    NULL::DOUBLE AS margin, NULL::DATE AS newest
  FROM counted_ratings GROUP BY person_id, skill_key;

-- The skills in which each person has evidence, also where it does not count on the day.
CREATE OR REPLACE VIEW rated_skills AS
  SELECT a.person_id, k.skill_key, arg_min(k.skill, a.position) AS skill, min(a.position) AS position
  FROM current_assessments a JOIN skill_keys k ON k.skill = coalesce(a.skill, '') GROUP BY a.person_id, k.skill_key;

-- The skills of each person's role, then those rated, also where no rating counts on the day.
CREATE OR REPLACE VIEW skill_status AS
  WITH people AS (SELECT position AS person_position, person_id, name, role, team, okr_name(role) AS role_key FROM current_people),
  pairs AS (
    SELECT p.*, r.skill_key, r.skill, r.required_level AS required, r.weight, true AS of_role, r.position AS skill_position
    FROM people p JOIN role_requirements r USING (role_key)
    UNION ALL
    SELECT p.*, a.skill_key, a.skill, NULL, NULL, false, a.position
    FROM people p JOIN rated_skills a USING (person_id)
    ANTI JOIN role_requirements r ON r.role_key = p.role_key AND r.skill_key = a.skill_key)
  SELECT q.person_id, q.name, q.role, q.team, q.skill, v.level, q.required, skill_gap(v.level, q.required) AS gap, q.weight,
    q.of_role, v.self, v.peer, v.manager, v.evidence,
    coalesce(greatest(v.self, v.peer, v.manager, v.evidence) - least(v.self, v.peer, v.manager, v.evidence), 0) AS spread,
    v.margin, v.newest, q.skill_key, q.person_position, q.skill_position
  FROM pairs q LEFT JOIN skill_levels v USING (person_id, skill_key);

CREATE OR REPLACE VIEW person_status AS
  WITH covered AS (
    SELECT person_position, skill_coverage(level, required, weight := weight) AS coverage
    FROM skill_status WHERE of_role GROUP BY person_position)
  SELECT p.person_id, p.name, p.role, p.team, c.coverage, p.workbook, p.sheet_title, p.row, p.position
  FROM current_people p LEFT JOIN covered c ON c.person_position = p.position;

-- The people who count are those of the objective's team; where it names no team with people, everybody counts.
CREATE OR REPLACE VIEW skill_needs AS
  WITH needs AS (
    SELECT g.*, k.skill_key, okr_name(coalesce(o.team, r.team)) AS team_key
    FROM current_goal_skills g JOIN skill_keys k ON k.skill = g.skill
    LEFT JOIN first_objectives o ON o.id = g.objective_id LEFT JOIN workbook_rules r ON r.workbook = o.workbook
    WHERE g.objective_id <> '' AND g.skill <> '' AND g.level IS NOT NULL AND g.headcount IS NOT NULL),
  teams AS (SELECT DISTINCT okr_name(team) AS team_key FROM current_people WHERE okr_name(team) <> ''),
  scoped AS (SELECT n.*, t.team_key IS NULL AS everybody FROM needs n LEFT JOIN teams t USING (team_key)),
  rated AS (SELECT skill_key, okr_name(team) AS team_key, level FROM skill_status WHERE level IS NOT NULL),
  able AS (
    SELECT s.position, count(*) AS people FROM scoped s
    JOIN rated p ON p.skill_key = s.skill_key AND p.team_key = s.team_key AND NOT s.everybody AND p.level >= s.level
    GROUP BY s.position
    UNION ALL
    SELECT s.position, count(*) FROM scoped s JOIN rated p ON p.skill_key = s.skill_key AND s.everybody AND p.level >= s.level
    GROUP BY s.position)
  SELECT s.objective_id, s.skill, s.level, s.headcount, s.weight, coalesce(a.people, 0) AS have,
    greatest(0, s.headcount - coalesce(a.people, 0))::DOUBLE AS missing, s.everybody, s.team_key, s.skill_key,
    s.workbook, s.sheet_title, s.row, s.position
  FROM scoped s LEFT JOIN able a USING (position);

CREATE OR REPLACE VIEW goal_readiness AS
  SELECT objective_id, skill_readiness(have, headcount, weight := weight) AS readiness,
    okr_sum(missing) AS missing, count(*) AS skills
  FROM skill_needs GROUP BY objective_id;

CREATE OR REPLACE VIEW certificate_status AS
  SELECT c.person_id, c.skill, c.certification, c.issued, c.expires, skill_cert(c.issued, c.expires, d.today) AS status,
    c.workbook, c.sheet_title, c.row, c.position
  FROM current_certifications c CROSS JOIN evaluation_day d;
