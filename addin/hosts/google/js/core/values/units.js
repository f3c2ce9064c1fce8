// Words and signs beside numbers: percent, currencies, units. As in core/values/unit_words.py.

const PER_CENT = new Set(KNOWN.perCent);
const CURRENCIES = new Set(KNOWN.currencies);
const ONLY_WITH_CURRENCY = new Set(KNOWN.onlyWithCurrency); // metres, minutes, months or bytes as well
const OTHER_UNITS = new Set(KNOWN.otherUnits);
const HARD_UNITS = new Set(KNOWN.hardUnits);

// One word for a unit of time or percent, however it is written; other units in small letters.
function normalisedUnit(unit) {
  const name = words(unit.toLowerCase()).join(' ');
  if (PER_CENT.has(name)) return PERCENT;
  return entryIn(KNOWN.timeUnits, name) || entryIn(KNOWN.sameCurrency, name) || name;
}

// Whether a unit differs in size or kind from all others: time, money, percent; names of things do not.
function isHardUnit(unit) {
  return HARD_UNITS.has(unit) || /[€$£¥₹]/.test(unit) || CURRENCIES.has(unit.split('/')[0]);
}

function isKnownUnit(unit) {
  const isTime = entryIn(KNOWN.timeUnits, unit) !== undefined;
  return isTime || [CURRENCIES, OTHER_UNITS, PER_CENT].some((units) => units.has(unit)) || unit === KNOWN.perMille;
}

function isTimeUnit(unit) {
  return entryIn(KNOWN.inSeconds, unit) !== undefined;
}
