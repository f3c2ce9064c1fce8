// From the cells of one table to records; what could not be read is no data. As in core/values/typed_values.py.

function tableNamed(name) {
  return FACTS.tables.find((table) => table.name === name);
}

function tablesOfBook(book) {
  return FACTS.tables.filter((table) => table.book === book);
}

function inputsOf(table) {
  return table.columns.filter((column) => !column.computed);
}

function columnNamed(table, field) {
  return table.columns.find((column) => column.field === field);
}

// The records of rows that say something, each with its row; `positions` has the column of each field.
function readRecords(table, positions, rows, firstRow) {
  const known = inputsOf(table).filter((column) => positions.has(column.field));
  const cellOf = (row, { field }) => (positions.has(field) ? cellAt(row, positions.get(field)) : null);
  const kept = rows.map((_, at) => at).filter((at) => known.some((column) => saysSomething(cellOf(rows[at], column))));
  const records = kept.map((at) => ({ row: firstRow + at }));
  const units = kept.map(() => ({}));
  const named = unitsNamed(kept.map((at) => cellOf(rows[at], { field: 'unit' })));
  for (const column of inputsOf(table)) {
    let cells = kept.map((at) => cellOf(rows[at], column));
    if (column.field === 'current')
      cells = cells.map((cell, at) => (records[at].kind === 'binary' ? doneOr(cell) : cell));
    const read = readColumn(column, cells, named);
    records.forEach((record, at) => {
      record[column.field] = read.values[at];
      units[at][column.field] = read.units[at];
    });
  }
  if (table.name === 'key results') settleKeyResults(records, units);
  return records;
}

// The units that the cells of a column of units name.
function unitsNamed(cells) {
  return new Set(cells.map(textIn).filter((text) => text !== null).map(normalisedUnit));
}

function cellAt(row, column) {
  return column < row.length ? row[column] : null;
}

function saysSomething(cell) {
  const text = textIn(cell);
  if (text === null) return !isNone(cell);
  return text !== '' && ((text.length > 4 && strip(text) !== '') || !isBlank(text));
}

// A binary key result is done or not, in words; elsewhere the cell stays as it is.
function doneOr(cell) {
  try {
    return done(plainCell(cell));
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    return cell;
  }
}
