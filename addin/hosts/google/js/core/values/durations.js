// Durations: what the sheet shows as 36:00, ISO 8601's PT2H, "1:30" or "2 h 15 min". As in core/values/durations.py.

const CLOCK_TEXT = whole(KNOWN.patterns.clock);
const ISO_DURATION = whole(KNOWN.patterns.isoDuration);
const DURATION_PARTS = whole(KNOWN.patterns.durationParts);
const LONGEST_DURATION = 40;
const FIRST_OF_MARCH_1900 = 61; // dates before it are durations that the sheet hands over as dates

// The hours in a date that is a duration, null when it is a date.
function hoursInDate(cell) {
  return serial(cell) < FIRST_OF_MARCH_1900 ? Math.round(serial(cell) * 86400) / 3600 : null;
}

// The hours in a text, null when it is no duration.
function hoursInText(given) {
  const text = clean(given);
  const clock = CLOCK_TEXT.exec(text);
  if (clock !== null) {
    const [, sign, hours, minutes, seconds, half] = clock;
    if (half) return null; // a time of day
    return (sign ? -1 : 1) * (Number(hours) + Number(minutes) / 60 + Number(seconds || 0) / 3600);
  }
  const parts = ISO_DURATION.exec(text);
  if (parts !== null && parts.slice(1).some((part) => part !== undefined)) {
    const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part || 0));
    return numberOrNull(days * 24 + hours + minutes / 60 + seconds / 3600);
  }
  return text.length < LONGEST_DURATION && DURATION_PARTS.test(`${text} `) ? sumOfParts(text) : null;
}

function numberOrNull(value) {
  return Number.isNaN(value) ? null : value;
}

// Hours, minutes and seconds one after the other; a day may be a working one, and is none of these.
function sumOfParts(text) {
  let total = 0;
  for (const [, amount, name] of text.matchAll(/([0-9.]+) ?([a-z]+)/giu)) {
    const unit = name.toLowerCase() === 'm' ? 'minutes' : entryIn(KNOWN.timeUnits, name.toLowerCase());
    const seconds = entryIn(KNOWN.inSeconds, unit);
    if (seconds === undefined) return null;
    total += (Number(amount) * seconds) / 3600;
  }
  return numberOrNull(total);
}

// Whether a text such as "1:30" may be hours and minutes, or minutes and seconds.
function isClock(text) {
  const match = CLOCK_TEXT.exec(clean(text));
  return match !== null && match[4] === undefined;
}

// Hours in a unit of time; in hours where the unit is none that has one length.
function hoursIn(hours, unit) {
  const seconds = entryIn(KNOWN.inSeconds, unit) || 3600;
  return seconds === 3600 ? hours : (hours * 3600) / seconds;
}
