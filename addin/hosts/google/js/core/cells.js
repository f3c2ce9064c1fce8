// What one cell means: numbers, days, ids and words, as in core/cells.py.

const NO_DATA = new Set(['', '-', '–', 'na', 'n/a', '#n/a']);
const DONE = new Set(['yes', 'y', 'true', 'done', 'x', '✓', 'ja', 'sí', 'si']);
const NOT_DONE = new Set(['no', 'n', 'false', 'not done', 'open', 'nein']);
const PLAIN_NUMBER = new RegExp(`^([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)${SPACE}*(%?)$`);
const ISO_DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MILLISECONDS = 86400000;
const FIRST_OF_1970 = 25569; // as spreadsheets count days

// Something that the person should read, with a hint on what to do.
class OkrError extends Error {
  constructor(what, hint = '') {
    super(what);
    this.hint = hint;
  }
}

class CellError extends OkrError {}

// A day that a cell shows as a date: its serial number, with the time of day as a fraction.
class When {
  constructor(serial) {
    this.serial = serial;
  }

  toString() {
    return isoDate(this.serial);
  }
}

// The sheet hands over a date as a moment; its day is the one that the clock of the script's time zone shows.
let wallClock = (date) => [
  date.getFullYear(),
  date.getMonth(),
  date.getDate(),
  date.getHours(),
  date.getMinutes(),
  date.getSeconds(),
];

function serialOf(date) {
  const [year, month, dayOfMonth, hours, minutes, seconds] = wallClock(date);
  return serialDay(year, month + 1, dayOfMonth) + (hours * 3600 + minutes * 60 + seconds) / 86400;
}

function serialDay(year, month, dayOfMonth) {
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, dayOfMonth); // Date.UTC takes the year 99 for 1999
  return midnight.getTime() / MILLISECONDS + FIRST_OF_1970;
}

// Year, month and day of a serial day.
function calendar(serial) {
  const date = new Date((Math.floor(serial) - FIRST_OF_1970) * MILLISECONDS);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}

function isoDate(serial) {
  const [year, month, dayOfMonth] = calendar(serial);
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(dayOfMonth).padStart(2, '0')].join('-');
}

// A date as text: the day, and the time of day where there is one.
function dateText(serial) {
  const seconds = Math.round((serial - Math.floor(serial)) * 86400);
  if (!seconds) return isoDate(serial);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${isoDate(serial)} ${parts.map((part) => String(part).padStart(2, '0')).join(':')}`;
}

function isDate(cell) {
  return cell instanceof When || Object.prototype.toString.call(cell) === '[object Date]';
}

function serial(cell) {
  return cell instanceof When ? cell.serial : serialOf(cell);
}

function isNone(cell) {
  return cell === null || cell === undefined;
}

function isBlank(cell) {
  return isNone(cell) || (typeof cell === 'string' && NO_DATA.has(strip(cell).toLowerCase()));
}

function number(cell) {
  if (isBlank(cell)) return null;
  const value =
    typeof cell === 'number'
      ? cell
      : typeof cell === 'boolean'
        ? Number(cell)
        : typeof cell === 'string'
          ? numberFromText(cell)
          : isDate(cell)
            ? serial(cell)
            : NaN;
  if (!Number.isFinite(value)) throw notANumber(cell);
  return value;
}

function numberFromText(text) {
  const match = PLAIN_NUMBER.exec(strip(text));
  if (match === null) throw notANumber(text);
  return match[2] ? Number(match[1]) / 100 : Number(match[1]);
}

function notANumber(cell) {
  const shown = typeof cell === 'string' ? quoted(cell) : String(cell);
  return new CellError(`not a number: ${shown}`, 'type a plain number, e.g. 10 or 7.5 or 80%');
}

function needed(value, what = 'missing') {
  if (value === null) throw new CellError(what, 'fill in the cell that this needs');
  return value;
}

function day(cell) {
  if (isDate(cell)) return Math.floor(serial(cell));
  if (typeof cell === 'string') {
    const match = ISO_DATE.exec(strip(cell));
    if (match !== null) return dayOf(...match.slice(1).map(Number));
  }
  const value = number(cell);
  return value === null ? null : Math.floor(value);
}

function dayOf(year, month, dayOfMonth) {
  if (year < 1) throw new CellError('year is out of range');
  if (month < 1 || month > 12) throw new CellError('month must be in 1..12');
  const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0);
  if (dayOfMonth < 1 || dayOfMonth > DAYS_IN_MONTH[month - 1] + leap) {
    throw new CellError('day is out of range for month');
  }
  return serialDay(year, month, dayOfMonth);
}

function neededDay(cell) {
  const value = day(cell);
  if (value === null) throw new CellError('missing date', 'type a date, e.g. 2026-03-31');
  return value;
}

// 1 and "1" are the same id, "007" stays as it is.
function identifier(cell) {
  if (isBlank(cell)) return null;
  if (typeof cell === 'string') return strip(cell);
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  if (typeof cell === 'number') {
    const value = number(cell);
    return Number.isInteger(value) ? BigInt(value).toString() : figure(value);
  }
  return isDate(cell) ? dateText(serial(cell)) : String(cell);
}

function word(cell) {
  if (isBlank(cell)) return null;
  const text = typeof cell === 'number' ? figure(cell) : isDate(cell) ? dateText(serial(cell)) : String(cell);
  return words(text.toLowerCase()).join(' ');
}

function done(cell) {
  const said = word(cell);
  if (said === null) return null;
  if (DONE.has(said)) return 1;
  if (NOT_DONE.has(said)) return 0;
  return needed(number(cell)) >= 1 ? 1 : 0;
}
