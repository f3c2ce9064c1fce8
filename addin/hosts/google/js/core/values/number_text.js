// Numbers that were written as text: "1.200,50", "€ 300", "(5)", "½", "10 days". As in core/values/number_text.py.

const NUMBER_TEXT = whole(KNOWN.patterns.number);
const GROUPS = whole(KNOWN.patterns.groups);
const IN_BRACKETS = /^(?:\((?<inside>[^()]+)\)|(?<before>[^()0-9-]+)\((?<amount>[^()-]*[0-9][^()-]*)\))$/;
const DIGIT = /[\p{Nd}²³¹⁰⁴-⁹₀-₉]/u;
const LONGEST_NUMBER = 60;

// What a text is with a decimal point, and with a decimal comma; null where it is no number. `mark` is the decimal mark
// that it proves, `weak` a comma that may be a slip as well.
const parseNumber = remembered((given) => {
  let text = clean(given);
  if (text.length > LONGEST_NUMBER) return null;
  if (/^'(?!')/.test(text)) text = strip(text.slice(1));
  const negative = IN_BRACKETS.exec(text);
  if (negative !== null) text = negative.groups.inside || negative.groups.before + negative.groups.amount;
  const match = NUMBER_TEXT.exec(text);
  if (match === null) return null;
  const { sign, before, inner, body, minus, tail } = match.groups;
  const signs = sign + inner + (minus ? '-' : '') + (negative ? '-' : '');
  const digits = numberBody(body);
  const behind = numberTail(strip(tail), (before || '').toLowerCase());
  if (digits === null || behind === null || signs.length > 1) return null;
  const { factor, unit } = behind;
  const isPrice = digits.weak && CURRENCIES.has(unit) && /^[0-9]+,[0-9]{2}$/.test(body); // nobody groups by two digits
  const times = (value) => timesFactor(value, signs.includes('-') ? -factor : factor);
  return {
    point: times(digits.point),
    comma: times(digits.comma),
    unit,
    mark: isPrice ? ',' : digits.mark,
    weak: digits.weak && !isPrice,
    factor: Math.max(factor, 1),
  };
});

function timesFactor(value, factor) {
  if (value === null) return null;
  return Math.abs(factor) < 1 ? value / Math.round(1 / factor) : value * factor;
}

function digitsOf(point, comma, mark = '', weak = false) {
  return { point, comma, mark, weak };
}

// Digits with their separators, and a fraction at the end.
function numberBody(body) {
  const fraction = entryIn(KNOWN.fractions, body.slice(-1));
  if (fraction !== undefined) {
    const above = strip(body.slice(0, -1));
    if (!/^[0-9]*$/.test(above)) return null;
    return digitsOf(Number(above) + fraction, Number(above) + fraction);
  }
  const marks = body.replace(/[0-9]/g, '');
  if (!marks) return digitsOf(Number(body), Number(body));
  return marks === '.' || marks === ',' ? withOneMark(body) : grouped(body);
}

// One point or comma: a decimal mark, or between groups of three digits.
function withOneMark(body) {
  const decimal = Number(body.replace(',', '.'));
  const inGroups = GROUPS.test(body) ? Number(body.replace(/[.,]/, '')) : null;
  if (body.includes('.')) return digitsOf(decimal, inGroups, inGroups === null ? '.' : '');
  const weak = inGroups === null && !/^[0,]/.test(body);
  return digitsOf(inGroups, decimal, weak || inGroups !== null ? '' : ',', weak);
}

// Groups of digits between marks of one kind, perhaps with a decimal mark of another kind behind them.
function grouped(body) {
  const last = Math.max(body.lastIndexOf('.'), body.lastIndexOf(','));
  const isDecimal = last >= 0 && body.indexOf(body[last]) === last;
  const above = isDecimal ? body.slice(0, last) : body;
  const rest = isDecimal ? body.slice(last + 1) : '';
  if (!GROUPS.test(above) || (isDecimal && !/^[0-9]+$/.test(rest))) return null;
  const value = Number(`${above.replace(/[^0-9]/g, '')}.${rest}`);
  const between = above.replace(/[0-9]/g, '')[0];
  return digitsOf(value, value, isDecimal ? body[last] : entryIn({ '.': ',', ',': '.' }, between) || '');
}

// What stands behind a number as a factor and a unit; null when that is not understood.
function numberTail(tail, before) {
  let names = words(tail.toLowerCase());
  if (!names.length) return { factor: 1, unit: before };
  if (PER_CENT.has(names.join(' '))) return before ? null : { factor: 0.01, unit: PERCENT };
  if (names.join(' ') === KNOWN.perMille) return before ? null : { factor: 0.001, unit: KNOWN.perMille };
  names = [...withoutCurrency(names[0]), ...names.slice(1)];
  let factor = 1;
  const first = names[0].replace(/\.+$/, '');
  const multiplier = entryIn(KNOWN.multipliers, first);
  const isMoney = before || CURRENCIES.has(names[1]);
  if (multiplier !== undefined && (isMoney || !ONLY_WITH_CURRENCY.has(first))) {
    factor = multiplier;
    names = names.slice(1);
  }
  const unit = names.join(' ');
  const isOdd = (before && unit) || DIGIT.test(unit) || (unit && !/^\p{L}/u.test(unit));
  if (isOdd) return CURRENCIES.has(unit) && !before ? { factor, unit } : null;
  return { factor, unit: unit || before };
}

// "k€" as "k" and "€"; another word stays one.
function withoutCurrency(name) {
  for (let end = 0; end < name.length; end += 1) {
    const [first, rest] = [name.slice(0, end), name.slice(end).replace(/^\./, '')];
    if (CURRENCIES.has(rest)) return entryIn(KNOWN.multipliers, first) === undefined ? [name] : [first, rest];
  }
  return [name];
}

function isSure({ point, comma, weak }) {
  return !weak && (point === null || comma === null || point === comma);
}

// The number when the decimal mark is known, null when it stays open or does not fit.
function settledNumber(parsed, mark) {
  const { point, comma } = parsed;
  if (isSure(parsed)) return point === null ? comma : point;
  return mark === '.' ? point : mark === ',' ? comma : null;
}

function numbersIn(texts) {
  return [...texts].map(parseNumber).filter((parsed) => parsed !== null);
}

// The decimal mark that texts prove, '' when none or both are proved.
function provedDecimalMark(texts) {
  const parsed = numbersIn(texts);
  const strong = new Set(parsed.map((each) => each.mark).filter((mark) => mark));
  const weak = parsed.filter((each) => each.weak).length;
  if (strong.size === 1) return strong.has('.') && weak ? '' : [...strong][0];
  return !strong.size && weak > 1 ? ',' : '';
}

// Units that stand behind two numbers of the column or more, and are no short form of "million".
function repeatedUnits(texts) {
  const units = numbersIn(texts).map((each) => each.unit);
  return units.filter((unit, at) => units.indexOf(unit) !== at && !ONLY_WITH_CURRENCY.has(unit));
}
