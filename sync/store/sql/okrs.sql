-- The status of every key result, objective and skill on the day of evaluation_day, from the rows that count then
-- (current_objectives and so on). The rules are those of core/evaluation.py, and a test holds the two together.
-- `position` is the order of rows: by workbook, sheet and row.

CREATE OR REPLACE VIEW workbook_rules AS
  WITH own AS (SELECT DISTINCT ON (workbook) * FROM current_settings ORDER BY workbook, position DESC),
  filled AS (
    SELECT w.workbook, o.workbook IS NOT NULL AS has_settings, o.team,
      coalesce(o.at_risk_gap, d.at_risk_gap) AS at_risk_gap, coalesce(o.off_track_gap, d.off_track_gap) AS off_track_gap,
      coalesce(o.stale_days, d.stale_days) AS stale_days,
      coalesce(o.cycle_start, d.cycle_start) AS cycle_start, coalesce(o.cycle_end, d.cycle_end) AS cycle_end
    FROM (SELECT DISTINCT workbook FROM current_workbooks) w CROSS JOIN evaluation_day d LEFT JOIN own o USING (workbook))
  SELECT * REPLACE (
    CASE WHEN at_risk_gap > off_track_gap THEN 0.10::DOUBLE ELSE at_risk_gap END AS at_risk_gap,
    CASE WHEN at_risk_gap > off_track_gap THEN 0.25::DOUBLE ELSE off_track_gap END AS off_track_gap)
  FROM filled;

-- Workbooks that were changed after the day: their typed values, which have no date, do not count (core/current_values.py).
CREATE OR REPLACE VIEW later_workbooks AS
  SELECT DISTINCT c.workbook FROM current_check_ins c JOIN workbook_rules r USING (workbook) CROSS JOIN evaluation_day d
  WHERE c.date > d.today AND c.date <= d.known_until AND NOT (r.has_settings AND coalesce(r.cycle_end <= d.today, false));

CREATE OR REPLACE VIEW check_ins_by_day AS
  SELECT c.* FROM current_check_ins c CROSS JOIN evaluation_day d WHERE c.date <= d.today AND c.key_result_id <> '';

-- Of objectives with one id the first counts.
CREATE OR REPLACE VIEW first_objectives AS
  SELECT DISTINCT ON (id) * FROM current_objectives WHERE id IS NOT NULL ORDER BY id, position;


-- Key results

CREATE OR REPLACE VIEW key_result_status AS
  WITH reported AS (
    SELECT key_result_id, max(date) AS last_check_in, count(*) AS check_ins,
      arg_max(value, (date, position)) FILTER (value IS NOT NULL) AS value,
      arg_max(position, (date, position)) FILTER (value IS NOT NULL) AS value_position
    FROM check_ins_by_day GROUP BY key_result_id),
  measured AS (
    SELECT k.*, d.today, r.at_risk_gap, r.off_track_gap, r.stale_days, c.last_check_in, coalesce(c.check_ins, 0) AS check_ins,
      coalesce(k.kind, 'metric') AS measured_as,
      k.target IS NULL AND k.kind IS DISTINCT FROM 'binary' AND coalesce(k.lowest, k.highest) IS NOT NULL AS is_control, c.value AS reported_value, c.value_position, l.workbook IS NOT NULL AS changed_later,
      CASE WHEN l.workbook IS NULL THEN coalesce(k.current, c.value) ELSE c.value END AS value,
      coalesce(k.start_date, r.cycle_start) AS first_day, coalesce(k.due_date, r.cycle_end) AS last_day,
      coalesce(o.commitment, 'aspirational') AS commitment, k.status IS DISTINCT FROM 'abandoned' AS in_mean,
      k.status IS DISTINCT FROM 'abandoned' AND o.status IS DISTINCT FROM 'abandoned' AS counted
    FROM current_key_results k CROSS JOIN evaluation_day d
    JOIN workbook_rules r USING (workbook)
    LEFT JOIN later_workbooks l USING (workbook)
    LEFT JOIN reported c ON c.key_result_id = k.id
    LEFT JOIN first_objectives o ON o.id = k.objective_id),
  progressed AS (
    SELECT *, CASE WHEN is_control THEN okr_control(value, lowest := lowest, highest := highest)
        ELSE okr_progress(start, target, value, kind := measured_as) END AS progress,
      CASE WHEN is_control THEN okr_control_fault(value, lowest := lowest, highest := highest)
        ELSE okr_progress_fault(start, target, value, kind := measured_as) END AS progress_fault
    FROM measured),
  expected AS (
    SELECT *, okr_score(progress) AS score,
      CASE WHEN progress_fault IS NOT NULL THEN NULL WHEN NOT is_control THEN okr_expected(first_day, last_day, today)
        WHEN last_day > first_day THEN (today >= first_day)::INTEGER::DOUBLE END AS expected,
      coalesce(progress_fault, okr_expected_fault(first_day, last_day)) AS fault
    FROM progressed),
  forecasts AS (
    SELECT e.position, okr_forecast(c.date, c.value, coalesce(e.start, 0), e.target, e.last_day) AS forecast
    FROM expected e JOIN check_ins_by_day c ON c.key_result_id = e.id
    WHERE e.fault IS NULL AND (e.start IS NOT NULL OR e.measured_as = 'milestone')
      AND e.measured_as IN ('metric', 'increase', 'decrease', 'milestone')
    GROUP BY e.position)
  SELECT e.id, e.objective_id, e.key_result, e.measured_as AS kind, e.unit, e.start, e.target, e.lowest, e.highest, e.value AS current,
    e.weight, e.owner, e.first_day, e.last_day, e.status AS lifecycle, e.reason, e.commitment, e.counted, e.in_mean,
    e.progress, e.score, e.expected, f.forecast,
    CASE WHEN coalesce((e.start < e.target) = coalesce(e."commit" < e.target, e.target < e.stretch) OR e.start = e.target, true)
      THEN okr_zone(e.value, e.target, at_commit := e."commit", at_stretch := e.stretch) END AS zone,
    CASE WHEN e.fault IS NOT NULL AND e.score IS DISTINCT FROM 1 THEN 'no data' ELSE okr_status_on(e.score, e.expected,
      e.today, e.last_day, e.commitment, e.at_risk_gap, e.off_track_gap, e.kind = 'binary') END AS status,
    okr_grade(e.score, commitment := e.commitment) AS grade,
    e.last_check_in, e.check_ins, okr_stale(e.last_check_in, e.today, days := e.stale_days) AS stale, e.fault,
    e.changed_later,
    NOT e.changed_later AND abs(e.current - e.reported_value) > 1e-9 * greatest(1, abs(e.current)) AS contradicted,
    e.value_position,     e.workbook, e.sheet_title, e.row, e.position
  FROM expected e LEFT JOIN forecasts f USING (position);


-- Objectives

CREATE OR REPLACE VIEW own_key_results AS
  SELECT objective_id,
    okr_rollup(CASE WHEN in_mean THEN progress END, weight := weight) AS progress,
    okr_rollup(progress, weight := weight) AS with_abandoned,
    okr_weakest(CASE WHEN in_mean THEN progress END, weight := weight) AS weakest,
    okr_weakest(progress, weight := weight) AS weakest_with_abandoned,
    okr_rollup(CASE WHEN in_mean AND progress IS NOT NULL THEN expected END, weight := weight) AS expected,
    count(CASE WHEN in_mean THEN progress END) AS data, count(CASE WHEN in_mean THEN 1 END) AS total
  FROM key_result_status WHERE objective_id <> '' GROUP BY objective_id;

-- What counts in what: an objective that only supports its parent, or was abandoned, does not count in it.
CREATE OR REPLACE VIEW contributions AS
  SELECT o.position AS row, o.id, o.weight,
    CASE WHEN o.contributes IS DISTINCT FROM false AND o.status IS DISTINCT FROM 'abandoned' THEN o.parent_id END AS parent_id,
    o.roll_up, CASE WHEN o.roll_up = 'weakest' THEN k.weakest ELSE k.progress END AS progress, k.expected,
    coalesce(k.data, 0) AS data, coalesce(k.total, 0) AS total
  FROM current_objectives o LEFT JOIN own_key_results k ON k.objective_id = o.id;

-- A level that no objective has is not there to be skipped.
CREATE OR REPLACE VIEW objective_links AS
  WITH used AS (
    SELECT level, dense_rank() OVER (ORDER BY okr_level_number(level)) - 1 AS number
    FROM (SELECT DISTINCT level FROM first_objectives WHERE okr_level_number(level) IS NOT NULL))
  SELECT o.position AS row, o.id, o.parent_id, u.number AS level FROM current_objectives o LEFT JOIN used u USING (level);

CREATE OR REPLACE VIEW objective_status AS
  WITH evaluated AS (
    SELECT o.*, coalesce(o.team, r.team) AS owning_team, coalesce(o.commitment, 'aspirational') AS committed_as,
      CASE WHEN o.roll_up = 'weakest' THEN k.weakest ELSE k.progress END AS own,
      CASE WHEN o.roll_up = 'weakest' THEN k.weakest_with_abandoned ELSE k.with_abandoned END AS with_abandoned, k.data / nullif(k.total, 0) AS coverage,
      t.score, t.expected, coalesce(t.data, k.data, 0) AS data, coalesce(t.total, k.total, 0) AS total,
      r.at_risk_gap, r.off_track_gap, r.cycle_end, d.today
    FROM current_objectives o CROSS JOIN evaluation_day d JOIN workbook_rules r USING (workbook)
    LEFT JOIN own_key_results k ON k.objective_id = o.id
    LEFT JOIN first_objectives f ON f.position = o.position
    LEFT JOIN okr_tree('contributions') t ON t.id = f.id)
  SELECT e.id, e.objective, e.level, e.owning_team AS team, e.owner, e.parent_id, e.contributes, e.committed_as AS commitment,
    e.weight, coalesce(e.roll_up, 'weighted') AS roll_up, e.status AS lifecycle, e.reason,
    e.status IS DISTINCT FROM 'abandoned' AS counted, e.own, e.with_abandoned, e.score, e.expected,
    okr_status_on(e.score, coalesce(e.expected, 0), e.today, e.cycle_end, e.committed_as, e.at_risk_gap, e.off_track_gap, false)
      AS status,
    okr_grade(e.score, commitment := e.committed_as) AS grade, a.alignment, e.coverage, e.data, e.total,
    e.workbook, e.sheet_title, e.row, e.position
  FROM evaluated e LEFT JOIN okr_alignment_by_number('objective_links') a ON a.row = e.position;
