// Cells of a column of numbers: numbers, numbers as text, percentages, durations. As in core/values/number_values.py.

const OPEN_NUMBER = whole(KNOWN.patterns.openNumber);
const SURELY_HUNDREDS = 5; // weights from here on are parts of a hundred, where others are percentages
const TYPE_A_NUMBER = 'type a number, e.g. 10';

// The number in a cell with the unit that it is written in. In a measure of a key result, ticks, dates and durations are
// read as such: whether they fit is known only beside the other measures of that key result.
function readNumber(context, cell) {
  if (typeof cell === 'boolean') {
    if (context.isMeasure) return reading(Number(cell), TICK);
    return unread(`${context.name} is ${shownCell(cell)}, where a number belongs`, TYPE_A_NUMBER);
  }
  if (isDate(cell)) return numberInDate(context, cell);
  return typeof cell === 'string' ? numberInText(context, cell) : reading(number(cell));
}

function numberInDate(context, cell) {
  const hours = hoursInDate(cell);
  if (hours !== null) return durationReading(context, hours, DURATION);
  if (context.isMeasure) return reading(serial(cell), DATE);
  return unread(`${context.name} is a date: ${shownCell(cell)}`, 'type the number again and format the cell as a number');
}

// A duration in hours, in a column that can hold one.
function durationReading(context, hours, unit) {
  if (context.isMeasure) return reading(hours, unit);
  if (entryIn(KNOWN.columnUnits, context.name) === 'hours') return reading(hours);
  const hint = 'type the number and format the cell as a number';
  return unread(`${context.name} is a duration, where a number belongs`, hint);
}

function numberInText(context, text) {
  const inside = strip(text);
  if (isBlank(text) || NOT_NUMBERS.has(inside.toLowerCase())) return NOTHING;
  const isPlain = PLAIN_NUMBER.test(inside);
  if (isPlain && !OPEN_NUMBER.test(inside)) return plainNumber(context, text);
  const parsed = parseNumber(text);
  const settled = parsed === null ? null : settledReading(context, text, parsed);
  if (settled !== null) return isPlain && settled.value === number(text) ? plainNumber(context, text) : settled;
  if (context.isMeasure && isDoneWord(text)) return reading(done(text), TICK);
  const hours = hoursInText(text);
  if (hours !== null) return durationReading(context, hours, isClock(text) ? CLOCK : DURATION);
  return textForNumber(context, text);
}

function isDoneWord(text) {
  return DONE.has(word(text)) || NOT_DONE.has(word(text));
}

function textForNumber(context, text) {
  return unread(`${context.name} is text: ${quotedCell(text)}`, TYPE_A_NUMBER);
}

function plainNumber(context, text) {
  const value = numberFromText(text);
  return Number.isFinite(value) ? reading(value, text.includes('%') ? PERCENT : '') : textForNumber(context, text);
}

// The number of a text whose unit is one, null where what stands around it is not understood.
function settledReading(context, text, parsed) {
  const unit = normalisedUnit(parsed.unit);
  const isOwn = () => context.units.has(unit) || context.repeatedUnits().includes(parsed.unit);
  if (unit && !isKnownUnit(parsed.unit) && !isOwn()) return null;
  const value = settledNumber(parsed, context.decimalMark());
  if (value === null) return openNumber(context, text, parsed);
  if (!Number.isFinite(value)) return null;
  if (context.isMeasure) return reading(value, unit, parsed.factor);
  return inUnitOfColumn(context, value, unit) || reading(value, unit === PERCENT ? PERCENT : '');
}

// A number of another unit of time than the column's own, null when it is none.
function inUnitOfColumn(context, value, unit) {
  const own = entryIn(KNOWN.columnUnits, context.name);
  if (own === undefined || unit === own || !Object.values(KNOWN.timeUnits).includes(unit)) return null;
  if (!isTimeUnit(unit) || !isTimeUnit(own)) return unread(`${context.name} is in ${unit}`, `type it in ${own}`);
  return reading((value * KNOWN.inSeconds[unit]) / KNOWN.inSeconds[own]);
}

// Both readings of a number whose decimal mark nothing settles; of a comma that may be a slip, also the number without it.
function openNumber(context, text, { point, comma }) {
  const values = point === null ? [comma, Number(text.replace(/[^0-9]/g, ''))] : [point, comma];
  const [first, second] = values.map((value) => rounded(value, 10));
  const hint = 'type a plain number, or write locale = "en" (or "de", …) in okrsheets.toml';
  return unread(`${context.name}: ${quotedCell(text)} could be ${first} or ${second}; it is not counted`, hint);
}

// A column of weights on one scale: 30% beside 40 is 30; a percentage that has two readings is none.
function onOneScale(readings) {
  const isMarked = (each) => each.unit === PERCENT;
  const filled = readings.filter((each) => each.value);
  const plain = filled.filter((each) => !isMarked(each)).map((each) => Math.abs(each.value));
  if (!filled.some(isMarked) || !plain.length || extreme(plain, 1) <= 1) return readings;
  const sure = extreme(plain, -1) >= SURELY_HUNDREDS;
  return readings.map((each) => {
    if (!isMarked(each) || !each.value) return each;
    return sure ? reading(each.value * 100) : unread('a percentage beside plain numbers');
  });
}
