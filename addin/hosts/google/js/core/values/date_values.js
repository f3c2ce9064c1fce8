// Cells of a column of dates: dates, serial numbers, dates as text, and what is no date. As in core/values/date_values.py.

const LAST_DAY = 2958465; // 9999-12-31
const FIRST_SERIAL = 18264; // 1950-01-01: a smaller number was meant otherwise
const COMPACT_DATES = [19500101, 21001231];
const NO_DATE = unread("it isn't a recognised date");

// The day in a cell; none where it may be several. Plain numbers are serial days or, with eight digits, 20260811.
function readDate(context, cell) {
  if (typeof cell === 'string') return dateInText(context, cell);
  if (typeof cell === 'boolean') return NO_DATE;
  if (typeof cell === 'number') return dateInNumber(cell);
  return isDate(cell) ? dayWithin(day(cell)) : NOTHING;
}

function dateInNumber(value) {
  if (Number.isInteger(value) && value >= COMPACT_DATES[0] && value <= COMPACT_DATES[1]) {
    const named = parseDate(String(value));
    if (named !== null) return reading(named.dayFirst);
  }
  return value >= FIRST_SERIAL ? dayWithin(Math.floor(value)) : NO_DATE;
}

// The sheet counts days from 1899-12-31 to 9999-12-31.
function dayWithin(serial) {
  return serial >= 1 && serial <= LAST_DAY ? reading(serial) : NO_DATE;
}

function dateInText(context, text) {
  const inside = strip(text);
  if (isBlank(text) || NOT_NUMBERS.has(inside.toLowerCase())) return NOTHING;
  const serial = dayOr(text);
  if (serial !== null) return inside.slice(1).includes('-') ? dayWithin(serial) : dateInNumber(number(text));
  const named = parseDate(text);
  const settled = named === null ? null : settledDate(named, context.dayFirst());
  return settled === null ? NO_DATE : reading(settled);
}
