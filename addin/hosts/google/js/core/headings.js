// What a heading means: a column of one of our tables, in any of the ways that people write it. As in core/tables/headings.py.

const VAGUE = new Set(FACTS.vague);
const [MAPPED, NAMED, ALIAS] = [1.1, 1, 0.9]; // how sure a meaning is: our name, another name
const [PLURAL, ANNOTATED, MISSPELT] = [0.02, 0.05, 0.3]; // how much less sure a heading is that was written otherwise
const LONGEST = 80;
const INVISIBLE = /[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\ufeff]/g;
const PUNCTUATION = new RegExp(`(?:${SPACE}|[_\\-./:*()?\\[\\]\\u2010-\\u2015])+`, 'g');
const BRACKETS = /\([^)]*\)|\[[^\]]*\]|\{[^}]*\}/g;
const PARTS = /[|;,:/\u2013\u2014]|\s-\s/;
const WHEN = new RegExp(FACTS.patterns.when, 'gu');

const NORMALISED = new Map(); // the same headings are looked at again for every table
const MEANINGS = new Map();
const NEAR = new Map();

// A heading as it is compared: small letters, without stars, punctuation and invisible characters.
function normaliseHeading(heading) {
  if (!NORMALISED.has(heading)) {
    NORMALISED.set(heading, strip(visible(heading).toLowerCase().replace(PUNCTUATION, ' ')));
  }
  return NORMALISED.get(heading);
}

function visible(text) {
  return text.replace(INVISIBLE, '').normalize('NFKC');
}

function normalisedCell(cell) {
  const text = textIn(cell);
  return text === null ? '' : normaliseHeading(text);
}

// A heading from its full text to its bare words, each with how much less sure it is.
function readings(heading) {
  const text = strip(visible(heading).toLowerCase());
  const whole = normaliseHeading(text);
  const outside = strip(text.replace(BRACKETS, ' '));
  const firstLine = outside.split('\n')[0];
  const firstPart = firstLine.split(PARTS)[0];
  const bare = [outside, firstLine, firstPart, firstLine.replace(WHEN, ' '), firstPart.replace(WHEN, ' ')];
  const all = [[whole, 0], [singular(whole), PLURAL]];
  for (const each of bare.map(normaliseHeading)) all.push([each, ANNOTATED], [singular(each), ANNOTATED]);
  const seen = new Set();
  return all.filter(([each]) => each && !seen.has(each) && seen.add(each));
}

// Whether a heading says nothing of what its sheet is about.
function isVague(heading) {
  const text = normaliseHeading(heading);
  return VAGUE.has(text) || VAGUE.has(singular(text));
}

function singular(heading) {
  if (heading.endsWith('ies')) return `${heading.slice(0, -3)}y`;
  return heading.endsWith('s') && !/(?:ss|us)$/.test(heading) ? heading.slice(0, -1) : heading;
}

let namesOfColumns = null;

// What each normalised heading may mean, for every table.
function headingNames() {
  if (namesOfColumns === null) {
    namesOfColumns = new Map();
    for (const table of FACTS.tables) {
      for (const column of table.columns) {
        [column.name, ...column.aliases].forEach((name, at) => {
          const heading = normaliseHeading(name);
          if (!namesOfColumns.has(heading)) namesOfColumns.set(heading, []);
          namesOfColumns.get(heading).push({ table, column, sure: at ? ALIAS : NAMED });
        });
      }
    }
  }
  return namesOfColumns;
}

// The columns that a heading may mean; none when it is not known, however it is read.
function meaningsOf(heading) {
  if (!MEANINGS.has(heading)) {
    const known = readings(heading).find(([text]) => headingNames().has(text));
    const meanings = known === undefined ? [] : headingNames().get(known[0]);
    MEANINGS.set(
      heading,
      meanings.map((each) => ({ ...each, sure: each.sure - known[1] })),
    );
  }
  return MEANINGS.get(heading);
}

// The one of some columns whose name or alias a heading is but for a slip of the fingers.
function misspeltColumn(heading, columns) {
  if (!NEAR.has(heading)) {
    const texts = readings(heading).map(([text]) => text);
    NEAR.set(
      heading,
      new Set([...headingNames().keys()].filter((name) => texts.some((text) => isSlip(text, name)))),
    );
  }
  const near = NEAR.get(heading);
  const isNear = (column) => [column.name, ...column.aliases].some((name) => near.has(normaliseHeading(name)));
  return near.size ? columns.find(isNear) : undefined;
}

// A letter more, less, other or swapped; two in names of nine letters.
function isSlip(text, name) {
  const [one, other] = [[...text], [...name]];
  const longest = Math.max(one.length, other.length);
  if (longest < 5 || one[0] !== other[0] || Math.abs(one.length - other.length) > 2) return false;
  const [end, otherEnd] = [one.slice(-2), other.slice(-2)];
  const swapped = end[0] === otherEnd[1] && end[1] === otherEnd[0];
  if (longest < 8 && end[1] !== otherEnd[1] && !swapped) return false;
  if ([end.join(""), otherEnd.join("")].sort().join() === "ee,er") return false;
  const far = distance(one, other);
  return far > 0 && far <= (longest < 9 ? 1 : 2);
}

// How many letters are to be added, left out, changed or swapped to make one text of another.
function distance(one, other) {
  let before = [];
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  one.forEach((letter, row) => {
    const here = [row + 1];
    other.forEach((wanted, column) => {
      let least = Math.min(above[column + 1] + 1, here[column] + 1, above[column] + (letter === wanted ? 0 : 1));
      if (row && column && letter === other[column - 1] && one[row - 1] === wanted)
        least = Math.min(least, before[column - 1] + 1);
      here.push(least);
    });
    [before, above] = [above, here];
  });
  return above[other.length];
}
