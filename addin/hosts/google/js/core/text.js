// Text as every host treats it: the same blanks, small letters, quotes and figures, so that messages are the same too.

const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const SPACES_AROUND = new RegExp(`^${SPACE}+|${SPACE}+$`, 'g');
const SPACES = new RegExp(`${SPACE}+`);

function strip(text) {
  return text.replace(SPACES_AROUND, '');
}

function words(text) {
  return text.split(SPACES).filter((each) => each !== '');
}

const ESCAPED = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

// A text in quotes, with what cannot be seen written out.
function quoted(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let inside = '';
  for (const letter of text) {
    if (letter === quote) inside += `\\${letter}`;
    else if (ESCAPED.has(letter)) inside += ESCAPED.get(letter);
    else if (letter !== ' ' && /[\p{C}\p{Z}]/u.test(letter)) inside += codeOf(letter.codePointAt(0));
    else inside += letter;
  }
  return quote + inside + quote;
}

function codeOf(point) {
  const [mark, width] = point < 0x100 ? ['x', 2] : point < 0x10000 ? ['u', 4] : ['U', 8];
  return `\\${mark}${point.toString(16).padStart(width, '0')}`;
}

// A number in as few digits as tell it from every other; whole ones without a point.
function figure(value) {
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return String(value);
  const [digits, exponent] = value.toExponential().split('e');
  if (exponent >= -4 && exponent < 16) return String(value);
  return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

// A number in at most so many digits, halves to the even one, without zeros at its end.
function rounded(value, digits) {
  if (value === 0) return '0';
  const [kept, exponent] = significant(Math.abs(value), digits);
  const sign = value < 0 ? '-' : '';
  const short = kept.replace(/0+$/, '') || '0';
  if (exponent < -4 || exponent >= digits) {
    const power = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${short[0]}${short.length > 1 ? '.' : ''}${short.slice(1)}e${exponent < 0 ? '-' : '+'}${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${short}`;
  const whole = short.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return sign + whole + (short.length > exponent + 1 ? `.${short.slice(exponent + 1)}` : '');
}

function significant(value, digits) {
  const [exact, power] = value.toExponential(60).split('e');
  const all = exact.replace('.', '');
  const kept = all.slice(0, digits);
  if (/^50*$/.test(all.slice(digits)) && Number(kept[kept.length - 1]) % 2 === 0) return [kept, Number(power)];
  const [nearest, exponent] = value.toExponential(digits - 1).split('e');
  return [nearest.replace('.', ''), Number(exponent)];
}

// A share in whole percent by the rule of core/percent.py: halves away from zero, and never 100% below 1.
function percent(share) {
  const rounded = Math.floor(Math.abs(share) * 100 + 0.5 + 1e-9);
  if (rounded === 0) return '0%';
  if (share < 0) return `-${rounded}%`;
  return `${rounded === 100 && share < 1 ? 99 : rounded}%`;
}

// A number to so many decimals.
function roundedTo(value, decimals) {
  return Number(value.toFixed(decimals));
}

// A pattern that a whole text must fit, in large or small letters.
function whole(pattern) {
  return new RegExp(`^(?:${pattern})$`, 'iu');
}

// A function of a text that answers the same text from memory.
function remembered(answerOf) {
  const answers = new Map();
  return (text) => {
    if (!answers.has(text)) answers.set(text, answerOf(text));
    return answers.get(text);
  };
}
