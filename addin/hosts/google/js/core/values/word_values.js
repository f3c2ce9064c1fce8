// Cells of columns of words, of yes and no, of ids and of text. As in core/values/word_values.py.

const [SAYS_YES, SAYS_NO] = [new Set(KNOWN.yes), new Set(KNOWN.no)];
const MISSING_TEXTS = new Set(KNOWN.missingTexts);

// The choice that a word means.
function readWord({ column }, cell) {
  const name = word(cell);
  if (name === null || NOT_NUMBERS.has(name)) return NOTHING;
  const choice = entryIn(column.words, name) || entryIn(column.words, fold(String(cell)));
  return choice === undefined ? unread("it isn't a valid value") : reading(choice);
}

function readFlag(context, cell) {
  if (typeof cell === 'string') {
    const name = fold(cell);
    if (SAYS_YES.has(name) || entryIn(KNOWN.symbols, strip(cell)) === 'done') return reading(true);
    if (SAYS_NO.has(name)) return reading(false);
    if (NOT_NUMBERS.has(name)) return NOTHING;
  }
  if (isDate(cell)) return unread('it is a date');
  const answered = done(cell);
  return reading(answered === null ? null : answered >= 1);
}

function readText(context, cell) {
  if (typeof cell !== 'string') return isNone(cell) ? NOTHING : reading(shownCell(cell));
  const text = strip(cell);
  return isBlank(text) || MISSING_TEXTS.has(text) ? NOTHING : reading(text);
}

// A date in the place of an id is kept, and a fault, since it was hardly meant.
function readId(context, cell) {
  const text = readText(context, cell);
  return isDate(cell) ? { ...text, fault: 'it is a date' } : text;
}
