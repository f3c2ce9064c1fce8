// What Google Sheets hands over: a scalar, or rows of cells; and what it takes back.

function isRange(given) {
  return Array.isArray(given);
}

function rowsOf(given) {
  if (!isRange(given)) return [[given]];
  return isRange(given[0]) ? given : [given];
}

function flat(given) {
  if (!isRange(given)) return [given];
  const cells = [];
  for (const row of rowsOf(given)) for (const cell of row) cells.push(cell);
  return cells;
}

function each(read, given) {
  return flat(given).map((cell) => read(cell));
}

function numbers(given) {
  return each(number, given);
}

function numbersOrNone(given) {
  return isNone(given) ? null : numbers(given);
}

function one(given) {
  const found = flat(given);
  if (found.length !== 1) throw new CellError('one cell is wanted, not a range', 'select a single cell');
  return found[0];
}

function usual(given, value) {
  const found = number(one(given));
  return found === null ? value : found;
}

function down(values) {
  return values.map((value) => [value]);
}

// No data shows as an empty cell: empty text, as in every other host.
function shownInSheet(value) {
  if (isRange(value)) return value.map((row) => row.map(shownInSheet));
  return value === null ? '' : value;
}
