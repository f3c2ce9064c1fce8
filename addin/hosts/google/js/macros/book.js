// A workbook as the macros see it: rows counted from 1 as people do, columns from 0. As in addin/macros/book.py, a book has
//   name, today, sheets(), cells(sheet), formulas(sheet), isLocked(sheet), write(changes), addSheet(name),
//   copyAsValues(sheet, name), removeSheet(name), select(spot) and selected().

class Formula {
  constructor(text) {
    this.text = text;
  }
}

class ErrorCell {
  constructor(text) {
    this.text = text;
  }
}

const NOT_KNOWN = '#NAME?';

function isNotKnown(cell) {
  return cell instanceof ErrorCell && cell.text === NOT_KNOWN;
}

// The text in a cell, be it a formula or an error; null where there is no text.
function textIn(cell) {
  if (typeof cell === 'string') return cell;
  return cell instanceof Formula || cell instanceof ErrorCell ? cell.text : null;
}

// A cell as the functions of a sheet would get it: an error as its text.
function plainCell(cell) {
  return cell instanceof ErrorCell ? cell.text : cell;
}

function columnLetter(column) {
  let letters = '';
  for (let rest = column + 1; rest; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

function spotOf(sheet, row, column) {
  return { sheet, row, column };
}

function addressOf(spot) {
  return `${columnLetter(spot.column)}${spot.row}`;
}

function spotText(spot) {
  return `${spot.sheet}!${addressOf(spot)}`;
}

function key(row, column) {
  return `${row},${column}`;
}

function placeOf(at) {
  return at.split(',').map(Number);
}

function isEmpty(cell) {
  return isNone(cell) || cell === '';
}

// What a cell holds before and after; `leadsTo` makes its text a link, `look` colours it, null leaves it as it looks.
function changeOf(spot, old, fresh, leadsTo = null, look = null) {
  return { spot, old: isNone(old) ? null : old, fresh, leadsTo, look };
}

// What every cell of a sheet holds: its formula, or its value; empty ones are left out.
function contents(book, sheet) {
  const held = new Map();
  book.cells(sheet).forEach((cells, row) => {
    cells.forEach((cell, column) => {
      if (!isEmpty(cell)) held.set(key(row + 1, column), cell);
    });
  });
  for (const [at, formula] of book.formulas(sheet)) held.set(at, formula);
  return held;
}

function heldAt(held, spot) {
  const at = key(spot.row, spot.column);
  return held.has(at) ? held.get(at) : null;
}
