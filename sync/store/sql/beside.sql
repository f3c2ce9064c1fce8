-- What is shown beside objectives and never counts in them. The evaluation does without: only clients look at it.

CREATE OR REPLACE VIEW kpi_status AS
  SELECT k.kpi, coalesce(k.team, r.team) AS team, k.owner, k.unit, k.current, k.healthy_from, k.healthy_to, k.as_of,
    coalesce(okr_health(k.current, healthy_from := k.healthy_from, healthy_to := k.healthy_to), 'no data') AS status,
    k.workbook, k.sheet_title, k.row, k.position
  FROM current_kpis k JOIN workbook_rules r USING (workbook);

CREATE OR REPLACE VIEW initiative_status AS
  SELECT i.id, i.key_result_id, i.initiative, i.owner, i.due_date, coalesce(i.state, 'not started') AS state,
    coalesce(i.due_date < d.today, false) AND coalesce(i.state, '') NOT IN ('done', 'dropped') AS late,
    i.workbook, i.sheet_title, i.row, i.position
  FROM current_initiatives i CROSS JOIN evaluation_day d;
