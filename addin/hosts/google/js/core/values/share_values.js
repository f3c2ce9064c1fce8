// Cells of a column of shares (confidence, progress, gaps), each on its own scale: 0.7, 70, "70%", "7/10". As in
// core/values/share_values.py.

const SCALES = KNOWN.scales;
const RATIO = whole(KNOWN.patterns.ratio);
const ARROW = new RegExp(KNOWN.patterns.arrow, 'u');
const TYPE_A_SHARE = 'type a percentage, e.g. 70%';

// The share in a cell, with the unit "%" where the cell itself says its scale; else a number to be scaled.
function readShare(context, cell) {
  if (typeof cell === 'boolean') {
    return unread(`${context.name} is ${shownCell(cell)}, where a share belongs`, TYPE_A_SHARE);
  }
  if (typeof cell === 'string') {
    const [, some, all] = (RATIO.exec(clean(cell)) || []).map(Number);
    if (some <= all) return reading(some / all, PERCENT);
    const share = context.name === 'confidence' ? entryIn(KNOWN.confidence, fold(cell)) : undefined;
    if (share !== undefined) return reading(share, PERCENT);
  }
  const isProgress = context.name === 'progress' && typeof cell === 'string';
  const figure = isProgress ? readProgress(context, cell) : readNumber(context, cell);
  return figure.fault ? unread(figure.fault, TYPE_A_SHARE) : figure;
}

// Progress as people note it: done or not done, or behind an arrow ("=> 78%").
function readProgress(context, text) {
  if (isDoneWord(text)) return reading(done(text), PERCENT);
  const tick = entryIn(KNOWN.ticks, clean(text));
  return tick === undefined ? readNumber(context, clean(text).replace(ARROW, '')) : reading(tick, PERCENT);
}

function isOfTen({ name }) {
  return (entryIn(SCALES, name) || []).includes(10);
}

// The readings of a column's cells as shares of 1; a cell that has two readings beside the others is no data.
function scaledShares(context, cells, readings) {
  const ten = isOfTen(context);
  const plain = readings.filter((each) => each.value !== null && each.unit !== PERCENT).map((each) => each.value);
  const scales = {
    fractions: plain.some((value) => value > 0 && value < 1),
    tens: ten && plain.some((value) => value > 1 && value <= 10),
    hundreds: plain.some((value) => value > (ten ? 10 : 1)),
  };
  return readings.map((each, at) => {
    if (each.value === null) return each;
    const shares = each.unit === PERCENT ? [each.value] : possibleShares(each.value, scales, ten);
    return shares.length > 1 ? openShare(context, cells[at], shares) : limitedShare(context, cells[at], shares[0], ten);
  });
}

// What a plain number may be as a share of 1.
function possibleShares(value, { fractions, tens, hundreds }, ten) {
  if (value < 1) return [value];
  if (value === 1) return tens ? [1, 0.1] : fractions || !hundreds ? [1] : [1, 0.01];
  if (ten && value <= 10) return hundreds ? [value / 10, value / 100] : [value / 10];
  return [value / 100];
}

function openShare({ name }, cell, shares) {
  const [first, second] = shares.map(wholePercent);
  const what = `${name}: ${quotedCell(cell)} could be ${first} or ${second}; it is not counted`;
  return unread(what, `type it as ${first} or ${second}`);
}

// Halves to the even one.
function wholePercent(share) {
  const below = Math.floor(share * 100);
  const rest = share * 100 - below;
  return `${below + (rest > 0.5 || (rest === 0.5 && below % 2) ? 1 : 0)}%`;
}

function limitedShare({ name, column }, cell, share, ten) {
  const isLimited = column.limits.some((limit) => limit !== null);
  if (share >= 0 && !(share > 1 && isLimited)) return reading(share);
  const side = share < 0 ? 'below 0' : ten ? 'above 100%' : 'above 1';
  return unread(`${name} is ${side}: ${shownCell(cell)}`, column.help);
}
