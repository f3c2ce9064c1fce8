// Cells of a column of skill levels: "3 - Advanced", "Level 3", "★★★", "3/5". As in core/values/level_values.py.

const NAMED_LEVEL = whole(KNOWN.patterns.namedLevel);
const LEVEL_WITH_WORD = whole(KNOWN.patterns.levelWithWord);
const WORD_WITH_LEVEL = whole(KNOWN.patterns.wordWithLevel);
const LEVEL_RATIO = whole(KNOWN.patterns.levelRatio);
const STARS = whole(KNOWN.patterns.stars);
const TOP_LEVEL = 5;
const OTHER_SCALE_SHARE = 0.1; // of a column's numbers above 5: from here on they are a scale, below they are slips
const IN_WORDS = 'level';
const NO_LEVEL = unread("it isn't a level");

// The level in a cell; none where its number and its word contradict each other.
function readLevel(context, cell) {
  if (typeof cell === 'boolean') return NO_LEVEL;
  if (typeof cell === 'string') {
    const ofWord = entryIn(FACTS.levelWords, word(cell) || '');
    if (ofWord !== undefined) return reading(ofWord, IN_WORDS);
    if (isBlank(cell) || NOT_NUMBERS.has(strip(cell).toLowerCase())) return NOTHING;
  }
  const level = (typeof cell === 'string' && levelInText(context, clean(cell))) || readNumber(context, cell);
  return level.fault || level.unit === PERCENT ? NO_LEVEL : level;
}

// A number with the words or signs that people put around it, or a word that means one level only; else null.
function levelInText(context, text) {
  const pair = splitLevel(text);
  if (pair !== null) {
    const ofWord = entryIn(FACTS.levelWords, word(pair.name) || '');
    return ofWord === undefined || ofWord === pair.level ? reading(pair.level, IN_WORDS) : NO_LEVEL;
  }
  const decimal = (figures) => Number(figures.replace(',', '.'));
  const ratio = LEVEL_RATIO.exec(text);
  if (ratio !== null) {
    const share = decimal(ratio[1]) / decimal(ratio[2]);
    return share <= 1 ? reading(share * TOP_LEVEL, IN_WORDS) : null;
  }
  const named = NAMED_LEVEL.exec(text);
  if (named !== null) return reading(decimal(named[1]), IN_WORDS);
  const stars = STARS.exec(text.replace(/[\ufe0f ]/g, ''));
  if (stars !== null && [...stars[1]].length <= TOP_LEVEL) return reading([...stars[1]].length, IN_WORDS);
  const ofColumn = context.legend().get(fold(text));
  const level = ofColumn === undefined ? entryIn(KNOWN.levels, fold(text)) : ofColumn;
  return level === undefined ? null : reading(level, IN_WORDS);
}

// The number and the name of a level that is written as both, else null.
function splitLevel(text) {
  const numberFirst = LEVEL_WITH_WORD.exec(text);
  if (numberFirst !== null) {
    const [, one, name, other, nameBehind] = numberFirst;
    return { level: Number(one || other), name: strip(name || nameBehind) };
  }
  const wordFirst = WORD_WITH_LEVEL.exec(text);
  if (wordFirst === null || NAMED_LEVEL.test(text)) return null;
  return { level: Number(wordFirst[2] || wordFirst[3]), name: strip(wordFirst[1]) };
}

// The levels that a column's own texts give to words: "3 - Advanced" says what "Advanced" is.
function legendOf(texts) {
  const legend = new Map();
  const contradicted = new Set();
  for (const pair of [...texts].map(clean).map(splitLevel)) {
    if (pair !== null) {
      const name = fold(pair.name);
      if (legend.has(name) && legend.get(name) !== pair.level) contradicted.add(name);
      legend.set(name, pair.level);
    }
  }
  for (const name of contradicted) legend.delete(name);
  return legend;
}

// The readings, without the plain numbers of a column on another scale.
function onLevelScale(readings) {
  const isPlain = (each) => each.value !== null && each.unit !== IN_WORDS;
  const plain = readings.filter(isPlain).map((each) => each.value);
  const areShares = plain.some((value) => value > 0 && value < 1) && plain.every((value) => value <= 1);
  const above = plain.filter((value) => value > TOP_LEVEL).length;
  const isOtherScale = above > OTHER_SCALE_SHARE * plain.length && plain.length !== 1;
  return areShares || isOtherScale ? readings.map((each) => (isPlain(each) ? NOTHING : each)) : readings;
}
