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
  return alignmentIn(grow(ids, parents), ids, parents, levels === null ? ids.map(() => null) : levels.map(levelNumber));
}

// The same, but a level that no objective has is not there to be skipped.
function alignmentOfUsedLevels(ids, parents, levels) {
  const heights = levels.map(levelNumber);
  const tree = grow(ids, parents);
  const used = [...new Set([...tree.first.values()].map((row) => heights[row]))].filter((height) => height !== null);
  const ranks = new Map(used.sort((one, other) => one - other).map((height, rank) => [height, rank]));
  return alignmentIn(
    tree,
    ids,
    parents,
    heights.map((height) => (ranks.has(height) ? ranks.get(height) : null)),
  );
}

// The word for a workbook that is seen alone: an unknown parent is in another one, which a sync finds.
function wordInWorkbook(word) {
  return word === 'unknown parent' ? FACTS.elsewhere : word;
}

function alignmentIn(tree, ids, parents, heights) {
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
