// Use OKR functions, use plain formulas: the formulas of our templates written the other way, cell by cell. As in
// addin/macros/convert.py and addin/macros/formula_text.py.

const FORMULA_TOKEN =
  /("(?:[^"]|"")*"|'(?:[^']|'')*')|([0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?)|(\$?[\p{L}_][\p{L}\p{N}_]*[.!](?=\$))|([A-Za-z_][A-Za-z0-9_.]*)|([ \t\r\n]+)|[^]/gu;
const NAMESPACE = /^(?:OKRSHEETS(?:_UDF)?\.|_XLDUDF_OKRSHEETS_)/;
const NAMED_CELL = /ROW_(\w+)/g;
const CELL_PATTERN = '(?:\\$?[\\p{L}_][\\p{L}\\p{N}_]*[.!])?\\$?[A-Z]{1,3}\\$?[0-9]+'; // of this sheet or of another one
const OTHERS_NAMED = 5; // formulas that are named one by one
const compiledFormulas = new Map();

function planUseFunctions(book) {
  const { texts, needsAddIn } = FACTS.formulas;
  const changes = converted(book, ([called, written]) => [written, called]);
  changes.push(...startPage(book, mapped(texts, 'plain', 'functions'), mapped(texts, 'plain_heading', 'functions_heading')));
  const says = [changes.length ? needsAddIn : 'no formula of a template is written as a plain formula'];
  return checked(planOf('Use OKR functions', { says, changes }), book);
}

function planUsePlainFormulas(book) {
  const { texts } = FACTS.formulas;
  const changes = converted(book, (pair) => pair);
  const about = { ...mapped(texts, 'functions', 'plain'), ...mapped(texts, 'in_google', 'plain') };
  changes.push(...startPage(book, about, mapped(texts, 'functions_heading', 'plain_heading')));
  const done = new Set(changes.map((change) => spotText(change.spot)));
  const others = formulasOf(book).filter(([spot, formula]) => OURS.test(formula.text) && !done.has(spotText(spot)));
  const says = changes.length ? [] : ['no formula of a template calls a function of okrsheets'];
  if (others.length) {
    const named = others.slice(0, OTHERS_NAMED).map(([spot]) => spotText(spot));
    const more = others.length > OTHERS_NAMED ? ' …' : '';
    says.push(`other formulas keep their OKR_ and SKILL_ functions (${others.length}): ${named.join(', ')}${more}`);
  }
  return checked(planOf('Use plain formulas', { says, changes }), book);
}

function mapped(texts, before, after) {
  return Object.fromEntries(texts.map((each) => [each[before], each[after]]));
}

function formulasOf(book) {
  return book
    .sheets()
    .flatMap((sheet) => [...book.formulas(sheet)].map(([at, formula]) => [spotOf(sheet, ...placeOf(at)), formula]));
}

// What matches a formula of the templates in the language of its sheet is rewritten.
function converted(book, way) {
  const changes = [];
  const languages = new Map(book.sheets().map((sheet) => [sheet, languageOf(book.cells(sheet))]));
  for (const [spot, formula] of formulasOf(book)) {
    const isKnown = OURS.test(formula.text) || formula.text.includes(FACTS.formulas.inPlain);
    const text = isKnown ? canonicalFormula(formula.text) : '';
    for (const [before, after] of FACTS.formulas.pairs[languages.get(spot.sheet)].map(way)) {
      const match = compiledFormula(before).exec(text);
      if (match !== null) {
        const fresh = after.replace(NAMED_CELL, (_, name) => match.groups[name.toUpperCase()]);
        changes.push(changeOf(spot, formula, new Formula(fresh)));
        break;
      }
    }
  }
  return changes;
}

function canonicalFormula(formula) {
  const text = formula.replace(FORMULA_TOKEN, (token, quotedText, number, sheet, name, blank) => {
    if (quotedText || sheet || blank) return quotedText || sheet || '';
    if (number) return rounded(Number(number), 15);
    if (name) {
      const bare = name.toUpperCase().replace(NAMESPACE, '');
      return /^(?:OKR|SKILL)/.test(bare) ? bare.replace(/_/g, '') : bare;
    }
    return token === ';' ? ',' : token;
  });
  return text.replaceAll('TRUE()', 'TRUE').replaceAll('FALSE()', 'FALSE');
}

function compiledFormula(pattern) {
  if (!compiledFormulas.has(pattern)) {
    const known = new Set();
    const source = canonicalFormula(pattern)
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(NAMED_CELL, (_, name) => {
        if (known.has(name)) return `\\k<${name}>`;
        known.add(name);
        return `(?<${name}>${CELL_PATTERN})`;
      });
    compiledFormulas.set(pattern, new RegExp(`^${source}$`, 'u'));
  }
  return compiledFormulas.get(pattern);
}

// What a start page says of the formulas, with its heading; the cells that look for the add-in go, too.
function startPage(book, about, headings) {
  const changes = [];
  for (const sheet of book.sheets()) {
    const held = contents(book, sheet);
    for (const [at, cell] of held) {
      const fresh = textIn(cell) === null || cell instanceof Formula ? undefined : about[cell];
      if (fresh !== undefined) {
        const [row, column] = placeOf(at);
        changes.push(changeOf(spotOf(sheet, row, column), cell, fresh));
        const above = spotOf(sheet, row - 1, column);
        const heading = heldAt(held, above);
        if (typeof heading === 'string' && heading in headings) changes.push(changeOf(above, heading, headings[heading]));
        changes.push(...probeCells(sheet, held, row + 1, column + 1));
      }
    }
  }
  return changes;
}

function probeCells(sheet, held, row, column) {
  const probe = heldAt(held, spotOf(sheet, row, column));
  if (!(probe instanceof Formula && OURS.test(probe.text))) return [];
  return [column, column + 1]
    .map((at) => spotOf(sheet, row, at))
    .filter((spot) => heldAt(held, spot) !== null)
    .map((spot) => changeOf(spot, heldAt(held, spot), null));
}
