// What a macro is going to do, before it does: a plan that can be shown, applied, and undone. As in addin/macros/plan.py.

const FEW = 8; // changes of one sheet that are shown one by one
const SHOWN_AT_MOST = 60; // characters of one cell
const TRY_AGAIN = 'start again, so that the plan takes these changes into account';

// `newSheets` have a name and what they are a copy of, '' for an empty one; `show` is the cell to look at afterwards.
function planOf(title, { says = [], newSheets = [], changes = [], gone = [], show = null } = {}) {
  return { title, says, newSheets, changes, gone, show };
}

function isIdle(plan) {
  return !(plan.newSheets.length || plan.changes.length || plan.gone.length);
}

function sheetsChanged(changes) {
  return [...new Set(changes.map((change) => change.spot.sheet))];
}

// A plan that can be carried out; an error when a sheet that it needs is locked.
function checked(plan, book) {
  const copied = plan.newSheets.map((sheet) => sheet.copyOf);
  const locked = [...new Set([...copied, ...sheetsChanged(plan.changes)])].find(
    (sheet) => book.sheets().includes(sheet) && book.isLocked(sheet),
  );
  if (locked !== undefined) {
    throw new OkrError(
      `${book.name}: the sheet ${quoted(locked)} is protected with a password`,
      'remove the protection, and protect the sheet again afterwards',
    );
  }
  return plan;
}

// Carry a plan out and return the one that undoes it; nothing happens when the workbook has changed since.
function applyPlan(plan, book) {
  stillAsPlanned(plan, book);
  for (const sheet of plan.newSheets) {
    if (sheet.copyOf) book.copyAsValues(sheet.copyOf, sheet.name);
    else book.addSheet(sheet.name);
  }
  book.write(plan.changes);
  for (const name of plan.gone) book.removeSheet(name);
  if (plan.show !== null) book.select(plan.show);
  return undoOf(plan);
}

function undoOf(plan) {
  const added = plan.newSheets.map((sheet) => sheet.name);
  return planOf(`Undo: ${plan.title}`, {
    changes: plan.changes.filter((change) => !added.includes(change.spot.sheet)).map(inverse),
    gone: [...added].reverse(),
  });
}

function inverse(change) {
  return changeOf(change.spot, change.fresh, change.old, null, change.look === null ? null : '');
}

function stillAsPlanned(plan, book) {
  const sheets = book.sheets();
  for (const { name } of plan.newSheets) {
    if (sheets.includes(name)) throw new OkrError(`${book.name}: a sheet ${quoted(name)} has been added since`, TRY_AGAIN);
  }
  const lost = plan.gone.find((name) => !sheets.includes(name));
  if (lost !== undefined) {
    throw new OkrError(`${book.name}: the sheet ${quoted(lost)} no longer exists`, 'there is nothing left to undo');
  }
  for (const name of sheetsChanged(plan.changes).filter((sheet) => sheets.includes(sheet))) {
    const held = contents(book, name);
    for (const { spot, old } of plan.changes) {
      if (spot.sheet === name && !same(heldAt(held, spot), old)) {
        throw new OkrError(`${book.name} › ${spotText(spot)}: the cell has changed since the plan was made`, TRY_AGAIN);
      }
    }
  }
}

// Whether two cells hold the same: an empty text is an empty cell, a date its serial number.
function same(one, other) {
  const [left, right] = [one, other].map((cell) => (cell instanceof When ? day(cell) : cell));
  if (isEmpty(left) || isEmpty(right)) return isEmpty(left) && isEmpty(right);
  if (left instanceof Formula && right instanceof Formula) return written(left) === written(right);
  const texts = [textIn(left), textIn(right)];
  if (texts[0] === null && texts[1] === null) return Number(left) === Number(right);
  return texts[0] === texts[1];
}

// A formula as it is compared: programs have their own ways to write a number and the case of a name.
function written(formula) {
  const figures = PLAIN_NUMBER.exec(strip(formula.text.slice(1)));
  return figures && !figures[2] ? `=${rounded(Number(figures[1]), 9)}` : formula.text.toLowerCase();
}

// A plan as a dialog has room for it: a sheet with many changes is reported in one line.
function brief(plan) {
  const report = [plan.title, ...plan.says, ...sheetLines(plan), ...againLines(plan)];
  const changes = plan.changes.filter((change) => !isAgain(change));
  const added = plan.newSheets.filter((sheet) => !sheet.copyOf).map((sheet) => sheet.name);
  for (const sheet of sheetsChanged(changes)) {
    const own = changes.filter((change) => change.spot.sheet === sheet);
    const rows = own.map((change) => change.spot.row);
    if (added.includes(sheet)) continue;
    if (own.length <= FEW) report.push(...own.map(changeLine));
    else report.push(`${sheet}: ${own.length} cells change in rows ${extreme(rows, -1)} to ${extreme(rows, 1)}`);
  }
  return report;
}

function extreme(values, side) {
  return values.reduce((best, value) => ((value - best) * side > 0 ? value : best));
}

function sheetLines(plan) {
  return [
    ...plan.newSheets.map(
      ({ name, copyOf }) =>
        `new sheet ${quoted(name)}${copyOf ? `: a copy of ${quoted(copyOf)} without formulas` : ''}`,
    ),
    ...plan.gone.map((name) => `the sheet ${quoted(name)} is deleted`),
  ];
}

function againLines(plan) {
  const again = plan.changes.filter(isAgain);
  return sheetsChanged(again).map((sheet) => {
    const count = again.filter((change) => change.spot.sheet === sheet).length;
    return `${sheet}: ${count} formula${count > 1 ? 's' : ''} re-entered`;
  });
}

function isAgain(change) {
  return change.fresh instanceof Formula && textIn(change.old) === change.fresh.text;
}

function changeLine(change) {
  const [old, fresh] = [shownInLine(change.old, change.fresh), shownInLine(change.fresh, change.old)];
  return `${spotText(change.spot)}: ${old} → ${fresh}`;
}

// A cell as a line can show it; a number that a date takes the place of is a date as well.
function shownInLine(cell, beside) {
  if (beside instanceof When && typeof cell === 'number' && cell >= 1 && cell <= LAST_DAY) return isoDate(Math.floor(cell));
  if (isEmpty(cell)) return '(empty)';
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  if (typeof cell === 'number') return rounded(cell, 10);
  if (cell instanceof When) return isoDate(cell.serial);
  const letters = [...textIn(cell)];
  return letters.length <= SHOWN_AT_MOST ? textIn(cell) : `${letters.slice(0, SHOWN_AT_MOST - 1).join('')}…`;
}
