// The text of a cell as it is compared. As `clean` and `fold` in core/values, and core/values/error_values.py.

const KNOWN = FACTS.values;
const RARE_SPACES = /[\t\xa0\u2002-\u200a\u202f\u3000]/g;
const UNSEEN = /[\xad\u200b-\u200f\u2060\ufeff]/g;
const MINUS_SIGNS = /[−–‒‐‑﹣－]/g;
const APOSTROPHES = /[’‘ʼ]/g;
const WORD_LETTER = /[\p{L}\p{N}_]/u;
const NOT_WORDS = /[^\p{L}\p{N}_/&%+# ]+/gu;
const LONGEST_ERROR = 40;
const ERROR_WORD = new RegExp(`^(?:${KNOWN.patterns.error})$`, 'u');
const ERROR_TEXTS = new Set([...KNOWN.errors, ...KNOWN.waiting]);
const LOADING_WORDS = [...KNOWN.waiting, '#getting_data', '#busy!', '#connecting'];

// A text with plain spaces, minus signs and apostrophes, and without invisible characters.
function clean(text) {
  const spaced = text.replace(RARE_SPACES, ' ').replace(UNSEEN, '');
  return strip(spaced.replace(MINUS_SIGNS, '-').replace(APOSTROPHES, "'"));
}

// A word in small letters and single spaces, without hyphens and signs around it; a sign alone is the word that it means.
function fold(text) {
  const spelled = text.toLowerCase().replace(UNSEEN, '').replace(/\ufe0f/g, '');
  if (!WORD_LETTER.test(spelled)) {
    const signs = new Set([...words(spelled).join('')].map((sign) => entryIn(KNOWN.symbols, sign) || sign));
    return signs.size === 1 ? [...signs][0] : strip(spelled);
  }
  return words(spelled.replace(/_/g, ' ').replace(/'/g, '').replace(NOT_WORDS, ' ')).join(' ');
}

// What a list of words has for one of them, undefined when it is not there.
function entryIn(list, name) {
  return Object.prototype.hasOwnProperty.call(list, name) ? list[name] : undefined;
}

// The error value that a cell holds, as an error or as text; '' when it holds none.
function errorWord(cell) {
  if (cell instanceof ErrorCell) return cell.text;
  if (typeof cell !== 'string' || cell.length > LONGEST_ERROR) return '';
  const text = strip(cell);
  return ERROR_TEXTS.has(text.toLowerCase()) || ERROR_WORD.test(text) ? text : '';
}

function errorHint(error) {
  return LOADING_WORDS.includes(error.toLowerCase())
    ? 'wait until the cell is loaded, then save or download the workbook again'
    : 'correct the formula in that cell';
}
