// Where the tables of an open workbook stand: found by their headings, with messages for what is not. As in addin/macros/table_finder.py.

const LOOK_AT_ROWS = 60;
const LEAST = 2; // headings that make a row the head of the table whose name the sheet has
const SETTINGS_LEAST = 3;
const PUNCTUATION = new RegExp(`(?:${SPACE}|[_\\-./:*()?\\[\\]])+`, 'g');
const YEAR = /(?<![\p{L}\p{N}_])[12][0-9]{3}(?![\p{L}\p{N}_])/u;

const PLAIN = new Map(); // the same headings are looked at again for every table

// A heading as it is compared: small letters, without stars and punctuation.
function plain(heading) {
  if (!PLAIN.has(heading)) PLAIN.set(heading, strip(heading.toLowerCase().replace(PUNCTUATION, ' ')));
  return PLAIN.get(heading);
}

function plainOf(cell) {
  const text = textIn(cell);
  return text === null ? '' : plain(text);
}

// Whether a sheet is the copy of another one as it stood when a cycle was closed.
function isFrozen(title, titles) {
  return titles.some((other) => title.startsWith(`${other} `) && YEAR.test(title.slice(other.length)));
}

// A table where it stands; settings may stand as a form, and `form` then has the cell of each.
class Located {
  constructor(table, sheet, rows, header, columns, form) {
    Object.assign(this, { table, sheet, rows, header, columns, form });
  }

  has(field) {
    return this.columns.has(field);
  }

  spot(field, row) {
    return this.form.size
      ? spotOf(this.sheet, ...this.form.get(field))
      : spotOf(this.sheet, row, this.columns.get(field));
  }

  cell(spot) {
    return spot.row <= this.rows.length ? cellAt(this.rows[spot.row - 1], spot.column) : null;
  }
}

function find(book, name) {
  const found = look(book, name);
  if (found === null) throw notThere(book, tableNamed(name));
  const there = found.form.size ? found.form : found.columns;
  const lacking = inputsOf(found.table).find((column) => column.required && !there.has(column.field));
  if (lacking !== undefined) throw noColumn(book, found, lacking);
  return found;
}

function look(book, name) {
  const table = tableNamed(name);
  const titles = book.sheets();
  let best = { located: null, points: 0 };
  for (const title of titles) {
    if (!FACTS.views.includes(title) && !isFrozen(title, titles)) {
      const found = lookOn(table, title, book.cells(title));
      if (found.located !== null && found.points > best.points) best = found;
    }
  }
  return best.located;
}

function lookOn(table, title, rows) {
  const hinted = [table.sheet, table.name, ...table.aliases].map(plain).includes(plain(title));
  const required = inputsOf(table)
    .filter((column) => column.required)
    .map((column) => column.field);
  let [located, points] = [null, 0];
  rows.slice(0, LOOK_AT_ROWS).forEach((row, at) => {
    const columns = headings(table, row);
    const have = required.filter((field) => columns.has(field)).length;
    const enough = have === required.length || (hinted && columns.size >= LEAST);
    if (enough && columns.size + have > points) {
      located = new Located(table, title, rows, at + 1, columns, new Map());
      points = columns.size + have;
    }
  });
  if (located === null && table.name === 'settings') {
    const form = formOf(table, rows);
    if (form.size >= SETTINGS_LEAST && form.has('cycle')) {
      located = new Located(table, title, rows, 1, new Map(), form);
      points = form.size;
    }
  }
  return { located, points: points + (hinted && located !== null ? 100 : 0) };
}

// The column of each field in a row of headings: an exact name goes before an alias.
function headings(table, row) {
  const given = new Map();
  row.forEach((cell, at) => {
    const text = textIn(cell);
    if (text && !given.has(plain(text))) given.set(plain(text), at);
  });
  const found = new Map();
  for (const column of table.columns)
    if (given.has(plain(column.name))) found.set(column.field, given.get(plain(column.name)));
  const taken = new Set(found.values());
  for (const column of table.columns) {
    const free = column.aliases
      .map((alias) => given.get(plain(alias)))
      .find((at) => at !== undefined && !taken.has(at));
    if (!found.has(column.field) && free !== undefined) {
      found.set(column.field, free);
      taken.add(free);
    }
  }
  return found;
}

// Settings as a form: a name in one column, its value in the next.
function formOf(table, rows) {
  const cells = new Map();
  rows.slice(0, LOOK_AT_ROWS).forEach((row, number) => {
    row.forEach((cell, at) => {
      for (const field of headings(table, [cell]).keys()) if (!cells.has(field)) cells.set(field, [number + 1, at + 1]);
    });
  });
  return new Set([...cells.values()].map(([, column]) => column)).size === 1 ? cells : new Map();
}

function notThere(book, table) {
  const titles = book.sheets();
  const named = titles.find((title) => [table.sheet, table.name].map(plain).includes(plain(title)));
  const needs = inputsOf(table)
    .filter((column) => column.required)
    .map((column) => column.name)
    .join(', ');
  if (named !== undefined) {
    const empty = book.cells(named).every((row) => row.every((cell) => isBlank(plainCell(cell))));
    const what = empty ? 'is empty' : `has no headings of ${table.name}`;
    return new OkrError(`${book.name}: the sheet ${quoted(named)} ${what}`, `its heading row needs: ${needs}`);
  }
  const hint = `looked on ${titles.join(', ')} for the headings: ${needs}`;
  return new OkrError(`${book.name}: there is no table of ${table.name}`, hint);
}

function noColumn(book, found, column) {
  const where = `${book.name} › ${found.sheet}`;
  const name = quoted(column.name);
  if (found.form.size) {
    return new OkrError(`${where}: there is no setting ${name}`, `write ${name} and beside it what it is`);
  }
  const taken = new Set(found.columns.values());
  const free = new Map();
  found.rows[found.header - 1].forEach((cell, at) => {
    if (textIn(cell) && !taken.has(at)) free.set(plainOf(cell), textIn(cell));
  });
  const names = [column.name, ...column.aliases].map(plain);
  const near = names.map((each) => nearest(each, free.keys())).find((match) => match !== null);
  const hint =
    near === undefined
      ? `add a column ${name}: ${column.help}`
      : `is it ${quoted(free.get(near))}? Name that column ${name}`;
  return new OkrError(`${where}: the ${found.table.name} have no column ${name}`, hint);
}

function recordsOf(located) {
  if (!located.form.size) {
    return readRecords(located.table, located.columns, located.rows.slice(located.header), located.header + 1);
  }
  const fields = [...located.form.keys()];
  const positions = new Map(fields.map((field, at) => [field, at]));
  return readRecords(located.table, positions, [fields.map((field) => located.cell(located.spot(field, 0)))], 1);
}

// The records of all tables of an OKRs workbook, by the table's name.
function recordsOfAll(book) {
  return Object.fromEntries(
    FACTS.tables.map((table) => {
      const found = look(book, table.name);
      return [table.name, found === null ? [] : recordsOf(found)];
    }),
  );
}

// The day that the workbook is seen from: its setting `today`, or the day of the calendar.
function asOf(book) {
  const settings = look(book, 'settings');
  for (const row of settings === null ? [] : settings.rows.slice(0, LOOK_AT_ROWS)) {
    const at = row.findIndex((cell) => plainOf(cell) === 'today');
    if (at >= 0) return dayInCalendar(cellAt(row, at + 1)) || book.today;
  }
  return book.today;
}

function dayInCalendar(cell) {
  const found = dayOr(cell);
  return found !== null && found >= 1 && found <= LAST_DAY ? found : null;
}

function dayOr(cell) {
  try {
    return day(plainCell(cell));
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    return null;
  }
}
