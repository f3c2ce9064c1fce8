// Dates that were written as text: "12.10.2026", "11. August 2026", "8/12/2026". As in core/values/date_text.py.

const DATES_IN_ONE_WAY = KNOWN.patterns.dates.map(whole);
const DATE_IN_TWO_ORDERS = whole(KNOWN.patterns.dateInTwoOrders);
const YEARS_IN_USE = [20, 31]; // as two digits

function monthNumber(name) {
  return entryIn(KNOWN.months, strip(name).replace(/\.+$/, '').toLowerCase());
}

// The day that a text names when it begins with the day, and when it begins with the month; null when it names none.
const parseDate = remembered((given) => {
  const text = clean(given);
  for (const pattern of DATES_IN_ONE_WAY) {
    const match = pattern.exec(text);
    if (match !== null) {
      const { year, month, day: dayOfMonth } = match.groups;
      const named = serialNamed(year, /^[0-9]+$/.test(month) ? Number(month) : monthNumber(month), Number(dayOfMonth));
      return named === null ? null : { dayFirst: named, monthFirst: named };
    }
  }
  const match = DATE_IN_TWO_ORDERS.exec(text);
  if (match === null) return null;
  const [first, second, { year }] = [Number(match.groups.one), Number(match.groups.two), match.groups];
  const mayBeYear = first >= YEARS_IN_USE[0] && first <= YEARS_IN_USE[1];
  if (year.length === 2 && mayBeYear) return null; // 26-08-11
  const [dayFirst, monthFirst] = [serialNamed(year, second, first), serialNamed(year, first, second)];
  return dayFirst === null && monthFirst === null ? null : { dayFirst, monthFirst };
});

// Two digits are a year of this century.
function serialNamed(yearText, month, dayOfMonth) {
  const digits = yearText.replace("'", '');
  const year = Number(digits) + (digits.length === 2 ? 2000 : 0);
  if (month === undefined || year < 1) return null;
  const serial = serialDay(year, month, dayOfMonth);
  const [, month2, day2] = calendar(serial);
  return month2 === month && day2 === dayOfMonth ? serial : null;
}

// The day when the order is known, null when it stays open.
function settledDate({ dayFirst, monthFirst }, isDayFirst) {
  if (dayFirst === null || monthFirst === null) return dayFirst === null ? monthFirst : dayFirst;
  if (dayFirst === monthFirst) return dayFirst;
  return isDayFirst === null ? null : isDayFirst ? dayFirst : monthFirst;
}

// Whether texts prove that days stand before months, null when nothing or both is proved.
function provedDayFirst(texts) {
  const dates = [...texts].map(parseDate).filter((date) => date !== null);
  const proofs = dates.filter(({ dayFirst, monthFirst }) => (dayFirst === null) !== (monthFirst === null));
  const orders = new Set(proofs.map(({ monthFirst }) => monthFirst === null));
  return orders.size === 1 ? [...orders][0] : null;
}
