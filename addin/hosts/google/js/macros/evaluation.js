// From records to the evaluation of every key result and objective, as in core/evaluation.py.

function evaluate(tables, today) {
  const rules = rulesOf(tables.settings);
  const objectives = tables.objectives;
  const byId = firstById(objectives, (objective) => objective.id);
  const checkIns = checkInsOf(tables['check-ins'], today);
  const keyResults = tables['key results'].map((keyResult) =>
    evaluateKeyResult(keyResult, byId.get(keyResult.objective_id || ''), checkIns.get(keyResult.id) || [], rules, today),
  );
  return { objectives: evaluateObjectives(objectives, keyResults, rules, today), keyResults };
}

// The first of several things with the same id.
function firstById(items, idOf) {
  const first = new Map();
  for (const item of items) if (idOf(item) && !first.has(idOf(item))) first.set(idOf(item), item);
  return first;
}

// What is left out has the product's default; so have gaps that are out of order.
function rulesOf(settings) {
  const own = settings.length ? settings[settings.length - 1] : {};
  const or = (value, usualValue) => (isNone(value) ? usualValue : value);
  const gaps = [or(own.at_risk_gap, FACTS.usual.atRiskGap), or(own.off_track_gap, FACTS.usual.offTrackGap)];
  return {
    start: or(own.cycle_start, null),
    end: or(own.cycle_end, null),
    gaps: gaps[0] > gaps[1] ? [FACTS.usual.atRiskGap, FACTS.usual.offTrackGap] : gaps,
    staleDays: or(own.stale_days, FACTS.usual.staleDays),
  };
}

// By key result, the check-ins up to today in the order of their dates.
function checkInsOf(checkIns, today) {
  const byResult = new Map();
  for (const each of checkIns) {
    if (each.key_result_id && each.date !== null && each.date <= today) {
      if (!byResult.has(each.key_result_id)) byResult.set(each.key_result_id, []);
      byResult.get(each.key_result_id).push(each);
    }
  }
  for (const dated of byResult.values()) dated.sort((one, other) => one.date - other.date);
  return byResult;
}

function evaluateKeyResult(keyResult, objective, checkIns, rules, today) {
  const values = checkIns.map((each) => each.value).filter((value) => value !== null);
  const current = keyResult.current !== null ? keyResult.current : values.length ? values[values.length - 1] : null;
  const commitment = (objective && objective.commitment) || 'aspirational';
  const kind = keyResult.kind || 'metric';
  let [progress, wanted, faulty] = [null, null, false];
  try {
    progress = isControl(keyResult)
      ? control(current, keyResult.lowest, keyResult.highest)
      : progressOf(kind, keyResult.start, keyResult.target, current);
    wanted = expectedOf(keyResult, rules, today);
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    faulty = true;
  }
  const scored = score(progress);
  const last = checkIns.length ? checkIns[checkIns.length - 1].date : null;
  return {
    keyResult,
    current,
    progress,
    score: scored,
    expected: wanted,
    status:
      faulty && scored !== 1
        ? 'no data'
        : statusOn(scored, wanted, { today, end: endOf(keyResult, rules), commitment, gaps: rules.gaps, binary: kind === 'binary' }),
    last,
    stale: stale(last, today, rules.staleDays),
    counted: keyResult.status !== 'abandoned' && (!objective || objective.status !== 'abandoned'),
    commitment,
  };
}

// Whether a key result is to keep its value in a range: it has a lowest or a highest value and no target.
function isControl({ kind, target, lowest, highest }) {
  return (lowest !== null || highest !== null) && target === null && kind !== 'binary';
}

// How far along a key result should be: from its own dates, else those of the cycle; in its range from the first day on.
function expectedOf(keyResult, rules, today) {
  const start = keyResult.start_date === null ? rules.start : keyResult.start_date;
  const end = endOf(keyResult, rules);
  if (start === null || end === null) return null;
  const share = expected(start, end, today);
  return isControl(keyResult) ? (today >= start ? 1 : 0) : share;
}

// The last day of a key result: its due date, else that of the cycle.
function endOf(keyResult, rules) {
  return keyResult.due_date === null ? rules.end : keyResult.due_date;
}

// Objectives in the order of the sheet.
function evaluateObjectives(objectives, keyResults, rules, today) {
  const ids = objectives.map((each) => each.id);
  const parents = objectives.map((each) => each.parent_id);
  const own = new Map();
  for (const status of keyResults) {
    const id = status.keyResult.objective_id;
    if (!own.has(id)) own.set(id, []);
    own.get(id).push(status);
  }
  const sums = objectives.map(({ id, roll_up }) => sumOf((id && own.get(id)) || [], roll_up || 'weighted'));
  const feeding = objectives.map((each) => (feeds(each) ? each.parent_id : null));
  const weights = objectives.map((each) => each.weight);
  const scores = cascadeOr(
    ids,
    feeding,
    sums.map((each) => each.own),
    weights,
    objectives.map((each) => each.roll_up),
  );
  const plans = cascadeOr(
    ids,
    feeding,
    sums.map((each) => each.expected),
    weights,
  );
  const alignments = alignmentOfUsedLevels(
    ids,
    parents,
    objectives.map((each) => each.level),
  );
  return objectives.map((objective, row) => ({
    objective,
    own: sums[row].own,
    score: scores[row],
    status: statusOn(scores[row], plans[row] === null ? 0 : plans[row], {
      today,
      end: rules.end,
      commitment: objective.commitment || 'aspirational',
      gaps: rules.gaps,
    }),
    alignment: alignments[row] || '',
  }));
}

// An objective's progress counts in its parent's: unless it says no, or was abandoned.
function feeds(objective) {
  return objective.contributes !== false && objective.status !== 'abandoned';
}

function sumOf(keyResults, how) {
  const counted = keyResults.filter((each) => each.keyResult.status !== 'abandoned');
  const known = counted.filter((each) => each.progress !== null);
  return { own: rollupOr(counted, (each) => each.progress, how), expected: rollupOr(known, (each) => each.expected) };
}

function rollupOr(keyResults, valueOf, how = 'weighted') {
  try {
    return rollup(
      keyResults.map(valueOf),
      keyResults.map((each) => each.keyResult.weight),
      how,
    );
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    return null; // every weight is 0: none of them counts
  }
}

// A weight of 0 on every child is no answer for the whole sheet; those children are left out.
function cascadeOr(ids, parents, values, weights, how = null) {
  const asNumber = (cell) => (typeof cell === 'number' ? cell : null);
  try {
    return cascade(ids, parents, values, weights, how).map(asNumber);
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    const muted = parents.map((above, row) => (weights[row] === 0 ? null : above));
    return cascade(ids, muted, values, weights, how).map(asNumber);
  }
}
