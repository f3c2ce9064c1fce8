// What one cell says, and what the rest of its column says about how it is written. As in core/values/cell_reading.py.

const [TICK, DATE, DURATION, CLOCK, PERCENT] = ['tick', 'date', 'duration', 'clock', '%'];
const NOT_NUMBERS = new Set(KNOWN.notNumbers); // what other programs write for no data
const SHOWN_LETTERS = 80;

// The value of a cell, null for no data, and the unit that it is written in; `factor` is what a word multiplies by: 1000 in
// "10k".
function reading(value, unit = '', factor = 1) {
  return { value, unit, factor, fault: '', hint: '' };
}

const NOTHING = reading(null);

// A cell that cannot be read. Only what is wrong with a confidence is told by a macro: other columns say it in few words.
function unread(fault, hint = '') {
  return { ...NOTHING, fault, hint };
}

// A column that is read cell by cell: what is asked for seldom is worked out when it is.
function contextOf(column, cells, units) {
  const texts = new Set(cells.map(textIn).filter((text) => text !== null));
  return {
    column,
    name: column.name,
    units,
    isMeasure: KNOWN.measures.includes(column.name),
    decimalMark: remembered(() => provedDecimalMark(texts)),
    dayFirst: remembered(() => provedDayFirst(texts)),
    repeatedUnits: remembered(() => repeatedUnits(texts)),
    legend: remembered(() => legendOf(texts)),
  };
}

// A cell's content as its sheet shows it.
function shownCell(cell) {
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  if (isDate(cell)) return serialText(serial(cell));
  return typeof cell === 'string' ? [...strip(cell)].slice(0, SHOWN_LETTERS).join('') : identifier(cell) || '';
}

// A day, with hours and minutes where it has any.
function serialText(at) {
  const minutes = Math.floor(Math.round((at - Math.floor(at)) * 86400) / 60);
  const two = (figures) => String(figures).padStart(2, '0');
  return minutes ? `${isoDate(at)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` : isoDate(at);
}

// Text in quotation marks, anything else as it is shown.
function quotedCell(cell) {
  if (typeof cell !== 'string') return shownCell(cell);
  const text = shownCell(cell).replace(/[\0-\x1f]/g, ' ');
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  return mark + text + mark;
}
