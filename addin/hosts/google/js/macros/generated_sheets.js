// Sheets that a macro makes: a title, headings, and rows that are written anew each time. As in addin/macros/generated_sheets.py.

const LIST_HEADINGS = 3; // the row of the headings

function entryOf(says, { leadsTo = null, look = '' } = {}) {
  return { says, leadsTo, look };
}

// What has to happen for a sheet { name, title, headings, rows } to hold that: nothing when it does already.
function writeList(book, list) {
  const there = book.sheets().includes(list.name);
  const held = there ? contents(book, list.name) : new Map();
  if (held.size && textIn(held.get(key(LIST_HEADINGS, 0))) !== list.headings[0]) {
    throw new OkrError(
      `${book.name}: the sheet ${quoted(list.name)} was not written by okrsheets`,
      'rename that sheet, then try again',
    );
  }
  const wanted = listCells(list);
  const old = new Map([...held].filter(([at]) => placeOf(at)[1] < list.headings.length));
  const changes = [];
  for (const [at, entry] of wanted) {
    const before = old.has(at) ? old.get(at) : null;
    if (!same(before, entry.says)) {
      changes.push(changeOf(spotOf(list.name, ...placeOf(at)), before, entry.says, entry.leadsTo, entry.look));
    }
  }
  for (const [at, cell] of old) {
    if (!wanted.has(at)) changes.push(changeOf(spotOf(list.name, ...placeOf(at)), cell, null, null, ''));
  }
  return { newSheets: there ? [] : [{ name: list.name, copyOf: '' }], changes };
}

function listCells(list) {
  const rows = [
    [entryOf(list.title, { look: 'title' })],
    [],
    list.headings.map((heading) => entryOf(heading, { look: 'heading' })),
    ...list.rows,
  ];
  const cells = new Map();
  rows.forEach((entries, row) => {
    entries.forEach((entry, column) => {
      if (!isEmpty(entry.says)) cells.set(key(row + 1, column), entry);
    });
  });
  return cells;
}
