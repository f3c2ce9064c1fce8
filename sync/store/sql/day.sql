-- The day and the cycle that the views look at: the last sync, unless the client says otherwise with
-- SET VARIABLE okr_day = DATE '2026-03-31' and SET VARIABLE okr_cycle = '2026-Q1'.

-- One row. A cycle without dates is the calendar quarter of the day (core/pacing.py).
CREATE OR REPLACE VIEW evaluation_day AS
  WITH asked AS (
    SELECT coalesce(getvariable('okr_day')::DATE, (SELECT okr_date(max(day)) FROM syncs)) AS today,
      getvariable('okr_cycle')::VARCHAR AS cycle),
  chosen AS (
    SELECT s.*, a.today FROM states s JOIN syncs USING (sync) CROSS JOIN asked a
    WHERE okr_date(syncs.day) <= a.today AND (a.cycle IS NULL OR s.cycle = a.cycle)
    ORDER BY s.sync DESC, s.state DESC LIMIT 1)
  SELECT c.state, c.sync, c.cycle, c.today, greatest(c.today, current_date) AS known_until,
    CASE WHEN c.cycle_start IS NULL OR c.cycle_end IS NULL THEN date_trunc('quarter', c.today)::DATE
      ELSE okr_date(c.cycle_start) END AS cycle_start,
    CASE WHEN c.cycle_start IS NULL OR c.cycle_end IS NULL
      THEN (date_trunc('quarter', c.today) + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE
      ELSE okr_date(c.cycle_end) END AS cycle_end,
    coalesce(t.at_risk_gap, 0.10::DOUBLE) AS at_risk_gap, coalesce(t.off_track_gap, 0.25::DOUBLE) AS off_track_gap,
    coalesce(t.stale_days, 14::DOUBLE) AS stale_days
  FROM chosen c LEFT JOIN thresholds t ON true;

-- The workbooks that count, and what was decided about rows in conflict (sync/store/conflicts.py).
CREATE OR REPLACE VIEW current_workbooks AS
  SELECT w.version, w.name AS workbook, w.rank FROM state_workbooks w JOIN evaluation_day USING (state);
CREATE OR REPLACE VIEW current_dropped AS
  SELECT d.subject, d.version, d.sheet, d.row FROM dropped d JOIN evaluation_day USING (state);
CREATE OR REPLACE VIEW current_renamed AS
  SELECT r.subject, r.version, r.old, r.new FROM renamed r JOIN evaluation_day USING (state);
