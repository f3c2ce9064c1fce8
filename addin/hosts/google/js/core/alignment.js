// Does every objective serve one above it, at the right level? As in core/alignment.py.

const LEVELS = new Map(Object.entries(FACTS.levels));

function levelNumber(level) {
  if (level === null) return null;
  if (!LEVELS.has(level)) {
    throw new CellError(`unknown level ${quoted(level)}`, `use one of: ${FACTS.levelNames.join(', ')}`);
  }
  return LEVELS.get(level);
}

function alignment(ids, parents, levels = null) {
  sameSize(ids, parents, ...(levels === null ? [] : [levels]));
  const heights = levels === null ? ids.map(() => null) : levels.map(levelNumber);
  const tree = grow(ids, parents);
  const highest = [...tree.first.values()].reduce((least, row) => {
    const height = heights[row];
    return height !== null && (least === null || height < least) ? height : least;
  }, null);
  const hasChildren = new Set(tree.parent);
  const answers = ids.map((name) => (name === null ? null : 'duplicate id'));
  for (const row of tree.cyclic) answers[row] = 'cycle';
  for (const row of tree.upwards) {
    const height = heights[row];
    if (parents[row] === null) {
      answers[row] = (height === null ? hasChildren.has(row) : height === highest) ? 'top' : 'orphan';
    } else if (tree.parent[row] === ROOT) {
      answers[row] = 'unknown parent';
    } else {
      answers[row] = stepDown(heights[tree.parent[row]], height);
    }
  }
  return answers;
}

function stepDown(above, height) {
  if (above === null || height === null) return 'aligned';
  if (above > height) return 'inverted level';
  return height - above > 1 ? 'skips level' : 'aligned';
}
