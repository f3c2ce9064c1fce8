// What a cycle's name means: "2026-Q3", "3. Quartal 2026", "Jul–Sep 2026", "H2 2026". As in core/values/cycle_names.py.

const CYCLE_NAMES = KNOWN.patterns.cycles.map(whole);
const LAST_YEAR = 9999;

// The first and last day of the cycle that a name means and its canonical name, null when it is called otherwise.
function parseCycle(name) {
  const spaced = strip(clean(name).toLowerCase().replace(/[\s,_()]+/g, ' '));
  const text = spaced
    .split(' ')
    .map((each) => entryIn(KNOWN.ordinals, each.replace(/\.+$/, '')) || each)
    .join(' ');
  for (const pattern of CYCLE_NAMES) {
    const match = pattern.exec(text);
    if (match !== null) return cycleNamed(match.groups);
  }
  return null;
}

// A fiscal year is named after the calendar year that it begins in.
function cycleNamed({ fiscal, year: yearText, quarter, nth, half, nth_half: nthHalf, ...months }) {
  const year = yearNamed(yearText);
  if (year === null) return null;
  if (months.first) return fiscal && !['cy', 'calendar year'].includes(fiscal) ? null : monthsNamed(months, year);
  const length = quarter || nth ? 3 : half || nthHalf ? 6 : 12;
  return cycleOfMonths(year, 1 + length * (Number(quarter || nth || half || nthHalf || 1) - 1), length);
}

// Two digits are a year of this century; "2026/27" is named after its first year.
function yearNamed(text) {
  const [first, second] = text.replace(/^'+/, '').split(/[/-]/);
  if (second !== undefined && Number(second) !== (Number(first) + 1) % 100) return null;
  return Number(first) + (first.length === 2 ? 2000 : 0);
}

// From a month to a month, over the turn of a year where the last one comes earlier.
function monthsNamed({ first, last, first_year: firstYear }, year) {
  const [from, to] = [monthNumber(first), monthNumber(last || first)];
  if (from === undefined || to === undefined) return null;
  const begins = from <= to ? year : year - 1;
  return firstYear && Number(firstYear) !== begins ? null : cycleOfMonths(begins, from, ((to - from + 12) % 12) + 1);
}

// The cycle of so many months from a month of a year on (13 is the next January); null past year 9999.
function cycleOfMonths(year, firstMonth, months) {
  const begin = year * 12 + firstMonth - 1;
  const after = begin + months;
  if (begin < 12 || after >= LAST_YEAR * 12 + 12) return null;
  const firstDay = (month) => serialDay(Math.floor(month / 12), (month % 12) + 1, 1);
  return { name: canonicalName(begin, months), start: firstDay(begin), end: firstDay(after) - 1 };
}

// The name of so many months from a month on, counted from the year 0.
function canonicalName(begin, months) {
  const [year, month] = [Math.floor(begin / 12), begin % 12];
  const isPart = [3, 6, 12].includes(months) && month % months === 0;
  if (isPart) return `${year}${{ 3: `-Q${month / 3 + 1}`, 6: `-H${month / 6 + 1}`, 12: '' }[months]}`;
  const named = (number) => `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
  return months === 1 ? named(begin) : `${named(begin)} to ${named(begin + months - 1)}`;
}

// The cycle of as many months that follows one; null past year 9999.
function cycleAfter({ start, end }) {
  const [first, last, next] = [calendar(start), calendar(end), calendar(end + 1)];
  return cycleOfMonths(next[0], next[1], (last[0] - first[0]) * 12 + last[1] - first[1] + 1);
}
