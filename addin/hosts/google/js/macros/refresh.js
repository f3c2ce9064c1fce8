// Refresh: enter formulas again, so that a sheet that shows #NAME? heals; or write what they would come to. As in addin/macros/refresh.py.

// OKR_SCORE( as people type it, and as other programs keep it.
const OURS = /\b(?:OKRSHEETS(?:_UDF)?\.|(?:_xldudf_OKRSHEETS_)?(?:OKR|SKILL)_)[A-Z_]+\(/i;
const COMPUTED = ['progress', 'expected', 'status_word', 'last_check_in', 'stale'];
const CONSTANT = /^=(?:(-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)|"((?:[^"]|"")*)")$/;

function planRefresh(book) {
  const [changes, locked] = [[], []];
  for (const sheet of book.sheets()) {
    const again = toEnter(book, sheet);
    if (again.length && book.isLocked(sheet)) locked.push(sheet);
    else changes.push(...again);
  }
  const names = locked.join(', ');
  if (locked.length && !changes.length) {
    throw new OkrError(`${book.name}: protected with a password: ${names}`, 'remove the protection, then refresh');
  }
  const says = locked.length ? [`skipped, protected with a password: ${names}`] : [];
  if (!changes.length) says.push('no formula uses a function of okrsheets, and none shows an error');
  return planOf('Refresh', { says, changes });
}

function toEnter(book, sheet) {
  const formulas = book.formulas(sheet);
  const rows = formulas.size ? book.cells(sheet) : [];
  const again = [];
  for (const [at, formula] of formulas) {
    const spot = spotOf(sheet, ...placeOf(at));
    if (OURS.test(formula.text) || shownAt(rows, spot) instanceof ErrorCell)
      again.push(changeOf(spot, formula, formula));
  }
  return again;
}

function shownAt(rows, spot) {
  return spot.row <= rows.length ? cellAt(rows[spot.row - 1], spot.column) : null;
}

// Only a computed cell that is blank, shows an error, or was written like this before is written; it becomes a constant
// formula such as =0.45, by which it is told from a figure that somebody typed.
function planValues(book) {
  const results = find(book, 'key results');
  const evaluation = evaluate(recordsOfAll(book), asOf(book));
  const wanted = [...valuesOfKeyResults(results, evaluation), ...valuesOfAlignment(book, evaluation)];
  const absent = functionsAreAbsent(book);
  const changes = [];
  let replaced = 0;
  for (const sheet of [...new Set(wanted.map(([spot]) => spot.sheet))]) {
    const [held, rows] = [contents(book, sheet), book.cells(sheet)];
    for (const [spot, value] of wanted.filter(([each]) => each.sheet === sheet)) {
      const old = heldAt(held, spot);
      if (mayWrite(old, shownAt(rows, spot), absent) && !comesTo(old, value)) {
        changes.push(changeOf(spot, old, constantOf(value)));
        replaced += old instanceof Formula && !CONSTANT.test(old.text);
      }
    }
  }
  const says = replaced ? [`${replaced} formulas are replaced by their values; undo brings them back`] : [];
  return checked(planOf('Refresh with values', { says, changes }), book);
}

// Whether a formula shows that our functions do not answer here.
function functionsAreAbsent(book) {
  return book.sheets().some((sheet) => {
    const rows = book.cells(sheet);
    return [...book.formulas(sheet)].some(
      ([at, formula]) => isNotKnown(shownAt(rows, spotOf(sheet, ...placeOf(at)))) && OURS.test(formula.text),
    );
  });
}

// Without our functions, a formula of ours that still shows what it once came to is an error that comes.
function mayWrite(old, shows, absent) {
  if (old instanceof Formula) {
    return (absent && OURS.test(old.text)) || shows instanceof ErrorCell || CONSTANT.test(old.text);
  }
  return old === null;
}

// A value as a formula that comes to it; no data is an empty cell.
function constantOf(value) {
  if (value === null) return null;
  return new Formula(typeof value === 'string' ? `="${value.replace(/"/g, '""')}"` : `=${rounded(value, 15)}`);
}

// Whether a cell holds that value as a constant formula.
function comesTo(held, value) {
  const match = held instanceof Formula ? CONSTANT.exec(held.text) : null;
  if (match === null || value === null) return held === null && value === null;
  if (match[1] === undefined) return match[2].replace(/""/g, '"') === value;
  return typeof value === 'number' && Math.abs(Number(match[1]) - value) <= 1e-9 * Math.max(1, Math.abs(value));
}

function valuesOfKeyResults(results, evaluation) {
  const fields = COMPUTED.filter((field) => results.has(field));
  const values = {
    progress: (each) => each.progress,
    expected: (each) => each.expected,
    status_word: (each) => results.inWords(each.status),
    last_check_in: (each) => each.last,
    stale: (each) => results.inWords(each.stale ? 'yes' : 'no'),
  };
  const wanted = [];
  for (const each of evaluation.keyResults.filter((one) => one.keyResult.id)) {
    for (const field of fields) wanted.push([results.spot(field, each.keyResult.row), values[field](each)]);
  }
  return wanted;
}

// The columns of the alignment view that our functions fill; the rest of it computes everywhere.
function valuesOfAlignment(book, evaluation) {
  const title = alignmentTitle(book);
  if (title === null) return [];
  const rows = book.cells(title);
  const language = languageOf(rows);
  const byId = firstById(evaluation.objectives, (each) => each.objective.id);
  const wanted = [];
  let columns = null;
  rows.forEach((row, at) => {
    if (columns === null) {
      const names = new Map();
      row.forEach((cell, column) => {
        if (textIn(cell) !== null && !names.has(viewHeading(cell))) names.set(viewHeading(cell), column);
      });
      if (['id', 'alignment', 'score', 'status now'].every((name) => names.has(name))) columns = names;
      return;
    }
    const id = cellAt(row, columns.get('id'));
    const each = byId.get((id instanceof ErrorCell ? null : identifier(id)) || '');
    if (each === undefined) return;
    const values = { alignment: wordInWorkbook(each.alignment), progress: each.own, score: each.score, 'status now': each.status };
    for (const [name, value] of Object.entries(values)) {
      const shown = typeof value === 'string' ? wordIn(language, value) : value;
      if (columns.has(name)) wanted.push([spotOf(title, at + 1, columns.get(name)), shown]);
    }
  });
  return wanted;
}
