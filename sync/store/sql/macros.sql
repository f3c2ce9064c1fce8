-- The functions of the sheets as DuckDB macros: one more host of the catalogue (addin/functions.py), held to the same
-- vectors. NULL is no data. Where a sheet shows an error, a macro returns NULL; NAME_fault says why in words.
--
-- Dates are DATE, or serial numbers throughout.

CREATE OR REPLACE MACRO okr_finite(number) AS CASE WHEN isfinite(number::DOUBLE) THEN number::DOUBLE END;

-- Aggregate: the sum of numbers in their order, so that the last digit is the same however many threads DuckDB uses.
CREATE OR REPLACE MACRO okr_sum(number) AS list_sum(list_sort(list(number::DOUBLE)));

-- `least` ignores NULL.
CREATE OR REPLACE MACRO okr_at_most_1(number) AS CASE WHEN number > 1 THEN 1::DOUBLE ELSE number END;

-- The tables hold dates as spreadsheets count them: whole days since 1899-12-30.
CREATE OR REPLACE MACRO okr_date(serial) AS DATE '1899-12-30' + serial;
CREATE OR REPLACE MACRO okr_serial(date) AS (date - DATE '1899-12-30')::INTEGER;

-- Names of skills, teams and roles as they are compared: case and spaces do not matter (core/names.py).
CREATE OR REPLACE MACRO okr_name(name) AS
  lower(trim(regexp_replace(coalesce(name, ''), '[\s\v\x1c-\x1f\x85\p{Z}]+', ' ', 'g')));


-- One key result

CREATE OR REPLACE MACRO okr_progress(start, target, current, kind := 'metric') AS CASE
  WHEN current IS NULL THEN NULL
  WHEN kind = 'binary' THEN CASE WHEN current >= 1 THEN 1.0::DOUBLE ELSE 0.0::DOUBLE END
  WHEN kind = 'between' AND start <= target THEN (start <= current AND current <= target)::INTEGER::DOUBLE
  WHEN kind = 'at least' AND start IS NULL THEN (current >= target)::INTEGER::DOUBLE
  WHEN kind = 'at most' AND start IS NULL THEN (current <= target)::INTEGER::DOUBLE
  WHEN (kind = 'at least' AND start < target) OR (kind = 'at most' AND start > target)
    THEN okr_at_most_1(okr_finite((current - start) / (target - start)))
  WHEN kind = 'milestone' THEN okr_finite((current - coalesce(start, 0)) / nullif(target - coalesce(start, 0), 0))
  WHEN kind = 'metric' OR (kind = 'increase' AND target > start) OR (kind = 'decrease' AND target < start)
    THEN okr_finite((current - start) / nullif(target - start, 0))
END;

CREATE OR REPLACE MACRO okr_progress_fault(start, target, current, kind := 'metric') AS CASE
  WHEN current IS NULL THEN NULL
  WHEN kind NOT IN ('metric', 'increase', 'decrease', 'milestone', 'binary', 'at least', 'at most', 'between')
    THEN 'unknown kind ''' || kind || ''''
  WHEN kind = 'binary' THEN NULL
  WHEN target IS NULL OR (start IS NULL AND kind IN ('metric', 'increase', 'decrease', 'between')) THEN 'missing'
  WHEN kind = 'between' THEN CASE WHEN start > target THEN 'low above high' END
  WHEN kind = 'at least' AND start >= target THEN 'the floor is not below the target'
  WHEN kind = 'at most' AND start <= target THEN 'the ceiling is not above the target'
  WHEN kind IN ('at least', 'at most') AND start IS NULL THEN NULL
  WHEN (kind = 'increase' AND target < start) OR (kind = 'decrease' AND target > start)
    THEN 'target is on the wrong side of start'
  WHEN target = coalesce(start, 0) THEN 'target equals start'
  WHEN okr_finite((current - coalesce(start, 0)) / (target - coalesce(start, 0))) IS NULL
    THEN 'the numbers are too large'
END;

-- A value that is to stay in a range; a NULL end is none.
CREATE OR REPLACE MACRO okr_control(current, lowest := NULL, highest := NULL) AS CASE
  WHEN current IS NULL OR lowest > highest OR (lowest IS NULL AND highest IS NULL) THEN NULL
  WHEN coalesce(current >= lowest, true) AND coalesce(current <= highest, true) THEN 1::DOUBLE
  WHEN lowest IS NULL OR highest IS NULL OR lowest = highest THEN 0::DOUBLE
  WHEN isfinite((highest - lowest)::DOUBLE)
    THEN greatest(0::DOUBLE, 1 - greatest(lowest - current, current - highest)::DOUBLE / (highest - lowest))
END;

CREATE OR REPLACE MACRO okr_control_fault(current, lowest := NULL, highest := NULL) AS CASE
  WHEN current IS NULL THEN NULL
  WHEN lowest IS NULL AND highest IS NULL THEN 'missing'
  WHEN lowest > highest THEN 'low above high'
  WHEN okr_control(current, lowest := lowest, highest := highest) IS NULL THEN 'the numbers are too large'
END;

-- The zone that a value has reached; a NULL step is none. `rises` is whether more is better.
CREATE OR REPLACE MACRO okr_zone_at(current, target, at_commit, at_stretch, rises) AS CASE
  WHEN current IS NULL OR target IS NULL OR (at_commit IS NULL AND at_stretch IS NULL) THEN NULL
  WHEN at_commit = target OR at_stretch = target OR (at_commit < target) <> rises OR (target < at_stretch) <> rises THEN NULL
  WHEN CASE WHEN rises THEN current >= at_stretch ELSE current <= at_stretch END THEN 'stretch'
  WHEN CASE WHEN rises THEN current >= target ELSE current <= target END THEN 'target'
  WHEN at_commit IS NULL THEN 'below target'
  WHEN CASE WHEN rises THEN current >= at_commit ELSE current <= at_commit END THEN 'commit'
  ELSE 'below commit'
END;
CREATE OR REPLACE MACRO okr_zone(current, target, at_commit := NULL, at_stretch := NULL) AS
  okr_zone_at(current, target, at_commit, at_stretch, coalesce(at_commit < target, target < at_stretch));

-- Whether the value of a KPI is in its band.
CREATE OR REPLACE MACRO okr_health(current, healthy_from := NULL, healthy_to := NULL) AS CASE
  WHEN current IS NULL THEN 'no data'
  WHEN healthy_from > healthy_to OR (healthy_from IS NULL AND healthy_to IS NULL) THEN NULL
  WHEN current < healthy_from OR current > healthy_to THEN 'unhealthy'
  ELSE 'healthy'
END;

CREATE OR REPLACE MACRO okr_score(progress) AS
  CASE WHEN progress IS NOT NULL THEN greatest(0.0::DOUBLE, least(1.0::DOUBLE, progress::DOUBLE)) END;

CREATE OR REPLACE MACRO okr_grade(score, commitment := 'aspirational') AS CASE
  WHEN score IS NULL THEN NULL
  WHEN commitment = 'committed' THEN CASE WHEN score >= 1 THEN 'green' WHEN score >= 0.7::DOUBLE THEN 'yellow' ELSE 'red' END
  WHEN commitment = 'aspirational' THEN
    CASE WHEN score >= 0.7::DOUBLE THEN 'green' WHEN score >= 0.3::DOUBLE THEN 'yellow' ELSE 'red' END
END;

CREATE OR REPLACE MACRO okr_expected(start_date, end_date, today) AS
  CASE WHEN end_date > start_date THEN okr_score((today - start_date) / (end_date - start_date)) END;

CREATE OR REPLACE MACRO okr_expected_fault(start_date, end_date) AS
  CASE WHEN end_date <= start_date THEN 'the end is not after the start' END;

CREATE OR REPLACE MACRO okr_status(score, expected, at_risk_gap := 0.10, off_track_gap := 0.25) AS CASE
  WHEN at_risk_gap > off_track_gap THEN NULL
  WHEN score IS NULL THEN 'no data'
  WHEN score >= 1 THEN 'achieved'
  WHEN expected - greatest(0, score) <= at_risk_gap::DOUBLE + 1e-9 THEN 'on track'
  WHEN expected - greatest(0, score) <= off_track_gap::DOUBLE + 1e-9 THEN 'at risk'
  WHEN expected IS NOT NULL THEN 'off track'
END;

-- The status that people read on a day: the pace up to the last day, and the grade in words from then on. A binary result
-- has no pace (core/pacing.py).
CREATE OR REPLACE MACRO okr_status_on(score, expected, today, last_day, commitment, at_risk_gap, off_track_gap, is_binary) AS CASE
  WHEN score IS NULL THEN 'no data'
  WHEN score >= 1 THEN 'achieved'
  WHEN today > last_day THEN
    CASE okr_grade(score, commitment := commitment) WHEN 'green' THEN 'achieved' WHEN 'yellow' THEN 'partly' ELSE 'missed' END
  WHEN is_binary THEN 'not done'
  WHEN expected IS NULL THEN 'no data'
  ELSE okr_status(score, expected, at_risk_gap := at_risk_gap, off_track_gap := off_track_gap)
END;

CREATE OR REPLACE MACRO okr_stale(last_date, today, days := 14) AS
  CASE WHEN today IS NOT NULL AND days >= 0 THEN last_date IS NULL OR today - last_date > days END;

-- Aggregate: one row for each check-in of a key result.
CREATE OR REPLACE MACRO okr_forecast(date, value, start, target, end_date) AS CASE
  WHEN count(DISTINCT CASE WHEN value IS NOT NULL THEN date END) > 1 THEN okr_finite(
    (regr_intercept(value, date - end_date ORDER BY date, value) - any_value(start))
    / nullif(any_value(target) - any_value(start), 0))
END;


-- Several values into one; aggregates

CREATE OR REPLACE MACRO okr_mean(value, weight) AS CASE WHEN coalesce(min(weight), 0) >= 0 THEN okr_finite(
  okr_sum(coalesce(weight, 1) * value) / nullif(okr_sum(CASE WHEN value IS NOT NULL THEN coalesce(weight, 1) END), 0))
END;

CREATE OR REPLACE MACRO okr_weakest(progress, weight := 1) AS CASE WHEN coalesce(min(weight), 0) >= 0 THEN
  min(CASE WHEN coalesce(weight, 1) > 0 THEN okr_score(progress) END) END;

CREATE OR REPLACE MACRO okr_rollup(progress, weight := 1, roll_up := 'weighted') AS CASE
  WHEN roll_up = 'weighted' THEN okr_mean(okr_score(progress), weight)
  WHEN roll_up = 'weakest' THEN okr_weakest(progress, weight := weight)
END;

CREATE OR REPLACE MACRO okr_coverage(progress) AS count(progress) / nullif(count(*), 0);


-- The tree. `objectives` is the name of a table or view with a row for each objective: `row` gives their order, and of
-- rows with the same id the first counts. The tree is taken apart from below: an objective whose children are all done
-- is done; those that never are lie in a cycle, or above one.

-- Needs row, id, parent_id, weight, roll_up and what is known of each objective alone: progress, expected, and how many of its
-- key results have data, of how many in total. Returns the same of each objective with all that contributes to it.
CREATE OR REPLACE MACRO okr_tree(objectives) AS TABLE
  WITH RECURSIVE
  first_rows AS MATERIALIZED (
    SELECT id, parent_id, coalesce(weight, 1)::DOUBLE AS weight, coalesce(roll_up = 'weakest', false) AS is_weakest,
      okr_score(progress) AS score,
      okr_score(expected) AS plan, data, total
    FROM query_table(objectives) WHERE id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY id ORDER BY row) = 1),
  tree (id, parent_id, open_children, weight, is_weakest, least_score, scores, score_weights, plans, plan_weights, data, total) USING KEY (id) AS (
    SELECT o.id, o.parent_id, coalesce(c.children, 0), o.weight, o.is_weakest, o.score,
      coalesce(o.score, 0), (o.score IS NOT NULL)::INTEGER::DOUBLE,
      coalesce(o.plan, 0), (o.plan IS NOT NULL)::INTEGER::DOUBLE, o.data::BIGINT, o.total::BIGINT
    FROM first_rows o
    LEFT JOIN (SELECT parent_id, count(*) AS children FROM first_rows GROUP BY parent_id) c ON c.parent_id = o.id
    UNION
    SELECT p.id, p.parent_id, p.open_children - d.children, p.weight, p.is_weakest, least(p.least_score, d.least_score),
      p.scores + coalesce(d.scores, 0), p.score_weights + coalesce(d.score_weights, 0),
      p.plans + coalesce(d.plans, 0), p.plan_weights + coalesce(d.plan_weights, 0), p.data + d.data, p.total + d.total
    FROM (
      SELECT parent_id, count(*) AS children, min(CASE WHEN weight > 0 THEN score END) AS least_score,
        okr_sum(weight * score) AS scores, okr_sum(CASE WHEN score IS NOT NULL THEN weight END) AS score_weights,
        okr_sum(weight * plan) AS plans, okr_sum(CASE WHEN plan IS NOT NULL THEN weight END) AS plan_weights,
        sum(data)::BIGINT AS data, sum(total)::BIGINT AS total
      FROM (SELECT *, CASE WHEN is_weakest THEN least_score ELSE scores / nullif(score_weights, 0) END AS score, plans / nullif(plan_weights, 0) AS plan
        FROM tree WHERE open_children = 0 AND parent_id IS NOT NULL)
      GROUP BY parent_id) d
    JOIN recurring.tree p ON p.id = d.parent_id)
  SELECT id, open_children > 0 AS cyclic,
    CASE WHEN open_children = 0 THEN okr_finite(
      CASE WHEN is_weakest THEN least_score ELSE scores / nullif(score_weights, 0) END) END AS score,
    CASE WHEN open_children = 0 THEN okr_finite(plans / nullif(plan_weights, 0)) END AS expected,
    data, total
  FROM tree;

-- Needs row, id, parent_id, progress and weight; roll_up, where it is there, is weighted or weakest.
CREATE OR REPLACE MACRO okr_cascade(objectives) AS TABLE
  WITH given AS (
    SELECT * FROM query_table(objectives) UNION ALL BY NAME SELECT NULL::VARCHAR AS roll_up WHERE false),
  alone AS (
    SELECT row, id, parent_id, weight, roll_up, progress, NULL::DOUBLE AS expected, 0 AS data, 0 AS total FROM given)
  SELECT id, cyclic, score FROM okr_tree('alone');

CREATE OR REPLACE MACRO okr_level_number(level) AS CASE
  WHEN level IN ('organisation', 'organization', 'company') THEN 0
  WHEN level IN ('ceo', 'executive', 'department') THEN 1
  WHEN level = 'team' THEN 2
  WHEN level IN ('skills', 'skill', 'individual', 'person') THEN 3
END;

-- Needs row, id, parent_id and level as a number, 0 for the highest; a level may be NULL.
CREATE OR REPLACE MACRO okr_alignment_by_number(objectives) AS TABLE
  WITH RECURSIVE
  all_rows AS MATERIALIZED (
    SELECT row, id, parent_id, level,
      NULL::DOUBLE AS weight, NULL::VARCHAR AS roll_up, NULL::DOUBLE AS progress, NULL::DOUBLE AS expected, 0 AS data, 0 AS total,
      row_number() OVER (PARTITION BY id ORDER BY row) = 1 AS is_first
    FROM query_table(objectives)),
  known_rows AS MATERIALIZED (SELECT * FROM all_rows WHERE is_first AND id IS NOT NULL),
  highest AS (SELECT min(level) AS level FROM known_rows),
  parents AS (SELECT DISTINCT parent_id AS id FROM known_rows)
  SELECT o.row, CASE
    WHEN o.id IS NULL THEN NULL
    WHEN NOT o.is_first THEN 'duplicate id'
    WHEN t.cyclic THEN 'cycle'
    WHEN o.parent_id IS NULL THEN
      CASE WHEN CASE WHEN o.level IS NULL THEN c.id IS NOT NULL ELSE o.level = h.level END THEN 'top' ELSE 'orphan' END
    WHEN p.id IS NULL THEN 'unknown parent'
    WHEN p.level > o.level THEN 'inverted level'
    WHEN o.level - p.level > 1 THEN 'skips level'
    ELSE 'aligned' END AS alignment
  FROM all_rows o CROSS JOIN highest h
  LEFT JOIN known_rows p ON p.id = o.parent_id
  LEFT JOIN parents c ON c.id = o.id
  LEFT JOIN okr_tree('known_rows') t ON t.id = o.id;

-- The same for levels as words.
CREATE OR REPLACE MACRO okr_alignment(objectives) AS TABLE
  WITH numbered AS (SELECT row, id, parent_id, okr_level_number(level) AS level FROM query_table(objectives))
  SELECT row, alignment FROM okr_alignment_by_number('numbered');


-- Skills

CREATE OR REPLACE MACRO skill_gap(level, required) AS CASE
  WHEN least(level, required) < 0 THEN NULL
  WHEN required IS NOT NULL THEN greatest(0::DOUBLE, required::DOUBLE - coalesce(level, 0)::DOUBLE)
END;

-- Aggregate: one row for each rating; those of one rater type are averaged first.
CREATE OR REPLACE MACRO okr_ratings(level, rater_type, rater) AS
  okr_sum(CASE WHEN rater_type = rater THEN level END) / nullif(count(CASE WHEN rater_type = rater THEN level END), 0);
CREATE OR REPLACE MACRO skill_level(level, rater_type, w_self := 1, w_peer := 2, w_manager := 3, w_evidence := 4) AS
  CASE WHEN least(min(level), w_self, w_peer, w_manager, w_evidence) >= 0 THEN okr_finite(
    (coalesce(w_self * okr_ratings(level, rater_type, 'self'), 0)
      + coalesce(w_peer * okr_ratings(level, rater_type, 'peer'), 0)
      + coalesce(w_manager * okr_ratings(level, rater_type, 'manager'), 0)
      + coalesce(w_evidence * okr_ratings(level, rater_type, 'evidence'), 0))
    / nullif(w_self * (count(CASE WHEN rater_type = 'self' THEN level END) > 0)::INTEGER
      + w_peer * (count(CASE WHEN rater_type = 'peer' THEN level END) > 0)::INTEGER
      + w_manager * (count(CASE WHEN rater_type = 'manager' THEN level END) > 0)::INTEGER
      + w_evidence * (count(CASE WHEN rater_type = 'evidence' THEN level END) > 0)::INTEGER, 0))
  END;

-- Aggregate: one row for each skill.
CREATE OR REPLACE MACRO skill_coverage(level, required, weight := 1) AS
  CASE WHEN coalesce(least(min(level), min(required)), 0) >= 0 THEN okr_mean(
    CASE WHEN required > 0 THEN least(coalesce(level, 0), required) / required END,
    required * coalesce(weight, 1))
  END;

-- Aggregate: one row for each person.
CREATE OR REPLACE MACRO skill_bus_factor(level, floor) AS
  CASE WHEN coalesce(least(min(level), min(floor)), 0) >= 0 AND count(floor) > 0
    THEN count(CASE WHEN level >= floor THEN 1 END) END;

CREATE OR REPLACE MACRO skill_missing(level, floor, headcount) AS
  CASE WHEN any_value(headcount) >= 0
    THEN greatest(0::DOUBLE, any_value(headcount)::DOUBLE - skill_bus_factor(level, floor)::DOUBLE) END;

-- Aggregate: one row for each requirement.
CREATE OR REPLACE MACRO skill_readiness(have, required, weight := 1) AS
  CASE WHEN coalesce(least(min(have), min(required)), 0) >= 0 THEN okr_mean(
    CASE WHEN required > 0 THEN least(1::DOUBLE, coalesce(have, 0) / required) END, weight)
  END;

CREATE OR REPLACE MACRO skill_cert(issued, expires, today, warn_days := 60) AS CASE
  WHEN today IS NULL OR warn_days < 0 THEN NULL
  WHEN issued IS NULL THEN 'missing'
  WHEN expires < issued THEN NULL
  WHEN today < issued THEN 'not yet valid'
  WHEN expires IS NULL THEN 'valid'
  WHEN today >= expires THEN 'expired'
  WHEN expires - today <= warn_days THEN 'expiring'
  ELSE 'valid'
END;


-- How likely a target is, and how much an old rating still counts

-- Share of Student's distribution below a value, for whole degrees of freedom (core/prediction.py).
CREATE OR REPLACE MACRO okr_student_sum(cosine, freedom) AS coalesce(list_sum(list_transform(
  range(1 + freedom % 2, freedom, 2), lambda factor: exp(coalesce(list_sum(list_transform(
    range(1 + freedom % 2, factor, 2), lambda before: ln(cosine * cosine * before / (before + 1)))), 0)))), 0);

CREATE OR REPLACE MACRO okr_student_share(value, freedom) AS CASE
  WHEN freedom % 2 = 1 THEN 0.5::DOUBLE + (atan(value / sqrt(freedom)) + sin(atan(value / sqrt(freedom)))
    * cos(atan(value / sqrt(freedom))) * okr_student_sum(cos(atan(value / sqrt(freedom))), freedom)) / pi()
  ELSE 0.5::DOUBLE + sin(atan(value / sqrt(freedom))) * okr_student_sum(cos(atan(value / sqrt(freedom))), freedom) / 2
END;

CREATE OR REPLACE MACRO okr_walk_chance(path, end_date) AS CASE WHEN len(path) >= 4 AND end_date > path[-1].day THEN list_transform(
  list_transform([{'path': path, 'steps': len(path), 'days': path[-1].day - path[1].day, 'ahead': end_date - path[-1].day,
    'drift': (path[-1].progress - path[1].progress) / (path[-1].day - path[1].day)}],
    lambda walk: {'steps': walk.steps, 'days': walk.days, 'ahead': walk.ahead, 'middle': walk.path[-1].progress + walk.drift * walk.ahead,
      'volatility': (list_sum(list_transform(range(2, walk.steps + 1), lambda step:
        pow(walk.path[step].progress - walk.path[step - 1].progress - walk.drift * (walk.path[step].day - walk.path[step - 1].day), 2)
        / (walk.path[step].day - walk.path[step - 1].day))) + 2 * 0.01::DOUBLE / 90) / walk.steps}),
  lambda walk: 1 - okr_student_share((1 - 1e-9 - walk.middle)
    / sqrt(walk.volatility * walk.ahead + walk.volatility / walk.days * walk.ahead * walk.ahead), walk.steps))[1]
END;

-- Aggregate: one row for each check-in of a key result, one a day.
CREATE OR REPLACE MACRO okr_chance(date, value, start, target, end_date) AS okr_walk_chance(
  list({'day': date, 'progress': (value - start) / nullif(target - start, 0)} ORDER BY date)
    FILTER (date IS NOT NULL AND value IS NOT NULL AND target <> start), any_value(end_date));

CREATE OR REPLACE MACRO skill_fade(date, today, months := 12) AS CASE
  WHEN today IS NULL OR months <= 0 THEN NULL
  WHEN date > today THEN 0
  WHEN date IS NOT NULL THEN pow(0.5::DOUBLE, least((today - date) / (months * 365.25::DOUBLE / 12), 1000))
END;
