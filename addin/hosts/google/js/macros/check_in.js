// Check in: today's value of one key result, written into the first empty row of the check-ins. As in addin/macros/check_in.py.

// The id of the key result in whose row a cell stands, null when it stands elsewhere.
function selectedKeyResult(book, spot) {
  const located = find(book, 'key results');
  if (spot.sheet !== located.sheet || spot.row <= located.header) return null;
  return identifier(plainCell(located.cell(located.spot('id', spot.row))));
}

function planCheckIn(book, { keyResult, value, confidence = null, note = '', by = '', on = null, setCurrent = false }) {
  const [results, checkIns] = [find(book, 'key results'), find(book, 'check-ins')];
  const result = namedKeyResult(results, book, keyResult);
  const when = on === null ? asOf(book) : on;
  const fields = new Map([
    ['date', new When(when)],
    ['key_result_id', result.id],
    ['value', checkedInValue(value, result.kind === 'binary')],
    ['confidence', onScale(shareOf(confidence), checkIns)],
    ['note', strip(note) || null],
    ['by', strip(by) || null],
  ]);
  const title = `Check in ${result.id} on ${isoDate(when)}: ${shownInLine(fields.get('value'))}`;
  const changes = checkInRow(book, checkIns, fields, when);
  const says = changes.length ? [] : [`${result.id} has this check-in already`];
  if (setCurrent) changes.push(...currentValue(results, contents(book, results.sheet), result, fields.get('value')));
  return checked(planOf(title, { says, changes, show: changes.length ? changes[0].spot : null }), book);
}

function namedKeyResult(results, book, name) {
  const known = new Map();
  for (const each of recordsOf(results)) if (each.id) known.set(each.id, each);
  const ids = [...known.keys()];
  if (!known.size) {
    throw new OkrError(`${book.name} › ${results.sheet}: there are no key results yet`, 'add one, then check in');
  }
  if (!name)
    throw new OkrError('no key result is selected', `select its row, or type its id: ${ids.join(', ')}`.slice(0, 200));
  if (!known.has(name)) {
    const near = nearest(name, ids);
    const hint = near === null ? `select the row of one: ${ids.join(', ')}` : `did you mean ${near}?`;
    throw new OkrError(`${book.name} › ${results.sheet}: there is no key result ${quoted(name)}`, hint.slice(0, 200));
  }
  return known.get(name);
}

function checkedInValue(value, yesOrNo) {
  let figure = null;
  try {
    figure = yesOrNo ? done(value) : number(value);
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    throw new OkrError(
      `the value ${quoted(String(value).slice(0, 80))} is not ${yesOrNo ? 'yes or no' : 'a number'}`,
      yesOrNo ? 'type yes or no' : 'type a number, e.g. 10',
    );
  }
  if (figure === null) throw new OkrError('the value is missing', "type today's value");
  return figure;
}

function shareOf(confidence) {
  const { values, faults } = readColumn(columnNamed(tableNamed('check-ins'), 'confidence'), [confidence]);
  if (faults.length) throw new OkrError(faults[0].fault, faults[0].hint);
  return values[0];
}

// Write a confidence as the others in its column are written: 0..1, 0..10 or 0..100.
function onScale(share, checkIns) {
  if (share === null || !checkIns.has('confidence')) return share;
  const at = checkIns.columns.get('confidence');
  const column = checkIns.rows.slice(checkIns.header).map((row) => cellAt(row, at));
  const figures = column.filter((cell) => typeof cell === 'number' || typeof cell === 'boolean').map(Number);
  const largest = figures.length ? extreme(figures, 1) : 0;
  return roundedTo(share * (SCALES.confidence.find((scale) => largest <= scale) || 1), 6);
}

function checkInRow(book, checkIns, fields, on) {
  const there = rowOfThatDay(checkIns, fields.get('key_result_id'), on);
  const answered = [...fields].filter(([, cell]) => cell !== null);
  const lacking = answered.find(([field]) => !checkIns.has(field));
  if (lacking !== undefined) {
    const { name } = columnNamed(checkIns.table, lacking[0]);
    throw new OkrError(
      `${book.name} › ${checkIns.sheet}: the check-ins have no column ${quoted(name)}`,
      'add the column, or leave this answer blank',
    );
  }
  if (there === null) {
    const row = firstEmptyRow(checkIns, contents(book, checkIns.sheet));
    return answered.map(([field, cell]) => changeOf(checkIns.spot(field, row), null, cell));
  }
  const differs = [...fields].some(([field, cell]) => checkIns.has(field) && !asHeld(checkIns, there, field, cell));
  if (differs) {
    const what = `${fields.get('key_result_id')} has another check-in on ${isoDate(on)}`;
    throw new OkrError(
      `${book.name} › ${spotText(checkIns.spot('date', there))}: ${what}`,
      'correct that row, or choose another day',
    );
  }
  return [];
}

function rowOfThatDay(checkIns, name, on) {
  for (let row = checkIns.header + 1; row <= checkIns.rows.length; row += 1) {
    const id = identifier(plainCell(checkIns.cell(checkIns.spot('key_result_id', row))));
    if (id === name && dayOr(checkIns.cell(checkIns.spot('date', row))) === on) return row;
  }
  return null;
}

function asHeld(checkIns, row, field, wanted) {
  const cell = checkIns.cell(checkIns.spot(field, row));
  return field === 'date' || same(field === 'key_result_id' ? identifier(plainCell(cell)) : cell, wanted);
}

// The first row in which no column of the table holds anything, be it only a blank formula.
function firstEmptyRow(checkIns, held) {
  const columns = new Set(checkIns.columns.values());
  const filled = new Set(
    [...held.keys()]
      .map(placeOf)
      .filter(([, column]) => columns.has(column))
      .map(([row]) => row),
  );
  let row = checkIns.header + 1;
  while (filled.has(row)) row += 1;
  if (row > checkIns.rows.length + 1) {
    const what = `${checkIns.sheet}: there is no empty row between the check-ins and the table below`;
    throw new OkrError(what, 'insert one');
  }
  return row;
}

function currentValue(results, held, result, value) {
  if (!results.has('current')) {
    throw new OkrError(
      `${results.sheet}: the key results have no column 'current'`,
      'add the column, or do not set the current value',
    );
  }
  const spot = results.spot('current', result.row);
  const old = heldAt(held, spot);
  if (old instanceof Formula)
    throw new OkrError(`${spotText(spot)}: the current value is a formula`, 'leave it as it is: the formula computes it');
  return same(old, value) ? [] : [changeOf(spot, old, value)];
}
