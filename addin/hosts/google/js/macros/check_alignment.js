// Check alignment: a word and a colour for every objective, and what to do about those that hang wrong.

const ALIGNMENT_LIST = FACTS.alignmentCheck;
const ALIGNMENT_HEADINGS = ['Objective', 'Description', 'Alignment', 'What to do', 'Cell'];
const BAD_WORDS = new Set(['cycle', 'duplicate id', 'inverted level']);
const ELSEWHERE = FACTS.elsewhere;
const LOOK_ELSEWHERE = FACTS.lookElsewhere;
const ADVICE = new Map(Object.entries(FACTS.advice));
const ALIGNMENT_WORDS = new Set(
  Object.values(FACTS.backToStart).flatMap((language) =>
    ['top', 'aligned', ELSEWHERE, ...ADVICE.keys()].map((word) => wordIn(language, word)),
  ),
);

function planCheckAlignment(book) {
  const objectives = find(book, 'objectives');
  const statuses = evaluate(recordsOfAll(book), asOf(book)).objectives.filter((each) => each.objective.id);
  if (!statuses.length) {
    throw new OkrError(
      `${book.name} › ${objectives.sheet}: there are no objectives yet`,
      'add one below the headings',
    );
  }
  const listed = statuses.filter((each) => ADVICE.has(each.alignment));
  const fine = statuses.filter((each) => !ADVICE.has(each.alignment));
  const says = alignmentSays(statuses.length, listed.length, listed.filter((each) => wordInWorkbook(each.alignment) === ELSEWHERE).length);
  const rows = [...listed, ...fine].map((each) => alignmentRow(each, objectives));
  const { newSheets, changes } = writeList(book, {
    name: ALIGNMENT_LIST,
    title: says,
    headings: ALIGNMENT_HEADINGS,
    rows,
  });
  changes.push(...alignmentWords(book, statuses));
  const show = newSheets.length || changes.length ? spotOf(ALIGNMENT_LIST, 1, 0) : null;
  return checked(planOf('Check alignment', { says: [says], newSheets, changes, show }), book);
}

function lookOfWord(word) {
  if (word === ELSEWHERE) return '';
  return BAD_WORDS.has(word) ? 'bad' : ADVICE.has(word) ? 'careful' : 'good';
}

function alignmentSays(total, listed, elsewhere) {
  const wrong = listed - elsewhere;
  const text = wrong ? `${wrong} of ${total} objectives need attention` : 'every objective has a correct parent';
  return text + (elsewhere ? `; ${elsewhere} of ${total} have a parent that is not in this workbook` : '');
}

function alignmentRow(status, objectives) {
  const word = wordInWorkbook(status.alignment);
  const ofParent = ADVICE.has(status.alignment) && word !== 'duplicate id' && objectives.has('parent_id');
  const cell = objectives.spot(ofParent ? 'parent_id' : 'id', status.objective.row);
  const advice = word === ELSEWHERE ? LOOK_ELSEWHERE : ADVICE.has(word) ? ADVICE.get(word) : null;
  return [
    entryOf(status.objective.id),
    entryOf(status.objective.objective),
    entryOf(word, { look: lookOfWord(word) }),
    entryOf(advice),
    entryOf(spotText(cell), { leadsTo: cell }),
  ];
}

// Words for an alignment sheet of one's own, where it has a column for them that no formula fills.
function alignmentWords(book, statuses) {
  const title = alignmentTitle(book);
  if (title === null) return [];
  const rows = book.cells(title);
  const language = languageOf(rows);
  const namesOf = (row) => row.map(viewHeading);
  const head = rows
    .slice(0, LOOK_AT_ROWS)
    .findIndex((row) => ['id', 'alignment'].every((name) => namesOf(row).includes(name)));
  if (head < 0) return [];
  const [ids, column] = ['id', 'alignment'].map((name) => namesOf(rows[head]).indexOf(name));
  const held = contents(book, title);
  const byId = firstById(statuses, (each) => each.objective.id);
  const changes = [];
  rows.slice(head + 1).forEach((row, at) => {
    const cell = cellAt(row, ids);
    const status = cell instanceof ErrorCell ? undefined : byId.get(identifier(cell) || '');
    const spot = spotOf(title, head + 2 + at, column);
    const old = heldAt(held, spot);
    const ours = old === null || ALIGNMENT_WORDS.has(old);
    const word = status === undefined ? null : wordInWorkbook(status.alignment);
    const shown = word === null ? null : wordIn(language, word);
    if (word && ours && !same(old, shown)) changes.push(changeOf(spot, old, shown, null, lookOfWord(word)));
  });
  return changes;
}
