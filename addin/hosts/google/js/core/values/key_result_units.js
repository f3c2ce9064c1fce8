// One unit within one key result: its start, target, current value and limits. As in core/values/key_result_units.py.

const KEY_RESULT_FIELDS = ['start', 'target', 'current', 'lowest', 'highest', 'commit', 'stretch'];

// Bring the measures of each key result to one unit; what does not fit is no data. `units` has, for each record, the unit
// and the factor of its cells by their field.
function settleKeyResults(keyResults, units) {
  keyResults.forEach((keyResult, at) => {
    const filled = KEY_RESULT_FIELDS.filter((field) => keyResult[field] !== null);
    const measures = filled.map((field) => ({ field, value: keyResult[field], ...units[at][field] }));
    const unit = normalisedUnit(keyResult.unit || '');
    if (keyResult.kind !== 'binary') Object.assign(keyResult, settledMeasures(unit, measures));
    const { target } = units[at]; // where no unit is typed, a target that shows a percentage names it
    if (!keyResult.unit && keyResult.target !== null && target && target.unit === PERCENT) keyResult.unit = PERCENT;
  });
}

// What becomes of the measures of one key result whose unit is `unit`: new values by field, null for none.
function settledMeasures(unit, measures) {
  const isOf = (kind) => (measure) => measure.unit === kind;
  const faulty = measures.filter(isOf(TICK));
  let rest = measures.filter((measure) => !faulty.includes(measure));
  const dates = rest.filter(isOf(DATE));
  if (dates.length) {
    const isRange = ['start', 'target'].every((field) => rest.some((measure) => measure.field === field));
    if (dates.length === rest.length && isRange) return withoutValues(faulty);
    faulty.push(...dates);
    rest = rest.filter((measure) => !isOf(DATE)(measure));
  }
  if (rest.some((measure) => [DURATION, CLOCK].includes(measure.unit) || isTimeUnit(measure.unit))) {
    return { ...withoutValues(faulty), ...settledDurations(unit, rest) };
  }
  const strange = ofOtherUnits(unit, rest);
  faulty.push(...strange);
  rest = rest.filter((measure) => !strange.includes(measure));
  return { ...withoutValues(faulty), ...settledPercentages(unit, rest) };
}

function withoutValues(measures) {
  return Object.fromEntries(measures.map(({ field }) => [field, null]));
}

// Durations in the key result's unit of time, in hours where it names none.
function settledDurations(unit, measures) {
  const isTimed = (measure) => [DURATION, CLOCK].includes(measure.unit);
  const texts = measures.filter((measure) => isTimeUnit(measure.unit));
  const plain = measures.filter((measure) => !measure.unit && measure.value);
  const clocks = measures.filter((measure) => measure.unit === CLOCK);
  const strange = measures.filter((measure) => measure.unit && !isTimed(measure) && !texts.includes(measure));
  let timed = measures.filter(isTimed);
  const open = clocks.length < timed.length + texts.length + plain.length ? clocks : [];
  timed = timed.filter((measure) => !open.includes(measure));
  if (plain.length && !isTimeUnit(unit) && (timed.length || new Set(texts.map((measure) => measure.unit)).size > 1)) {
    return withoutValues([...open, ...timed, ...texts]);
  }
  const base = isTimeUnit(unit) ? unit : texts.length && !timed.length ? texts[0].unit : 'hours';
  const settled = withoutValues([...open, ...strange]);
  for (const { field, value } of timed) settled[field] = hoursIn(value, base);
  for (const { field, value, unit: own } of texts) {
    if (own !== base) settled[field] = (value * KNOWN.inSeconds[own]) / KNOWN.inSeconds[base];
  }
  return settled;
}

// The measures whose unit is another than the key result's, or than the target's.
function ofOtherUnits(unit, measures) {
  const written = measures.filter((measure) => measure.unit && isHardUnit(measure.unit));
  const [goal] = [...written.filter(({ field }) => field === 'target'), ...written];
  const base = unit && isHardUnit(unit) ? unit : goal ? goal.unit : '';
  return written.filter((measure) => measure.unit !== base && !(measure.unit === PERCENT && base === ''));
}

function settledPercentages(unit, measures) {
  const shares = measures.map(({ field, value, unit: own }) => ({
    value,
    marked: own === PERCENT,
    goal: field !== 'current',
    target: field === 'target',
  }));
  const values = onScaleTogether(shares, unit === PERCENT);
  return Object.fromEntries(measures.map(({ field }, at) => [field, values[at]]));
}
