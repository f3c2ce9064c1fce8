// From the cells of one table to records; what could not be read is no data. As in sync/reading/typed_values.py.

const SCALES = { confidence: [1, 10, 100] };
const PERCENT_SCALES = [1, 100];
const LAST_DAY = 2958465; // 9999-12-31
const LEVEL_WORDS = new Map(Object.entries(FACTS.levelWords));

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
  const raw = rows.map((row) => known.map((column) => cellAt(row, positions.get(column.field))));
  const kept = raw.map((_, at) => at).filter((at) => raw[at].some(saysSomething));
  const records = kept.map((at) => ({ row: firstRow + at }));
  for (const column of inputsOf(table)) {
    const place = known.indexOf(column);
    let cells = kept.map((at) => (place < 0 ? null : raw[at][place]));
    if (column.field === 'current')
      cells = cells.map((cell, at) => (records[at].kind === 'binary' ? doneOr(cell) : cell));
    readColumn(column, cells).values.forEach((value, at) => {
      records[at][column.field] = value;
    });
  }
  return records;
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

// The values of a column, null where there is no data or the cell is at fault, and the faults.
function readColumn(column, cells) {
  const faults = [];
  const read = cells.map((cell) => {
    try {
      if (cell instanceof ErrorCell)
        throw new CellError(`${column.name} holds the error ${cell.text}`, 'correct the formula in that cell');
      return READERS[column.type](column, isNone(cell) ? null : cell);
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      faults.push(error);
      return null;
    }
  });
  const scaled = column.type === 'share' ? toScale(column, read) : read;
  return { values: scaled.map((value) => within(column, value, faults)), faults };
}

// A column of shares may be written as 0..1 or as 0..100 (confidence also 0..10): the largest value tells.
function toScale(column, values) {
  const largest = values.reduce(
    (most, value) => (value !== null && (most === null || value > most) ? value : most),
    null,
  );
  const scale = (SCALES[column.name] || PERCENT_SCALES).find((each) => (largest === null ? 0 : largest) <= each) || 1;
  return scale === 1 ? values : values.map((value) => (value === null ? null : value / scale));
}

function within(column, value, faults) {
  const [low, high] = column.limits;
  const side =
    value === null
      ? null
      : low !== null && value < low
        ? ['below', low]
        : high !== null && value > high
          ? ['above', high]
          : null;
  if (side === null) return value;
  faults.push(new CellError(`${column.name} is ${side[0]} ${rounded(side[1], 6)}: ${rounded(value, 6)}`, column.help));
  return null;
}

const READERS = {
  text: (column, cell) => (typeof cell === 'string' ? readText(cell) : shownAsText(cell)),
  id: (column, cell) => (typeof cell === 'string' || typeof cell === 'number' ? identifier(cell) : shownAsText(cell)),
  number: readNumber,
  share: readNumber,
  level: (column, cell) => {
    const said = typeof cell === 'string' ? word(cell) : null;
    return LEVEL_WORDS.has(said) ? LEVEL_WORDS.get(said) : readNumber(column, cell);
  },
  date: (column, cell) => {
    const found = typeof cell === 'boolean' ? 0 : day(cell);
    if (found !== null && (found < 1 || found > LAST_DAY)) throw new CellError(`${column.name} isn't a recognised date`);
    return found;
  },
  word: (column, cell) => {
    const said = word(cell);
    if (said !== null && !Object.prototype.hasOwnProperty.call(column.words, said))
      throw new CellError(`${column.name} isn't a valid value`);
    return said === null ? null : column.words[said];
  },
  flag: (column, cell) => {
    if (isDate(cell)) throw new CellError(`${column.name} is a date`);
    const said = done(cell);
    return said === null ? null : said >= 1;
  },
};

function readText(text) {
  const inside = strip(text);
  return inside.length <= 4 && NO_DATA.has(inside.toLowerCase()) ? null : inside;
}

// What a cell that holds no text looks like in a sheet.
function shownAsText(cell) {
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return isDate(cell) ? isoDate(serial(cell)) : identifier(cell);
}

function readNumber(column, cell) {
  if (isDate(cell))
    throw new CellError(
      `${column.name} is a date: ${isoDate(serial(cell))}`,
      'type the number again and format the cell as a number',
    );
  try {
    return number(cell);
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    throw new CellError(`${column.name} is text: ${quoted(String(cell).slice(0, 80))}`, 'type a number, e.g. 10');
  }
}
