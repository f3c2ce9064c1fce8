// Close the quarter: keep the sheets as they stand, list the post-mortems, and begin the next cycle. As in addin/macros/close_quarter.py.

const NAME_AT_MOST = 31; // characters of a sheet's name in the other programs
const POST_MORTEM = [
  'Key result',
  'Description',
  'Objective',
  'Owner',
  'Progress',
  'What got in the way',
  'What we will change',
  'Cell',
];

function planClose(book, { unfinished = false, nextCycle = '', early = false } = {}) {
  const settings = find(book, 'settings');
  const [objectives, results] = [find(book, 'objectives'), find(book, 'key results')];
  const cycle = cycleOf(book, settings);
  const today = asOf(book);
  if (today < cycle.end && !early) {
    throw new OkrError(
      `${book.name}: ${cycle.name} ends on ${isoDate(cycle.end)}`,
      'wait until then, or choose to close it early',
    );
  }
  if (functionsAreAbsent(book)) {
    throw new OkrError(
      `${book.name}: cells show ${NOT_KNOWN}, and would be archived like this`,
      'choose Refresh first, then close the quarter',
    );
  }
  const evaluation = evaluate(recordsOfAll(book), Math.min(today, cycle.end));
  if (!evaluation.keyResults.length) {
    throw new OkrError(`${book.name} › ${results.sheet}: there are no key results to close`, 'the cycle has not begun');
  }
  const comes = carriedOf(evaluation, unfinished);
  const next = followingCycle(cycle.name, cycle.start, cycle.end, nextCycle);
  const closing = { book, settings, cycle, next, evaluation, comes };
  const frozen = frozenSheets(closing);
  const { short, list } = postMortems(closing, frozen, results);
  const changes = [
    ...list,
    ...closedObjectives(closing, objectives),
    ...closedKeyResults(closing, results),
    ...closedOthers(closing),
    ...nextSettings(closing),
  ];
  const says = [
    `${cycle.name} closes; ${next.name} begins on ${isoDate(next.start)} and ends on ${isoDate(next.end)}`,
    `carried forward: ${[...comes.keyResults].sort().join(', ') || 'nothing'}`,
    `post-mortems: ${short.join(', ') || 'none'}`,
    ...needsATarget(closing),
    ...dayStays(closing, today),
  ];
  const newSheets = [...frozen, ...(list.length ? [{ name: list[0].spot.sheet, copyOf: '' }] : [])];
  const show = spotOf(results.sheet, results.header + 1, 0);
  return checked(planOf(`Close ${cycle.name}`, { says, newSheets, changes, show }), book);
}

function cycleOf(book, settings) {
  const own = recordsOf(settings)[0] || {};
  if (isNone(own.cycle) || isNone(own.cycle_start) || isNone(own.cycle_end)) {
    throw new OkrError(
      `${book.name} › ${settings.sheet}: the cycle's name, start or end is missing`,
      'fill in cycle, cycle start and cycle end',
    );
  }
  if (own.cycle_end <= own.cycle_start) {
    const spot = settings.spot('cycle_end', settings.header + 1);
    throw new OkrError(`${book.name} › ${spotText(spot)}: the cycle ends before it starts`, 'correct its dates');
  }
  return { name: own.cycle, start: own.cycle_start, end: own.cycle_end };
}

// A copy of each sheet that says how the cycle went.
function frozenSheets(closing) {
  const titles = closing.book.sheets();
  const locations = tablesOfBook('okrs')
    .filter((table) => table.name !== 'settings')
    .map((table) => look(closing.book, table.name));
  const sheets = locations.filter((each) => each !== null).map((each) => each.sheet);
  return [...new Set([...sheets, ...titles.filter((title) => FACTS.alignmentTitles.includes(title))])].map((sheet) => {
    const name = closedName(closing, sheet);
    if (titles.includes(name)) {
      throw new OkrError(
        `${closing.book.name}: there is a sheet ${quoted(name)} already`,
        'was this cycle closed before? Delete or rename that sheet to close it again',
      );
    }
    return { name, copyOf: sheet };
  });
}

function closedName(closing, sheet) {
  const end = dated(closing.cycle.name, closing.cycle.end);
  if ([...`${sheet} ${end}`].length > NAME_AT_MOST) {
    throw new OkrError(
      `${closing.book.name}: '${sheet} ${end}' is too long for a sheet's name`,
      `shorten the sheet's name ${quoted(sheet)}`,
    );
  }
  return `${sheet} ${end}`;
}

// Committed key results that closed below their target, with room to say why.
function postMortems(closing, frozen, results) {
  const short = closing.evaluation.keyResults.filter(
    (each) => each.keyResult.id && each.counted && each.commitment === 'committed' && each.score !== 1,
  );
  if (!short.length) return { short: [], list: [] };
  const copy = frozen.find((sheet) => sheet.copyOf === results.sheet).name;
  const list = writeList(closing.book, {
    name: closedName(closing, FACTS.postMortems),
    title: `Committed key results that closed below target: ${closing.cycle.name}`,
    headings: POST_MORTEM,
    rows: short.map((each) => postMortemRow(each, results, copy)),
  });
  return { short: short.map((each) => each.keyResult.id), list: list.changes };
}

function postMortemRow(evaluation, results, copy) {
  const keyResult = evaluation.keyResult;
  const cell = spotOf(copy, keyResult.row, results.columns.get('id'));
  const reached = evaluation.score === null ? 'no data' : percent(evaluation.score);
  return [
    entryOf(keyResult.id),
    entryOf(keyResult.key_result),
    entryOf(keyResult.objective_id),
    entryOf(keyResult.owner),
    entryOf(reached, { look: 'bad' }),
    entryOf(null),
    entryOf(null),
    entryOf(spotText(cell), { leadsTo: cell }),
  ];
}

function closedObjectives(closing, located) {
  const held = contents(closing.book, located.sheet);
  const records = recordsOf(located);
  const kept = closing.comes.objectives;
  const rows = records.map((each) => [each.row, each.id]);
  const changes = rowsOfNextCycle(located, held, rows, kept);
  for (const each of records) {
    if (!kept.has(each.id)) continue;
    changes.push(...unassessed(located, held, each.row));
    if (each.status === 'carried forward') changes.push(...renew(located, held, each.row));
  }
  return movedUp(located, held, rows, changes);
}

function closedKeyResults(closing, located) {
  const held = contents(closing.book, located.sheet);
  const kept = closing.comes.keyResults;
  const statuses = closing.evaluation.keyResults;
  const rows = statuses.map(({ keyResult }) => [keyResult.row, keyResult.id]);
  const changes = rowsOfNextCycle(located, held, rows, kept);
  for (const each of statuses) {
    if (kept.has(each.keyResult.id)) changes.push(...beginAgain(located, held, each, closing.cycle.end));
  }
  return movedUp(located, held, rows, changes);
}

// Check-ins begin anew; the skills that a goal needs stay with the objectives that stay.
function closedOthers(closing) {
  const emptied = (name, idOf, kept, then = (located, held, rows, changes) => changes) => {
    const located = look(closing.book, name);
    if (located === null) return [];
    const held = contents(closing.book, located.sheet);
    const rows = recordsOf(located).map((each) => [each.row, idOf(each)]);
    return then(located, held, rows, rowsOfNextCycle(located, held, rows, kept));
  };
  return [
    ...emptied('check-ins', () => 'a check-in', new Set()),
    ...emptied('goal skills', (each) => each.objective_id, closing.comes.objectives, movedUp),
    ...emptied('initiatives', (each) => each.key_result_id, closing.comes.keyResults, movedUp),
  ];
}

function nextSettings(closing) {
  const { settings, next } = closing;
  const held = contents(closing.book, settings.sheet);
  const fresh = { cycle: next.name, cycle_start: new When(next.start), cycle_end: new When(next.end) };
  return Object.entries(fresh)
    .map(([field, value]) => {
      const spot = settings.spot(field, settings.header + 1);
      return changeOf(spot, heldAt(held, spot), value);
    })
    .filter((change) => !(change.old instanceof Formula));
}

function dayStays(closing, today) {
  if (today === closing.book.today) return [];
  return [`today's date in the settings is still ${isoDate(today)}: change it to see the next cycle`];
}

function needsATarget(closing) {
  const there = closing.evaluation.keyResults
    .filter((each) => closing.comes.keyResults.has(each.keyResult.id) && each.score === 1 && !isControl(each.keyResult))
    .map((each) => each.keyResult.id);
  return there.length ? [`carried forward with its target reached; set a new target: ${there.join(', ')}`] : [];
}
