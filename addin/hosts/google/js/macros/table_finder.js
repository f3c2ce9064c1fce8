// The tables of an open workbook, as reading finds them, with messages for what is not there. As in addin/macros/table_finder.py.

// A table where it stands; settings may stand as a form, and `form` then has the cell of each.
class Located {
  constructor(match, sheet, rows) {
    const form = new Map([...(match.form || [])].map(([field, [row, column]]) => [field, [row + 1, column]]));
    const [table, header, columns] = [match.table, match.header + 1, match.positions];
    Object.assign(this, { match, sheet, rows: rows.slice(0, match.end), table, header, columns, form });
  }

  has(field) {
    return this.columns.has(field);
  }

  spot(field, row) {
    return this.form.size
      ? spotOf(this.sheet, ...this.form.get(field))
      : spotOf(this.sheet, row, this.columns.get(field));
  }

  // A choice or a result in the language of the sheet, if it is of one of our templates.
  inWords(word) {
    return wordIn(languageOf(this.rows), word);
  }

  cell(spot) {
    return spot.row <= this.rows.length ? cellAt(this.rows[spot.row - 1], spot.column) : null;
  }
}

function find(book, name) {
  const found = look(book, name);
  if (found === null) throw notThere(book, tableNamed(name));
  const there = found.form.size ? found.form : found.columns;
  const id = inputsOf(found.table).filter((column) => column.name === 'id' && !there.has('id')); // a macro writes by it
  const [lacking] = [...id, ...missingColumns(found.table, there)];
  if (lacking !== undefined) throw noColumn(book, found, lacking);
  return found;
}

function look(book, name) {
  const table = tableNamed(name);
  const found = allTables(book).filter((located) => located.table === table);
  const points = (located) => (hintedTable(located.sheet) === table ? 1000 : 0) + located.match.points;
  return found.reduce((best, located) => (best === null || points(located) > points(best) ? located : best), null);
}

// The title of the alignment view, null where there is none.
function alignmentTitle(book) {
  const found = book.sheets().find((title) => FACTS.alignmentTitles.includes(title));
  return found === undefined ? null : found;
}

// A heading of the alignment view in English, in small letters.
function viewHeading(cell) {
  const heading = normalisedCell(cell);
  return entryIn(FACTS.viewHeadings, heading) || heading;
}

// Every table of the workbook, but for copies of closed cycles and the views of our templates.
function allTables(book) {
  const titles = book.sheets();
  const sheets = new Map(titles.map((title) => [title, book.cells(title)]));
  const ours = madeFromTemplate([...sheets.values()]);
  return [...sheets]
    .filter(([title]) => mayHoldTables(title, titles, ours))
    .flatMap(([title, rows]) => findTables(title, rows).map((match) => new Located(match, title, rows)));
}

function notThere(book, table) {
  const titles = book.sheets();
  const named = titles.find((title) => [table.sheet, table.name].map(normaliseHeading).includes(normaliseHeading(title)));
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
    if (textIn(cell) && !taken.has(at)) free.set(normalisedCell(cell), textIn(cell));
  });
  const names = [column.name, ...column.aliases].map(normaliseHeading);
  const near = names.map((each) => nearest(each, free.keys())).find((match) => match !== null);
  const hint =
    near === undefined
      ? `add a column ${name}: ${column.help}`
      : `is it ${quoted(free.get(near))}? Name that column ${name}`;
  return new OkrError(`${where}: the ${found.table.name} have no column ${name}`, hint);
}

function recordsOf(located) {
  if (!located.form.size) {
    const { rows } = tableRows(located.match, located.rows);
    return readRecords(located.table, located.columns, rows, located.header + 1);
  }
  const fields = [...located.form.keys()];
  const positions = new Map(fields.map((field, at) => [field, at]));
  return readRecords(located.table, positions, [fields.map((field) => located.cell(located.spot(field, 0)))], 1);
}

// The records of all tables of an OKRs workbook, by the table's name.
function recordsOfAll(book) {
  return Object.fromEntries(
    tablesOfBook('okrs').map((table) => {
      const found = look(book, table.name);
      return [table.name, found === null ? [] : recordsOf(found)];
    }),
  );
}

// The day that the workbook is seen from: its setting `today`, or the day of the calendar.
function asOf(book) {
  const settings = look(book, 'settings');
  for (const row of settings === null ? [] : settings.rows.slice(0, LOOK_AT_ROWS)) {
    const at = row.findIndex((cell) => FACTS.todayLabels.includes(normalisedCell(cell)));
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
