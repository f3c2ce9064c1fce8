-- The day and the cycle that the views look at: the last sync, unless the client says otherwise with
-- SET VARIABLE okr_day = DATE '2026-03-31' and SET VARIABLE okr_cycle = '2026-Q1'.

-- The last sync up to the day: its number in `states`, and those of the workbooks that count.
CREATE OR REPLACE VIEW current_state AS
  SELECT max(s.state) AS state FROM states s JOIN syncs USING (sync)
  WHERE okr_date(day) <= coalesce(getvariable('okr_day')::DATE, DATE '9999-12-31')
    AND cycle = coalesce(getvariable('okr_cycle')::VARCHAR, cycle);
CREATE OR REPLACE VIEW current_workbooks AS
  SELECT version, name AS workbook, rank FROM state_workbooks WHERE state = (FROM current_state);

-- What was decided about rows in conflict (sync/store/conflicts.py), and which references were followed.
CREATE OR REPLACE VIEW current_dropped AS
  SELECT subject, version, sheet, row FROM dropped WHERE state = (FROM current_state);
CREATE OR REPLACE VIEW current_renamed AS
  SELECT subject, version, old, new FROM renamed WHERE state = (FROM current_state);

-- One row. A cycle without dates is the calendar quarter of the day (core/pacing.py).
CREATE OR REPLACE VIEW evaluation_day AS
  WITH chosen AS (
    SELECT sync, cycle, coalesce(getvariable('okr_day')::DATE, okr_date(day)) AS today,
      CASE WHEN cycle_end IS NOT NULL THEN okr_date(cycle_start) END AS first_day,
      CASE WHEN cycle_start IS NOT NULL THEN okr_date(cycle_end) END AS last_day
    FROM states JOIN syncs USING (sync) WHERE state = (FROM current_state))
  SELECT sync, cycle, today, greatest(today, current_date) AS known_until,
    coalesce(first_day, date_trunc('quarter', today)::DATE) AS cycle_start,
    coalesce(last_day, (date_trunc('quarter', today) + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE) AS cycle_end,
    coalesce(at_risk_gap, 0.10::DOUBLE) AS at_risk_gap, coalesce(off_track_gap, 0.25::DOUBLE) AS off_track_gap,
    coalesce(stale_days, 14::DOUBLE) AS stale_days
  FROM chosen LEFT JOIN thresholds ON true;
