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
  if (column.type === 'share') return { values: toShares(column, cells, read, faults), faults };
  return { values: read.map((value) => within(column, value, faults)), faults };
}

// Shares of 1, cell by cell: a percentage is what it is, a number above 1 is so many of ten (confidence) or of a hundred.
// A number that could be either beside the others of its column is no data. As in core/values/share_values.py.
function toShares(column, cells, values, faults) {
  const ten = (SCALES[column.name] || PERCENT_SCALES).includes(10);
  const isPercent = (at) => typeof cells[at] === 'string' && cells[at].includes('%');
  const plain = values.filter((value, at) => value !== null && !isPercent(at));
  const scales = {
    fractions: plain.some((value) => value > 0 && value < 1),
    tens: ten && plain.some((value) => value > 1 && value <= 10),
    hundreds: plain.some((value) => value > (ten ? 10 : 1)),
  };
  return values.map((value, at) => {
    if (value === null) return null;
    const shares = isPercent(at) ? [value] : possibleShares(value, scales, ten);
    if (shares.length > 1) {
      faults.push(new CellError(`${column.name}: ${rounded(value, 6)} could be two percentages`, column.help));
      return null;
    }
    const limited = column.limits[0] !== null || column.limits[1] !== null;
    if (shares[0] < 0 || (limited && shares[0] > 1)) {
      const side = shares[0] < 0 ? 'below 0' : ten ? 'above 100%' : 'above 1';
      faults.push(new CellError(`${column.name} is ${side}: ${rounded(value, 6)}`, column.help));
      return null;
    }
    return shares[0];
  });
}

function possibleShares(value, scales, ten) {
  if (value < 1) return [value];
  if (value === 1) {
    if (scales.fractions || !(scales.tens || scales.hundreds)) return scales.tens ? [1, 0.1] : [1];
    return scales.tens ? [1, 0.1] : [1, 0.01];
  }
  if (ten && value <= 10) return scales.hundreds ? [value / 10, value / 100] : [value / 10];
  return [value / 100];
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
