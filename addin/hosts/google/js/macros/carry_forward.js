// What becomes of each row when a quarter closes: which are carried forward, which leave, and how those that stay begin.

const START_STAYS = new Set(['binary', 'between']); // the start of these is no place where a measure stood

// The ids of what goes into the next cycle; with `unfinished` also every aspirational key result below its target.
function carriedOf(evaluation, unfinished) {
  const objectives = firstById(
    evaluation.objectives.map((each) => each.objective),
    (each) => each.id,
  );
  const coming = evaluation.keyResults.filter((each) => comesAlong(each, objectives, unfinished));
  const keyResults = new Set(coming.map((each) => each.keyResult.id));
  const kept = new Set(
    [...objectives.values()].filter((each) => each.status === 'carried forward').map((each) => each.id),
  );
  for (const { keyResult } of evaluation.keyResults) {
    if (keyResults.has(keyResult.id) && keyResult.objective_id) kept.add(keyResult.objective_id);
  }
  return { objectives: withThoseAbove(kept, objectives), keyResults };
}

function comesAlong(evaluation, objectives, unfinished) {
  const keyResult = evaluation.keyResult;
  if (!keyResult.id || !evaluation.counted) return false;
  if (keyResult.status === 'carried forward') return true;
  const objective = objectives.get(keyResult.objective_id || '');
  const asked = objective !== undefined && objective.status === 'carried forward';
  return evaluation.score !== 1 && (asked || (unfinished && evaluation.commitment === 'aspirational'));
}

function withThoseAbove(names, objectives) {
  const kept = new Set();
  for (const name of names) {
    let above = objectives.get(name);
    while (above !== undefined && !kept.has(above.id)) {
      kept.add(above.id);
      above = objectives.get(above.parent_id || '');
    }
  }
  return kept;
}

// Empty the rows whose id is not kept; a row without an id is somebody's draft, and left alone.
function rowsOfNextCycle(located, held, rows, kept) {
  const changes = [];
  for (const [row, name] of rows) {
    if (name !== null && !kept.has(name)) {
      for (const { field } of inputsOf(located.table)) changes.push(...changeIn(located, held, field, row, null));
    }
  }
  return changes;
}

// Change a cell of a table, when it has that column and the cell says something else.
function changeIn(located, held, field, row, fresh) {
  if (!located.has(field)) return [];
  const spot = located.spot(field, row);
  const old = heldAt(held, spot);
  return same(old, fresh) ? [] : [changeOf(spot, old, fresh)];
}

// Let a key result start from where it stands: start is what was current, and that is blank until a check-in.
function beginAgain(located, held, evaluation, end) {
  const keyResult = evaluation.keyResult;
  const changes = [];
  if (hasAStart(keyResult) && evaluation.current !== null && evaluation.score !== 1) {
    changes.push(...changeIn(located, held, 'start', keyResult.row, evaluation.current));
  }
  if (located.has('current') && !(heldAt(held, located.spot('current', keyResult.row)) instanceof Formula)) {
    changes.push(...changeIn(located, held, 'current', keyResult.row, null));
  }
  changes.push(...renew(located, held, keyResult.row));
  for (const field of ['start_date', 'due_date']) {
    if (keyResult[field] !== null && keyResult[field] <= end) changes.push(...changeIn(located, held, field, keyResult.row, null));
  }
  return changes;
}

function hasAStart(keyResult) {
  if (isControl(keyResult)) return false;
  return !START_STAYS.has(keyResult.kind) && (keyResult.start !== null || !['at least', 'at most'].includes(keyResult.kind));
}

// Let a row that was carried forward be active again; why it was stays in the copy.
function renew(located, held, row) {
  return [...changeIn(located, held, 'status', row, located.inWords('active')), ...changeIn(located, held, 'reason', row, null)];
}

// Clear the self-assessment of an objective, so that the next cycle has place for its own.
function unassessed(located, held, row) {
  return ['self_assessment', 'self_assessment_note'].flatMap((field) => changeIn(located, held, field, row, null));
}

// Let the rows that stay after some changes follow each other from the first row on, where their rows are theirs alone:
// not when somebody wrote beside the table, has a draft without an id, or typed a formula into it.
function movedUp(located, held, rows, changes) {
  const columns = inputsOf(located.table)
    .filter(({ field }) => located.has(field))
    .map(({ field }) => located.columns.get(field));
  if (!rows.length || !areAlone(held, rows, columns)) return changes;
  const after = new Map(held);
  for (const { spot, fresh } of changes) after.set(key(spot.row, spot.column), fresh);
  const cellAfter = (row, column) => (row === undefined ? null : heldAt(after, spotOf(located.sheet, row, column)));
  const all = rows.map(([row]) => row).sort((one, other) => one - other);
  const stay = all.filter((row) => columns.some((column) => !isEmpty(cellAfter(row, column))));
  return all
    .flatMap((row, index) =>
      columns.map((column) => {
        const spot = spotOf(located.sheet, row, column);
        return changeOf(spot, heldAt(held, spot), cellAfter(stay[index], column));
      }),
    )
    .filter(({ old, fresh }) => !same(old, fresh));
}

// Whether the rows hold what was typed into the table, and beside it nothing but formulas.
function areAlone(held, rows, columns) {
  const own = new Set(rows.map(([row]) => row));
  const first = extreme([...own], -1);
  const last = extreme([...own], 1);
  const typed = new Set(columns);
  const filled = new Set();
  for (const [at, cell] of held) {
    const [row, column] = placeOf(at);
    if (row < first || row > last) continue;
    if (cell instanceof Formula === typed.has(column)) return false;
    if (typed.has(column)) filled.add(row);
  }
  const complete = filled.size === own.size && [...filled].every((row) => own.has(row));
  return complete && rows.every(([, name]) => name !== null);
}
