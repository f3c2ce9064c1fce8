// Many progress values into one: within an objective, and up the tree, as in core/rollup.py and core/tree.py.

const ROOT = -1; // no parent, or one that is not among the ids

function sameSize(...lists) {
  if (lists.some((list) => list.length !== lists[0].length)) {
    throw new CellError('ranges differ in size', 'select as many cells in each range');
  }
}

function filledWeights(weights, count) {
  if (weights === null) return new Array(count).fill(1);
  if (weights.length !== count) sameSize(weights, { length: count });
  const filled = weights.map((weight) => (weight === null ? 1 : weight));
  if (filled.some((weight) => weight < 0)) throw new CellError('negative weight', 'type 0 or more');
  return filled;
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

function weightedMean(values, weights) {
  if (!values.length) return null;
  const total = sum(weights);
  if (total <= 0) throw new CellError('weights sum to 0', 'give at least one of them a weight above 0');
  const mean = sum(values.map((value, at) => weights[at] * value)) / total;
  if (!(Number.isFinite(total) && Number.isFinite(mean))) throw tooLarge();
  return mean;
}

const ROLLUPS = ['weighted', 'weakest'];

function checkedRollup(how) {
  if (!ROLLUPS.includes(how)) throw new CellError(`unknown roll-up ${quoted(how)}`, `use one of: ${ROLLUPS.join(', ')}`);
  return how;
}

// The weighted mean of the values that have data, or the least of those with a weight.
function rollup(progress, weights = null, how = 'weighted') {
  checkedRollup(how);
  const filled = filledWeights(weights, progress.length);
  const known = progress.map((_, at) => at).filter((at) => progress[at] !== null);
  const mean = weightedMean(
    known.map((at) => score(progress[at])),
    known.map((at) => filled[at]),
  );
  if (mean === null || how === 'weighted') return mean;
  return known.filter((at) => filled[at] > 0).reduce((least, at) => Math.min(least, score(progress[at])), 1);
}

function coverage(progress) {
  return progress.length ? progress.filter((value) => value !== null).length / progress.length : null;
}

// Rows linked by id: of rows that share one the first counts; `upwards` has children before parents and no cycles.
function grow(ids, parents) {
  const first = new Map();
  ids.forEach((name, row) => {
    if (name !== null && !first.has(name)) first.set(name, row);
  });
  const parent = ids.map((name, row) => {
    const above = parents[row];
    if (above === null || name === null || first.get(name) !== row || !first.has(above)) return ROOT;
    return first.get(above);
  });
  const upwards = peeled(first, parent);
  const outside = new Set(upwards);
  return { first, parent, upwards, cyclic: [...first.values()].filter((row) => !outside.has(row)) };
}

// Peel the leaves again and again; what never becomes a leaf is in a cycle.
function peeled(first, parent) {
  const openChildren = new Array(parent.length).fill(0);
  for (const above of parent) if (above !== ROOT) openChildren[above] += 1;
  const order = [...first.values()].filter((row) => !openChildren[row]);
  for (const row of order) {
    const above = parent[row];
    if (above !== ROOT) {
      openChildren[above] -= 1;
      if (!openChildren[above]) order.push(above);
    }
  }
  return order;
}

function cascade(ids, parents, progress, weights = null, how = null) {
  sameSize(ids, parents, progress, ...(how === null ? [] : [how]));
  const filled = filledWeights(weights, ids.length);
  const weakest = ids.map((_, row) => checkedRollup((how && how[row]) || 'weighted') === 'weakest');
  const tree = grow(ids, parents);
  const shares = progress.map((value) => (value === null ? 0 : score(value)));
  const least = progress.map((value) => (value === null ? 1 : score(value)));
  const totals = progress.map((value) => (value === null ? 0 : 1));
  const hasData = progress.map((value) => value !== null);
  const answers = ids.map((name) => (name === null ? null : 'duplicate id'));
  for (const row of tree.cyclic) answers[row] = 'cycle';
  for (const row of tree.upwards) {
    const [share, total, above] = [shares[row], totals[row], tree.parent[row]];
    const average = hasData[row] ? weightedMean([total ? share / total : 0], [total]) : null;
    const mean = average !== null && weakest[row] ? least[row] : average;
    answers[row] = mean;
    if (mean !== null && above !== ROOT) {
      shares[above] += filled[row] * mean;
      totals[above] += filled[row];
      hasData[above] = true;
      if (filled[row] > 0) least[above] = Math.min(least[above], mean);
    }
  }
  return answers;
}
