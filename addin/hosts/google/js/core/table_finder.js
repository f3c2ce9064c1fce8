// Where tables stand on a sheet: found by their headings, side by side and below each other. As in core/tables/table_finder.py.

const LOOK_AT_ROWS = 60; // of the first header row
const LOOK_BELOW_ROWS = 5000; // of further ones
const FEW_ALIKE = 50;
const SAMPLE = 40; // cells of a column that tell whether it holds what its heading says
const SETTINGS_LEAST = 3;
const TITLE = 0.5; // what a sheet's title is worth between tables that fit alike
const COMPLETE = 2;
const SURELY_NAMED = 0.94; // above it a heading is our own name for the column, and is believed whatever stands below
const STAND_INS = { 'key results': { target: ['progress', 'lowest', 'highest'] } };
const UNMISTAKABLE = { 'key results': ['objective_id', 'key_result'] };
const ONE_OF = { kpis: ['healthy_from', 'healthy_to'] };
const SHORT = new Set(['Id', 'ID', 'id', 'Text', 'text', 'Name', 'name', 'Title', 'title', 'Value', 'value', 'Date', 'date']);
const YEAR = /(?<![\p{L}\p{N}_])[12][0-9]{3}(?![\p{L}\p{N}_])/u;

function madeFromTemplate(sheets) {
  return sheets.some((rows) => rows.slice(0, 3).some((row) => row.slice(0, 2).some((cell) => linksToStart(cell))));
}

// Whether a cell is the text that leads to the first sheet, at the top of every sheet of our templates.
function linksToStart(cell) {
  return entryIn(FACTS.backToStart, textIn(cell) || '') !== undefined;
}

// The language of a sheet of our templates, by the text that leads to the first sheet; of others, English.
function languageOf(rows) {
  const cells = rows.slice(0, 4).flatMap((row) => row.slice(0, 2));
  const link = cells.find((cell) => linksToStart(cell));
  return link === undefined ? 'en' : entryIn(FACTS.backToStart, textIn(link));
}

// A choice or a result in a language; another word as it is.
function wordIn(language, word) {
  const known = entryIn(FACTS.sheetWords, language);
  return (known && entryIn(known, word.toLowerCase())) || word;
}

// Whether a sheet may hold tables: it is no copy of a closed cycle, and none that our programs write.
function mayHoldTables(title, titles, fromTemplate) {
  const written = title === FACTS.alignmentCheck || (title.startsWith(`${FACTS.postMortems} `) && YEAR.test(title));
  return !(written || isFrozen(title, titles) || (fromTemplate && FACTS.views.includes(title)));
}

// Whether a sheet is the copy of another one as it stood when a cycle was closed.
function isFrozen(title, titles) {
  return titles.some((other) => title.startsWith(`${other} `) && YEAR.test(title.slice(other.length)));
}

// The required columns that are not among some fields; the words of a row stand for its id.
function missingColumns(table, fields) {
  const standIns = STAND_INS[table.name] || {};
  return inputsOf(table).filter(
    (column) =>
      column.required &&
      !fields.has(column.field) &&
      !(column.field === 'id' && fields.has(table.titleField)) &&
      !(standIns[column.field] || []).some((other) => fields.has(other)),
  );
}

function isComplete(match) {
  return !missingColumns(match.table, match.form || match.positions).length;
}

// The tables on a sheet from top to bottom; those that stand beside each other from left to right.
function findTables(title, rows) {
  const hinted = hintedTable(title);
  const first = firstTables(rows, hinted);
  if (!first.length) {
    const form = findForm(rows, hinted);
    return form === null ? [] : [form];
  }
  const tables = [...first, ...tablesBelow(rows, first)];
  const form = tables[0].table.name === 'settings' ? null : findForm(rows.slice(0, tables[0].header), null);
  return [...(form === null ? [] : [form]), ...ended(tables, rows).map((match) => fitted(match, rows))];
}

function hintedTable(title) {
  const wanted = normaliseHeading(title);
  const names = (table) => [table.sheet, table.name, ...table.aliases].map(normaliseHeading);
  return FACTS.tables.find((table) => names(table).includes(wanted)) || null;
}

const most = (matches) => matches.reduce((best, match) => Math.max(best, match.points), 0);

// The tables of the first header row; one that lacks columns gives way to a better one below.
function firstTables(rows, hinted) {
  for (const slips of [false, true]) {
    let best = [];
    for (let at = 0; at < Math.min(rows.length, LOOK_AT_ROWS); at += 1) {
      const here = tablesInRow(rows, at, hinted, slips);
      if (here.length && most(here) > most(best)) best = here;
      if (best.some(isComplete)) return best;
    }
    if (best.length) return best;
  }
  return [];
}

// Further tables below the first ones; a row of the same headings again is none.
function tablesBelow(rows, tables) {
  const all = [...tables];
  for (const at of candidateRows(rows, tables)) {
    const here = tablesInRow(rows, at, null, false).filter((match) => isComplete(match) || match.positions.size >= 4);
    all.push(...here.filter((match) => !all.some((above) => repeats(match, above) || sharesHeadings(match, above))));
  }
  return all.slice(tables.length);
}

// The rows below some tables that have a known heading in a column of theirs, and another one.
function candidateRows(rows, tables) {
  const start = Math.max(...tables.map((match) => match.header)) + 1;
  const columns = new Set();
  for (const match of tables)
    for (const [field, at] of match.positions) if (mayRepeat(match.table, field)) columns.add(at);
  const [single, several] = [[], []];
  rows.slice(start, start + LOOK_BELOW_ROWS).forEach((row, number) => {
    if (!row.every((cell) => isNone(cell) || typeof cell === 'string')) return;
    const hits = [...columns].filter((at) => isPlainHeading(cellAt(row, at))).length;
    if (hits === 1) single.push(start + number);
    if (hits > 1) several.push(start + number);
  });
  const shifted = single.length > FEW_ALIKE ? [] : single.filter((at) => rows[at].filter(isPlainHeading).length > 1);
  return [...several, ...shifted].sort((one, other) => one - other);
}

function mayRepeat(table, field) {
  return columnNamed(table, field).type !== 'text' || table.identity.includes(field) || field === table.titleField;
}

function isPlainHeading(cell) {
  return typeof cell === 'string' && cell.length < LONGEST && headingNames().has(barely(cell));
}

// A heading without the star or the colon that people put to it.
function barely(text) {
  return text.replace(/^[ *:]+|[ *:]+$/g, '').toLowerCase();
}

function overlap(one, other) {
  return one.columns[0] < other.columns[1] && other.columns[0] < one.columns[1];
}

function repeats(match, above) {
  if (match.table !== above.table || !overlap(match, above)) return false;
  return [...match.positions].every(([field, at]) => !above.positions.has(field) || above.positions.get(field) === at);
}

// Whether the upper of two rows of headings is that of the table above.
function sharesHeadings(match, above) {
  return match.top <= above.header && overlap(match, above);
}

// Each table ends where another one begins in its columns, with its title.
function ended(tables, rows) {
  return tables.map((match) => {
    const below = tables.filter((other) => other.header > match.header && overlap(other, match));
    const end = Math.min(rows.length, ...below.map((other) => topOf(other, rows)));
    return { ...match, end: Math.max(end, match.header + 1) };
  });
}

// The row where a table begins: its title where one stands right above its headings, else its headings.
function topOf(match, rows) {
  const above = rows[match.top - 1].filter((cell) => !isVoid(cell));
  if (above.length !== 1 || typeof above[0] !== 'string') return match.top;
  const alone = match.top < 2 || rows[match.top - 2].every(isVoid);
  return alone || hintedTable(above[0]) === match.table ? match.top - 1 : match.top;
}

// The tables whose headings stand in one row, or in it and the group headings above.
function tablesInRow(rows, at, hinted, slips) {
  const row = rows[at];
  if (row.filter((cell) => typeof cell === 'string' && cell !== '').length < 2) return [];
  const alone = tablesOf(row, rows, at, hinted, slips);
  if (at && !alone.some(isComplete) && isGroupRow(rows[at - 1], row)) {
    const both = tablesOf(withGroups(rows[at - 1], row), rows, at, hinted, slips);
    const points = (matches) => matches.reduce((sum, match) => sum + match.points, 0);
    if (points(both) > points(alone) + 0.5) return both.map((match) => ({ ...match, top: at - 1 }));
  }
  return alone;
}

const isVoid = (cell) => isNone(cell) || cell === '';

function isGroupRow(above, row) {
  const texts = above.filter((cell) => typeof cell === 'string' && strip(cell));
  return texts.length > 0 && above.every((cell) => isVoid(cell) || typeof cell === 'string') && texts.length <= row.length;
}

// Headings of two rows as one: the lower one, the upper where there is none, both where only both are known.
function withGroups(above, row) {
  return Array.from({ length: Math.max(above.length, row.length) }, (_, at) => {
    const [high, low] = [cellAt(above, at), cellAt(row, at)];
    if (isVoid(low)) return high;
    return typeof high === 'string' && strip(high) && SHORT.has(low) ? `${high} ${low}` : low;
  });
}

// Runs of headings, joined where only together they make a table.
function tablesOf(row, rows, at, hinted, slips) {
  const match = (columns) => bestMatch(row, columns, at, hinted, slips);
  const found = [];
  let current = [];
  for (const run of headingRuns(row, rows, at).flatMap((each) => partsOf(row, each, match))) {
    if (!current.length) {
      current = run;
      continue;
    }
    const [alone, joined, before] = [match(run), match([...current, ...run]), match(current)];
    if ((alone !== null && isComplete(alone)) || !belongs(run, row, before, joined)) {
      if (before !== null) found.push(before);
      current = run;
    } else {
      current = [...current, ...run];
    }
  }
  const last = current.length ? match(current) : null;
  if (last !== null) found.push(last);
  const whole = new Set(found.filter(isComplete).map((each) => each.table));
  return found.filter((each) => isComplete(each) || !whole.has(each.table)); // else it sums up the whole one
}

// Two whole tables right beside each other begin with the same heading, or have one in common.
function partsOf(row, run, match) {
  const seen = new Set();
  for (const [number, at] of run.entries()) {
    if (seen.has(row[at])) {
      const parts = [run.slice(0, number), run.slice(number)];
      if (parts.map(match).every((each) => each !== null && isComplete(each))) return parts;
    }
    seen.add(row[at]);
  }
  return [run];
}

// The table that fits some columns of a row of headings best, null when none does.
function bestMatch(row, columns, at, hinted, slips) {
  let best = null;
  const claimed = claimsOf(row, columns, slips);
  for (const [table, claims] of claimed) {
    const fields = given(claims);
    const points = fit(table, fields, hinted);
    if (table.extra && table !== hinted && isOfAnother(claimed, hinted)) continue; // a column of a table of key results
    if (table !== hinted && [...fields.values()].every(([column]) => isVague(row[column]))) continue; // a list of anything
    if (points > (best === null ? 0 : best.points)) {
      const positions = new Map([...fields].map(([field, [column]]) => [field, column]));
      const sure = new Map([...fields].map(([field, [, how]]) => [field, how]));
      const range = [columns[0], columns[columns.length - 1] + 1];
      best = { table, header: at, positions, form: null, columns: range, end: 0, points, unused: [], sure, top: at };
    }
  }
  return best;
}

// Whether some headings fit a table that is not one on request, too.
function isOfAnother(claimed, hinted) {
  return [...claimed].some(([other, claims]) => !other.extra && fit(other, given(claims), hinted) > 0);
}

function claimsOf(row, columns, slips) {
  const claims = new Map();
  const claim = (at, { table, column, sure }) => {
    if (!claims.has(table)) claims.set(table, []);
    claims.get(table).push({ sure, at, field: column.field });
  };
  for (const at of columns) {
    const heading = row[at];
    if (typeof heading !== 'string' || !heading || heading.length >= LONGEST) continue;
    const meanings = meaningsOf(heading);
    meanings.forEach((meaning) => claim(at, meaning));
    for (const table of slips && !meanings.length ? FACTS.tables : []) {
      const column = misspeltColumn(heading, table.columns);
      if (column !== undefined) claim(at, { table, column, sure: NAMED - MISSPELT });
    }
  }
  return claims;
}

// The column of each field: the surest heading first, of equal ones the first; a heading means one thing.
function given(claims) {
  const fields = new Map();
  const taken = new Set();
  for (const { sure, at, field } of [...claims].sort((one, other) => other.sure - one.sure || one.at - other.at)) {
    if (!taken.has(at) && !fields.has(field)) {
      fields.set(field, [at, sure]);
      taken.add(at);
    }
  }
  return fields;
}

// The columns of a row of headings in runs: a column without a heading and without cells ends one.
function headingRuns(row, rows, at) {
  const runs = [];
  let gap = true;
  row.forEach((cell, column) => {
    if (isVoid(cell) || (typeof cell === 'string' && !strip(cell))) {
      gap = gap || !rows.slice(at + 1, at + 1 + SAMPLE).some((below) => !isVoid(cellAt(below, column)));
    } else if (gap) {
      runs.push([column]);
      gap = false;
    } else {
      runs[runs.length - 1].push(column);
    }
  });
  return runs;
}

// Whether the headings behind an empty column go on with the table before it: all of them known to it and new.
function belongs(run, row, before, joined) {
  if (before === null || joined === null) return true;
  const taken = [...joined.positions.values()].filter((at) => run.includes(at));
  const meanings = run.flatMap((at) => meaningsOf(String(row[at]))).filter((each) => each.table === joined.table);
  return taken.length === run.length && !meanings.some((each) => before.positions.has(each.column.field));
}

// How well a row of headings fits a table; 0 when it is not that table.
function fit(table, fields, hinted) {
  const known = [...fields].filter(([field]) => !columnNamed(table, field).computed).map(([, [, sure]]) => sure);
  const required = inputsOf(table).filter((column) => column.required).length;
  const lacking = missingColumns(table, fields).length;
  if (table.extra && (lacking || !(ONE_OF[table.name] || [...fields.keys()]).some((field) => fields.has(field)))) return 0;
  const unmistakable = (UNMISTAKABLE[table.name] || [null]).every((field) => fields.has(field));
  const most = known.length >= 4 && (required - lacking) * 3 >= required * 2;
  const enough = table === hinted || !lacking || most || unmistakable;
  if (!enough || known.length < 2) return 0;
  const sum = known.reduce((total, sure) => total + sure, 0);
  return sum + (lacking ? 0 : COMPLETE) + (table === hinted ? TITLE : 0);
}

// The match with slips read, and aliases that do not fit their values taken back.
function fitted(match, rows) {
  const { header, top, table, columns } = match;
  const row = top < header ? rows[header].map((low, at) => (isVoid(low) ? cellAt(rows[top], at) : low)) : rows[header];
  const [positions, refused] = withoutMisfits(filledInstead(match, row, rows), row, rows);
  const used = new Set(positions.values());
  for (let at = columns[0]; at < columns[1]; at += 1) {
    const heading = isVoid(cellAt(row, at)) ? '' : String(row[at]);
    if (used.has(at) || refused.has(at) || !strip(heading) || meaningsOf(heading).length) continue;
    const free = table.columns.filter((column) => !positions.has(column.field));
    const column = misspeltColumn(heading, free);
    if (column !== undefined && (column.computed || fits(column, sample(rows, match, at)))) positions.set(column.field, at);
  }
  return { ...match, positions };
}

// Of two columns for one field the one counts in which something stands.
function filledInstead(match, row, rows) {
  const used = new Set(match.positions.values());
  const positions = new Map(match.positions);
  for (let at = match.columns[0]; at < Math.min(match.columns[1], row.length); at += 1) {
    if (used.has(at) || typeof row[at] !== 'string') continue;
    const double = meaningsOf(row[at]).find((each) => each.table === match.table && positions.has(each.column.field));
    const isFirstVoid = double !== undefined && !sample(rows, match, positions.get(double.column.field)).length;
    if (isFirstVoid && sample(rows, match, at).length) positions.set(double.column.field, at);
  }
  return { ...match, positions };
}

// Another name for a column is believed only where at least one cell below it can be read as that column.
function withoutMisfits(match, row, rows) {
  const positions = new Map(match.positions);
  const refused = new Set();
  for (const [field, at] of match.positions) {
    const column = columnNamed(match.table, field);
    if (match.sure.get(field) >= SURELY_NAMED || column.computed) continue;
    const cells = sample(rows, match, at);
    if (fits(column, cells)) continue;
    positions.delete(field);
    const other = meaningsOf(String(row[at])).find(
      (each) => each.table === match.table && !match.positions.has(each.column.field) && fits(each.column, cells),
    );
    if (other === undefined) refused.add(at);
    else positions.set(other.column.field, at);
  }
  return [positions, refused];
}

// The first cells of a column below the header that hold something.
function sample(rows, match, at) {
  const cells = rows.slice(match.header + 1, match.end).map((row) => cellAt(row, at));
  return cells.filter((cell) => !isVoid(cell)).slice(0, SAMPLE);
}

// Whether cells may be those of a column: one at least can be read, or there are none.
function fits(column, cells) {
  if (column.type === 'text' || column.type === 'id' || !cells.length) return true;
  return readColumn(column, cells).values.some((value) => value !== null);
}

// Settings that stand as a form: a name in one column, its value in the next.
function findForm(rows, hinted) {
  const cells = new Map();
  rows.slice(0, LOOK_AT_ROWS).forEach((row, number) => {
    row.slice(0, -1).forEach((cell, at) => {
      if (typeof cell !== 'string' || !cell || cell.length >= LONGEST) return;
      for (const { table, column } of meaningsOf(cell))
        if (table.name === 'settings' && !cells.has(column.field)) cells.set(column.field, [number, at + 1]);
    });
  });
  const columns = new Set([...cells.values()].map(([, at]) => at));
  const enough = cells.size >= SETTINGS_LEAST && columns.size === 1 && cells.has('cycle');
  const isSettings = hinted !== null && hinted.name === 'settings';
  if (!enough || !(isSettings || (cells.has('cycle_start') && cells.has('cycle_end')))) return null;
  const table = tableNamed('settings');
  return { table, header: 0, positions: new Map(), form: cells, columns: [0, 0], end: rows.length, points: cells.size, top: 0 };
}
