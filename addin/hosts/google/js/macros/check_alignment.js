// Check alignment: a word and a colour for every objective, and what to do about those that hang wrong.

const ALIGNMENT_LIST = FACTS.alignmentCheck;
const ALIGNMENT_HEADINGS = ['Objective', 'What it says', 'Alignment', 'What to do', 'Cell'];
const BAD_WORDS = new Set(['cycle', 'duplicate id', 'inverted level']);
const ELSEWHERE = 'unknown parent';
const LOOK_ELSEWHERE = FACTS.lookElsewhere;
const ADVICE = new Map(Object.entries(FACTS.advice));

function planCheckAlignment(book) {
  const objectives = find(book, 'objectives');
  const found = standOn(recordsOfAll(book), asOf(book)).objectives.filter((each) => each.objective.id);
  if (!found.length) {
    throw new OkrError(
      `${book.name} › ${objectives.sheet}: there are no objectives yet`,
      'write one below the headings',
    );
  }
  const listed = found.filter((each) => ADVICE.has(each.alignment));
  const fine = found.filter((each) => !ADVICE.has(each.alignment));
  const says = alignmentSays(found.length, listed.length, listed.filter((each) => each.alignment === ELSEWHERE).length);
  const rows = [...listed, ...fine].map((each) => alignmentRow(each, objectives));
  const { newSheets, changes } = writeList(book, {
    name: ALIGNMENT_LIST,
    title: says,
    headings: ALIGNMENT_HEADINGS,
    rows,
  });
  changes.push(...alignmentWords(book, found));
  const show = newSheets.length || changes.length ? spotOf(ALIGNMENT_LIST, 1, 0) : null;
  return checked(planOf('Check alignment', { says: [says], newSheets, changes, show }), book);
}

function lookOfWord(said) {
  return BAD_WORDS.has(said) ? 'bad' : ADVICE.has(said) ? 'careful' : 'good';
}

function alignmentSays(total, listed, elsewhere) {
  const wrong = listed - elsewhere;
  const said = wrong ? `${wrong} of ${total} objectives need a look` : 'no objective hangs wrong';
  return said + (elsewhere ? `; ${elsewhere} of ${total} serve an objective that is not in this workbook` : '');
}

function alignmentRow(standing, objectives) {
  const said = standing.alignment;
  const ofParent = ADVICE.has(said) && said !== 'duplicate id' && objectives.has('parent_id');
  const cell = objectives.spot(ofParent ? 'parent_id' : 'id', standing.objective.row);
  const advice = said === ELSEWHERE ? LOOK_ELSEWHERE : ADVICE.has(said) ? ADVICE.get(said) : null;
  return [
    entryOf(standing.objective.id),
    entryOf(standing.objective.objective),
    entryOf(said, { look: lookOfWord(said) }),
    entryOf(advice),
    entryOf(spotText(cell), { leadsTo: cell }),
  ];
}

// Words for an alignment sheet of one's own, where it has a column for them that no formula fills.
function alignmentWords(book, found) {
  if (!book.sheets().includes('Alignment')) return [];
  const rows = book.cells('Alignment');
  const namesOf = (row) => row.map(normalisedCell);
  const head = rows
    .slice(0, LOOK_AT_ROWS)
    .findIndex((row) => ['id', 'alignment'].every((name) => namesOf(row).includes(name)));
  if (head < 0) return [];
  const [ids, column] = ['id', 'alignment'].map((name) => namesOf(rows[head]).indexOf(name));
  const held = contents(book, 'Alignment');
  const byId = firstById(found, (each) => each.objective.id);
  const changes = [];
  rows.slice(head + 1).forEach((row, at) => {
    const cell = cellAt(row, ids);
    const standing = cell instanceof ErrorCell ? undefined : byId.get(identifier(cell) || '');
    const spot = spotOf('Alignment', head + 2 + at, column);
    const old = heldAt(held, spot);
    const ours = old === null || ['top', 'aligned'].includes(old) || ADVICE.has(old);
    if (standing !== undefined && ours && !same(old, standing.alignment)) {
      changes.push(changeOf(spot, old, standing.alignment, null, lookOfWord(standing.alignment)));
    }
  });
  return changes;
}
